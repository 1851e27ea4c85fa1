"""Real footnotes in a Word document, which python-docx does not make: the part that holds them, their styles and the marks in the text."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
#: The ids that Word gives to its styles for footnotes and for their marks.
_TEXT, _MARK = "FootnoteText", "FootnoteReference"
#: Word's own two footnotes: the rule above footnotes, and that above their continuation.
_RULES = ((-1, "separator"), (0, "continuationSeparator"))


class Footnotes:
    """The footnotes of one document, numbered as they are added; `attach` puts them into it."""

    def __init__(self, document: Any, size: int = 10) -> None:
        """`document`: of python-docx; `size`: of the footnotes' letters, in points."""
        self._document = document
        self._notes = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = document.styles["Normal"]
        text.font.size = Pt(size)
        layout = text.paragraph_format
        layout.space_before = layout.space_after = layout.first_line_indent = Pt(0)
        mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        text.element.styleId, mark.element.styleId = _TEXT, _MARK
        for note_id, kind in _RULES:
            note = self._note(note_id)
            note.set(qn("w:type"), kind)
            note.append(_paragraph(_run(OxmlElement(f"w:{kind}"))))

    def add(self, paragraph: Any, text: str) -> None:
        """A footnote that says `text`, its mark at the end of `paragraph`."""
        number = len(self._notes) - len(_RULES) + 1
        said = OxmlElement("w:t")
        said.text = f" {text}"
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        own_mark = _run(OxmlElement("w:footnoteRef"), _MARK)
        self._note(number).append(_paragraph(own_mark, _run(said)))
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(number))
        paragraph._p.append(_run(mark, _MARK))

    def attach(self) -> None:
        """Put the footnotes into the document, which can then be saved."""
        part = self._document.part
        blob = serialize_part_xml(self._notes)
        notes = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, blob, part.package)
        part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
        properties = OxmlElement("w:footnotePr")
        for note_id, _ in _RULES:
            rule = OxmlElement("w:footnote")
            rule.set(qn("w:id"), str(note_id))
            properties.append(rule)
        # The schema wants it before the compatibility settings.
        compat = self._document.settings.element.find(qn("w:compat"))
        if compat is None:
            self._document.settings.element.append(properties)
        else:
            compat.addprevious(properties)

    def _note(self, note_id: int) -> Any:
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(note_id))
        self._notes.append(note)
        return note


def _paragraph(*runs: Any) -> Any:
    paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    properties.append(_styled("w:pStyle", _TEXT))
    paragraph.append(properties)
    paragraph.extend(runs)
    return paragraph


def _run(content: Any, style: str | None = None) -> Any:
    run = OxmlElement("w:r")
    if style:
        properties = OxmlElement("w:rPr")
        properties.append(_styled("w:rStyle", style))
        run.append(properties)
    run.append(content)
    return run


def _styled(tag: str, style: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), style)
    return element
