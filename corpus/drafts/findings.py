"""What the check of a citation finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from corpus.document import Span

Kind = Literal[
    "number", "type", "date", "issuer", "title", "clause", "quotation", "quotation-place", "not-in-force",
    "first-form", "later-form", "number-form", "date-form", "order",
    "amended", "no-longer-in-force", "unverified", "unknown-document",
]  # fmt: skip
Severity = Literal["error", "form", "note"]
_SEVERITIES: dict[str, Severity] = {
    "first-form": "form", "later-form": "form", "number-form": "form", "date-form": "form", "order": "form",
    "amended": "note", "no-longer-in-force": "note", "unverified": "note", "unknown-document": "note",
}  # fmt: skip
#: How many differences a sentence names.
_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Finding(Span):
    """One finding, at `start` to `end` of the draft's text; `message` is a Vietnamese sentence.

    `corrected` is what is to stand there instead; None where that is not known or nothing has to change.
    """

    kind: Kind
    message: str
    corrected: str | None = None

    @property
    def severity(self) -> Severity:
        """`error` of substance, `form` where only the form of citing is at fault, `note` where nothing is."""
        return _SEVERITIES.get(self.kind, "error")


def corrected_text(text: str, start: int, end: int, findings: Iterable[Finding]) -> str | None:
    """`text[start:end]` with the corrections of `findings` made; None where there are none.

    Of two that overlap the wider one is made.
    """
    parts: list[str] = []
    at = start
    made = False
    for finding in sorted(findings, key=lambda found: (found.start, -found.end)):
        if finding.corrected is None or finding.start < at:
            continue
        parts += (text[at : finding.start], finding.corrected)
        at = finding.end
        made = True
    return "".join([*parts, text[at:end]]) if made else None


def differing_words(ours: str, theirs: str, form: Callable[[str], str] = str) -> str:
    """The words in which two texts differ, as in the draft and as in the source: “50%” → “60%”; words of equal `form` are equal."""
    left, right = ours.split(), theirs.split()
    matcher = SequenceMatcher(None, [form(word) for word in left], [form(word) for word in right], autojunk=False)
    shown = [
        f"“{' '.join(left[a:b]) or '∅'}” → “{' '.join(right[c:d]) or '∅'}”"
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    return "; ".join(shown[:_MOST_SHOWN]) + ("; …" if len(shown) > _MOST_SHOWN else "")
