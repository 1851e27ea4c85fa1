"""What the API answers of its own work: uploads, its state, its problems; see `models.py`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from app.api.models import Listing
from ingest import Outcome, Progress


class FileProgress(BaseModel):
    """One file of an upload: how far it is (null before it begins), and its outcome as `ingest --json` prints it (null before it ends)."""

    name: str
    progress: Progress | None
    outcome: Outcome | None


class Indexing(BaseModel):
    """How many clauses are indexed, of how many; 0 of 0 before that is known."""

    done: int
    total: int


class UploadAnswer(BaseModel):
    """How far an upload is; `indexing` is null but while it is indexed, `error` the sentence of what stopped it."""

    id: str
    stage: Literal["waiting", "reading", "indexing", "done"]
    files: list[FileProgress]
    indexing: Indexing | None
    error: str | None


class Health(BaseModel):
    """The service answers; `ready` once the model and the index are loaded, so that a search answers at once."""

    status: Literal["ok"]
    version: str
    documents: int | None
    ready: bool


class ProblemKind(BaseModel):
    """What a `type` of problem documents means."""

    type: str
    name: str
    status: int
    title: str
    description: str


class ProblemKinds(Listing[ProblemKind]):
    """A page of the kinds of problems."""
