"""One more document of a hundred clauses: how long until a search finds it, by the size of the store that it comes into."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.benchmarks.scale.made import MadeCorpus
from tests.benchmarks.scale.ours import Home
from tests.benchmarks.scale.setting import Row, Setting
from tests.benchmarks.scale.timing import milliseconds

_ADDING = 1.5
#: Articles of a file that is added and khoản of each: 20 · (1 + 4) clauses.
_ARTICLES, _KHOAN = 20, 4


def row(times: dict[str, list[float]], size: str) -> Row:
    """The line of the table for what `added` gave."""
    ratio = median(full / empty for full, empty in zip(times["full"], times["empty"], strict=True))
    seconds = ", ".join(f"{median(times[name]) / 1000:.2f} s" for name in ("full", "empty"))
    return Row(
        f"adding 100 clauses at {size} over an empty store",
        f"≤ {_ADDING}×",
        f"{ratio:.2f}× ({seconds})",
        ratio <= _ADDING,
    )


def added(setting: Setting, home: Home) -> dict[str, list[float]]:
    """Milliseconds to add a file and to find it: to `home`, and to an empty one, in turn; the first pair warms up and is left out."""
    times: dict[str, list[float]] = {"full": [], "empty": []}
    for at in range(setting.repeats + 3):
        path = setting.work / f"quyet-dinh-{at}.txt"
        path.write_text(decision(setting.corpus, at), "utf-8")
        empty = Home(setting.work / f"empty-{at}", setting.encoder)
        empty.searcher.refresh()
        for name, where in (("full", home), ("empty", empty)):
            times[name].append(milliseconds(_add_and_find, where, path, at))
        empty.close()
    return {name: values[1:] for name, values in times.items()}


def _add_and_find(home: Home, path: Path, at: int) -> None:
    added = home.add_file(path)
    found = {result.document_id for result in home.search(f"kho lưu trữ số {7000 + at} của Trung tâm Thanh Hà").results}
    if added not in found:
        raise RuntimeError(f"{added} was added and is not found")


def decision(corpus: MadeCorpus, at: int) -> str:
    """A decision of a hundred clauses that no made document holds, as a text file."""
    made = [corpus.document(1_000_000 + 2 * at + more).document for more in (0, 1)]
    texts = [
        clause.text.split(" ", 1)[1] for document in made for clause in document.clauses if clause.level == "clause"
    ]
    texts[30] = (
        f"Kho lưu trữ số {7000 + at} của Trung tâm Thanh Hà mở cửa cho người đọc vào các ngày làm việc trong tuần."
    )
    lines = [
        "ỦY BAN NHÂN DÂN", "TỈNH LAM GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        f"Số: {9000 + at}/2025/QĐ-UBND", "Lam Giang, ngày 12 tháng 5 năm 2025", "", "QUYẾT ĐỊNH", "Ban hành quy định quản lý kho lưu trữ", "",
    ]  # fmt: skip
    for article in range(_ARTICLES):
        lines.append(f"Điều {article + 1}. Quy định về nội dung thứ {article + 1}")
        lines += [f"{khoan + 1}. {texts[article * _KHOAN + khoan].rstrip(';:,.')}." for khoan in range(_KHOAN)]
    return "\n".join(lines) + "\n"
