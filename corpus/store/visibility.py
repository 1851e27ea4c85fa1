"""Who may see a document: everyone, or the members of some groups. A reader's connection holds nothing else.

A store that is opened for some groups reads through views that hide the other documents with all that belongs to them, so that no question
to it can forget to ask: what such a reader is told is what a home without those documents would tell.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Iterable

from corpus.errors import InputError

#: The tables whose rows belong to a document, each with its column that names it.
_OF_DOCUMENTS = ("clauses", "refs", "targets", "tasks", "sources")
#: The groups of a document in SQL, as `value`; none where what is stored is damaged, so that administrators alone see it.
GROUPS_OF = "json_each(iif(json_valid(limited_to), limited_to, '[]'))"
#: A group's name has at most so many letters.
_LONGEST = 100


def views_for(groups: Collection[str]) -> list[str]:
    """The statements that hide from a connection what members of `groups` may not see, and forbid it to write."""
    allowed = ", ".join("'{}'".format(group.replace("'", "''")) for group in sorted(groups))
    seen = f"limited_to IS NULL OR EXISTS (SELECT 1 FROM {GROUPS_OF} WHERE value IN ({allowed}))"
    # The order of rows that were written together is part of what is read: views have no rowid but the one that they give.
    return [
        f"CREATE TEMP VIEW documents AS SELECT rowid, * FROM main.documents WHERE {seen}",
        *(
            f"CREATE TEMP VIEW {table} AS SELECT rowid, * FROM main.{table} WHERE document_id IN (SELECT id FROM documents)"
            for table in _OF_DOCUMENTS
        ),
        "PRAGMA query_only = ON",
    ]


def limits_text(groups: Iterable[str] | None) -> str | None:
    """What is stored of the groups that a document is limited to; None where everyone may see it. No group: administrators alone.

    Raises:
        InputError: a name cannot be one of a group.
    """
    if groups is None:
        return None
    return json.dumps(sorted({group_name(group) for group in groups}), ensure_ascii=False)


def read_limits(text: str | None) -> tuple[str, ...] | None:
    """The groups of `limits_text`; none where it is damaged, so that administrators alone see the document."""
    try:
        return None if text is None else tuple(json.loads(text))
    except ValueError:
        return ()


def group_name(typed: str) -> str:
    """The name of a group as it is kept: without spaces around it, in Unicode's composed form.

    Raises:
        InputError: it is empty, too long or holds control characters.
    """
    name = unicodedata.normalize("NFC", typed).strip()
    if not name or len(name) > _LONGEST or any(unicodedata.category(letter)[0] == "C" for letter in name):
        raise InputError(
            f"{typed!r} cannot name a group; take 1 to {_LONGEST} letters, for example the name of a department."
        )
    return name
