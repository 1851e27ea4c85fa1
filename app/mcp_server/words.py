"""The answers of the tools as text to be read and quoted; documents are Vietnamese, and so is what is said of them."""

from __future__ import annotations

from collections.abc import Iterable

from app.mcp_server import models

_ABSTAINED = "Các văn bản trong kho không quy định điều được hỏi. Hãy nói rõ như vậy với người hỏi, không suy diễn thành quy định."


def answers(found: models.Answers) -> str:
    """The answers to a question, or that there is none."""
    lines = [f"Câu hỏi được hiểu là: {found.understood_as}"] if found.understood_as != found.query else []
    if found.results:
        lines += [_numbered(rank, result) for rank, result in enumerate(found.results, start=1)]
        return "\n\n".join(lines)
    lines.append(_ABSTAINED)
    if found.near:
        lines.append("Những chỗ gần nhất, không phải là câu trả lời:")
        lines += [_numbered(rank, result) for rank, result in enumerate(found.near, start=1)]
    return "\n\n".join(lines)


def reading(found: models.Reading) -> str:
    """A clause, or a part of it, with its place."""
    lines = [f"{found.citation} [{found.status or 'chưa rõ hiệu lực'}]"]
    if found.ancestors:
        lines.append("Thuộc: " + " › ".join(_name(part) for part in found.ancestors))
    lines.append(_quoted(found))
    if found.children:
        lines.append("Gồm:\n" + "\n".join(f"- {_name(part)} – {part.clause_id}" for part in found.children))
    lines += [f"{change.relation}: {change.citation}\n{_quoted(change)}" for change in found.amended_by]
    return "\n\n".join(lines)


def citation(found: models.Citation) -> str:
    """A citation, with the words where they were asked for."""
    return found.citation + (f"\n\n{_quoted(found.quote)}" if found.quote else "")


def comparison(found: models.Comparison) -> str:
    """Two documents side by side, or several on one question."""
    if found.question is not None:
        lines = [_numbered(rank, row) for rank, row in enumerate(found.answers, start=1)]
        if found.silent:
            lines.append("Không quy định điều được hỏi: " + ", ".join(found.silent))
        return "\n\n".join([*lines, *_onward(found.next_offset, found.total)])
    lines = [f"Giống hệt nhau: {found.identical} cặp; khác nhau: {found.total} cặp."]
    for pair in found.pairs:
        changed = "; ".join(f"{change.a or '–'} → {change.b or '–'}" for change in pair.changes)
        sides = [f"A: {pair.a.citation}\n{_quoted(pair.a)}", f"B: {pair.b.citation}\n{_quoted(pair.b)}"]
        lines.append("\n".join([*sides, *([f"Khác: {changed}"] if changed else [])]))
    for name, only in (("A", found.only_in_a), ("B", found.only_in_b)):
        if only:
            lines.append(f"Chỉ có trong {name}: {', '.join(only)}")
    return "\n\n".join([*lines, *_onward(found.next_offset, found.total)])


def documents(found: models.Documents) -> str:
    """A list of documents."""
    if not found.documents:
        return "Không có văn bản nào như vậy trong kho."
    lines = [
        f"- {row.id}: {row.type or 'Văn bản'} {row.number or ''} {row.issued_on or ''} {row.title or ''} [{row.status}]"
        for row in found.documents
    ]
    return "\n".join([*lines, *_onward(found.next_offset, found.total)])


def _numbered(rank: int, result: models.Quotation) -> str:
    return f"{rank}. {result.citation}\n{_quoted(result)}"


def _quoted(quotation: models.Quotation) -> str:
    """The exact words between quotation marks, outside which it is said where they are not all."""
    note = ""
    if not quotation.complete:
        note = f"\n[Trích một phần của {quotation.length} ký tự"
        if quotation.next_offset is not None:
            note += f'; đọc tiếp: read_clause("{quotation.clause_id}", offset={quotation.next_offset})'
        note += "]"
    return f"“{quotation.text}”{note}\n{quotation.uri}"


def _name(part: models.Part) -> str:
    return " ".join(filter(None, (part.label, part.heading))) or part.clause_id


def _onward(next_offset: int | None, total: int) -> Iterable[str]:
    if next_offset is not None:
        yield f"[{next_offset} trên {total}; tiếp: offset={next_offset}]"
