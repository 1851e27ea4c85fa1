"""The tables of the store, and how a home of an older layout becomes one of this layout."""

from __future__ import annotations

from corpus.store.database import Layout

_EXTRACTS = """
CREATE TABLE targets (
    document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, clause_id TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, subject TEXT NOT NULL, comparator TEXT NOT NULL, value ANY NOT NULL,
    upper REAL, unit TEXT, year INTEGER, deadline TEXT, scope TEXT
) STRICT;
CREATE INDEX targets_by_document ON targets(document_id);
CREATE TABLE tasks (
    document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, clause_id TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL, lead TEXT, cooperating TEXT NOT NULL,
    task TEXT NOT NULL, deadline TEXT, recurrence TEXT, deadline_text TEXT
) STRICT;
CREATE INDEX tasks_by_document ON tasks(document_id);
"""

_SCHEMA = f"""
CREATE TABLE documents (
    id TEXT PRIMARY KEY, number TEXT, type TEXT, issuer TEXT, place TEXT, issued_on TEXT, title TEXT, signer TEXT,
    status TEXT, source_name TEXT NOT NULL, sha256 TEXT NOT NULL, media_type TEXT NOT NULL, url TEXT,
    text TEXT NOT NULL, spans TEXT NOT NULL, warnings TEXT NOT NULL, parser TEXT NOT NULL, added_at TEXT NOT NULL,
    position TEXT, urgency TEXT, secrecy TEXT, effective_on TEXT, read_at TEXT, limited_to TEXT
) STRICT;
CREATE TABLE clauses (
    id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, parent TEXT,
    level TEXT NOT NULL, label TEXT, heading TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    subtree_end INTEGER NOT NULL, page INTEGER, ord INTEGER NOT NULL
) STRICT;
CREATE INDEX clauses_by_document ON clauses(document_id, ord);
CREATE TABLE refs (
    document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, clause_id TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, relation TEXT NOT NULL, subject TEXT NOT NULL, number TEXT,
    date TEXT, type TEXT, title TEXT, issuer TEXT, labels TEXT NOT NULL DEFAULT '[]', target_document_id TEXT,
    target_clause_id TEXT
) STRICT;
CREATE INDEX refs_by_document ON refs(document_id);
CREATE INDEX refs_by_number ON refs(number);
CREATE TABLE sources (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE ON UPDATE CASCADE
) STRICT;
{_EXTRACTS}"""

#: What brings a home of the layout before to the next one; all of it is additive, so that nothing has to be ingested again.
_MIGRATIONS = {
    1: tuple(
        f"ALTER TABLE documents ADD COLUMN {name} TEXT" for name in ("position", "urgency", "secrecy", "effective_on")
    ),
    2: (
        *(
            f"ALTER TABLE refs ADD COLUMN {name} TEXT"
            for name in ("type", "title", "issuer", "target_document_id", "target_clause_id")
        ),
        "ALTER TABLE refs ADD COLUMN labels TEXT NOT NULL DEFAULT '[]'",
        *filter(str.strip, _EXTRACTS.split(";")),
    ),
    3: ("ALTER TABLE documents ADD COLUMN read_at TEXT",),
    4: ("ALTER TABLE documents ADD COLUMN limited_to TEXT",),
}

#: Another number means another layout; the id says "DKH1" to who looks into the file.
LAYOUT = Layout(5, _SCHEMA, _MIGRATIONS, application_id=0x444B4831)
