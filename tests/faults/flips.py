"""Flips one bit of a home at a time, anywhere in any of its files, and asks `verify` each time; see tests/faults/README.md.

A flip counts as found when `verify` names something. Where it names nothing, all that the home holds and answers must be what it was:
every row of every database, every original, the answers of three searches. With --repair a damaged home is mended as well, and compared.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from app.health.verifying import findings, repaired
from corpus.store import Store
from corpus.store.home import ORIGINALS, databases
from corpus.store.workspace import Quotation, Workspace
from ingest import find_files, ingest_files
from search import Encoder, Searcher, load_encoder

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
QUESTIONS = ("ai chủ trì phát triển nhà ở xã hội", "ty le tham gia bao hiem y te", "Điều 5 khoản 2")
#: What is no part of what a home holds: locks, and what SQLite makes anew.
_PASSING = (".lock", "-shm")


def make_home(home: Path) -> None:
    """A home with the samples and their index."""
    with Store(home) as store:
        assert all(outcome.status == "added" for outcome in ingest_files(find_files([SAMPLES]), store))
        Searcher(store).refresh()


def inhabit(ready: Path, home: Path) -> None:
    """Copy a home, with what visitors made in it and a journal of the store as a killed process leaves it."""
    with Store(ready) as store:
        store._all.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        for owner in ("", "Nguyễn Thị An"):
            space = Workspace(ready, owner)
            gathered = space.create("Nhà ở xã hội")
            for document in map(store.document, sorted(store.versions())):
                for clause in document.clauses[:5]:
                    space.add(gathered, Quotation(clause.id, clause.text, "Điều 1", "Điều 1", document.id))
            for question in QUESTIONS:
                space.remember(question)
                space.save_search(question, {}, ["a/1"])
            space.close()
        store.limit(sorted(store.versions())[0], ["Phòng Tổng hợp"])  # stays in the journal
        shutil.copytree(ready, home)


@cache
def _encoder() -> Encoder:
    return load_encoder()


def files_of(home: Path) -> list[Path]:
    """The files of a home that hold something."""
    return sorted(
        path for path in home.rglob("*") if path.is_file() and not path.name.endswith(_PASSING) and path.stat().st_size
    )


def content(home: Path) -> list[str]:
    """All that a home holds and answers, line by line; times of reading aside."""
    return sorted(_content(home))


def _content(home: Path) -> Iterator[str]:
    for name in databases(home):
        with closing(sqlite3.connect(home / name)) as db:
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
                kept = ", ".join(f'"{column}"' for column in columns if column not in ("seal", "read_at"))
                yield from (f"{name} {table} {row}" for row in db.execute(f"SELECT {kept} FROM {table}"))
    for path in (home / ORIGINALS).iterdir():
        yield f"{path.name} {path.read_bytes()!r}"
    with Store(home) as store:
        searcher = Searcher(store)
        searcher._keeper.encoder = _encoder()
        for question in QUESTIONS:
            response = searcher.search(question, 5)
            yield f"{question} {[(result.clause_id, result.text, round(result.score, 6)) for result in response.results]}"


def flip(path: Path, bit: int) -> None:
    """Flip one bit of a file, counted from its beginning."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def run(number: int, seed: int, ready: Path, folder: Path, *, repair: bool) -> dict[str, Any]:
    """`number` flips in copies of the home `ready`, half of them anywhere among all bits, half in a kind of file drawn first; the figures.

    What was `missed` is a flip that `verify` does not find though something changed, or that is not as it was after a repair that said so.
    """
    pristine = folder / "pristine"
    inhabit(ready, pristine)
    copy = folder / "copy"
    shutil.copytree(pristine, copy)
    held = content(copy)
    kinds: dict[str, list[Path]] = {}
    for path in files_of(pristine):
        kinds.setdefault(_kind(path.relative_to(pristine)), []).append(path)
    files = [path for paths in kinds.values() for path in paths]
    chance = random.Random(seed)
    counts: dict[str, Counter[str]] = {}
    missed: list[str] = []
    for turn in range(number):
        drawn = files if turn % 2 else chance.choice(list(kinds.values()))
        (path,) = chance.choices(drawn, [path.stat().st_size for path in drawn])
        bit = chance.randrange(8 * path.stat().st_size)
        shutil.rmtree(copy)
        shutil.copytree(pristine, copy)
        name = path.relative_to(pristine)
        flip(copy / name, bit)
        kind = _kind(name)
        tally = counts.setdefault(kind, Counter())
        tally["flips"] += 1
        found = list(findings(copy))
        tally["found"] += bool(found)
        if not found and content(copy) != held:
            missed.append(f"{name} bit {bit}")
        tally["without effect"] += not found
        if found and repair:
            left = [finding for finding, mended in repaired(copy) if not mended]
            again = list(findings(copy))
            tally["mended"] += not left and content(copy) == held
            tally["mended in part, the rest named"] += bool(left)
            if (not left and content(copy) != held) or not {one.kind for one in again} <= {"original"}:
                missed.append(f"{name} bit {bit} after the repair: {again}")
        print(f"{turn + 1}/{number} {name}: {found[0].what if found else 'nothing'}", file=sys.stderr)
    return {
        "flips": number,
        "seed": seed,
        "bits": 8 * sum(path.stat().st_size for path in files),
        "missed": missed,
        "files": counts,
    }


def _kind(name: Path) -> str:
    """What a file is called in the figures."""
    if len(name.parts) == 1:
        return name.name
    return {"people": "workspace of a person", ORIGINALS: "originals", "index": "index"}[name.parts[0]]


def main() -> None:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=500)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--repair", action="store_true", help="mend each damaged home and compare it")
    parser.add_argument("--out", type=Path, help="write the figures into this file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder, "ready")
        make_home(ready)
        figures = run(arguments.number, arguments.seed, ready, Path(folder), repair=arguments.repair)
    text = json.dumps(figures, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(f"{text}\n", "utf-8")
    if figures["missed"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
