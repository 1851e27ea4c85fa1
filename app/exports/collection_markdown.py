"""A collection as Markdown: quotations with footnotes that cite them, and the documents cited at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.exports.collection import cited, documents
from corpus.store.workspace import Item

_MARKS = re.compile(r"([\\`*_{}\[\]<>|~])|^(\s*)([-+#]|\d+[.)])(?=\s)")


def markdown(name: str, items: Sequence[Item]) -> str:
    """The quotations of a collection in their order."""
    lines = [f"# {_plain(name)}", ""]
    notes = []
    for number, quotation in enumerate(cited(items), start=1):
        for at, part in enumerate(quotation.parts):
            opening = "“" if at == 0 else ""
            closing = f"”[^{number}]" if at == len(quotation.parts) - 1 else ""
            if isinstance(part, str):
                lines += [f"> {opening}{_plain(part) if not opening else _inner(part)}{closing}", ">"]
            else:
                head, *rows = part
                table = [head, ["---"] * len(head), *rows]
                lines += [f"> {opening}", ">"] if opening else []
                lines += [
                    f"> | {' | '.join(_inner(cell) if cell != '---' else cell for cell in row)} |" for row in table
                ]
                lines += [">", f"> {closing}", ">"] if closing else [">"]
        lines[-1] = ""
        if quotation.note:
            lines += [*map(_plain, quotation.note.splitlines()), ""]
        notes.append(f"[^{number}]: {_inner(quotation.citation[:1].upper() + quotation.citation[1:])}.")
    lines += [*notes, "", "## Danh mục văn bản trích dẫn", ""]
    lines += [f"{number}. {_inner(citation)}." for number, citation in enumerate(documents(items), start=1)]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """`text` as a line of its own, its marks made harmless."""
    return _MARKS.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}{_harmless(m[3])}", text)


def _inner(text: str) -> str:
    """`text` within a line: what makes a list or a heading at its beginning does not there."""
    return re.sub(r"([\\`*_{}\[\]<>|~])", r"\\\1", text)


def _harmless(label: str) -> str:
    return f"{label[:-1]}\\{label[-1]}"
