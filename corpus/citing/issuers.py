"""Whether two names mean the same issuer: `UBND tỉnh` and `Ủy ban nhân dân tỉnh Ninh Thuận`, but not `Chính phủ` and `Thủ tướng Chính phủ`."""

from __future__ import annotations

import re

from corpus.language.places import ORGANS
from corpus.language.text import match_form, nfc, syllables

_SHORT = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "UBTVQH": "ủy ban thường vụ quốc hội",
    "VPCP": "văn phòng chính phủ",
    "MTTQ": "mặt trận tổ quốc",
    "BCHTW": "ban chấp hành trung ương",
    "BCH": "ban chấp hành",
    "BTV": "ban thường vụ",
    "BCĐ": "ban chỉ đạo",
    "TW": "trung ương",
    "TƯ": "trung ương",
    "TP": "thành phố",
    "LĐTBXH": "lao động thương binh và xã hội",
    "LĐ-TBXH": "lao động thương binh và xã hội",
    "LĐTB&XH": "lao động thương binh và xã hội",
    "LĐ-TB&XH": "lao động thương binh và xã hội",
    "NN&PTNT": "nông nghiệp và phát triển nông thôn",
    "NN&MT": "nông nghiệp và môi trường",
    "NNMT": "nông nghiệp và môi trường",
    "TN&MT": "tài nguyên và môi trường",
    "TNMT": "tài nguyên và môi trường",
    "KH&ĐT": "kế hoạch và đầu tư",
    "KHĐT": "kế hoạch và đầu tư",
    "GD&ĐT": "giáo dục và đào tạo",
    "GDĐT": "giáo dục và đào tạo",
    "KH&CN": "khoa học và công nghệ",
    "KHCN": "khoa học và công nghệ",
    "TT&TT": "thông tin và truyền thông",
    "VHTT&DL": "văn hóa thể thao và du lịch",
    "VHTTDL": "văn hóa thể thao và du lịch",
    "GTVT": "giao thông vận tải",
    "BHXH": "bảo hiểm xã hội",
    "KT-XH": "kinh tế xã hội",
}
_SHORT_WORD = re.compile(
    "|".join(rf"(?<![^\W_]){re.escape(short)}(?![^\W_])" for short in sorted(_SHORT, key=len, reverse=True))
)
#: Between the issuers of a joint circular.
_JOINT = re.compile(r"(?:,|\s+[-–]|\s+và)\s+(?=(?:Bộ|Ủy\s+ban|Tòa\s+án|Viện|Ban|Ngân\s+hàng)\s)")
#: Words with which the name of an organ or of its head begins.
_ORGAN = re.compile(
    r"""(?:ủy|uỷ)\s+ban|hội\s+đồng|bộ\s|ban\s|chính\s+phủ|thủ\s+tướng|quốc\s+hội|chủ\s+tịch|sở\s|tỉnh\s+ủy|thành\s+ủy|huyện\s+ủy|đảng|văn\s+phòng
    |tòa\s+án|viện\s|ngân\s+hàng|tổng\s|bảo\s+hiểm|thanh\s+tra|kiểm\s+toán|cục\s|mặt\s+trận|bộ\s+trưởng|trung\s+ương|liên\s""",
    re.VERBOSE | re.IGNORECASE,
)
#: The head of an organ signs for it: "Bộ trưởng Bộ Xây dựng", "Chủ tịch Ủy ban nhân dân tỉnh".
_HEAD = re.compile(
    r"(?:phó\s+)?(?:chủ\s+tịch(?!\s+nước)|bộ\s+trưởng|chủ\s+nhiệm|giám\s+đốc|thống\s+đốc|tổng\s+thanh\s+tra|chánh\s+án|viện\s+trưởng|(?:tổng\s+)?cục\s+trưởng|thủ\s+trưởng)\s+"
    r"(?=\w+\s+\w)",
    re.IGNORECASE,
)
_TERM = re.compile(r"\(?\s*kh(?:óa|oá)\s+(?P<term>[IVXL]+|\d+)\s*\)?", re.IGNORECASE)
_MEETING = re.compile(
    r"[,(]?\s*(?:kỳ\s+họp|lần)\s+thứ\s+\w+(?:\s+\w+)?\)?|[,(]?\s*nhiệm\s+kỳ\s+\d{4}\s*-\s*\d{4}\)?", re.IGNORECASE
)
_PLACE_WORD = re.compile(r"\b(?:tỉnh|thành\s+phố)\b(?!\s*ủy)")
#: The Party's organs of a province: the whole, and those that act for it.
_PARTY = (
    (re.compile(r"\bban\s+chấp\s+hành\s+đảng\s+bộ\s+(?:tỉnh|thành\s+phố)\b"), "capuy chaphanh"),
    (re.compile(r"\bban\s+thường\s+vụ\s+(?:tỉnh|thành)\s+ủy\b"), "capuy thuongvu"),
    (re.compile(r"\bthường\s+trực\s+(?:tỉnh|thành)\s+ủy\b"), "capuy thuongtruc"),
    (re.compile(r"\b(?:tỉnh|thành)\s+ủy\b"), "capuy"),
)
_PARTY_ACTING = frozenset({"chaphanh", "thuongvu", "thuongtruc"})
#: The names in a locality: its first words in capitals.
_PLACE = re.compile(
    r"\b(?:[Tt]ỉnh(?:\s+ủy)?|[Tt]hành\s+(?:phố|ủy)|TP\.?|[Hh]uyện(?:\s+ủy)?|[Qq]uận|[Tt]hị\s+xã|[Pp]hường|[Xx]ã)\s+(?P<name>[^\W\d_a-zà-ỹđ]\w*(?:(?:\s+-)?\s+[^\W\d_a-zà-ỹđ]\w*)*)"
)


def written_out(text: str) -> str:
    """`text` with the usual abbreviations of organs written out in small letters.

    >>> written_out("UBND tỉnh")
    'ủy ban nhân dân tỉnh'
    """
    return _SHORT_WORD.sub(lambda match: _SHORT[match[0]], text)


def place_of(issuer: str) -> str | None:
    """The locality that an issuer's name states: `Ninh Thuận` of `UBND tỉnh Ninh Thuận`, as it is spelt."""
    found = _PLACE.search(nfc(issuer))
    return " ".join(found["name"].split()) if found else None


def is_same_issuer(cited: str, known: str) -> bool | None:
    """Whether `cited` names the issuer `known`, perhaps in fewer words; None where `cited` names no organ.

    >>> is_same_issuer("UBND tỉnh", "Ủy ban nhân dân tỉnh Ninh Thuận"), is_same_issuer("Chính phủ", "Thủ tướng Chính phủ")
    (True, False)
    """
    terms = [found["term"].upper() if (found := _TERM.search(name)) else None for name in (cited, known)]
    if not _ORGAN.match(written_out(nfc(cited)).strip() + " "):
        return None
    if None not in terms and terms[0] != terms[1]:
        return False
    organs = _JOINT.split(known)
    if len(organs) > 1:
        return _are_among(_JOINT.split(cited), organs)
    ours, theirs = _words(cited), _words(known)
    if _begins(ours, theirs):
        return True
    if ours[:1] == theirs[:1] == ["capuy"]:
        acting = {next((word for word in words if word in _PARTY_ACTING), None) for words in (ours, theirs)}
        places = [[word for word in words if word not in _PARTY_ACTING] for words in (ours, theirs)]
        return (None in acting or len(acting) == 1) and _begins(*places)
    return False


def _are_among(cited: list[str], organs: list[str]) -> bool | None:
    """Whether the issuers named are among the `organs` of a joint circular; None where a name is none of an organ by itself."""
    others = [one for one in cited if not any(_begins(_words(one), _words(organ)) for organ in organs)]
    if not others:
        return True
    return False if any(nfc(one).strip() in ORGANS for one in others) else None


def _begins(ours: list[str], theirs: list[str]) -> bool:
    shorter, longer = sorted((ours, theirs), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter


def _words(name: str) -> list[str]:
    """The words of an issuer's name that tell it from others."""
    plain = _MEETING.sub(" ", _TERM.sub(" ", written_out(nfc(name)))).lower().replace("uỷ", "ủy")
    plain = _HEAD.sub("", " ".join(plain.split()), count=1)
    for pattern, word in _PARTY:
        plain = pattern.sub(word, plain)
    plain = _PLACE_WORD.sub(" ", plain)
    return [match_form(word) for word in syllables(plain) if word != "và"]
