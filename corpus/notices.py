"""What the reader of a document should know of it, with its places in the text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning about a document: `text` is the sentence, in English.

    `kind` names what it is about, `about` holds what the sentence names besides (facts, encodings), `pages` are 1-based and `places`
    are offsets into the document's text, one for each page where there are pages. All but `text` may be missing.
    """

    text: str
    kind: str | None = None
    about: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    places: tuple[int, ...] = ()


def notices_text(notices: Iterable[Notice]) -> str:
    """`notices` as the store keeps them: JSON."""
    return json.dumps([asdict(notice) for notice in notices], ensure_ascii=False)


def read_notices(text: str) -> tuple[Notice, ...]:
    """What `notices_text` wrote, or the plain sentences that earlier versions stored."""
    return tuple(
        Notice(item)
        if isinstance(item, str)
        else Notice(
            item["text"], item["kind"], *(tuple(item[name]) for name in ("about", "pages", "places"))
        )
        for item in json.loads(text)
    )  # fmt: skip
