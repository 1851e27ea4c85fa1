"""From files to documents: read, clean, find the frame, build the tree of clauses, keep it in the store."""

from ingest.fetch import is_address
from ingest.intake import Outcome, Upload, find_files, ingest_files
from ingest.isolation import parse_files
from ingest.messages import Parsed, Progress

__all__ = [
    "Outcome",
    "Parsed",
    "Progress",
    "Upload",
    "find_files",
    "ingest_files",
    "is_address",
    "parse_files",
]
