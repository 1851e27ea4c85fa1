"""Commands in the shell, each in a new process."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.benchmarks.scale.setting import Result, Row, Setting
from tests.benchmarks.scale.timing import program

_SEARCH, _OUTLINE = 1.5, 0.6
_QUESTIONS = (
    "mức hỗ trợ nhà ở cho hộ nghèo",
    "ai chủ trì thực hiện chính sách người có công",
    "hồ sơ đề nghị hưởng trợ cấp một lần",
    "thời hạn gửi báo cáo hằng năm",
    "ty le tham gia bao hiem y te nam 2030",
)


def measure(setting: Setting) -> Result:
    """`search` among a hundred documents and `outline` of the plan, seconds from outside."""
    plan = setting.shared / "corpus" / "social-policy" / "1221-KH-UBND.txt"
    files = documents(setting.shared, 30 if setting.quick else 100)
    home = setting.work / "shell"
    program("ingest", *files, "--home", home)
    program(
        "search", _QUESTIONS[0], "--home", home
    )  # what the first search after an ingest prepares is measured with the ingest
    runs = times(home, plan, 4 if setting.quick else 10)
    search, outline = (median(run["seconds"] for run in runs[name]) for name in ("search", "outline"))
    return Result(
        (
            Row(
                f"search in the shell, cold, {len(files)} documents",
                f"≤ {_SEARCH} s",
                f"{search:.2f} s",
                search <= _SEARCH,
            ),
            Row("outline of the plan 1221/KH-UBND", f"≤ {_OUTLINE} s", f"{outline:.2f} s", outline <= _OUTLINE),
        ),
        "a process from start to end, its files in the page cache; the median",
        {"runs": runs, "documents": len(files)},
    )


def times(home: Path, plan: Path, repeats: int) -> dict[str, list[dict[str, float]]]:
    """Seconds of `search` in `home` and of `outline` of `plan`, in turn."""
    runs: dict[str, list[dict[str, float]]] = {"search": [], "outline": []}
    for at in range(repeats):
        runs["search"].append(program("search", _QUESTIONS[at % len(_QUESTIONS)], "--home", home).times)
        runs["outline"].append(program("outline", plan).times)
    return runs


def documents(shared: Path, count: int) -> list[Path]:
    """`count` real documents that need neither recognition nor LibreOffice: those of the collection that are text, then labelled acts."""
    corpus = shared / "corpus"
    texts = sorted(path for path in corpus.rglob("*") if path.suffix in (".md", ".txt"))
    return [*texts, *sorted((shared / "structure" / "html").glob("*.html"))][:count]
