"""The labels that Word prints in front of numbered paragraphs and keeps nowhere in the text.

A paragraph names a numbering (`numPr`, its own or its style's); the numbering names an abstract one, whose levels give format, start and
pattern (`%1.%2.`). Counters run through the document in order, one set for each abstract numbering.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from corpus.language.numerals import roman_numeral

#: Characters of the symbol fonts that Word's bullets use, as they are printed.
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf02b": "+", "\uf0d8": "-", "\uf0fc": "-", "\uf0e8": "-"}

#: The most letters that Word prints for one number: aaaa and so on.
_MOST_LETTERS = 30


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int
    is_legal: bool


class Numbering:
    """The numbering of one document; `label` is to be called once for each paragraph, in order."""

    def __init__(self, root: etree._Element | None, styles: etree._Element | None) -> None:
        """`root` and `styles` are the roots of the parts with the numberings and the styles; None where there is none."""
        self._root = root
        found = styles.findall(qn("w:style")) if styles is not None else ()
        self._styles = {style.get(qn("w:styleId"), ""): style for style in found}
        self._levels: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[str] = set()

    def label(self, paragraph: etree._Element) -> str:
        """The label printed before `paragraph`; empty where there is none."""
        number, level = self._reference(paragraph)
        if number is None or number == "0":
            return ""
        abstract, levels = self._numbering(number)
        if level not in levels:
            return ""
        counters = self._counters[abstract]
        if number not in self._started:
            self._started.add(number)
            for overridden, start in self._starts(number).items():
                counters[overridden] = start - 1
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        form = levels[level]
        if form.form == "bullet":
            return _BULLETS.get(form.pattern, form.pattern if form.pattern.isprintable() else "-")
        if form.form == "none":
            return ""

        def printed(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            own = levels.get(index, form)
            value = counters.get(index, own.start)
            return _format("decimal" if form.is_legal else own.form, value)

        return re.sub(r"%(\d)", printed, form.pattern)

    def _reference(self, paragraph: etree._Element) -> tuple[str | None, int]:
        """The numbering's id and the level (0-based) that the paragraph or its styles name."""
        properties = paragraph.find(qn("w:pPr"))
        number: str | None = None
        level: str | None = None
        seen: set[str] = set()
        while properties is not None:
            reference = properties.find(qn("w:numPr"))
            if reference is not None:
                number = number or _value(reference.find(qn("w:numId")))
                level = level or _value(reference.find(qn("w:ilvl")))
            style_id = _value(properties.find(qn("w:pStyle")))
            style = self._styles.get(style_id or "")
            if number is not None or style is None or style_id in seen:
                break
            seen.add(style_id or "")
            properties = style.find(qn("w:pPr"))
            base = _value(style.find(qn("w:basedOn")))
            if (properties is None or properties.find(qn("w:numPr")) is None) and base:
                properties = etree.Element(qn("w:pPr"))
                etree.SubElement(properties, qn("w:pStyle")).set(qn("w:val"), base)
        return number, int(level or 0)

    def _numbering(self, number: str) -> tuple[str, dict[int, _Level]]:
        if number not in self._levels:
            self._levels[number] = self._read(number)
        return self._levels[number]

    def _read(self, number: str) -> tuple[str, dict[int, _Level]]:
        num = self._find("w:num", "w:numId", number)
        abstract_id = _value(num.find(qn("w:abstractNumId"))) if num is not None else None
        abstract = self._find("w:abstractNum", "w:abstractNumId", abstract_id)
        if num is None or abstract is None or abstract_id is None:
            return "", {}
        link = _value(abstract.find(qn("w:numStyleLink")))
        if link and link in self._styles:
            linked = self._styles[link].find(f".//{qn('w:numId')}")
            if _value(linked) not in (None, number):
                return self._numbering(str(_value(linked)))
        levels = {int(level.get(qn("w:ilvl"), "0")): _level(level) for level in abstract.iter(qn("w:lvl"))}
        for level in num.iter(qn("w:lvl")):
            levels[int(level.get(qn("w:ilvl"), "0"))] = _level(level)
        return abstract_id, levels

    def _starts(self, number: str) -> dict[int, int]:
        num = self._find("w:num", "w:numId", number)
        starts: dict[int, int] = {}
        for override in num.iter(qn("w:lvlOverride")) if num is not None else ():
            start = _value(override.find(qn("w:startOverride")))
            if start is not None:
                starts[int(override.get(qn("w:ilvl"), "0"))] = int(start)
        return starts

    def _find(self, tag: str, attribute: str, value: str | None) -> etree._Element | None:
        if self._root is None or value is None:
            return None
        return next((item for item in self._root.iter(qn(tag)) if item.get(qn(attribute)) == value), None)


def _value(element: etree._Element | None) -> str | None:
    return element.get(qn("w:val")) if element is not None else None


def _level(element: etree._Element) -> _Level:
    return _Level(
        _value(element.find(qn("w:numFmt"))) or "decimal",
        _value(element.find(qn("w:lvlText"))) or "",
        int(_value(element.find(qn("w:start"))) or 1),
        element.find(qn("w:isLgl")) is not None,
    )


def _format(form: str, value: int) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, _MOST_LETTERS)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        numeral = roman_numeral(min(max(value, 0), 89))
        return numeral.lower() if form == "lowerRoman" else numeral
    return f"{value:02}" if form == "decimalZero" else str(value)
