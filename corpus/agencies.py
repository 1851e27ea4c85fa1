"""Names of agencies: found in text, brought to their full form, and followed through mergers."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Span


@dataclass(frozen=True, slots=True)
class AgencyMention(Span):
    """A stretch of text that names an agency; `name` is its full name (`Sở Lao động - Thương binh và Xã hội`)."""

    name: str


def find_agencies(text: str) -> list[AgencyMention]:
    """The agencies that `text` names, in order."""
    return []
