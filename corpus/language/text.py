"""Letters and words of Vietnamese: composing, folding, syllables."""

from __future__ import annotations

import re
import unicodedata

_SYLLABLE = re.compile(r"[^\W_]+(?:[.,/-](?=\d)[^\W_]+)*", re.UNICODE)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
#: Syllables that are written with i and with y alike: kỹ, lý, mỹ, sỹ, tỷ, hy, vy.
_FINAL_Y = re.compile(r"[hklmstv]y")
_SYLLABLE_SHAPE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|n|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:a|ai|ao|au|ay|â|âu|ây|ă|e|eo|ê|êu|i|ia|iê|iêu|iu|o|oa|oai|oay|oă|oe|oeo|oi|oo|ô|ôi|ơ|ơi|u|ua|uâ|uây|uê|ui|uy|uya|uyê|uyu|uô|uôi|uơ|"
    r"ư|ưa|ưi|ươ|ươi|ươu|ưu|y|ya|yê|yêu)(?:ch?|m|ngh?|nh?|n|p|t)?"
)
#: NFD does not decompose đ, so it has its own mapping.
_D = str.maketrans("đĐ", "dD")


def nfc(text: str) -> str:
    """`text` in the composed form in which all texts are kept and compared."""
    return unicodedata.normalize("NFC", text)


def strip_diacritics(text: str) -> str:
    """`text` without tone and vowel marks, đ as d; the length is unchanged for composed input.

    >>> strip_diacritics("Đề án hỗ trợ")
    'De an ho tro'
    """
    return "".join(_base(char) for char in text.translate(_D))


def fold(text: str) -> str:
    """`text` in lower case without diacritics: what lexical matching compares."""
    return strip_diacritics(text).lower()


def syllables(text: str) -> list[str]:
    """The syllables and numbers of `text` in order, in its own case: `["diện", "tích", "2,1"]`."""
    return _SYLLABLE.findall(text)


def syllable_spans(text: str) -> list[tuple[int, int]]:
    """The offsets of `syllables(text)`."""
    return [match.span() for match in _SYLLABLE.finditer(text)]


def match_form(syllable: str) -> str:
    """The form in which two spellings of one syllable are equal: small letters, new tone placement, i for y.

    >>> match_form("Hoà") == match_form("hòa"), match_form("tỷ") == match_form("tỉ")
    (True, True)
    """
    small = nfc(syllable).lower()
    if len(small) < 2:
        return small
    parts = unicodedata.normalize("NFD", small)
    tone = next((char for char in parts if char in _TONES), "")
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in _TONES))
    if _FINAL_Y.fullmatch(bare):
        bare = bare[:-1] + "i"
    return bare + tone


def is_syllable(word: str) -> bool:
    """Whether `word` can be a Vietnamese syllable by its letters; at most one tone, known onset, vowels and coda.

    >>> is_syllable("nghiệp"), is_syllable("uọnn"), is_syllable("ãaãẽ")
    (True, False, False)
    """
    parts = unicodedata.normalize("NFD", word.lower())
    if sum(char in _TONES for char in parts) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in _TONES))
    return bool(_SYLLABLE_SHAPE.fullmatch(bare))


def slug(text: str) -> str:
    """`text` in lower-case ASCII with single hyphens between words.

    >>> slug("Số 30/2020/NĐ-CP")
    'so-30-2020-nd-cp'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _base(char: str) -> str:
    if char < "\u0080":
        return char
    base = unicodedata.normalize("NFD", char)[0]
    if unicodedata.combining(base):
        return ""
    return base if base.isalpha() else char


def uncomputed(cell: str) -> str:
    """`cell` so that a spreadsheet that opens a table of plain text takes it as words: it computes what begins with =, +, -, @ or a tab.

    >>> uncomputed("=1+1"), uncomputed("--12-01")
    ("'=1+1", '--12-01')
    """
    if re.match(r"[\t\r\n]|\s*[=+@＝＋－＠-]", cell) and not re.fullmatch(r"--\d\d-\d\d", cell):  # a day of every year  # noqa: RUF001
        return f"'{cell}"
    return cell
