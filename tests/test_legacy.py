# ruff: noqa: RUF001 (the codes of legacy encodings look like anything)
"""Legacy encodings: every letter there and back, and nothing else taken for them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFileError
from ingest.readers import legacy
from ingest.readers.reading import read_bytes
from tests.conftest import SAMPLES
from tests.test_properties import documents

VOWELS = "aăâeêioôơuưy"
LETTERS = [
    unicodedata.normalize("NFC", v + tone)
    for v in VOWELS
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
]
LETTERS += ["đ"]

#: Written by hand, apart from the tables under test: the letters in order of `LETTERS`.
TCVN3 = "a µ ¸ · ¶ ¹ ¨ » ¾ ½ ¼ Æ © Ç Ê É È Ë e Ì Ð Ï Î Ñ ª Ò Õ Ô Ó Ö i × Ý Ü Ø Þ o ß ã â á ä « å è ç æ é ¬ ê í ì ë î u ï ó ò ñ ô \xad õ ø ÷ ö ù y ú ý ü û þ ®"
VNI = (
    "a aø aù aõ aû aï aê aè aé aü aú aë aâ aà aá aã aå aä e eø eù eõ eû eï eâ eà eá eã eå eä i ì í ó æ ò "
    "o oø où oõ oû oï oâ oà oá oã oå oä ô ôø ôù ôõ ôû ôï u uø uù uõ uû uï ö öø öù öõ öû öï y yø yù yõ yû î ñ"
)

SAMPLE = """ỦY BAN NHÂN DÂN TỈNH LAM GIANG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 42/KH-UBND
KẾ HOẠCH
Phát triển nhà ở xã hội trên địa bàn tỉnh
Căn cứ Nghị quyết của Hội đồng nhân dân tỉnh về chỉ tiêu giảm nghèo;
I. MỤC ĐÍCH, YÊU CẦU
1. Bảo đảm người có thu nhập thấp được hỗ trợ kịp thời, đúng đối tượng.
2. Sở Xây dựng chủ trì, phối hợp với các huyện, xã rà soát quỹ đất; thời hạn trước ngày 15 tháng 6.
"""


def encode(text: str, encoding: legacy.Encoding) -> bytes:
    if encoding == "windows-1258":
        return text.translate({ord(c): two_codes(c) for c in set(text) if ord(c) > 0x7F}).encode("cp1258")
    table = dict(zip(LETTERS, (TCVN3 if encoding == "tcvn3" else VNI).split(" "), strict=True))
    if encoding == "vni":
        table |= {letter.upper(): code.upper() for letter, code in list(table.items())}
    else:
        # Letters without tone have capitals of their own, the others share the code with the small letter.
        table |= {letter.upper(): code for letter, code in list(table.items())}
        table |= dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
        table |= {letter: letter for letter in "AEIOUY"}
    return "".join(table.get(char, char) for char in text).encode("latin-1")


def two_codes(char: str) -> str:
    """`char` as windows-1258 has it: one code, or a letter and a tone."""
    try:
        char.encode("cp1258")
        return char
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone


ENCODINGS: list[legacy.Encoding] = ["tcvn3", "vni", "windows-1258"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_whole_documents_come_back_code_point_for_code_point(encoding: legacy.Encoding) -> None:
    data = encode(SAMPLE, encoding)
    assert legacy.detect(data) == encoding
    raw = read_bytes(data, "a.txt")
    assert raw.text == SAMPLE
    assert legacy.NAMES[encoding] in raw.notes[0].text


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(st.lists(st.text(st.sampled_from(LETTERS + list("bcdghklmnpqrstvx")), min_size=1, max_size=7)).map(" ".join))
def test_every_small_letter_comes_back(encoding: legacy.Encoding, text: str) -> None:
    assert legacy.decode(legacy.as_windows_1252(encode(text, encoding)), encoding) == text


@pytest.mark.parametrize("letter", LETTERS)
def test_capitals(letter: str) -> None:
    word = f"B{letter}C".upper()
    for encoding in ENCODINGS:
        assert legacy.decode(legacy.as_windows_1252(encode(word, encoding)), encoding) == word
    assert legacy.decode_vni(encode(letter.upper(), "vni").decode("latin-1")) == letter.upper()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("CéNG HOµ X· HéI", "CỘNG HOÀ XÃ HỘI"),
        ("§Ò ¸N", "ĐỀ ÁN"),
        ("ý KIÕN", "Ý KIẾN"),
        ("UBND tØnh Hµ Giang", "UBND tỉnh Hà Giang"),
        ("KÕ HO¹CH\në tØnh", "KẾ HOẠCH\nở tỉnh"),
        ("Q§ sè 12/Q§-UB", "QĐ số 12/QĐ-UB"),
    ],
)
def test_capitals_that_tcvn3_lacks(typed: str, read: str) -> None:
    assert legacy.decode_tcvn3(typed) == read


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_mojibake_saved_as_utf8(encoding: legacy.Encoding) -> None:
    mojibake = encode(SAMPLE, encoding).decode("cp1252")
    assert legacy.repair(mojibake) == (SAMPLE, encoding)
    raw = read_bytes(mojibake.encode(), "a.txt")
    assert raw.text == SAMPLE
    assert raw.notes
    mixed = f"Sở Tài chính có ý kiến là đúng.\nlà có\n{mojibake}"
    assert legacy.repair(mixed)[0] == f"Sở Tài chính có ý kiến là đúng.\nlà có\n{SAMPLE}"


def test_legacy_web_page() -> None:
    page = b"<html><head><title>x</title></head><body><p>" + encode(SAMPLE, "vni") + b"</p></body></html>"
    assert read_bytes(page, "a.html").text == " ".join(SAMPLE.split())
    entities = encode(SAMPLE, "tcvn3").decode("latin-1").encode("ascii", "xmlcharrefreplace")
    assert read_bytes(b"<html><body><p>" + entities + b"</p></body></html>", "a.html").text == " ".join(SAMPLE.split())


@pytest.mark.parametrize(
    "text",
    [
        "The council shall publish the plan; a naïve café owner's résumé, Zoë's façade and the fiancée's déjà vu remain.",
        "La République française garantit l'égalité des élèves à l'école où l'État a créé des prêts très élevés.",
        "Für größere Städte müssen Gebäude später geprüft und über die Länder finanziert werden; süß, schön, dünn.",
        "El niño español comió piñas y mañana cantará la canción más bonita del año según el señor Núñez.",
        "A administração não poderá conceder autorizações; são condições às quais ninguém se opõe, irmã, pão.",
    ],
)
def test_other_languages_are_not_mistaken(text: str) -> None:
    assert legacy.detect(text.encode("cp1252")) is None
    assert legacy.repair(text) == (text, None)
    with pytest.raises(UnreadableFileError, match="UTF-8"):
        read_bytes(text.encode("cp1252"), "a.txt")


@given(st.binary(max_size=4000))
def test_noise_is_not_mistaken(data: bytes) -> None:
    assert legacy.detect(data) is None


@pytest.mark.parametrize("path", [path for path in documents() if path.suffix in (".txt", ".md")], ids=lambda p: p.stem)
def test_unicode_documents_stay_as_they_are(path: Path) -> None:
    text = path.read_text("utf-8-sig")
    assert legacy.repair(text) == (text, None)


def test_words_of_the_samples_are_syllables() -> None:
    words = [
        word
        for path in SAMPLES.iterdir()
        for word in path.read_text("utf-8").split()
        if word.isalpha() and not word.isascii()
    ]
    bad = [word for word in words if not legacy.is_well_built(word)]
    assert len(bad) < len(words) / 200, sorted(set(bad))


def test_declared_charset_of_a_page() -> None:
    page = "<html><head><meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'></head><body><p>Déjà vu</p></body></html>"
    assert read_bytes(page.encode("latin-1"), "a.html").text == "Déjà vu"
    with pytest.raises(UnreadableFileError):
        read_bytes(page.replace("ISO-8859-1", "x-user-defined").encode("latin-1"), "a.html")


def test_damaged_utf8_is_refused_with_its_line() -> None:
    data = SAMPLE.encode()
    for bad in (data[:-90] + b"\xff" + data[-90:], data[: data.index("ỗ".encode()) + 1]):
        assert legacy.detect(bad) is None
        with pytest.raises(UnreadableFileError, match=r"damaged bytes, the first in line \d+"):
            read_bytes(bad, "a.txt")
