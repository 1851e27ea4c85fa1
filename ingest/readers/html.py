"""From a saved web page to lines of text: block elements become lines, tables become rows of `| a | b |`."""

from __future__ import annotations

import re

from lxml import etree, html

from corpus.errors import UnreadableFileError
from ingest.readers.tables import is_data, row_line

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "body",
    ]
)
#: The page's own furniture, never the document's.
_FURNITURE = frozenset(
    [
        "script",
        "style",
        "noscript",
        "head",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "iframe",
        "svg",
        "template",
    ]
)
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])"
    r"(?:menu|nav|navbar|breadcrumbs?|sidebar|footer|toolbar|share|social|related|comments?|banner|ads?|tabs?|tablist|toolbox|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


def extract_html(source: str, name: str = "The page") -> str:
    """The page's text, one line per block, without scripts, menus and other furniture.

    Raises:
        UnreadableFileError: elements are nested so deeply that the parser stops short of the end.
    """
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    # lxml refuses NUL and an encoding declaration inside a str; both are gone from UTF-8 bytes.
    root = html.document_fromstring(source.replace("\0", "").encode("utf-8"), parser=parser)
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise UnreadableFileError(
            f"{name} nests its elements too deeply to be read whole; open it in a browser, save it as text and ingest that."
        )
    lines: list[str] = []
    inline: list[str] = []

    def flush() -> None:
        line = _SPACE.sub(" ", "".join(inline)).strip()
        inline.clear()
        if line:
            lines.append(line)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        skipped = _is_furniture(element)
        is_block = element.tag in _BLOCKS
        if event == "start":
            if is_block:
                flush()
            if skipped:
                walk.skip_subtree()
            elif element.tag == "table" and _is_data(element):
                lines += _rows(element)
                walk.skip_subtree()
            elif element.text:
                inline.append(element.text)
        else:
            if is_block:
                flush()
            if element.tail:
                inline.append(element.tail)
    flush()
    return "\n".join(lines)


def _is_furniture(element: etree._Element) -> bool:
    if element.tag in _FURNITURE:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    return bool(names.strip()) and bool(_FURNITURE_NAME.search(names))


def _is_data(table: etree._Element) -> bool:
    """Whether `table` holds data; a letterhead, a signature block and a page layout do not."""
    if table.find(".//table") is not None:
        return False
    rows = table.findall(".//tr")
    return is_data(["".join(map(str, cell.itertext())) for row in rows for cell in _cells(row)], len(rows))


def _rows(table: etree._Element) -> list[str]:
    lines = (row_line([" ".join(map(str, cell.itertext())) for cell in _cells(row)]) for row in table.iter("tr"))
    return [line for line in lines if line]


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]
