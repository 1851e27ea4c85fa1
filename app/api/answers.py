"""Clauses: what answers a question, a clause in its place, its citation, what is like it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from app import contract
from app.api.answering import answered, answered_afresh, links
from app.api.models import CitationAnswer, ClauseAnswer, SearchAnswer, SimilarAnswer
from app.api.parameters import ClauseId, Count, SearchParameters, Strict
from app.api.problems import documented
from app.session import store_and_searcher
from corpus.citing.citation import Form

router = APIRouter(tags=["clauses"], default_response_class=JSONResponse)
#: More answers than these there are not, on all pages together.
_MOST = 100


class SimilarParameters(Strict):
    """How many."""

    k: Count = 10


class CitationParameters(Strict):
    """Which citation."""

    form: Annotated[Form, Query(description="For the first mention in a draft, or a later one.")] = "first"
    quotation: Annotated[bool, Query(description="With the clause's exact words.")] = False


@router.get("/search", response_model=SearchAnswer, responses=documented("unknown-id", "model-unusable"))
def search(request: Request, asked: Annotated[SearchParameters, Query()]) -> Response:
    """Find the clauses that answer a question.

    What the documents do not answer gets no results; the nearest misses are named apart (`near`). The answers to one question are at
    most a hundred; the header Link leads to the next ones.
    """
    store, searcher = store_and_searcher()
    if asked.document:
        store.document(asked.document)
    count = min(_MOST, asked.offset + asked.k)
    found = contract.searched(
        searcher, asked.q, count, asked.filters(asked.document, asked.level), literal=asked.literal
    )
    more = len(found["results"]) == count < _MOST
    found["results"] = found["results"][asked.offset :]
    return answered_afresh(request, found, links(request, asked.offset, asked.k, more=more))


@router.get("/clauses/{clause_id:path}", response_model=ClauseAnswer, responses=documented("unknown-id"))
def clause(request: Request, clause_id: ClauseId) -> Response:
    """Show a clause in its place: what encloses it, what stands under it, what it refers to, what changes it."""
    store, _ = store_and_searcher()
    return answered(request, contract.shown(store, clause_id))


@router.get("/citations/{clause_id:path}", response_model=CitationAnswer, responses=documented("unknown-id"))
def cite(request: Request, clause_id: ClauseId, asked: Annotated[CitationParameters, Query()]) -> Response:
    """Cite a clause as official documents do, for a draft."""
    store, _ = store_and_searcher()
    return answered(request, contract.cited(store, clause_id, asked.form, quote=asked.quotation))


@router.get(
    "/similar/{clause_id:path}",
    response_model=SimilarAnswer,
    responses=documented("unknown-id", "model-unusable"),
)
def similar(request: Request, clause_id: ClauseId, asked: Annotated[SimilarParameters, Query()]) -> Response:
    """Find the clauses of other documents that say most nearly what this one says."""
    _, searcher = store_and_searcher()
    return answered(request, contract.similar_to(searcher, clause_id, asked.k))
