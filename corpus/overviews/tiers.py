"""The tier of the State or the Party at which a document is issued, by its issuer and the code of its number."""

from __future__ import annotations

import re
from enum import IntEnum

from corpus.language.places import CITIES


class Tier(IntEnum):
    """The tiers from the top down; district documents are from before 2025."""

    CENTRE = 0
    PROVINCE = 1
    DISTRICT = 2
    COMMUNE = 3


#: Local organs have one name at each tier; the word behind it says which: "Ủy ban nhân dân xã", never "và Xã hội".
_ORGAN = r"(?:ủy\s+ban\s+nhân\s+dân|hội\s+đồng\s+nhân\s+dân|đảng\s+ủy|đảng\s+bộ|ubnd|hđnd|chủ\s+tịch)\s+"
_BY_ISSUER: tuple[tuple[Tier, re.Pattern[str]], ...] = tuple(
    (tier, re.compile(pattern, re.IGNORECASE | re.VERBOSE))
    for tier, pattern in (
        (Tier.COMMUNE, rf"{_ORGAN} (?:xã|phường|thị\s+trấn|đặc\s+khu)\b"),
        (Tier.DISTRICT, rf"{_ORGAN} (?:huyện|quận|thị\s+xã)\b | \b(?:huyện|quận|thị)\s+ủy\b"),
        (Tier.PROVINCE, rf"{_ORGAN} (?:tỉnh|(?:thành\s+phố|tp\.?)\s+(?:{'|'.join(CITIES)}))\b | \b(?:tỉnh|thành)\s+ủy\b | ^sở\s | \bđảng\s+bộ\s+(?:tỉnh|thành\s+phố)\b"),
        (Tier.DISTRICT, rf"{_ORGAN} (?:thành\s+phố|tp\.?)\b"),
        (
            Tier.CENTRE,
            r"""^(?:bộ|chính\s+phủ|thủ\s+tướng|quốc\s+hội|ủy\s+ban\s+thường\s+vụ|đảng\s+đoàn\s+quốc\s+hội|chủ\s+tịch\s+nước|ban\s+bí\s+thư)\b
            | ^văn\s+phòng\s+(?:chính\s+phủ|quốc\s+hội|trung\s+ương|chủ\s+tịch\s+nước) | trung\s+ương | tối\s+cao
            | ^(?:tổng\s+cục|cục|ngân\s+hàng\s+nhà\s+nước|thanh\s+tra\s+chính\s+phủ|kiểm\s+toán\s+nhà\s+nước|ủy\s+ban\s+dân\s+tộc)\b""",
        ),
    )
)  # fmt: skip
_BY_CODE: tuple[tuple[Tier, re.Pattern[str]], ...] = (
    (Tier.COMMUNE, re.compile(r"-UBND-?X\b")),
    (Tier.DISTRICT, re.compile(r"/HU$|/QU$")),
    (Tier.PROVINCE, re.compile(r"/TU$|/VPTU$|\bUB\b|\bUBND\b|\bCTUBND\b|\bHĐND\b|(?:^|[-/])S[A-ZĐ]{2,}")),
    (
        Tier.CENTRE,
        re.compile(
            r"""(?:^|[-/])(?:TW|CP|TTg|CTN|VPCP|VPTW|NHNN|TANDTC|VKSNDTC|B[A-ZĐ]{1,8})\b  # NQ/TW, NQ-CP, TTg-KTN, TT-BTC, QĐ-BYT
            | \b(?:QH|UBTVQH|ĐĐQH)\d+$                                                  # QH15
            | ^(?:TT|TTLT)\b                                                            # only ministries issue them""",
            re.VERBOSE,
        ),
    ),
)
_OF_THE_CENTRE = frozenset({"Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị định"})


def tier_of(code: str | None, issuer: str | None, type_name: str | None) -> Tier | None:
    """The tier at which a document with this code (`QĐ-UBND`, `NQ/TW`), issuer and type is issued; None where they do not tell.

    >>> tier_of("KH-UBND", "Ủy ban nhân dân xã An Bình", "Kế hoạch").name
    'COMMUNE'
    """
    by_issuer = next((tier for tier, pattern in _BY_ISSUER if pattern.search(issuer or "")), None)
    if by_issuer is not None:
        return by_issuer
    by_code = next((tier for tier, pattern in _BY_CODE if pattern.search(code or "")), None)
    if by_code is not None:
        return by_code
    return Tier.CENTRE if type_name in _OF_THE_CENTRE else None
