"""What is done to a home while the program is killed or its disk fails, and what each home is at the beginning and at the end."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.cli import main
from corpus.store import Store
from corpus.store.home import STORE
from corpus.store.workspace import Quotation, Workspace
from tests.faults import dumps
from tests.older_homes import make_older

SAMPLES = Path(__file__).parent.parent.parent / "corpus" / "samples"


@dataclass(frozen=True)
class Scene:
    """`run` does it to a home (with a folder for what it writes elsewhere); `start` names the home that it begins with."""

    name: str
    start: str
    run: Callable[[Path, Path], None]


def make_files(work: Path) -> None:
    """The files that the scenes read, in `work`: `old`, what is stored first; `new`, two of them changed and two more; `more`, another one."""
    paths = sorted(path for path in SAMPLES.iterdir() if path.is_file())
    for name in ("old", "new", "more"):
        (work / name).mkdir(parents=True)
    for path in paths[:4]:
        shutil.copy(path, work / "old")
    for path in paths[:2]:
        text = path.read_text("utf-8")
        half = text.index(". ", len(text) // 2)
        (work / "new" / path.name).write_text(f"{text[:half]}, đã sửa{text[half:]}", "utf-8")
    for path in paths[4:6]:
        shutil.copy(path, work / "new")
    shutil.copy(paths[6], work / "more")


def command(*arguments: object) -> Callable[[Path, Path], None]:
    """A command of the command line."""

    def run(home: Path, _out: Path) -> None:
        main([*map(str, arguments), "--home", str(home)])

    return run


def _export(home: Path, out: Path) -> None:
    main(["export", str(out / "out.zip"), "--home", str(home)])


def _remove(old: Path) -> Callable[[Path, Path], None]:
    """All but two of the documents of the home `old`, as far as they are there."""

    def run(home: Path, _out: Path) -> None:
        with Store(home) as store:
            gone = sorted({summary.id for summary in store.documents()}.intersection(sorted(dumps.documents(old))[:-2]))
        if gone:
            main(["remove", *gone, "--home", str(home)])

    return run


def _gather(home: Path, _out: Path) -> None:
    """What a visitor does to a new collection on the pages, which have no command for it; each step is whole."""
    space = Workspace(home)
    made = space.create("Thử")
    for name in "abc":
        space.add(made, Quotation(f"d/{name}", "Nguyên văn.", name, name, "Kế hoạch số 1"))
    item = space.items(made)[0]
    space.note(item.id, "ghi chú")
    space.move(item.id, 2)
    space.delete(made)
    space.close()


def scenes(work: Path) -> list[Scene]:
    """All of them; the files and homes that they begin with lie in `work`."""
    return [
        Scene("first ingest", "empty", command("ingest", work / "old")),
        Scene("add and replace", "old", command("ingest", work / "new")),
        Scene("remove", "old", _remove(work / "homes" / "old")),
        Scene("index", "unindexed", command("search", dumps.QUESTIONS[0])),
        Scene("index of a changed store", "behind", command("search", dumps.QUESTIONS[0])),
        Scene("older home", "older", command("documents")),
        Scene("export", "old", _export),
        Scene("import", "empty", command("import", work / "old.zip")),
        Scene("collections", "old", _gather),
    ]


def make_homes(work: Path, alone: Callable[[Callable[[], None]], None]) -> None:
    """The homes that scenes begin with; `alone` does something in a process of its own."""
    homes = work / "homes"
    (homes / "empty").mkdir(parents=True)
    alone(lambda: main(["ingest", str(work / "old"), "--home", str(homes / "old")]))
    alone(lambda: _kept_collection(homes / "old"))
    shutil.copytree(homes / "old", homes / "unindexed", ignore=shutil.ignore_patterns("index*"))
    shutil.copytree(homes / "old", homes / "older")
    make_older(homes / "older" / STORE, 3)
    shutil.copytree(homes / "old", homes / "behind")
    alone(lambda: main(["ingest", str(work / "new"), "--home", str(homes / "behind")]))
    shutil.rmtree(homes / "behind" / "index")
    shutil.copytree(homes / "old" / "index", homes / "behind" / "index")
    alone(lambda: main(["export", str(work / "old.zip"), "--home", str(homes / "old")]))


def _kept_collection(home: Path) -> None:
    space = Workspace(home)
    space.add(space.create("Của tôi"), Quotation("d/x", "Nguyên văn.", "x", "x", "Kế hoạch số 2"))
    space.close()
    sys.exit(0)


def write_something(work: Path, home: Path) -> None:
    """A change after which nothing is left over, and which leaves no document behind."""
    before = dumps.documents(home)
    main(["ingest", str(work / "more"), "--home", str(home)], standalone_mode=False)
    main(["remove", *(dumps.documents(home).keys() - before), "--home", str(home)])
