"""What stands on a page and belongs to no clause: running heads, page numbers and the stamps of digital signatures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.readers.pdf.layout import Line

#: Running heads stand in this part of the page's height from its upper or lower edge, and are at most so many lines.
_EDGE, _DEEP = 0.14, 3
#: Points by which a running head may move from page to page.
_DRIFT = 6.0
#: Letter sizes that stay free between running heads and the text: the foot of a note may say the same on many pages.
_FREE = 0.7
_NUMBER_ALONE = re.compile(r"[\W_]*(?:trang|page|tr\.)?\s*(\d{1,4})(?:\s*/\s*\d{1,4})?[\W_]*", re.IGNORECASE)
_NUMBER_BESIDE = re.compile(r"(?:(?P<before>\d{1,4})\s+)?(?P<head>\D.*?|\d.*?\D)(?:\s+(?P<after>\d{1,4}))?")
_LETTERHEAD = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|^(?:Điều|Chương|Mục|Phần)\s", re.IGNORECASE)
_SIGNED = re.compile(
    r"\s*(?:Người\s+ký|Ký\s+bởi|Được\s+ký\s+bởi|(?:Đã\s+)?ký\s+(?:điện\s+tử|số)\s+bởi|Digitally\s+signed|Signed\s+by"
    r"|Signature\s+(?:Not\s+Verified|valid)|(?:Thời\s+gian|Ngày|Giờ)\s+ký)\b",
    re.IGNORECASE,
)
_SIGNED_BESIDE = re.compile(
    r"\s*(?:Email|E-mail|Cơ\s+quan|Tổ\s+chức|Chức\s+vụ|Date|Reason|Location|DN|Thời\s+gian)\s*:|\s*DN\s*:",
    re.IGNORECASE,
)
_SIGNED_PROOF = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\S@\S+\.|Signature\s+(?:Not|valid)|Digitally", re.IGNORECASE)


def is_signature(text: str) -> bool:
    """Whether `text`, all of one stamp, is what a signing program writes: who signed, when, with which address."""
    return any(_SIGNED.match(line) for line in text.split("\n")) and bool(_SIGNED_PROOF.search(text))


def find_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the indices of its lines that are running heads, page numbers or signature stamps."""
    found = [_stamps(lines) for lines in pages]
    for upper in (True, False):
        # Nearest to the edge first; a second line counts only when the first one was furniture.
        order = [
            _from_edge(lines, height, upper, found[i])
            for i, (lines, height) in enumerate(zip(pages, heights, strict=True))
        ]
        for depth in range(_DEEP):
            rank = [at[depth] if depth < len(at) else None for at in order]
            here = [(page, at) for page, at in enumerate(rank) if at is not None]
            repeated = _repeated([(page, pages[page][at]) for page, at in here], len(pages))
            for page, at in here:
                if page in repeated and all(before in found[page] for before in order[page][:depth]):
                    found[page].add(at)
        for lines, out, near in zip(pages, found, order, strict=True):
            for index in reversed([index for index in near if index in out]):
                if _stands_free(lines, out, index, upper):
                    break
                out.remove(index)
    return found


def _stands_free(lines: Sequence[Line], out: set[int], inmost: int, upper: bool) -> bool:
    edge = lines[inmost]
    body = [line for index, line in enumerate(lines) if index not in out]
    inwards = [line for line in body if (line.bottom > edge.bottom if upper else line.top < edge.top)]
    gaps = [line.top - edge.bottom if upper else edge.top - line.bottom for line in inwards]
    return min(gaps, default=1e6) >= _FREE * edge.size or bool(_NUMBER_ALONE.fullmatch(edge.text))


def _stamps(lines: Sequence[Line]) -> set[int]:
    found: set[int] = set()
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and (_SIGNED.match(lines[end].text) or _SIGNED_BESIDE.match(lines[end].text)):
            end += 1
        if end > start and is_signature("\n".join(line.text for line in lines[start:end])):
            found |= set(range(start, end))
        start = end + 1
    return found | {index for index, line in enumerate(lines) if line.kind == "stamp"}


def _from_edge(lines: Sequence[Line], height: float, upper: bool, without: set[int]) -> list[int]:
    """The lines near one edge of the page, from the edge inwards; those already known are passed over."""
    near = [
        index
        for index, line in enumerate(lines)
        if index not in without
        and line.kind == "text"
        and (line.bottom <= height * _EDGE if upper else line.top >= height * (1 - _EDGE))
    ]
    return sorted(near, key=lambda index: lines[index].top if upper else -lines[index].bottom)[:_DEEP]


def _repeated(lines: Iterable[tuple[int, Line]], pages: int) -> set[int]:
    """The pages whose line is a page number, or says what the lines of other pages say."""
    numbers: dict[int, int] = {}
    heads: dict[tuple[str, int | None], list[tuple[int, Line]]] = defaultdict(list)
    for page, line in lines:
        alone = _NUMBER_ALONE.fullmatch(line.text)
        if alone:
            numbers[page] = int(alone[1]) - page
            continue
        beside = _NUMBER_BESIDE.fullmatch(line.text)
        number = beside and (beside["after"] or beside["before"])
        if beside and number:
            heads[beside["head"], int(number) - page].append((page, line))
        heads[line.text, None].append((page, line))
    found = {page for page, lead in numbers.items() if lead == 1 or list(numbers.values()).count(lead) > 1}
    for (text, _), places in heads.items():
        apart = places[-1][0] - places[0][0] + 1
        at = sorted(line.top for _, line in places)[len(places) // 2]
        still = [page for page, line in places if abs(line.top - at) <= _DRIFT]
        enough = len(still) >= 3 or (len(still) == 2 == pages)
        if enough and len(still) >= 0.4 * apart and len(text) > 3 and not _LETTERHEAD.search(text):
            found |= set(still)
    return found
