"""The goals (chỉ tiêu) of a document: what is measured, how much, by when; `finding` is the way in."""

from ingest.targets.finding import find_targets

__all__ = ["find_targets"]
