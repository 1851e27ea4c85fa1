"""From files to documents: read, clean, find the frame, build the tree of clauses, keep it in the store."""

from typing import TYPE_CHECKING, Any

from ingest.fetch import is_address
from ingest.intake import Outcome, Upload, find_files, ingest_files
from ingest.isolation import parse_files
from ingest.messages import Parsed, Progress

if TYPE_CHECKING:
    from ingest.parsing import parse_file

__all__ = [
    "Outcome",
    "Parsed",
    "Progress",
    "Upload",
    "find_files",
    "ingest_files",
    "is_address",
    "parse_file",
    "parse_files",
]


def __getattr__(name: str) -> Any:
    """`parse_file`, when it is asked for: the grammar costs a fifth of a second, and who has files read by workers needs none."""
    if name == "parse_file":
        from ingest.parsing import parse_file

        return parse_file
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
