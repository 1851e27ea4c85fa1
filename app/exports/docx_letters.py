"""The letters of a Word paragraph with the runs that hold them, and changes to them that Word's reviewer accepts or rejects.

Letters are what a reader sees: deleted and hidden text is none. Positions are 0-based letters of the paragraph, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.language.text import nfc

#: Stands for a tab, a break or a mark that has no letter of its own.
_GAP = " "
_UNSEEN = frozenset(
    map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:delInstrText", "w:rPr", "w:pPr", "w:txbxContent"))
)
_GAPS = frozenset(map(qn, ("w:tab", "w:ptab", "w:cr", "w:br")))


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; `start` to `end` is its place in the text element `holder`, which is None for a gap."""

    char: str
    run: Any
    holder: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """Put `text` in the place of the letters from `start` to `end`."""

    start: int
    end: int
    text: str


def paragraphs(body: Any) -> Iterator[Any]:
    """The paragraphs under `body` in order, those of tables and text boxes as well."""
    return iter(body.iter(qn("w:p")))


def letters_of(paragraph: Any) -> list[Letter]:
    """The letters of a paragraph (a `w:p` element) in order, composed."""
    return list(_letters(paragraph, None))


def _letters(element: Any, run: Any) -> Iterator[Letter]:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            continue
        if tag == qn("w:r"):
            if not _is_on(child, "w:vanish"):
                yield from _letters(child, child)
        elif run is not None and tag == qn("w:t"):
            yield from _text_letters(child, run)
        elif run is not None and tag == qn("w:noBreakHyphen"):
            yield Letter("-", run, None, 0, 0)
        elif run is not None and tag in _GAPS:
            yield Letter(_GAP, run, None, 0, 0)
        else:
            yield from _letters(child, run)


def _text_letters(holder: Any, run: Any) -> Iterator[Letter]:
    text = holder.text or ""
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and len(nfc(text[at : end + 1])) == 1:
            end += 1
        char = nfc(text[at:end])
        yield Letter(char.upper() if _is_on(run, "w:caps") else char, run, holder, at, end)
        at = end


def _is_on(run: Any, tag: str) -> bool:
    switch = run.find(f"{qn('w:rPr')}/{qn(tag)}")
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false", "off")


def split_at(paragraph: Any, positions: Iterable[int]) -> list[Letter]:
    """Make each of `positions` a border between runs, and return the letters as they then are."""
    letters = letters_of(paragraph)
    for position in sorted(set(positions), reverse=True):  # from behind, so that the places before stay valid
        if 0 < position < len(letters) and letters[position].run is letters[position - 1].run:
            _split_run(letters[position])
    return letters_of(paragraph)


def _split_run(letter: Letter) -> None:
    """Divide the letter's run in two, the letter first in the second."""
    run = letter.run
    second = deepcopy(run)
    children = list(run)
    at = children.index(letter.holder) if letter.holder is not None else None
    if at is None:  # a gap is never the border of words
        return
    for index, (child, copy) in enumerate(zip(children, list(second), strict=True)):
        if child.tag == qn("w:rPr"):
            continue
        if index < at:
            second.remove(copy)
        elif index > at:
            run.remove(child)
        else:
            text = child.text or ""
            _set_text(child, text[: letter.start])
            _set_text(copy, text[letter.start :])
    run.addnext(second)


def _set_text(holder: Any, text: str) -> None:
    holder.text = text
    holder.set(qn("xml:space"), "preserve")


def track(letters: Sequence[Letter], changes: Sequence[Change], author: str, first_id: int) -> int:
    """Make `changes`, whose borders are borders of runs, as tracked changes; returns the next free id.

    Where the letters are already part of a tracked insertion, nothing is changed.
    """
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        runs = _runs(letters[change.start : change.end])
        before = letters[change.start - 1].run if change.start else None
        after = letters[change.end].run if change.end < len(letters) else None
        model = next(run for run in (*runs, before, after) if run is not None)
        if any(run.getparent().tag == qn("w:ins") for run in (*runs, model)):
            continue
        if change.text:
            inserted = _mark("w:ins", author, first_id)
            inserted.append(_new_run(model, change.text))
            _place(inserted, runs, before, after, leads=change.text.startswith(" "))
            first_id += 1
        for run in runs:
            deleted = _mark("w:del", author, first_id)
            first_id += 1
            run.addprevious(deleted)
            deleted.append(run)
            for holder in run.findall(qn("w:t")):
                holder.tag = qn("w:delText")
    return first_id


def _place(inserted: Any, runs: Sequence[Any], before: Any, after: Any, *, leads: bool) -> None:
    """Put an insertion behind what it replaces, or beside the letters that it belongs to."""
    if runs:
        runs[-1].addnext(inserted)
    elif (leads or after is None) and before is not None:
        before.addnext(inserted)
    else:
        after.addprevious(inserted)


def _runs(letters: Sequence[Letter]) -> list[Any]:
    runs: list[Any] = []
    for letter in letters:
        if not runs or runs[-1] is not letter.run:
            runs.append(letter.run)
    return runs


def _mark(tag: str, author: str, number: int) -> Any:
    mark = OxmlElement(tag)
    mark.set(qn("w:id"), str(number))
    mark.set(qn("w:author"), author)
    mark.set(qn("w:date"), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return mark


def _new_run(model: Any, text: str) -> Any:
    run = OxmlElement("w:r")
    properties = model.find(qn("w:rPr"))
    if properties is not None:
        run.append(deepcopy(properties))
    holder = OxmlElement("w:t")
    _set_text(holder, text)
    run.append(holder)
    return run
