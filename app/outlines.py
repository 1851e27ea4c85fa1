"""Outlines of files as lines of JSON or as text for reading."""

from __future__ import annotations

import json
from pathlib import Path

from app.shapes import Json, clause_shape, document_shape, reference_shape, target_shape, task_shape
from corpus.errors import DieukhoanError
from corpus.successors import Successors
from ingest import Parsed


def outline_line(path: Path, result: Parsed | DieukhoanError, home: Path) -> str:
    """One line of JSON for `path`; a refused file has its sentence in `error`. `home` may know agencies' names of today."""
    line: Json = {
        "source": str(path),
        "document": None,
        "clauses": [],
        "references": [],
        "targets": [],
        "tasks": [],
        "discarded": [],
        "warnings": [],
        "error": None,
    }
    if isinstance(result, Parsed):
        successors = Successors.load(home)
        document = result.document
        shape = document_shape(document)
        line |= {
            "document": shape,
            "clauses": [clause_shape(clause) for clause in document.clauses],
            "references": [reference_shape(reference) for reference in document.references],
            "targets": [target_shape(target) for target in document.targets],
            "tasks": [task_shape(task, successors) for task in document.tasks],
            "discarded": shape["discarded"],
            "warnings": list(result.warnings),
        }
    else:
        line["error"] = str(result)
    return json.dumps(line, ensure_ascii=False)


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
