"""Vietnamese encodings from before Unicode: TCVN3 (ABC), VNI and windows-1258.

Such text arrives as bytes, or as what a program made of those bytes when it took them for windows-1252
("Céng hoµ" or "Coäng hoøa" for "Cộng hòa"). Both are one case here: all functions work on the windows-1252 reading.
The tables were written out from the encodings' layouts; the packages that have such tables lack letters (ẳ, ỵ) and
judge by letter frequencies, which take Spanish and German for Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise, product
from typing import Literal

from corpus.language.text import nfc
from corpus.notices import Notice

Encoding = Literal["tcvn3", "vni", "windows-1258"]

#: How each is called in a sentence for the user.
NAMES: dict[Encoding, str] = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "windows-1258": "windows-1258"}

#: The codes from 0xA1 on, 16 in a row; · has no letter. The capitals with tones are those of the national standard:
#: the ABC fonts have none and draw small letters as capitals.
_TCVN3_CODES = "·ĂÂÊÔƠƯĐăâêôơưđẰ·····àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_TCVN3 = {0xA0 + at: letter for at, letter in enumerate(_TCVN3_CODES) if letter != "·"}
#: What PDF programs put in the place of the codes of ư and ã, which are no letters in windows-1252; and of à.
_SUBSTITUTED = re.compile(r"(?<=[^\W\d_])[\u2212\u2219\u03bc]|[\u2212\u2219\u03bc](?=[^\W\d_])")
_SUBSTITUTES = {"\u2212": "ư", "\u2219": "ã", "\u03bc": "à"}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
#: VNI writes a vowel, then one letter that stands for its marks.
_VNI_MARKS = {
    "aeouyôö": {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT},
    "aeo": {
        "â": _CIRCUMFLEX,
        "á": _CIRCUMFLEX + _ACUTE,
        "à": _CIRCUMFLEX + _GRAVE,
        "å": _CIRCUMFLEX + _HOOK,
        "ã": _CIRCUMFLEX + _TILDE,
        "ä": _CIRCUMFLEX + _DOT,
    },
    "a": {
        "ê": _BREVE,
        "é": _BREVE + _ACUTE,
        "è": _BREVE + _GRAVE,
        "ú": _BREVE + _HOOK,
        "ü": _BREVE + _TILDE,
        "ë": _BREVE + _DOT,
    },
}
#: Letters with a code of their own; í and ì are what they look like.
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for legacy, letter in _VNI_LETTERS.items():
        table |= {legacy: letter, legacy.upper(): letter.upper()}
    for vowels, marks in _VNI_MARKS.items():
        for vowel, (mark, accents) in product(vowels, marks.items()):
            letter = nfc(_VNI_LETTERS.get(vowel, vowel) + accents)
            # The vowel's case decides: some programs write the mark of a capital small.
            for written in (mark, mark.upper()):
                table |= {vowel + written: letter, vowel.upper() + written: letter.upper()}
    return table


_VNI = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WINDOWS_1258 = {
    ord(bytes([code]).decode("cp1252")): bytes([code]).decode("cp1258")
    for code in range(0xA0, 0x100)
    if bytes([code]).decode("cp1252") != bytes([code]).decode("cp1258")
}

#: A word as any of the encodings may write it: soft hyphen, ¬, ® and others are letters there.
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff\u0300-\u036f]+")
_HIGH = re.compile(r"[\u00a1-\u00ff]")
#: Letters that only text in Unicode has.
_UNICODE_ONLY = re.compile(r"[ăĂđĐĩĨũŨơƠưƯ\u0300-\u036f\u1ea0-\u1ef9]")
#: Enough to judge an encoding by.
_SAMPLE = 200_000
#: Legacy words that must be syllables once decoded; a document has names and typing errors.
_PLAUSIBLE = 0.75
#: How far the best reading must be ahead of the next.
_AHEAD = 0.2
_MIN_WORDS = 4


def decode_tcvn3(text: str) -> str:
    """Unicode (NFC) for TCVN3 text in its windows-1252 reading.

    The encoding has no capitals with tones: fonts for capitals draw them from the small letters. Within words in
    capitals, and words beside them, such letters become capitals: "CéNG HOµ" is "CỘNG HOÀ".
    """
    decoded = _SUBSTITUTED.sub(lambda match: _SUBSTITUTES[match[0]], text).translate(_TCVN3)
    return _restore_capitals(nfc(decoded))


def decode_vni(text: str) -> str:
    """Unicode (NFC) for VNI text in its windows-1252 reading; letters that no sequence explains are kept."""
    return nfc(_VNI_LETTER.sub(lambda match: _VNI[match[0]], text))


def decode_windows_1258(text: str) -> str:
    """Unicode (NFC) for windows-1258 text in its windows-1252 reading."""
    return nfc(text.translate(_WINDOWS_1258))


_DECODERS = {"tcvn3": decode_tcvn3, "vni": decode_vni, "windows-1258": decode_windows_1258}


def as_windows_1252(data: bytes) -> str:
    """The windows-1252 reading of any bytes, one code point for each; codes without a character are kept as controls."""
    return data.decode("cp1252", errors="surrogateescape").translate(
        {0xDC00 + code: code for code in range(0x80, 0xA0)}
    )


def decode(text: str, encoding: Encoding) -> str:
    """Unicode (NFC) for `text`, the windows-1252 reading of text in `encoding`."""
    return _DECODERS[encoding](text)


def detect(data: bytes) -> Encoding | None:
    """The legacy encoding of `data`, or None where it reads as Vietnamese in none of them."""
    return _detect(as_windows_1252(data[:_SAMPLE]))


def repair(text: str) -> tuple[str, Encoding | None]:
    """`text` with lines in a legacy encoding decoded, and that encoding; lines that are Unicode already stay.

    For text that reached Unicode as windows-1252 did, such as that of old Word files.
    """
    lines = text.splitlines(keepends=True)
    foreign = [bool(_HIGH.search(line)) and not _UNICODE_ONLY.search(line) for line in lines]
    suspects = "".join(line for line, is_foreign in zip(lines, foreign, strict=True) if is_foreign)[:_SAMPLE]
    encoding = _detect(suspects)
    if encoding is None:
        return text, None
    repaired = []
    in_legacy = True
    for line, is_foreign in zip(lines, foreign, strict=True):
        if is_foreign:
            gain = _plausibility(line, encoding) - _plausibility(line, None)
            # A line that reads well both ways ("Sè" and "Số") is as the one before it.
            in_legacy = gain > 0 or (gain == 0 and in_legacy)
        elif _UNICODE_ONLY.search(line):
            in_legacy = False
        repaired.append(decode(line, encoding) if is_foreign and in_legacy else line)
    return "".join(repaired), encoding


def repaired(text: str) -> tuple[str, tuple[Notice, ...]]:
    """As `repair`, with the warning that the user gets where something was decoded."""
    text, found = repair(text)
    if found is None:
        return text, ()
    sentence = f"Text in the {NAMES[found]} encoding was converted; compare names with the original."
    return text, (Notice(sentence, "converted", (NAMES[found],)),)


def _detect(text: str) -> Encoding | None:
    if len(_legacy_words(text)) < _MIN_WORDS:
        return None
    scores: dict[Encoding, float] = {encoding: _plausibility(text, encoding) for encoding in NAMES}
    best = max(scores, key=lambda encoding: scores[encoding])
    others = [score for encoding, score in scores.items() if encoding != best]
    ahead = scores[best] - max(*others, _plausibility(text, None))
    return best if scores[best] >= _PLAUSIBLE and ahead >= _AHEAD else None


def _plausibility(text: str, encoding: Encoding | None) -> float:
    """The share of the words with codes past ASCII that are Vietnamese syllables when read so (None: as they are)."""
    words = _legacy_words(text)
    return sum(_reads_as_syllable(word, encoding) for word in words) / max(len(words), 1)


def _legacy_words(text: str) -> list[str]:
    """The words with codes past ASCII; single letters say nothing."""
    return [word for word in _WORD.findall(text) if len(word) > 1 and _HIGH.search(word)]


def _reads_as_syllable(word: str, encoding: Encoding | None) -> bool:
    if encoding == "vni" and any(ord(char) > 0x7F for char in _VNI_LETTER.sub("", word)):
        return False  # a mark without its vowel
    return is_well_built(decode(word, encoding) if encoding else word)


_SYLLABLE = re.compile(
    r"""
    (?:qu|gi|ngh|ng|nh|ch|gh|kh|ph|th|tr|[bcdđghklmnpqrstvx])?           # onset
    (?:
        a(?:[iouy]|ch?|m|n[gh]?|p|t)? | ă(?:c|m|ng?|p|t) | â(?:[uy]|c|m|ng?|p|t)
      | e(?:o|c|m|ng?|p|t)? | ê(?:u|ch|m|nh?|p|t)? | i(?:[au]|ch|m|nh?|p|t)?
      | [iy]ê(?:u|c|m|ng?|p|t)
      | o(?:i|c|m|ng?|p|t|oc|ong)? | oa(?:[ioy]|ch?|m|n[gh]?|p|t)? | oă(?:c|m|ng?|t) | oe(?:o|m|n|t)?
      | ô(?:i|c|m|ng?|p|t)? | ơ(?:i|m|n|p|t)?
      | u(?:[aiơ]|c|m|ng?|p|t)? | uâ(?:y|ng?|t)? | uê(?:ch|nh?)? | uô(?:i|c|m|ng?|t)
      | uy(?:[au]|ch|nh?|p|t|ên|êt)? | ư(?:[aiu]|c|m|ng?|t)? | ươ(?:[iu]|c|m|ng?|p|t) | y
    )
    """,
    re.VERBOSE,
)


def is_well_built(word: str) -> bool:
    """Whether `word` is built like a Vietnamese syllable; syllables that end in c, ch, p, t have sắc or nặng."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in parts if char in (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)]
    bare = nfc("".join(char for char in parts if char not in tones))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not bare.endswith(("c", "ch", "p", "t")) or tones in ([_ACUTE], [_DOT])


_LETTERS = re.compile(r"[^\W\d_]+")
#: What may stand between two words of one heading.
_WITHIN_HEADING = re.compile(r"[ \t,–-]*")


def _restore_capitals(text: str) -> str:
    """`text` with the letters of words in capitals as capitals.

    A word with one capital or none ("HÀ" typed as "Hµ") says nothing by itself: its neighbours on the line decide.
    """
    words = list(_LETTERS.finditer(text))
    capitals = [_is_in_capitals(word[0]) for word in words]
    if not any(capitals):
        return text
    for step in (1, -1):
        order = range(len(words))[::step]
        for before, index in pairwise(order):
            between = text[words[min(before, index)].end() : words[max(before, index)].start()]
            if capitals[before] and _WITHIN_HEADING.fullmatch(between) and _may_be_in_capitals(words[index][0]):
                capitals[index] = True
    parts: list[str] = []
    at = 0
    for word, is_capital in zip(words, capitals, strict=True):
        if is_capital:
            parts += (text[at : word.start()], word[0].upper())
            at = word.end()
    return "".join((*parts, text[at:]))


def _may_be_in_capitals(word: str) -> bool:
    return not any(char.isascii() and char.islower() for char in word)


def _is_in_capitals(word: str) -> bool:
    if not _may_be_in_capitals(word) or word.isupper():
        return False
    return sum(map(str.isupper, word)) > 1 or any(map(str.isupper, word[1:]))
