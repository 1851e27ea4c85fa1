"""Numerals of labels: Roman ones and the ordinals in words."""

from __future__ import annotations

import re

#: The words behind "thứ", and their values.
ORDINALS = {
    word: value
    for value, words in enumerate(
        ("nhất một", "hai nhì", "ba", "tư bốn", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười"), start=1
    )
    for word in words.split()
}


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral up to 89, or 0 when it is none (`IIII`, `VX`)."""
    match = re.fullmatch(r"(L?X{0,3}|XL)(IX|IV|V?I{0,3})", numeral)
    if not match or not numeral:
        return 0
    tens = {"": 0, "XL": 40}.get(match[1])
    if tens is None:
        tens = 50 * match[1].count("L") + 10 * match[1].count("X")
    ones = {"IX": 9, "IV": 4}.get(match[2])
    if ones is None:
        ones = 5 * match[2].count("V") + match[2].count("I")
    return tens + ones


def roman_numeral(value: int) -> str:
    """The Roman numeral of `value` (1 to 89).

    >>> roman_numeral(14)
    'XIV'
    """
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX")[value // 10]
    return tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]


def ordinal_value(word: str) -> int:
    """The value of an ordinal in words (`nhất`, `hai`, … `mười`), or 0.

    >>> ordinal_value("nhất")
    1
    """
    return ORDINALS.get(word.lower(), 0)
