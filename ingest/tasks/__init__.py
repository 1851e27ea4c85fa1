"""Who leads, who helps, what, by when; `finding` is the way in."""

from ingest.tasks.finding import find_tasks

__all__ = ["find_tasks"]
