"""The service itself: whether it answers, and what its problems mean."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from app.access.viewer import viewer
from app.api.answering import answered, listed
from app.api.parameters import Paging
from app.api.problem_kinds import KINDS
from app.api.problems import described, documented
from app.api.service_models import Health, ProblemKind, ProblemKinds
from app.session import is_ready, store_and_searcher

router = APIRouter(tags=["service"], default_response_class=JSONResponse)


@router.get("/health", response_model=Health)
def health(request: Request) -> Response:
    """Tell whether the service answers and, to who may read, how much it holds; 503 where its home cannot be used."""
    told: dict[str, Any] = {"status": "ok", "version": version("dieukhoan"), "documents": None, "ready": is_ready()}
    if viewer().may("reader"):
        told["documents"] = store_and_searcher()[0].count()
    return answered(request, told)


@router.get("/problems", response_model=ProblemKinds)
def problems(request: Request, asked: Annotated[Paging, Query()]) -> Response:
    """List the kinds of problems that `type` of a problem document names."""
    return listed(request, [described(name) for name in KINDS], asked)


@router.get("/problems/{name}", response_model=ProblemKind, responses=documented("unknown-id"))
def problem(
    request: Request, name: Annotated[str, Path(description="The last part of `type`.", examples=["unknown-id"])]
) -> Response:
    """Tell what a kind of problem means."""
    return answered(request, described(name))
