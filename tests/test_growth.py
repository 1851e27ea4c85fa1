"""Long texts: the work of reading them grows with their length, not with its square.

Work is counted in calls of functions, which are the same on every computer and at every load.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from ingest.parsing import parse
from ingest.readers.raw import Raw

#: What a text of `n` or so lines looks like.
TEXTS: dict[str, Callable[[int], list[str]]] = {
    "articles run together with their titles": lambda n: [f"Điều {i} Quy định chung" for i in range(1, n)],
    "quotations that never close": lambda n: ["“Điều này nói về việc cấp nước"] * n,
    "one quotation among many marks": lambda n: ["như sau: “cấp “nước"] + ["chữ “cấp nước” ở xã"] * n,
    "items of one line": lambda n: [line for i in range(1, n // 2) for line in (f"{i}. Cấp nước;", "Ở xã")],
    "references to clauses and documents": lambda n: [
        line
        for i in range(1, n // 2)
        for line in (
            f"Điều {i}. Việc cấp nước",
            f"1. Theo khoản 1 Điều {i - 3}, điểm a Điều này, Nghị quyết {i} và Nghị định số {i}/2020/NĐ-CP.",
        )
    ],
    "names that are defined and used": lambda n: [
        f"{i}. Kế hoạch số {i}/KH-UBND (sau đây gọi là Kế hoạch {i})." for i in range(1, n)
    ],
    "lists in lists": lambda n: ["1. Việc sau:", "a) Việc sau:"] * (n // 2),
    "pages with heads of their own": lambda n: [
        line
        for i in range(1, n // 3)
        for line in (f"===== Trang {i} =====", f"{i * 7919 % 9973:04} cấp", "nước ở xã và")
    ],
    "pages that cannot be read": lambda n: [
        line for i in range(1, n // 3) for line in (f"===== Trang {i} =====", "uọnn ogp fw ãaãẽ xcv " * 5, "và")
    ],
    "every other page cannot be read": lambda n: [
        line
        for i in range(1, n // 3)
        for line in (f"===== Trang {i} =====", "uọnn ogp fw ãaãẽ xcv " * 5 if i % 2 else f"{i}. Cấp nước.", "và")
    ],
}


def calls(text: str) -> int:
    """The calls of functions, Python's and C's, that parsing `text` takes."""
    count = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    raw = Raw("dai.txt", "0" * 64, "text/plain", text)
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        parse(raw)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("lines", TEXTS.values(), ids=TEXTS)
def test_work_grows_with_the_length(lines: Callable[[int], list[str]]) -> None:
    assert calls("\n".join(lines(2400))) < 4.6 * calls("\n".join(lines(600)))
