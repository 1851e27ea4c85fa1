"""Give every node of a tree its id."""

from __future__ import annotations

from collections import Counter

from corpus.language.numerals import roman_numeral, roman_value
from corpus.language.text import slug
from ingest.clauses.nodes import Node

_DIVISIONS = {"part": "phan", "chapter": "chuong", "section": "muc", "subsection": "tieu-muc"}
_COUNTED = {"dash": "gach", "plus": "cong", "paragraph": "doan", "table": "bang", "attachment": "kem-theo"}
_FRAME = {"preamble": "mo-dau", "signature": "ky", "recipients": "noi-nhan"}


def clause_ids(document: str, root: Node) -> dict[int, str]:
    """The id of each node under `root`, by `id(node)`."""
    ids: dict[int, str] = {}
    seen: Counter[str] = Counter()

    def name(parent: Node, above: tuple[str, ...], divisions: tuple[str, ...]) -> None:
        counts: Counter[str] = Counter()
        for node in parent.children:
            counts[node.level] += 1
            own = _segment(node, counts[node.level])
            path = (*above, own) if node.level == "article" else (*above, *divisions, own)
            full = "/".join((document, *path))
            seen[full] += 1
            if seen[full] > 1:
                path = (*path[:-1], f"{own}~{seen[full]}")
                full = f"{full}~{seen[full]}"
            ids[id(node)] = full
            if node.level in _DIVISIONS:
                name(node, above, (*divisions, path[-1]))
            else:
                name(node, path, ())

    name(root, (), ())
    return ids


def _segment(node: Node, count: int) -> str:
    label = (node.label or "").strip()
    if node.level in _DIVISIONS:
        value = slug(label.split()[-1]) if node.level == "chapter" else f"{node.value}{slug(node.suffix)}"
        return f"{_DIVISIONS[node.level]}-{value}"
    if node.level in _COUNTED:
        return f"{_COUNTED[node.level]}-{count}"
    if node.level in _FRAME:
        return _FRAME[node.level]
    if node.level == "article":
        return f"dieu-{node.value}{_letters(node.suffix)}"
    if node.level == "clause":
        return f"khoan-{node.value}{_letters(node.suffix)}"
    if node.level == "point":
        return f"diem-{_letters(label)}"
    if node.level in ("letter", "decimal"):
        return _letters(label)
    if node.level == "roman" and not roman_value(label):
        return roman_numeral(node.value)  # the label is damaged, its place in the numbering is not
    if node.level == "appendix":
        return _appendix_segment(label, count)
    return label


def _letters(label: str) -> str:
    return label.replace("đ", "dd")


def _appendix_segment(label: str, count: int) -> str:
    words = slug(label).split("-")
    if words[0] != "phu":
        return "-".join(words)[:40].strip("-")
    number = words[-1] if len(words) > 2 else ""
    value = roman_value(number.upper())
    return f"phu-luc-{value or number or count}"
