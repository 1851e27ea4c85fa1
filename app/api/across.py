"""Across documents: what they say of each other, what they set and give to do, two of them side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from app import contract
from app.api.answering import answered, listed
from app.api.comparison_models import AnswersOfDocuments, ComparisonAnswer
from app.api.models import ReferencesAnswer, Targets, Tasks
from app.api.parameters import DocumentOrClauseId, OneDocument, Paging, Question, Strict
from app.api.problems import documented, of_type
from app.session import store_and_searcher
from corpus.language.successors import Successors
from corpus.overviews.calendars import stored_calendar
from corpus.overviews.tasklist import TaskFilter

router = APIRouter(tags=["documents"], default_response_class=JSONResponse)
_CALENDAR = "text/calendar"


class CompareParameters(Strict):
    """Two documents."""

    a: Annotated[
        str, Field(description="A document; the parent, where the other implements it.", examples=["18-nq-tu-2024"])
    ]
    b: Annotated[str, Field(description="The document to put beside it.", examples=["42-kh-ubnd-2024"])]


class QuestionParameters(Strict):
    """A question to several documents."""

    question: Question
    document: Annotated[
        tuple[str, ...],
        Field(
            description="The documents to ask, by their ids; all where none is named.",
            examples=[["42-kh-ubnd-2024", "18-nq-tu-2024"]],
            max_length=100,
        ),
    ] = ()


class TargetsParameters(Paging):
    """Which targets."""

    document: OneDocument = None
    conflicts: Annotated[bool, Field(description="Only those whose figure another place contradicts.")] = False


class TaskFilters(Strict):
    """Which tasks."""

    agency: Annotated[
        str | None,
        Field(
            description="Only those that this agency leads or helps with, by its name of then or of today, abbreviated or not.",
            examples=["Sở Xây dựng"],
        ),
    ] = None
    document: OneDocument = None


class TasksParameters(TaskFilters, Paging):
    """Which tasks, and which page of them."""


@router.get(
    "/references/{document_or_clause:path}", response_model=ReferencesAnswer, responses=documented("unknown-id")
)
def references(request: Request, document_or_clause: DocumentOrClauseId) -> Response:
    """List what a document or clause names, and which stored documents name it."""
    store, _ = store_and_searcher()
    return answered(request, contract.referenced(store, document_or_clause))


@router.get("/compare", response_model=ComparisonAnswer, responses=documented("unknown-id", "model-unusable"))
def compare(request: Request, asked: Annotated[CompareParameters, Query()]) -> Response:
    """Put two documents beside each other: which clauses belong together, what differs, what only one has."""
    store, searcher = store_and_searcher()
    return answered(request, contract.compared(store, searcher, asked.a, asked.b))


@router.get("/compare/answers", response_model=AnswersOfDocuments, responses=documented("unknown-id", "model-unusable"))
def compare_answers(request: Request, asked: Annotated[QuestionParameters, Query()]) -> Response:
    """Ask several documents one question: the best clause of each."""
    _, searcher = store_and_searcher()
    return answered(request, contract.compared_on(searcher, asked.question, asked.document))


@router.get("/targets", response_model=Targets, responses=documented("unknown-id"))
def targets(request: Request, asked: Annotated[TargetsParameters, Query()]) -> Response:
    """List the measurable targets (chỉ tiêu) that the documents set, lined up where they set the same goal."""
    store, _ = store_and_searcher()
    return listed(request, contract.targeted(store, asked.document, conflicts=asked.conflicts), asked)


@router.get("/tasks", response_model=Tasks, responses=documented("unknown-id"))
def tasks(request: Request, asked: Annotated[TasksParameters, Query()]) -> Response:
    """List what the documents give agencies to do (nhiệm vụ): who leads, who helps, by when."""
    store, _ = store_and_searcher()
    return listed(request, contract.tasked(store, asked.agency, asked.document), asked)


class CalendarResponse(Response):
    """An iCalendar."""

    media_type = _CALENDAR


@router.get("/tasks.ics", response_class=CalendarResponse, responses={**documented("unknown-id"), **of_type(_CALENDAR)})  # fmt: skip
def tasks_calendar(asked: Annotated[TaskFilters, Query()]) -> Response:
    """Give the deadlines of tasks as an iCalendar, to which a calendar program can subscribe."""
    store, _ = store_and_searcher()
    successors = Successors.load(store.home)
    found = TaskFilter(agency=asked.agency).chosen(store.tasks(asked.document), successors)
    return CalendarResponse(stored_calendar(found, store, successors).content)
