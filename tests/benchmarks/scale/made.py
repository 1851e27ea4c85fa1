"""Documents in any number, made of real clauses: the first hold them as they are, the others repeat them with changes.

Each document is a function of its number alone, so that a million clauses are never in memory together and every run has the same ones.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.document import Clause, Document, Source
from search.entries import entry_of
from search.index.passages import Entry, passages
from tests.benchmarks.scale.texts import RealTexts
from tests.benchmarks.scale.vectors import MadeEncoder

#: Articles of a document and khoản of an article: 13 · (1 + 4) clauses.
ARTICLES, KHOAN = 13, 4
CLAUSES = ARTICLES * (1 + KHOAN)
#: Characters of a changed text: with its label it stays one window.
_MOST = 680

#: Name, sign and issuers of each kind; `{}` stands for a province.
KINDS = (
    ("Quyết định", "QĐ-UBND", ("Ủy ban nhân dân tỉnh {}",)),
    ("Kế hoạch", "KH-UBND", ("Ủy ban nhân dân tỉnh {}",)),
    ("Nghị quyết", "NQ-HĐND", ("Hội đồng nhân dân tỉnh {}",)),
    ("Thông tư", "TT-BTC", ("Bộ Tài chính",)),
    ("Nghị định", "NĐ-CP", ("Chính phủ",)),
    ("Công văn", "UBND-VX", ("Ủy ban nhân dân tỉnh {}",)),
)
_PLACES = (
    "An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Tĩnh", "Hưng Yên", "Khánh Hòa",
    "Lai Châu", "Lâm Đồng", "Lạng Sơn", "Lào Cai", "Nghệ An", "Ninh Bình", "Phú Thọ", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sơn La", "Tây Ninh",
    "Thái Nguyên", "Thanh Hóa", "Tuyên Quang", "Vĩnh Long",
)  # fmt: skip
_AGENCIES = (
    "Sở Tài chính", "Sở Nội vụ", "Sở Y tế", "Sở Xây dựng", "Sở Tư pháp", "Sở Công Thương", "Bộ Tài chính", "Bộ Nội vụ", "Bộ Y tế", "Bộ Xây dựng",
    "Bộ Quốc phòng", "Bộ Công an", "Bộ Tư pháp", "Bộ Công Thương", "Kho bạc Nhà nước", "Thanh tra Chính phủ",
)  # fmt: skip
_NUMBER = re.compile(r"\d+")
_PLACE = re.compile("|".join(map(re.escape, _PLACES)))
_AGENCY = re.compile("|".join(map(re.escape, _AGENCIES)))
_SENTENCE = re.compile(r"(?<=[.;:])\s+")


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document, and for each of its clauses the real text that it comes from and the one that it was changed towards, as places in the vectors."""

    document: Document
    origins: tuple[tuple[int, int], ...]


class MadeCorpus:
    """Documents by their numbers, from 0."""

    def __init__(self, texts: RealTexts) -> None:
        """`texts`: what the documents are made of; their vectors are the headings' and then the clauses'."""
        self._texts = texts
        self._first = len(texts.headings)

    def documents(self, first: int, end: int) -> Iterator[MadeDocument]:
        """The documents numbered `first` to `end` - 1, one at a time."""
        return map(self.document, range(first, end))

    def document(self, number: int) -> MadeDocument:
        """The document of this number."""
        clauses = self._texts.clauses
        chance = random.Random(number)
        unchanged = (number + 1) * ARTICLES * KHOAN <= len(clauses)
        kind, sign, issuers = KINDS[number % len(KINDS)]
        place, year = chance.choice(_PLACES), chance.randint(2005, 2025)
        printed = f"{number + 1}/{sign}" if kind in ("Kế hoạch", "Công văn") else f"{number + 1}/{year}/{sign}"
        slug = printed.lower().replace("đ", "d").replace("/", "-")
        id_ = slug if str(year) in printed else f"{slug}-{year}"
        nodes: list[Clause] = []
        origins: list[tuple[int, int]] = []
        text = ""

        def add(parent: str | None, level: str, label: str, heading: str | None, words: str, segment: str) -> str:
            nonlocal text
            line = f"{label} {words}"
            clause_id = f"{parent or id_}/{segment}"
            start, end = len(text), len(text) + len(line)
            nodes.append(
                Clause(clause_id, parent, level, label.rstrip("."), heading, line, start, end, end, None, len(nodes))
            )
            text += line + "\n"
            return clause_id

        for article in range(ARTICLES):
            at = (number * ARTICLES + article) * KHOAN if unchanged else chance.randrange(len(clauses) - KHOAN)
            heading = clauses[at][0]
            words = self._texts.headings[heading]
            parent = add(None, "article", f"Điều {article + 1}.", words, words, f"dieu-{article + 1}")
            origins.append((heading, heading if unchanged else chance.randrange(self._first)))
            for khoan in range(KHOAN):
                origin, towards = at + khoan, at + khoan if unchanged else chance.randrange(len(clauses))
                own = clauses[origin][1]
                words = own if unchanged else changed(own, clauses[towards][1], chance)
                add(parent, "clause", f"{khoan + 1}.", None, words, f"khoan-{khoan + 1}")
                origins.append((self._first + origin, self._first + towards))
            nodes[-1 - KHOAN] = replace(nodes[-1 - KHOAN], subtree_end=nodes[-1].end)
        document = Document(
            id=id_,
            number=printed,
            type=kind,
            issuer=chance.choice(issuers).format(place),
            place=place,
            issued_on=f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            title=f"Về {nodes[0].heading}".rstrip("."),
            signer=None,
            basis=(),
            status=None,
            source=Source(f"{slug}.txt", hashlib.sha256(text.encode()).hexdigest(), "text/plain"),
            text=text,
            pages=(),
            discarded=(),
            repairs=(),
            clauses=tuple(nodes),
        )
        return MadeDocument(document, tuple(origins))


def entries_of(made: Iterable[MadeDocument], encoder: MadeEncoder) -> Iterator[Entry]:
    """What the product indexes of each clause, in order; `encoder` learns where its vector comes from."""
    for one in made:
        entries = [entry_of(one.document, clause) for clause in one.document.clauses]
        for passage in passages(entries, encoder.tokens):
            encoder.announce(passage.encoded, *one.origins[passage.entry])
        yield from entries


def changed(text: str, other: str, chance: random.Random) -> str:
    """`text` with other numbers, years, places and agencies, and with one of its sentences, if it has several, given up for one of `other`."""
    sentences = _SENTENCE.split(text)
    if len(sentences) > 1:
        sentences[chance.randrange(len(sentences))] = chance.choice(_SENTENCE.split(other))
    mixed = " ".join(sentences)
    mixed = _NUMBER.sub(lambda found: _number(found[0], chance), mixed)
    mixed = _PLACE.sub(lambda _: chance.choice(_PLACES), mixed)
    return _AGENCY.sub(lambda _: chance.choice(_AGENCIES), mixed)[:_MOST].strip()


def _number(printed: str, chance: random.Random) -> str:
    """Another number of as many digits; a year stays a year."""
    if len(printed) == 4 and printed[:2] in ("19", "20"):
        return str(chance.randint(1995, 2030))
    length = min(len(printed), 9)
    return str(chance.randint(10 ** (length - 1), 10**length - 1))
