"""Files into the store: sent in one request, read in the background, and asked after."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Path, Query, Request, Response, UploadFile
from fastapi.responses import JSONResponse
from pydantic import Field

from app import work
from app.api.answering import answered, changed
from app.api.gate import editors
from app.api.parameters import Group, Strict
from app.api.problems import WITH_BODY, ProblemError, documented
from app.api.service_models import UploadAnswer
from app.session import store_and_searcher
from ingest import Upload

router = APIRouter(
    prefix="/uploads", tags=["uploads"], default_response_class=JSONResponse, dependencies=[Depends(editors)]
)


class UploadParameters(Strict):
    """Who may see what is new."""

    to: list[Group] = Field(
        default_factory=list,
        description="Only these groups see new documents; an editor names their own. None: everyone.",
        examples=[["Phòng Tổng hợp"]],
    )


@router.post("", status_code=202, response_model=UploadAnswer, responses=documented(*WITH_BODY))
def upload(
    files: Annotated[list[UploadFile], File(description="The files, each with its name.", min_length=1)],
    asked: Annotated[UploadParameters, Query()],
) -> Response:
    """Send files to be read, indexed and found; what becomes of them is told at the address in Location."""
    store_and_searcher()  # a home that cannot be used is said here, not in the background
    begun = work.ingest([Upload(file.filename or "van-ban", file.file.read()) for file in files], asked.to or None)
    return changed(_shape(begun), 202, {"Location": f"/v1/uploads/{begun.id}"})


@router.get("/{upload_id}", response_model=UploadAnswer, responses=documented("unknown-id"))
def upload_progress(
    request: Request, upload_id: Annotated[str, Path(description="As the answer to the upload gave it.", examples=["5f0c2a9e"])]
) -> Response:  # fmt: skip
    """Tell how far an upload is, and what became of each file; the last fifty are remembered while the server runs."""
    found = work.find(upload_id)
    if found is None or found.kind != "ingest":
        raise ProblemError("unknown-id", f"There is no upload '{upload_id}', or it is forgotten; /v1/documents lists what is stored.")  # fmt: skip
    return answered(request, _shape(found))


def _shape(begun: work.Work) -> dict[str, Any]:
    indexing = None
    if begun.stage == "indexing":
        done, total = store_and_searcher()[1].encoding or (0, 0)
        indexing = {"done": done, "total": total}
    files = [asdict(line) for line in begun.files]
    return {"id": begun.id, "stage": begun.stage, "files": files, "indexing": indexing, "error": begun.error}
