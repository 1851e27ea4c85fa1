"""What the documents say: the words that each clause may be answered with, known before the first question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from corpus.store import Store
from ingest import ingest_files
from tests.faults.soak.record import WrongAnswerError


class Truth:
    """The texts of all clauses; those of documents that come and go may be missing, and may read as any of their versions."""

    def __init__(self) -> None:
        self._texts: defaultdict[str, set[str]] = defaultdict(set)
        self.stable: list[str] = []  #: ids of the clauses that are always there
        self.documents: list[str] = []  #: ids of the documents that are always there
        self.paged: list[tuple[str, str]] = []  #: of them, those with pictures of pages: id and hash

    def take(self, store: Store) -> None:
        """Learn the documents of `store`, which stay."""
        for summary in store.documents():
            document = store.document(summary.id)
            self.documents.append(document.id)
            self.stable += self._learn(store, document.id)
            if document.source.media_type == "application/pdf":
                self.paged.append((document.id, document.source.sha256))

    def take_passing(self, files: Iterable[Path], scratch: Path) -> dict[Path, str]:
        """Learn documents that come and go, each by itself; their ids by file."""
        ids = {}
        for file in files:
            with Store(scratch) as store:
                (outcome,) = ingest_files([file], store)
                if outcome.document_id is None:
                    raise SystemExit(f"{file} cannot be used: {outcome.error}")
                ids[file] = outcome.document_id
                self._learn(store, outcome.document_id)
                store.remove(outcome.document_id)
        return ids

    def _learn(self, store: Store, document_id: str) -> list[str]:
        document = store.document(document_id)
        for clause in document.clauses:
            span = document.answer_span(clause)
            texts = clause.text, document.text[span.start : span.end], document.quotation(clause)
            self._texts[clause.id].update(texts)
        return [clause.id for clause in document.clauses]

    def check(self, clause_id: str, text: str) -> None:
        """Compare an answer, code point for code point.

        Raises:
            WrongAnswerError: no version of the clause reads so.
        """
        if text not in self._texts.get(clause_id, ()):
            raise WrongAnswerError(f"{clause_id} was answered with {text[:200]!r}")

    def check_shown(self, clause_id: str, text: str) -> None:
        """Compare what a page shows, where white space and the rules of tables are drawn.

        Raises:
            WrongAnswerError: no version of the clause reads so.
        """
        if _letters(text) not in map(_letters, self._texts.get(clause_id, ())):
            raise WrongAnswerError(f"{clause_id} was shown as {text[:200]!r}")

    def is_stable(self, document_or_clause: str) -> bool:
        """Whether this document, or the one of this clause, is always there."""
        return document_or_clause.split("/")[0] in self.documents


def _letters(text: str) -> str:
    return "".join(text.replace("|", " ").split())
