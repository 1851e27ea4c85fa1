"""Mentions of documents and clauses in one clause's own text: where they stand and what they say, not yet what is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from corpus.citing.laws import title_at
from corpus.language.dates import from_match
from corpus.language.numbers import DOCUMENT_TYPES, NumberMention, find_numbers
from ingest.references import grammar
from ingest.references.label_chains import Chain, Path, find_chains


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention, with offsets into the clause's text; `start` stands before its labels, `name_start` before the document's own name.

    `kind` is `number`, `law`, `short` ("Nghị quyết 57"), `this`, `blank` ("số:    /KH-UBND"), `above` ("nêu trên"), `defined` (by the document)
    or `labels`, where no document is named. `paths` are the clauses named, each from small to large; empty for the whole document.
    `anchors` are those beside which a new one is put ("vào sau Điều 9"). `attached` is the kind of what the document issues ("Quy chế"),
    `issued_with` whether "kèm theo" stands before its name, `stated_number` whether a short one has "số" before its number.
    """

    start: int
    name_start: int
    end: int
    kind: str
    type: str | None = None
    number: str | None = None
    date: str | None = None
    title: str | None = None
    issuer: str | None = None
    paths: tuple[Path, ...] = ()
    anchors: tuple[Path, ...] = ()
    attached: str | None = None
    issued_with: bool = False
    stated_number: bool = False


def find_mentions(text: str) -> list[Mention]:
    """The mentions in `text`, in order; none overlaps another."""
    flat, places = _flat(text)
    for no_name in (grammar.QUOTED_WORDS, grammar.STANDARD):
        flat = no_name.sub(lambda words: re.sub(r"\w", "_", words[0]), flat)
    named: list[Mention] = []
    for find in (_numbered, _spaced, _laws, _this, _blank, _above, _short):
        named = _merged(named, find(flat))
    chains = [
        chain
        for chain in find_chains(flat)
        if len(chain.paths) > 1 or not _numbers_a_clause(text, places[chain.start], places[chain.end - 1] + 1)
    ]
    return [
        replace(
            found, start=places[found.start], name_start=places[found.name_start], end=places[found.end - 1] + 1
        )
        for found in _with_labels(flat, named, chains)
    ]  # fmt: skip


def _flat(text: str) -> tuple[str, list[int]]:
    r"""`text`, in which only the ends of paragraphs break the line, and the place in `text` of each of its characters.

    A line's end is one space whatever indents the next line: "31-\n   CTr/TW" is one number.
    """
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for gap in _LINE_END.finditer(text):
        ends = grammar.PARAGRAPH_END.search(text, max(0, gap.start() - 1), gap.end())
        kept += (text[at : gap.start()], "\n" if ends else " ")
        places += (*range(at, gap.start()), gap.start())
        at = gap.end()
    kept.append(text[at:])
    places += range(at, len(text))
    return "".join(kept), places


#: A line's end with the white space around it.
_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]*\n\s*")


def _merged(kept: list[Mention], more: Iterator[Mention]) -> list[Mention]:
    """`kept` and those of `more` that overlap none of them; a law with a title and a number is one mention."""
    starts = [mention.name_start for mention in kept]
    result = list(kept)
    for new in more:
        at = bisect_left(starts, new.end)
        before = kept[at - 1] if at else None
        if before is None or before.end <= new.name_start:
            result.append(new)
        elif new.kind == "law" and before.kind == "number" and before.name_start <= new.name_start:
            result[result.index(before)] = replace(before, type=new.type, title=new.title)
        elif new.kind == "law" and before.kind == "number" and before.end >= new.end:
            start = min(new.start, before.start)
            result[result.index(before)] = replace(
                before, start=start, name_start=start, type=new.type, title=new.title
            )
    return sorted(result, key=lambda mention: mention.name_start)


def _numbered(flat: str) -> Iterator[Mention]:
    for found in find_numbers(flat):
        kind, start = _type_before(flat, found)
        date = grammar.DATE_AFTER.match(flat, found.end)
        end = date.end() if date else found.end
        issuer, title = _issuer_and_title(flat, found.end, end)
        date = date or grammar.DATE_BEFORE.search(flat, max(0, start - 150), start)
        yield Mention(
            start, start, end, "number", kind, str(found.number), from_match(date) if date else None, title, issuer
        )  # fmt: skip


def _spaced(flat: str) -> Iterator[Mention]:
    """Numbers printed without the mark behind the serial: "Chương trình hành động số 104 CTr/TU"."""
    for match in grammar.SPACED_NUMBER.finditer(flat):
        date = grammar.DATE_AFTER.match(flat, match.end())
        end = date.end() if date else match.end()
        number = f"{match['serial']}-{match['code']}"
        yield Mention(
            match.start(), match.start(), end, "number", type_name(match["type"]), number, from_match(date) if date else None
        )  # fmt: skip


def _type_before(flat: str, found: NumberMention) -> tuple[str | None, int]:
    """The kind of document named in front of a number, and where the mention begins."""
    window = max(0, found.start - 70)
    for match in reversed(list(grammar.TYPE_BEFORE_NUMBER.finditer(flat, window, found.start))):
        if grammar.BEFORE_NUMBER.fullmatch(flat, match.end(), found.start):
            return type_name(match[0]), match.start()
    return found.number.type_name, found.start


def type_name(printed: str) -> str:
    """A kind of document in its usual spelling: `NGHỊ QUYẾT` and `NQ` are `Nghị quyết`.

    >>> type_name("NGHỊ  QUYẾT"), type_name("NQ")
    ('Nghị quyết', 'Nghị quyết')
    """
    words = " ".join(printed.split())
    return DOCUMENT_TYPES.get(words, words[:1].upper() + words[1:].lower())


def _issuer_and_title(flat: str, number_end: int, end: int) -> tuple[str | None, str | None]:
    issuer = grammar.ISSUER_AFTER.match(flat, end) or grammar.ISSUER_AFTER.match(flat, number_end)
    title = grammar.TITLE_AFTER.match(flat, issuer.end() if issuer and issuer.start() >= end else end)
    return (
        " ".join(issuer["issuer"].split()) if issuer else None,
        " ".join(title["title"].split()).rstrip(" ,") if title else None,
    )


def _laws(flat: str) -> Iterator[Mention]:
    at = 0
    while match := grammar.LAW.search(flat, at):
        at = match.end()
        title_end = _law_title_end(flat, match.end())
        if title_end is None:
            continue
        title = " ".join(flat[match.end() : title_end].split())
        year = grammar.YEAR_AFTER.match(flat, title_end)
        end = year.end() if year else title_end
        title += f" năm {year['year']}" if year else ""
        number = re.compile(r"\s*,?\s*\(?(?:(?:Luật|Bộ luật)\s+)?(?:số\s*:?\s*)").match(flat, end)
        if number and (found := next(find_numbers(flat[number.end() : number.end() + 40]), None)) and not found.start:
            end = number.end() + found.end
        date = grammar.DATE_AFTER.match(flat, end)
        end = date.end() if date else end
        yield Mention(
            match.start(), match.start(), end, "law", type_name(match["type"]), None, from_match(date) if date else None, title
        )  # fmt: skip
        at = end


def _law_title_end(flat: str, start: int) -> int | None:
    """Where the title ends that follows the word for law at `start`; None without a title."""
    if several := grammar.SEVERAL_LAWS.match(flat, start):
        return several.end()
    amending = grammar.AMENDING_LAW.match(flat, start)
    if amending:
        return _amended_titles_end(flat, amending.end())
    known = title_at(flat, start)
    if known and (flat[known.start].isupper() or len(known.words) > 1):
        return known.end
    other = grammar.LAW_WORDS.match(flat, start)
    return other.end() if other else None


def _amended_titles_end(flat: str, start: int) -> int | None:
    """Where the laws end that an amending law names in its title: "Luật A và Luật B"."""
    end = None
    while match := re.compile(r"(?:\s*(?:,|;|và)\s+)?(?:Luật|Bộ luật|Pháp lệnh|luật)(?!\w)").match(flat, start):
        known = title_at(flat, match.end())
        if known is None:
            break
        end = start = known.end
    return end


def _this(flat: str) -> Iterator[Mention]:
    for match in grammar.THIS.finditer(flat):
        yield Mention(match.start(), match.start(), match.end(), "this", type_name(match["type"]))


def _blank(flat: str) -> Iterator[Mention]:
    for match in grammar.BLANK_NUMBER.finditer(flat):
        yield Mention(match.start(), match.start(), match.end(), "blank", type_name(match["type"]))


def _above(flat: str) -> Iterator[Mention]:
    for match in grammar.ABOVE.finditer(flat):
        yield Mention(match.start(), match.start(), match.end(), "above", type_name(match["type"]))


def _short(flat: str) -> Iterator[Mention]:
    for match in grammar.SHORT.finditer(flat):
        number = match["serial"] + (f"/{match['year']}" if match["year"] else "")
        date = grammar.DATE_AFTER.match(flat, match.end())
        end = date.end() if date else match.end()
        issuer, title = _issuer_and_title(flat, match.end(), end)
        yield Mention(
            match.start(), match.start(), end, "short", type_name(match["type"]), number,
            from_match(date) if date else None, title, issuer, stated_number=match["so"] is not None,
        )  # fmt: skip


def _with_labels(flat: str, named: list[Mention], chains: list[Chain]) -> list[Mention]:
    """`named` with the labels in front of them, and the labels that stand alone."""
    starts = [mention.name_start for mention in named]
    result = list(named)
    taken: set[int] = set()
    for chain in chains:
        at = bisect_left(starts, chain.start)
        if at and named[at - 1].end > chain.start:
            continue  # "Điều 5" within a name
        following = named[at] if at < len(named) else None
        link = _link(flat, chain, following) if following and at not in taken else None
        if following and link:
            attached, issued_with = link
            taken.add(at)
            result[at] = replace(
                following,
                start=chain.start,
                paths=chain.paths,
                anchors=chain.anchors,
                attached=attached,
                issued_with=issued_with,
            )
        else:
            result.append(
                Mention(chain.start, chain.start, chain.end, "labels", paths=chain.paths, anchors=chain.anchors)
            )
    for at, mention in enumerate(result):
        if mention.kind == "labels":
            result[at] = replace(mention, issued_with=bool(grammar.WITH_THIS.match(flat, mention.end)))
        elif not mention.issued_with and (issued := _issued(flat, mention)):
            result[at] = replace(mention, issued_with=True, attached=issued[0])
    return sorted(result, key=lambda mention: mention.start)


def _issued(flat: str, mention: Mention) -> tuple[str | None] | None:
    """What the document issues by the words in front of it, where they are "… ban hành kèm theo"; None where they are not."""
    window = max(0, mention.name_start - 240)
    before = flat[window : mention.name_start]
    if not re.search(r"kèm\s+theo\s+$", before, re.IGNORECASE):
        return None
    kinds = [
        match
        for match in (*grammar.TYPE_BEFORE_NUMBER.finditer(before), *grammar.ATTACHED_KIND.finditer(before))
        if grammar.ATTACHED.fullmatch(before, match.start())
    ]
    return (type_name(max(kinds, key=lambda kind: kind.start())[0]) if kinds else None,)


def _link(flat: str, chain: Chain, following: Mention) -> tuple[str | None, bool] | None:
    """How `chain` is joined to the document behind it: what that issues, and whether "kèm theo" stands between; None when it is not."""
    if following.name_start - chain.end > 260 or any(step.own for path in chain.paths for step in path):
        return None
    direct: Callable[..., re.Match[str] | None] = grammar.TO_DOCUMENT.fullmatch
    if match := direct(flat, chain.end, following.name_start):
        return None, bool(match["with"])
    if match := grammar.ATTACHED.fullmatch(flat, chain.end, following.name_start):
        return type_name(match["what"]), True
    return None


def _numbers_a_clause(text: str, start: int, end: int) -> bool:
    """Whether the label at `start` to `end` begins a line and numbers what follows: a heading, or a clause in quoted wording."""
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip(" \t“\"'‘*|") and bool(grammar.NUMBERS_A_CLAUSE.match(text, end))
