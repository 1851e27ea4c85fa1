"""What went wrong, as RFC 9457 problem documents: every error that the API answers is one of these kinds."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.routing import Match

from app.access.bearer import NO_TOKEN
from app.api.problem_kinds import KINDS
from corpus.errors import (
    AccessError,
    BackendError,
    BusyError,
    DieukhoanError,
    InputError,
    LoginError,
    ModelError,
    StoreError,
    UnknownIdError,
)

MEDIA_TYPE = "application/problem+json"
#: What FastAPI takes as `responses`.
Responses: TypeAlias = dict[int | str, dict[str, Any]]
_LOG = logging.getLogger("dieukhoan")
_ERRORS: dict[type[DieukhoanError], str] = {
    UnknownIdError: "unknown-id",
    BusyError: "too-many-requests",
    LoginError: "not-logged-in",
    AccessError: "not-allowed",
    InputError: "invalid-request",
    StoreError: "home-unusable",
    ModelError: "model-unusable",
    BackendError: "backend-unreachable",
}
#: Seconds after which there may be less to do.
_LATER = {"Retry-After": "30"}
#: What may be wrong with a body.
WITH_BODY = ("malformed-body", "unsupported-media-type", "too-large")
#: What Starlette and FastAPI answer by themselves.
_STATUSES = {400: "malformed-body", 404: "no-such-address", 405: "method-not-allowed"}


class Fault(BaseModel):
    """One thing in a request that cannot be used: `place` is where it stands (`query/k`, `body/name`), `detail` says why."""

    place: str
    detail: str


class Problem(BaseModel):
    """A problem document (RFC 9457). `detail` is one sentence with the next step; `errors` is there where the request is invalid."""

    type: str = Field(examples=["/v1/problems/unknown-id"])
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault] | None = None


class ProblemError(HTTPException):
    """What ends a request with a problem document of the kind `name`; FastAPI lets these pass where it reads a body."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(KINDS[name].status, detail)
        self.name = name


def of_type(media_type: str, form: str | None = None) -> Responses:
    """An answer of this media type, of which only `form` (`binary`) is told, as FastAPI's `responses`."""
    schema = {"type": "string", **({"format": form} if form else {})}
    return {200: {"description": "The file", "content": {media_type: {"schema": schema}}}}


def documented(*names: str) -> Responses:
    """The problems of these kinds as FastAPI's `responses`."""
    found: Responses = {}
    for kind in (KINDS[name] for name in names):
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        found[kind.status] = {"description": kind.title, "content": content}
    return found


def described(name: str) -> dict[str, Any]:
    """The kind of problem with this name, as `/v1/problems/` and its name tell it.

    Raises:
        ProblemError: there is none.
    """
    if name not in KINDS:
        raise ProblemError("unknown-id", f"There is no kind of problem '{name}'; /v1/problems lists them.")
    return {"type": f"/v1/problems/{name}", **asdict(KINDS[name])}


def handle(app: FastAPI) -> None:
    """Let `app` answer every error with a problem document."""
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(DieukhoanError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _defect)


def _answer(
    request: HTTPConnection,
    name: str,
    detail: str,
    errors: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    kind = KINDS[name]
    problem = Problem(
        type=f"/v1/problems/{name}", title=kind.title, status=kind.status, detail=detail,
        instance=quote(request.url.path), errors=list(errors) or None,
    )  # fmt: skip
    made = {"X-Content-Type-Options": "nosniff", **(headers or {})}
    return JSONResponse(problem.model_dump(exclude_none=True), kind.status, made, MEDIA_TYPE)


def turned_away(asked: HTTPConnection, kind: str, told: str, headers: Mapping[str, str]) -> Response:
    """The problem document of what does not come as far as the API."""
    return _answer(asked, kind, told, headers=headers)


def _problem(request: Request, error: Any) -> Response:
    return _answer(request, error.name, error.detail)


def unknown(request: Request) -> Response:
    """The answer to who brings no token that holds."""
    return _answer(request, "not-logged-in", NO_TOKEN, headers={"WWW-Authenticate": "Bearer"})


def _refused(request: Request, error: Any) -> Response:
    name = next(name for kind, name in _ERRORS.items() if isinstance(error, kind))
    if name == "not-logged-in":
        return unknown(request)
    return _answer(request, name, str(error), headers=_LATER if isinstance(error, BusyError) else None)


def _invalid(request: Request, error: Any) -> Response:
    faults = [Fault(place="/".join(map(str, item["loc"])), detail=item["msg"]) for item in error.errors()]
    told = "; ".join(f"{fault.place}: {fault.detail}" for fault in faults[:3])
    detail = f"The request cannot be used ({told}); /v1/docs says what it takes."
    return _answer(request, "invalid-request", detail, faults)


def _http(request: Request, error: Any) -> Response:
    name = _STATUSES.get(error.status_code, "internal-error")
    headers = {"Allow": _methods(request)} if error.status_code == 405 else error.headers
    told = {
        "no-such-address": "There is nothing at this address; /v1/docs lists what there is.",
        "method-not-allowed": f"This address does not take {request.method}; the header Allow lists what it takes.",
    }
    detail = told.get(name) or f"{error.detail.rstrip('.')}; /v1/docs says what this address takes."
    return _answer(request, name, detail, headers=headers)


def _methods(request: Request) -> str:
    """What the address takes: each method is a route of its own, and Starlette names those of the first one only."""

    def takes(method: str) -> bool:
        asked = {**request.scope, "method": "GET" if method == "HEAD" else method}
        return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)

    return ", ".join(filter(takes, ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")))


def _defect(request: Request, error: Exception) -> Response:
    _LOG.error("a request failed: %s", request.url.path, exc_info=error)
    return _answer(
        request, "internal-error", "The program failed on this request; its log says more. Report it with the request."
    )
