"""What a citation in a text states and where: labels, type, number, date, issuer. Offsets are those of the document's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Reference, Span
from corpus.language.dates import DATE, from_match
from corpus.language.numbers import DOCUMENT_TYPES, find_numbers
from corpus.language.places import ORGANS
from corpus.language.text import nfc

LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
_TYPE_NAMES = {
    *DOCUMENT_TYPES.values(),
    "Chương trình hành động",
    "Bộ luật",
    "Hiến pháp",
    "Công văn",
    "Thông tri",
    "Văn bản",
}
_NAMES = "|".join(r"\s+".join(name.split()) for name in sorted(_TYPE_NAMES, key=len, reverse=True))
#: The word for the kind of document in front of its number, and "số" between them.
_TYPE = re.compile(rf"(?<!\w)(?P<type>{_NAMES})(?P<more>(?:\s+[^\W\d_]+){{0,2}}?)\s*(?:số\s*:?\s*)?$", re.IGNORECASE)
_OF = re.compile(r"[\s,)]*(?:của|do)\s+(?:liên\s+)?")
#: Words in small letters that names of organs hold, each with the word before it; a name ends before the first other one.
_WITHIN_ORGANS = frozenset(
    pair
    for name in (
        *ORGANS,
        "Bộ trưởng",
        "Giám đốc",
        "Chánh án",
        "Viện trưởng",
        "thành phố",
        "thị xã",
        "thị trấn",
        "Thành ủy",
    )
    for pair in pairwise(re.findall(r"\w+", name.lower()))
)
#: Words in capitals that begin another line or sentence.
_BEGINS = frozenset({"Căn", "Xét", "Theo", "Điều", "Chương", "Mục", "Trên", "Thực", "Khoản"})
_PLACE_WORDS = frozenset({"tỉnh", "huyện", "quận", "xã", "phường", "thị"})
#: The organs of a joint circular stand in a list.
_NEXT_ORGAN = re.compile(r"\s*,\s*(?=(?:Bộ|Ủy\s+ban|Ban|Tòa\s+án|Viện|Ngân\s+hàng|Thanh\s+tra|Tổng)\s)")
_ISSUER_WORD = re.compile(r"(?:\s+|\s*[-–&]\s*)?(?P<word>[^\W_]+)")
#: What may follow an issuer's name: the term and the session.
_SESSION = re.compile(
    r"(?:\s*,)?\s*\(?\s*(?:kh(?:óa|oá)\s+(?:[IVXL]+|\d+)|kỳ\s+họp\s+(?:thứ\s+)?\w+|nhiệm\s+kỳ\s+\d{4}\s*[-–]\s*\d{4})(?!\w)\s*\)?",
    re.IGNORECASE,
)
_LONGEST_ISSUER = 110
#: "ban hành kèm theo Quyết định số …", "Quy định này": what a reference may hold before the document's own name.
_LABEL = re.compile(
    r"(?<!\w)(?P<kind>gạch\s+đầu\s+dòng|tiểu\s+mục|phụ\s+lục|điểm|khoản|điều|mục|chương|phần)\s+(?:thứ\s+)?\w[\w.]*",
    re.IGNORECASE,
)
#: From small to large.
_RANKS = ("gạch đầu dòng", "điểm", "khoản", "điều", "tiểu mục", "mục", "chương", "phần", "phụ lục")


@dataclass(frozen=True, slots=True)
class Cited(Span):
    """One citation. What it does not state is None.

    `labels` spans the names of clauses in front, `type` the word for the kind of document, `number` the số ký hiệu. `iso` is the date of
    `date`, None where there is no such day.
    """

    reference: Reference
    labels: Span | None
    type: Span | None
    number: Span | None
    date: Span | None
    iso: str | None
    issuer: Span | None

    @property
    def parts_end(self) -> int:
        """Where the last of the stated parts ends; a title may follow."""
        return max(part.end for part in (self.number, self.date, self.issuer, Span(self.start, self.end)) if part)

    @property
    def is_law(self) -> bool:
        """Whether a law is cited by its name."""
        return self.reference.type in LAWS and self.reference.title is not None


def read_cited(text: str, reference: Reference, title: str | None = None) -> Cited:
    """The parts of `reference` in `text`; a known `title` helps to tell where the issuer's name ends."""
    found = next(
        (
            mention
            for mention in find_numbers(text[reference.start : reference.end])
            if str(mention.number) == reference.number
        ),
        None,
    )
    number = Span(reference.start + found.start, reference.start + found.end) if found else None
    kind = _TYPE.search(text, reference.start, number.start) if number else None
    after = number.end if number else reference.start
    dated = DATE.search(text, after, reference.end) if number or reference.type in LAWS else None
    date = Span(dated.start(), dated.end()) if dated else None
    joint = "LT-" in (reference.number or "")
    issuer = _read_issuer(text, number.end, title, joint) if number else None
    if number and date and (issuer is None or issuer.end > date.start):
        issuer = _read_issuer(text, date.end, title, joint)
    head = kind.start("type") if kind else number.start if number else reference.end
    labels = list(_LABEL.finditer(text, reference.start, head)) if reference.labels else []
    return Cited(
        start=reference.start,
        end=reference.end,
        reference=reference,
        labels=Span(labels[0].start(), labels[-1].end()) if labels else None,
        type=Span(kind.start("type"), kind.end("type")) if kind else None,
        number=number,
        date=date,
        iso=from_match(dated) if dated else None,
        issuer=issuer,
    )


def large_to_small(text: str, labels: Span) -> tuple[str, ...]:
    """The labels that run from large to small, in the official order; empty where they are in order or are a list."""
    found = list(_LABEL.finditer(text, labels.start, labels.end))
    ranks = [_RANKS.index(" ".join(match["kind"].lower().split())) for match in found]
    joined = all(not text[a.end() : b.start()].strip(" ,\t\u00a0") for a, b in pairwise(found))
    if len(ranks) < 2 or not joined or any(a <= b for a, b in pairwise(ranks)):
        return ()
    return tuple(match[0] for match in reversed(found))


def _read_issuer(text: str, at: int, title: str | None, joint: bool) -> Span | None:
    of = _OF.match(text, at)
    if of is None:
        return None
    start = of.end()
    organ = next((name for name in _ORGANS if text.startswith(name, start)), "")
    end = start + len(organ)
    before = organ.split()[-1] if organ else ""
    opening = " ".join((title or "").split()[:2])
    stop = text.find(opening, end, end + _LONGEST_ISSUER) if opening else -1
    while (more := _next_word(text, end, joint)) and more.end() - start < _LONGEST_ISSUER:
        word = more["word"]
        if word in _BEGINS or (word == "và" and not _goes_on(text, more.end())):
            break
        known = (
            word[0].isupper()
            or word in _PLACE_WORDS
            or word == "và"
            or _is_city(text, more)
            or (before.lower(), word) in _WITHIN_ORGANS
        )
        if not known or stop == more.start("word"):
            break
        before, end = word, more.end()
    if end == start:
        return None
    while session := _SESSION.match(text, end):
        end = session.end()
    return Span(start, end)


def _next_word(text: str, at: int, joint: bool) -> re.Match[str] | None:
    listed = _NEXT_ORGAN.match(text, at) if joint else None
    return _ISSUER_WORD.match(text, listed.end() if listed else at)


def _is_city(text: str, word: re.Match[str]) -> bool:
    return word["word"] == "thành" and bool(re.match(r"\s+phố\b", text[word.end() : word.end() + 8]))


def _goes_on(text: str, at: int) -> bool:
    """Whether an organ's name goes on behind "và": with a capital that begins no kind of document."""
    word = _ISSUER_WORD.match(text, at)
    return bool(word and word["word"][0].isupper() and not _TYPE_AT.match(text, word.start("word")))


_TYPE_AT = re.compile(rf"(?:{_NAMES})(?!\w)")
_ORGANS = sorted(map(nfc, ORGANS), key=len, reverse=True)
