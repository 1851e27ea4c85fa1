"""Two documents side by side: which clauses belong together, and what differs between them; `comparing` is the way in."""

from search.comparison.comparing import compared

__all__ = ["compared"]
