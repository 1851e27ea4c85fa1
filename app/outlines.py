"""Outlines of files as lines of text or JSON; made in worker processes, so what crosses is text."""

from __future__ import annotations

import json
from pathlib import Path

from app.shapes import clause_shape, document_shape, reference_shape
from corpus.errors import UnreadableFileError
from ingest import parse_file


def outline_line(path: Path) -> tuple[str, str | None]:
    """One line of JSON for `path`, and the sentence of its refusal or None."""
    empty: dict[str, object] = {
        "source": str(path),
        "document": None,
        "clauses": [],
        "references": [],
        "discarded": [],
        "warnings": [],
    }
    try:
        parsed = parse_file(path)
    except UnreadableFileError as error:
        return json.dumps({**empty, "error": str(error)}, ensure_ascii=False), str(error)
    document = parsed.document
    shape = document_shape(document)
    line = {
        "source": str(path),
        "document": shape,
        "clauses": [clause_shape(clause) for clause in document.clauses],
        "references": [reference_shape(reference) for reference in document.references],
        "discarded": shape["discarded"],
        "warnings": list(parsed.warnings),
        "error": None,
    }
    return json.dumps(line, ensure_ascii=False), None


def outline_text(path: Path) -> tuple[str, str | None]:
    """The tree of `path` for reading: level, id and first words of each clause, indented; and the refusal or None."""
    try:
        document = parse_file(path).document
    except UnreadableFileError as error:
        return "", str(error)
    lines = [f"{document.id}  {document.type or ''}  {document.issued_on or ''}  {document.issuer or ''}"]
    for clause in document.clauses:
        depth = len(document.ancestors(clause)) + 1
        first = " ".join(clause.text.split())
        lines.append(
            f"{'  ' * depth}{clause.id.removeprefix(document.id + '/')}  {first[:70]}{'…' if len(first) > 70 else ''}"
        )
    return "\n".join(lines), None
