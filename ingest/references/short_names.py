"""What a document was called when it was first named, and what later mentions call it."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.language.numbers import DocumentNumber
from corpus.language.text import fold
from ingest.references import grammar
from ingest.references.mentions import Mention

#: A document defines no more names than this.
_MOST_NAMES = 200
#: A name that is only a kind ("Chương trình") is not meant where more words make it another one.
_ALONE = r"(?!\s+(?:số|này|nêu|của|về|mục tiêu|hành động|[A-ZĐ0-9]))"


class ShortNames:
    """The documents named so far, by what they may be called."""

    def __init__(self) -> None:
        self._by_serial: dict[tuple[str, str], Mention] = {}
        self._by_number: dict[str, Mention] = {}
        self._by_title: dict[tuple[str, str], Mention | None] = {}  # None where two laws have the title
        self._last: dict[str, Mention] = {}
        self._defined: dict[str, tuple[Mention, re.Pattern[str]]] = {}

    def remember(self, mention: Mention, text: str) -> None:
        """Take note of a document named by number or title, and of the name that the text gives it behind that."""
        if mention.kind not in ("number", "law"):
            return
        self._last[fold(mention.type or "")] = mention
        number = DocumentNumber.parse(mention.number or "")
        if number:
            known = self._by_number.get(fold(str(number)))
            if known is None or known.date is None or mention.date:
                self._by_number[fold(str(number))] = mention
            for kind in {mention.type, number.type_name} - {None}:
                self._by_serial[fold(kind or ""), number.serial.lstrip("0")] = self._by_number[fold(str(number))]
                self._last[fold(kind or "")] = self._by_number[fold(str(number))]
            if mention.title:
                title = fold(mention.type or ""), fold(mention.title)
                before = self._by_title.setdefault(title, mention)
                if before and before.number != mention.number:
                    self._by_title[title] = None
        definition = grammar.DEFINITION.search(text, mention.end, mention.end + 400)
        if definition and not grammar.NEXT_SENTENCE.search(text, mention.end, definition.start()):
            self._define(" ".join(definition["name"].split()), mention)

    def _define(self, name: str, mention: Mention) -> None:
        kind = fold(mention.type or "")
        if not fold(name).startswith(kind.split()[0] if kind else "\0") or DocumentNumber.parse(name.split()[-1]):
            return
        if name in self._defined or len(self._defined) >= _MOST_NAMES:
            return
        distinct = " " in name and re.search(r"\d|[A-ZĐ]{2}", name)
        self._defined[name] = (
            mention,
            re.compile(rf"(?<!\w){re.escape(name)}(?!\w)" + ("(?!/)" if distinct else _ALONE)),
        )

    def last(self, kind: str | None) -> Mention | None:
        """The document of this kind that was named last."""
        return self._last.get(fold(kind or ""))

    def full(self, mention: Mention) -> Mention | None:
        """The document as it was named best; the mention itself where a short number was not named before but "số" shows that it is one."""
        if mention.kind != "short":
            return self._by_number.get(fold(mention.number or ""))
        serial, _, year = (mention.number or "").partition("/")
        known = self._by_serial.get((fold(mention.type or ""), serial.lstrip("0")))
        parsed = DocumentNumber.parse(known.number or "") if known else None
        if known and (not year or (parsed and str(parsed.year) == year)):
            return replace(
                known, start=mention.start, name_start=mention.name_start, end=mention.end, paths=mention.paths,
                anchors=mention.anchors, attached=mention.attached, issued_with=mention.issued_with,
            )  # fmt: skip
        return mention if mention.stated_number else None

    def numbered(self, law: Mention) -> Mention:
        """`law`, of which only the title is stated, with the number and date that the document gave before."""
        known = self._by_title.get((fold(law.type or ""), fold(law.title or "")))
        return replace(law, number=known.number, date=known.date) if known else law

    def with_defined(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """`mentions`, and those of names that the document gave before."""
        found = list(mentions)
        for name, (meant, pattern) in self._defined.items():
            if name not in text:
                continue
            for match in pattern.finditer(text):
                if not any(m.start < match.end() and match.start() < m.end for m in found):
                    found.append(
                        replace(
                            meant,
                            start=match.start(),
                            name_start=match.start(),
                            end=match.end(),
                            paths=(),
                            anchors=(),
                            kind="defined",
                            attached=None,
                            issued_with=False,
                        )
                    )
        return sorted(found, key=lambda mention: mention.start)
