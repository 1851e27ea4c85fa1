"""Outlines of files as lines of JSON or as text for reading."""

from __future__ import annotations

import json
from pathlib import Path

from app.shapes import outline_shape, refused_shape
from corpus.errors import DieukhoanError
from corpus.language.successors import Successors
from ingest import Parsed


def outline_line(path: Path, result: Parsed | DieukhoanError, home: Path) -> str:
    """One line of JSON for `path`; a refused file has its sentence in `error`. `home` may know agencies' names of today."""
    if not isinstance(result, Parsed):
        return json.dumps(refused_shape(str(path), str(result)), ensure_ascii=False)
    shape = outline_shape(str(path), result.document, result.warnings, Successors.load(home))
    return json.dumps(shape, ensure_ascii=False)


def outline_text(parsed: Parsed) -> str:
    """The tree for reading: id and first words of each clause, indented."""
    document = parsed.document
    lines = [f"{document.id}  {document.type or ''}  {document.issued_on or ''}  {document.issuer or ''}"]
    for clause in document.clauses:
        depth = len(document.ancestors(clause)) + 1
        first = " ".join(clause.text.split())
        lines.append(
            f"{'  ' * depth}{clause.id.removeprefix(document.id + '/')}  {first[:70]}{'…' if len(first) > 70 else ''}"
        )
    return "\n".join(lines)
