"""The OpenAPI description: what FastAPI derives, with problem documents and the examples of `examples.json`.

The examples are answers about the sample documents, shortened; `tests/test_api_description.py` writes them and holds them against the real ones.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from app.api.problems import MEDIA_TYPE, Problem

_TEXT = """\
Finds the clause of a Vietnamese policy document that answers a question, shows it in its place and cites it. Every answer is the JSON of the
command line (`dieukhoan search --json` …). Lists come in pages (`items`, `total`, `next`); every error is a problem document (RFC 9457).
Offsets are 0-based code points, end exclusive; pages are 1-based; dates are ISO 8601; scores are in [0, 1].\
"""
_TAGS = [
    {"name": "clauses", "description": "What answers a question, a clause in its place, its citation."},
    {"name": "documents", "description": "The stored documents; what they set, give to do and say of each other."},
    {"name": "collections", "description": "Quotations gathered for a draft."},
    {"name": "uploads", "description": "Files into the store."},
    {"name": "service", "description": "The service itself."},
]
EXAMPLES = Path(__file__).with_name("examples.json")


def describe(app: FastAPI) -> None:
    """Let `app` describe itself with examples and problem documents."""
    derive = app.openapi

    @cache
    def described() -> dict[str, Any]:
        return _completed(derive())

    app.description, app.openapi_tags = _TEXT, _TAGS
    app.openapi = described  # type: ignore[method-assign]  # FastAPI's own way of extending it


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own form of errors, which is not used
        schema["components"]["schemas"].pop(name, None)
    for path in schema["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                for media_type, content in response.get("content", {}).items():
                    named = examples["problems_by_status"] if media_type == MEDIA_TYPE else examples
                    name = status if media_type == MEDIA_TYPE else operation["operationId"]
                    if name in named:  # files have none, nor has what only a defect or a damaged home gives
                        content["example"] = named[name]
    return schema
