"""Which pieces of the multilingual vocabulary Vietnamese and English texts can use at all.

A Unigram tokenizer takes the best way through the pieces that occur in a text. So a piece with a letter that the text does not have
changes nothing, and a text without foreign letters is divided by the kept pieces exactly as by all of them.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Sequence

_VOWELS = "aăâeêioôơuưy"
#: huyền, sắc, ngã, hỏi, nặng
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _vietnamese() -> frozenset[str]:
    lower = {"đ", *_VOWELS, *(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES)}
    return frozenset(lower | {letter.upper() for letter in lower})


#: The letters of Vietnamese and English, composed (NFC), and the Icelandic capital that old fonts print for Đ.
LETTERS = _vietnamese() | frozenset(string.ascii_letters) | {"Ð"}
#: What stands in a piece for the space before a word.
_SPACE = "▁"


def is_native(text: str) -> bool:
    """Whether each letter and combining mark of `text` is of `LETTERS`; digits, punctuation and symbols are free."""
    return all(character in LETTERS or unicodedata.category(character)[0] not in "LM" for character in text)


def kept(pieces: Sequence[str]) -> list[int]:
    """The places of the pieces to keep, in order: those without foreign letters, and every single character, a space before it or not.

    So a foreign letter that stands alone, as in a formula, is read as before; a foreign word is divided more finely, and no
    character becomes unknown.
    """
    return [at for at, piece in enumerate(pieces) if len(piece.removeprefix(_SPACE)) <= 1 or is_native(piece)]
