"""A law of three hundred printed pages, for what must stay quick on a long document."""

from __future__ import annotations

from pathlib import Path

ARTICLES, CLAUSES = 500, 7


def write_long_law(path: Path) -> Path:
    """Write a law of `ARTICLES` articles of `CLAUSES` khoản each, more than 600,000 letters in all, as plain text."""
    body = "\n".join(
        f"Điều {article}. Trách nhiệm thứ {article}\n"
        + "\n".join(
            f"{number}. Cơ quan thứ {number} thực hiện nội dung {article}.{number}, "
            + "bảo đảm đúng quy định; " * 6
            + "."
            for number in range(1, CLAUSES + 1)
        )
        for article in range(1, ARTICLES + 1)
    )
    path.write_text(f"QUỐC HỘI\nLuật số: 99/2030/QH20\n\nLUẬT\nTHỬ NGHIỆM\n\n{body}\n", "utf-8")
    return path
