"""From files to documents: read, clean, find the frame, build the tree of clauses, keep it in the store."""

from ingest.intake import Outcome, find_files, ingest_files
from ingest.parsing import Parsed, parse_file

__all__ = ["Outcome", "Parsed", "find_files", "ingest_files", "parse_file"]
