"""Documents of which the store lost something, read anew from their originals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import DieukhoanError, StoreError
from corpus.integrity.mending import Lost, put_back
from corpus.store.database import Database
from corpus.store.home import ORIGINALS
from ingest.isolation import parse_in_order
from ingest.messages import PARSER, Content, Parsed


def restore(lost: Sequence[Lost], home: Path, db: Database) -> Iterator[tuple[Lost, tuple[str, bool] | DieukhoanError]]:
    """Store each document in `db`, under the id and with all that is known of it; with its id and whether it is known who may see it, or why it was refused."""
    tasks = (
        (one, Content((home / ORIGINALS / one.sha256).read_bytes(), one.name or one.sha256, one.url)) for one in lost
    )
    for one, result in parse_in_order(tasks):
        if isinstance(result, Parsed) and result.document.clauses:
            yield one, put_back(db, one, result.document, PARSER, result.notices)
        else:
            yield one, result if isinstance(result, DieukhoanError) else StoreError(f"{one.name or one.sha256} gives no clause now.")  # fmt: skip
