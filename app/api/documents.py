"""Documents: the stored ones, each with its outline and its original file."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from app import contract
from app.api.answering import answered, changed, listed
from app.api.gate import administrators, editors
from app.api.models import DocumentFacts, Documents, Limits, OutlineAnswer
from app.api.parameters import DocumentFilters, DocumentId, Group, Paging, Strict
from app.api.problems import WITH_BODY, documented, of_type
from app.caching import kept, known
from app.outer.access_log import note
from app.sending import sent
from app.session import store_and_searcher
from app.shapes import document_shape, summary_shape
from corpus.language.successors import Successors

router = APIRouter(tags=["documents"], default_response_class=JSONResponse)
_ANY = "application/octet-stream"


class DocumentsParameters(DocumentFilters, Paging):
    """Which documents, and which page of them."""


@router.get("/documents", response_model=Documents)
def documents(request: Request, asked: Annotated[DocumentsParameters, Query()]) -> Response:
    """List the stored documents with their statuses, as far as the stored documents tell them."""
    store, _ = store_and_searcher()
    filters, successors = asked.filters(), Successors.load(store.home)
    found = [summary_shape(summary) for summary in store.documents() if filters.admits(summary, successors)]
    return listed(request, found, asked)


@router.get("/documents/{document_id}", response_model=DocumentFacts, responses=documented("unknown-id"))
def document(request: Request, document_id: DocumentId) -> Response:
    """Tell what a document is: number, date, issuer, status, and the file that it was read from."""
    store, _ = store_and_searcher()
    return answered(request, document_shape(store.document(document_id), text=False))


@router.delete(
    "/documents/{document_id}", status_code=204, response_class=Response, responses=documented("unknown-id"),
    dependencies=[Depends(editors)],
)  # fmt: skip
def remove_document(document_id: DocumentId) -> Response:
    """Forget a document and its original."""
    store, _ = store_and_searcher()
    store.remove(document_id)
    note("removed", document=document_id)
    return Response(status_code=204)


class LimitBody(Strict):
    """Who may see a document."""

    limited_to: Annotated[
        list[Group] | None,
        Field(
            description="The groups that may see it; null for everyone, no group for administrators alone.",
            examples=[["Phòng Tổng hợp"]],
        ),
    ]


@router.put(
    "/documents/{document_id}/limits", response_model=Limits, responses=documented("unknown-id", *WITH_BODY),
    dependencies=[Depends(administrators)],
)  # fmt: skip
def limit_document(document_id: DocumentId, asked: Annotated[LimitBody, Body()]) -> Response:
    """Let only some groups see a document, or everyone again."""
    store, _ = store_and_searcher()
    store.limit(document_id, asked.limited_to)
    note("shown to all" if asked.limited_to is None else "limited", document=document_id)
    kept_now = next(summary.limited_to for summary in store.documents() if summary.id == document_id)
    return changed({"document_id": document_id, "limited_to": kept_now})


@router.get("/documents/{document_id}/outline", response_model=OutlineAnswer, responses=documented("unknown-id"))
def outline(request: Request, document_id: DocumentId) -> Response:
    """Give a document whole: its text, the tree of its clauses by offsets, references, targets and tasks."""
    store, _ = store_and_searcher()
    return answered(request, contract.outlined(store, document_id))


@router.get(
    "/documents/{document_id}/original",
    response_class=Response,
    responses={**documented("unknown-id"), **of_type(_ANY, "binary")},
)
def original(request: Request, document_id: DocumentId) -> Response:
    """Give the original file as it came, under its own name."""
    store, _ = store_and_searcher()
    found = store.document(document_id)
    tag = found.source.sha256[:32]
    # Whatever the file is, a browser saves it and shows nothing of it under this address.
    return known(request, tag) or sent(
        store.open_original(found),
        PurePath(found.source.name).name or found.id,
        _ANY,
        {**kept(tag), "Accept-Ranges": "none"},
    )
