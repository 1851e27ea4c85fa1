"""Collections of quotations: made, filled, put in order and written out for a draft."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from app import contract
from app.api.answering import answered, changed, listed
from app.api.models import Collections, Items
from app.api.parameters import CollectionId, ItemId, Note, Paging, Strict, Words
from app.api.problems import WITH_BODY, ProblemError, Responses, documented, of_type
from app.exports.collection_docx import write_collection
from app.exports.collection_markdown import markdown
from app.quoting import quoted
from app.session import store_and_searcher, workspace
from corpus.store.workspace import Collection, Item, Quotation, Workspace

router = APIRouter(prefix="/collections", tags=["collections"], default_response_class=JSONResponse)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WAS_THERE: Responses = {200: {"model": Item, "description": "It was there"}}


class CollectionBody(Strict):
    """A collection's name."""

    name: Annotated[Words, Field(examples=["Trích dẫn cho tờ trình nhà ở xã hội"])]


class ItemBody(Strict):
    """The clause to quote, with a note."""

    clause_id: Annotated[str, Field(examples=["42-kh-ubnd-2024/III/1/1.1"])]
    note: Annotated[Note, Field(examples=["Dùng cho mục II của tờ trình"])] = ""


class ItemChange(Strict):
    """Another note, or another place; what is left out stays."""

    note: Annotated[Note | None, Field(examples=["Đã đối chiếu bản gốc"])] = None
    move: Annotated[int, Field(ge=-10_000, le=10_000, description="So many places down; up where negative.")] = 0


@router.get("", response_model=Collections)
def collections(request: Request, asked: Annotated[Paging, Query()]) -> Response:
    """List the collections, the one changed last first; those of the pages are the same."""
    return listed(request, contract.collected(workspace()), asked)


@router.post("", status_code=201, response_model=Collection, responses=documented(*WITH_BODY))
def create_collection(asked: Annotated[CollectionBody, Body()]) -> Response:
    """Make an empty collection."""
    space = workspace()
    made = space.create(asked.name)
    return changed(asdict(space.collection(made)), 201, {"Location": f"/v1/collections/{made}"})


@router.get("/{collection_id}", response_model=Collection, responses=documented("unknown-id"))
def collection(request: Request, collection_id: CollectionId) -> Response:
    """Tell a collection's name and how many quotations it holds."""
    return answered(request, asdict(workspace().collection(collection_id)))


@router.patch("/{collection_id}", response_model=Collection, responses=documented("unknown-id", *WITH_BODY))
def rename_collection(collection_id: CollectionId, asked: Annotated[CollectionBody, Body()]) -> Response:
    """Give a collection another name."""
    space = workspace()
    space.collection(collection_id)
    space.rename(collection_id, asked.name)
    return changed(asdict(space.collection(collection_id)))


@router.delete("/{collection_id}", status_code=204, response_class=Response, responses=documented("unknown-id"))
def delete_collection(collection_id: CollectionId) -> Response:
    """Delete a collection with its quotations."""
    space = workspace()
    space.collection(collection_id)
    space.delete(collection_id)
    return Response(status_code=204)


@router.get("/{collection_id}/items", response_model=Items, responses=documented("unknown-id"))
def items(request: Request, collection_id: CollectionId, asked: Annotated[Paging, Query()]) -> Response:
    """List the quotations of a collection in their order: the words as they were when they were gathered."""
    return listed(request, [asdict(item) for item in _items(workspace(), collection_id)], asked)


@router.post("/{collection_id}/items", status_code=201, response_model=Item, responses={**documented("unknown-id", *WITH_BODY), **_WAS_THERE})  # fmt: skip
def add_item(collection_id: CollectionId, asked: Annotated[ItemBody, Body()]) -> Response:
    """Put a clause's words with their citation at the end of a collection; 200 where it has them already."""
    store, _ = store_and_searcher()
    space = workspace()
    quotation = quoted(*store.clause(asked.clause_id))
    added = space.add(collection_id, quotation)
    same = (item for item in space.items(collection_id) if _same_words(item.quotation, quotation))
    item_id = max((item.id for item in same), default=0)
    if added and asked.note:
        space.note(item_id, asked.note)
    made = _item(space, collection_id, item_id)
    return changed(made, 201 if added else 200, {"Location": f"/v1/collections/{collection_id}/items/{item_id}"})


@router.get("/{collection_id}/items/{item_id}", response_model=Item, responses=documented("unknown-id"))
def item(request: Request, collection_id: CollectionId, item_id: ItemId) -> Response:
    """Give one quotation with its note."""
    return answered(request, _item(workspace(), collection_id, item_id))


@router.patch("/{collection_id}/items/{item_id}", response_model=Item, responses=documented("unknown-id", *WITH_BODY))
def change_item(collection_id: CollectionId, item_id: ItemId, asked: Annotated[ItemChange, Body()]) -> Response:
    """Write the note of a quotation, or move it among the others."""
    space = workspace()
    _item(space, collection_id, item_id)
    if asked.note is not None:
        space.note(item_id, asked.note)
    if asked.move:
        space.move(item_id, asked.move)
    return changed(_item(space, collection_id, item_id))


@router.delete("/{collection_id}/items/{item_id}", status_code=204, response_class=Response, responses=documented("unknown-id"))  # fmt: skip
def remove_item(collection_id: CollectionId, item_id: ItemId) -> Response:
    """Take a quotation out of its collection."""
    space = workspace()
    _item(space, collection_id, item_id)
    space.remove(item_id)
    return Response(status_code=204)


class DocxResponse(Response):
    """A Word document."""

    media_type = _DOCX


class MarkdownResponse(Response):
    """Markdown."""

    media_type = "text/markdown"


@router.get("/{collection_id}/draft.docx", response_class=DocxResponse, responses={**documented("unknown-id"), **of_type(_DOCX, "binary")})  # fmt: skip
def collection_docx(collection_id: CollectionId) -> Response:
    """Write a collection as a Word document with real footnotes."""
    space, target = workspace(), io.BytesIO()
    write_collection(target, space.collection(collection_id).name, space.items(collection_id))
    return DocxResponse(target.getvalue(), headers=_saved_as(f"trich-dan-{collection_id}.docx"))


@router.get("/{collection_id}/draft.md", response_class=MarkdownResponse, responses={**documented("unknown-id"), **of_type("text/markdown")})  # fmt: skip
def collection_markdown(collection_id: CollectionId) -> Response:
    """Write a collection as Markdown with footnotes."""
    space = workspace()
    text = markdown(space.collection(collection_id).name, space.items(collection_id))
    return MarkdownResponse(text, headers=_saved_as(f"trich-dan-{collection_id}.md"))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _same_words(one: Quotation, other: Quotation) -> bool:
    return (one.clause_id, one.text) == (other.clause_id, other.text)


def _items(space: Workspace, collection_id: int) -> list[Item]:
    space.collection(collection_id)
    return space.items(collection_id)


def _item(space: Workspace, collection_id: int, item_id: int) -> dict[str, Any]:
    for found in _items(space, collection_id):
        if found.id == item_id:
            return asdict(found)
    raise ProblemError("unknown-id", f"Collection {collection_id} holds no item {item_id}; /v1/collections/{collection_id}/items lists them.")  # fmt: skip
