"""What the document page fetches over HTTP: texts, clauses, pictures of pages, and the original file."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.caching import kept, known, tag_of
from app.pages.document_data import clause_facts, document_json, preview
from app.sending import sent
from app.session import store_and_searcher
from corpus.document import Clause, Document
from corpus.errors import DieukhoanError, UnknownIdError
from ingest.isolation import page_picture
from ingest.messages import Picture
from search import Filters, highlights

#: Breadths of pictures, in pixels: beside the text, and magnified; so many pictures are kept.
_WIDTHS, _KEPT = (1240, 2000), 64
#: More places than this are no answers to a question.
_HITS = 20


def document_text(request: Request) -> Response:
    """The text, the clauses and the references of `?document=`."""
    store, _ = store_and_searcher()
    try:
        document = store.document(request.query_params.get("document", ""))
    except UnknownIdError as error:
        return JSONResponse({"error": str(error)}, 404)
    body = document_json(store, document)
    tag = tag_of(body)
    return known(request, tag) or Response(body, headers=kept(tag), media_type="application/json")


def clause(request: Request) -> Response:
    """The path, the citation and the boxes of `?clause=`."""
    return _about(request, clause_facts)


def preview_clause(request: Request) -> Response:
    """The citation and the first words of `?clause=`, or of the document with this id."""
    return _about(request, preview)


def _about(request: Request, told: Callable[[Document, Clause], dict[str, Any]]) -> Response:
    store, _ = store_and_searcher()
    clause_id = request.query_params.get("clause", "")
    try:
        if "/" in clause_id:
            return JSONResponse(told(*store.clause(clause_id)))
        document = store.document(clause_id)
        return JSONResponse(told(document, document.clauses[0]))
    except UnknownIdError as error:
        return JSONResponse({"error": str(error)}, 404)


def hits(request: Request) -> Response:
    """The clauses of `?document=` that answer `?q=`, in reading order, each with what is marked in its own text."""
    store, searcher = store_and_searcher()
    try:
        document = store.document(request.query_params.get("document", ""))
        response = searcher.search(request.query_params.get("q", ""), _HITS, Filters(document=document.id))
    except DieukhoanError as error:
        return JSONResponse({"error": str(error)}, 404)
    named = {result.clause_id for result in response.results}
    return JSONResponse(
        [
            {"id": found.id, "marks": highlights(found.text, response.analysis)}
            for found in document.clauses
            if found.id in named
        ]
    )


def page_image(request: Request) -> Response:
    """A page of a PDF as JPEG; what is asked for with the file's own hash (`?v=`) may be kept for ever."""
    store, _ = store_and_searcher()
    number = request.path_params["page"]
    wanted = request.query_params.get("width", "")
    width = int(wanted) if wanted in map(str, _WIDTHS) else _WIDTHS[0]
    try:
        document = store.document(request.path_params["document"])
        sha256 = document.source.sha256
        tag = f"{sha256[:32]}-{number}-{width}"
        lasting = request.query_params.get("v") == sha256
        if unchanged := known(request, tag, lasting=lasting):
            return unchanged
        picture = _picture(store.original(document), document.source.name, number, width)
    except DieukhoanError as error:
        return JSONResponse({"error": str(error)}, 404)
    return Response(picture, headers=kept(tag, lasting=lasting), media_type="image/jpeg")


@lru_cache(maxsize=_KEPT)
def _picture(original: Path, name: str, number: int, width: int) -> bytes:
    return page_picture(Picture(original, name, number, width))


def original(request: Request) -> Response:
    """The original file under its own name, to be kept and not to be shown."""
    store, _ = store_and_searcher()
    try:
        document = store.document(request.path_params["document"])
        file = store.open_original(document)
    except UnknownIdError as error:
        return JSONResponse({"error": str(error)}, 404)
    name = PurePath(document.source.name).name or document.id
    return sent(file, name, document.source.media_type, {"X-Content-Type-Options": "nosniff"})


ROUTES = [
    Route("/document-text", document_text),
    Route("/clause", clause),
    Route("/preview", preview_clause),
    Route("/hits", hits),
    Route("/page-image/{document}/{page:int}", page_image),
    Route("/original/{document}", original),
]
