"""The homes that faults are tried on, what an undisturbed program makes of them, and what is left of them after a fault."""

from __future__ import annotations

import os
import pickle
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.health.verifying import findings
from corpus.backup.importing import import_home
from corpus.store import Store
from corpus.store.home import STORE
from search import load_encoder
from tests.faults import dumps, processes
from tests.faults.scenes import Scene, make_files, make_homes, scenes, write_something
from tests.faults.vectors import Known, Remembered


@dataclass(frozen=True)
class Undisturbed:
    """A scene played without a fault: documents before and after, what visitors made after each of its steps, answers at the end, seconds."""

    before: dict[str, str]
    after: dict[str, str]
    visitors: set[str]
    answers: str
    seconds: float


#: Where `Bench` works: in memory if there is such a folder. What a process that is killed had written is there as on a disk, only sooner.
FOLDER = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Bench:
    """Everything lies in `work`, an empty folder."""

    def __init__(self, work: Path, *, model: bool = True) -> None:
        """Prepare everything; without the `model` texts have any vectors, which takes less time."""
        self.work = work
        self.live = work / "live"  # what faults happen to
        self.home, self.out, self.said = self.live / "home", self.live / "out", work / "said.txt"
        make_files(work)
        self.scenes = scenes(work)
        known: Known = {}
        if model:
            self._alone(lambda: self._record(work / "vectors"))
            known = pickle.loads((work / "vectors").read_bytes())
            shutil.rmtree(work / "homes")
            (work / "old.zip").unlink()
        processes.prepare(Remembered(known))
        make_homes(work, self._alone)
        self.undisturbed = {scene.name: self._play(scene) for scene in self.scenes}

    def _alone(self, action: Callable[[], None]) -> None:
        if processes.ended(processes.started(action, self.said)):
            raise RuntimeError(self.said.read_text("utf-8"))

    def _record(self, path: Path) -> None:
        """Play every scene with the real model, and keep its vectors."""
        known: Known = {}
        processes.prepare(Remembered(known, load_encoder()))

        def here(action: Callable[[], None]) -> None:
            try:
                action()
            except SystemExit as ended:
                if ended.code:
                    raise RuntimeError(self.said.read_text("utf-8")) from ended

        make_homes(self.work, here)
        for scene in self.scenes:
            self.lay(scene)
            here(lambda scene=scene: scene.run(self.home, self.out))  # type: ignore[misc]
            dumps.answers(self.home)
        path.write_bytes(pickle.dumps(known))

    def lay(self, scene: Scene) -> None:
        """Put the home that `scene` begins with in its place."""
        shutil.rmtree(self.live, ignore_errors=True)
        shutil.copytree(self.work / "homes" / scene.start, self.home)
        self.out.mkdir()

    def start(self, scene: Scene, before: Callable[[], None] = lambda: None) -> int:
        """A process that plays `scene`, after it has done what comes `before`."""

        def play() -> None:
            before()
            scene.run(self.home, self.out)

        return processes.started(play, self.said)

    def _play(self, scene: Scene) -> Undisturbed:
        self.lay(scene)
        before = dumps.documents(self.home)
        visitors = {dumps.visitors(self.home)}
        started = time.perf_counter()
        code = processes.ended(self.start(scene))
        seconds = time.perf_counter() - started
        assert code == 0, self.said.read_text("utf-8")
        visitors.add(dumps.visitors(self.home))
        if scene.name == "collections":
            visitors |= set(self._steps(scene))
        return Undisturbed(before, dumps.documents(self.home), visitors, dumps.answers(self.home), seconds)

    def _steps(self, scene: Scene) -> list[str]:
        """What visitors had made after each change of `scene`."""
        from corpus.store.database import Database

        found: list[str] = []
        plain = Database.writing

        def watched(database: Database):  # type: ignore[no-untyped-def]
            found.append(dumps.visitors(self.home))
            return plain(database)

        self.lay(scene)
        Database.writing = watched  # type: ignore[method-assign]
        try:
            scene.run(self.home, self.out)
        finally:
            Database.writing = plain  # type: ignore[method-assign]
        return found

    def faults(self, scene: Scene) -> list[str]:
        """What is wrong with the home now, and once `scene` has been played to its end."""
        wanted = self.undisturbed[scene.name]
        return [*self._now(scene, wanted), *self._later(scene, wanted)]

    def _now(self, scene: Scene, wanted: Undisturbed) -> list[str]:
        """Each document is as before or as after, with its original; the index is of what the store holds."""
        if scene.name == "import" and not (self.home / STORE).exists():
            return []  # what is not in its place yet keeps programs out: see `_later`
        with Store(self.home):
            pass
        found = self._damage("stray")  # what belongs to nothing goes with the next change
        held = dumps.documents(self.home)
        found += [
            f"{document_id} is neither as before nor as after"
            for document_id in held.keys() | wanted.before.keys() | wanted.after.keys()
            if held.get(document_id) not in (wanted.before.get(document_id), wanted.after.get(document_id))
        ]
        if scene.name == "import" and held not in ({}, wanted.after):
            found.append("half of an import counts")
        if dumps.visitors(self.home) not in wanted.visitors:
            found.append("what visitors made is not as before nor as after")
        if dumps.answers_of_a_new_index(self.home, self.work / "aside") != dumps.answers(self.home):
            found.append("the index does not match the store")
        for file in self.out.iterdir():
            if file.suffix == ".zip":
                import_home(file, self.work / "aside")
                if dumps.documents(self.work / "aside") != wanted.before:
                    found.append("the export is not of the home")
                shutil.rmtree(self.work / "aside")
        return found

    def _later(self, scene: Scene, wanted: Undisturbed) -> list[str]:
        """The same command does what it should, as if nothing had been, and leaves nothing over."""
        if scene.name == "import" and (self.home / STORE).exists():
            return []
        shutil.rmtree(self.out)
        self.out.mkdir()
        if processes.ended(self.start(scene)):
            return [f"it is not done again: {self.said.read_text('utf-8')}"]
        found = []
        if dumps.documents(self.home) != wanted.after or dumps.answers(self.home) != wanted.answers:
            found.append("what it does the second time is not what it does at once")
        if dumps.orphans(self.home):  # they may stay until the next change
            code = processes.ended(processes.started(lambda: write_something(self.work, self.home), self.said))
            if code or dumps.orphans(self.home):
                found.append(f"left over: {sorted(dumps.orphans(self.home))}")
        return [*found, *self._damage()]

    def _damage(self, passing: str | None = None) -> list[str]:
        """What `verify` finds, but the kind that is `passing`."""
        return [f"{one.file} {one.what}" for one in findings(self.home) if one.kind != passing]
