"""A home goes into one file and comes back the same; a file that is not as it was written is refused whole."""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from app.contract import outlined
from corpus.backup.archive import MANIFEST, Manifest, Member, sealing
from corpus.backup.exporting import export_home
from corpus.backup.importing import import_home
from corpus.errors import HomeVersionError, InputError, StoreError
from corpus.store import Store
from corpus.store.home import IMPORT, STORE, parts
from corpus.store.schema import LAYOUT
from corpus.store.tokens import Tokens
from corpus.store.workspace import Quotation, Workspace
from search import Searcher
from tests.conftest import ROOT, SAMPLES, run
from tests.older_homes import make_older


@pytest.fixture
def lived_in(home: Path) -> Path:
    """A home with collections of all and of one, a saved search, a token, a table of an administrator, and the room of a removed document."""
    with Store(home) as store:
        store.remove(store.documents()[0].id)
    space = Workspace(home)
    made = space.create("Thử")
    space.add(made, Quotation("d/a", "Nguyên văn.", "điểm a", "điểm a", "Kế hoạch số 1"))
    space.save_search("nhà ở", {"type": "Kế hoạch"}, ["d/a"])
    space.close()
    own = Workspace(home, "an@tinh.gov.vn")
    own.create("Của An")
    own.close()
    tokens = Tokens(home)
    tokens.add("cổng", "reader", ["Phòng Tổng hợp"], 30)
    tokens.close()
    (home / "successors.tsv").write_text("agency\tsuccessor\tsince\tdocument\n", "utf-8")
    return home


@pytest.fixture
def exported(lived_in: Path, tmp_path: Path) -> Path:
    export_home(lived_in, tmp_path / "one.zip")
    return tmp_path / "one.zip"


def members(file: Path) -> dict[str, bytes]:
    """What the members of an export hold; of the list, what does not tell the time."""
    with zipfile.ZipFile(file) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    manifest = Manifest.model_validate_json(held[MANIFEST])
    return held | {MANIFEST: repr(sorted(manifest.members.items())).encode()}


def refused(file: Path, home: Path, match: str = "nothing of it was taken") -> None:
    """That `file` is refused and leaves the home empty."""
    with pytest.raises((InputError, StoreError), match=match):
        import_home(file, home)
    assert parts(home) == []
    assert not (home / IMPORT).exists()


def test_what_comes_back_is_what_was(lived_in: Path, exported: Path, tmp_path: Path) -> None:
    assert exported.stat().st_mode & 0o077 == 0  # for its owner alone
    restored = tmp_path / "restored"
    done = import_home(exported, restored)
    assert set(parts(restored)) == {STORE, "workspace.sqlite", "people", "access.sqlite", "successors.tsv", "originals"}
    with Store(lived_in) as before, Store(restored) as after:
        assert done.documents == before.count() == after.count()
        for summary in before.documents():
            old, new = before.document(summary.id), after.document(summary.id)
            assert outlined(before, summary.id) == outlined(after, summary.id)
            assert before.original(old).read_bytes() == after.original(new).read_bytes()
        assert [item.name for item in Workspace(restored).collections()] == ["Thử"]
        assert [item.name for item in Workspace(restored, "an@tinh.gov.vn").collections()] == ["Của An"]
        question = "tỷ lệ tham gia bảo hiểm y tế"
        assert Searcher(before).search(question).results == Searcher(after).search(question).results
    export_home(restored, tmp_path / "two.zip")
    assert members(tmp_path / "two.zip") == members(exported)


def test_what_was_removed_is_in_no_export(home: Path, tmp_path: Path) -> None:
    with Store(home) as store:
        gone = store.document(store.documents()[0].id)
        store.remove(gone.id)
    export_home(home, tmp_path / "one.zip")
    words = gone.clauses[5].text.encode()
    assert all(words not in content for content in members(tmp_path / "one.zip").values())


@pytest.mark.parametrize("layout", range(1, LAYOUT.version))
def test_an_older_export_comes_up(home: Path, tmp_path: Path, layout: int) -> None:
    export_home(home, tmp_path / "new.zip")
    with remade(tmp_path / "new.zip", tmp_path / "old.zip") as held:
        (tmp_path / STORE).write_bytes(held[STORE])
        make_older(tmp_path / STORE, layout)
        held[STORE] = (tmp_path / STORE).read_bytes()
    import_home(tmp_path / "old.zip", tmp_path / "restored")
    with Store(home) as before, Store(tmp_path / "restored") as after:
        assert [summary.id for summary in after.documents()] == [summary.id for summary in before.documents()]
        for summary in before.documents():
            assert after.document(summary.id).text == before.document(summary.id).text
    export_home(tmp_path / "restored", tmp_path / "again.zip")


def test_exports_while_others_write(home: Path, tmp_path: Path) -> None:
    """Another process adds and removes a document all the while; each export is of a home that was there."""
    writing = """
import sys, time
from pathlib import Path
from corpus.store import Store
from ingest.parsing import parse_file
home, path = Path(sys.argv[1]), Path(sys.argv[2])
document = parse_file(path).document
with Store(home) as store:
    while True:
        store.remove(document.id)
        store.add(document, path.read_bytes(), str(path), "1")
        print("again", flush=True)
        time.sleep(0.05)
"""
    with Store(home) as store:
        whole = {summary.id for summary in store.documents()}
    with subprocess.Popen(
        [sys.executable, "-c", writing, str(home), str(SAMPLES / "42-KH-UBND.txt")], stdout=subprocess.PIPE, cwd=ROOT
    ) as writer:
        assert writer.stdout
        try:
            for number in range(4):
                assert writer.stdout.readline() == b"again\n"
                export_home(home, tmp_path / f"{number}.zip")
                import_home(tmp_path / f"{number}.zip", tmp_path / str(number))
                with Store(tmp_path / str(number)) as store:
                    assert {summary.id for summary in store.documents()} in (whole, whole - {"42-kh-ubnd-2024"})
        finally:
            writer.kill()
    assert sorted(path.name for path in home.glob(".export*")) == [".export.lock"]


def test_no_byte_changes_unseen(exported: Path, tmp_path: Path) -> None:
    data = exported.read_bytes()
    chosen = random.Random(1)
    places = {*range(32), *range(len(data) - 120, len(data)), *chosen.sample(range(len(data)), 250)}
    damaged = tmp_path / "damaged.zip"
    for place in sorted(places):
        damaged.write_bytes(data[:place] + bytes([data[place] ^ 1 << chosen.randrange(4)]) + data[place + 1 :])
        refused(damaged, tmp_path / "restored")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data + b"\n",
        lambda data: b"x" + data,
        lambda data: b"",
        lambda data: b"no archive at all" * 10,
    ],
    ids=["shorter", "half", "longer", "before", "nothing", "no archive"],
)
def test_what_is_no_export(exported: Path, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(change(exported.read_bytes()))
    refused(damaged, tmp_path / "restored")


def test_a_foreign_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "foreign.zip", "w") as archive:
        archive.writestr("word/document.xml", "x" * 1000)
    refused(tmp_path / "foreign.zip", tmp_path / "restored")


class remade:  # noqa: N801
    """Members of an export to be changed, and written with a list and a seal that fit them."""

    def __init__(self, source: Path, target: Path) -> None:
        self._target = target
        with zipfile.ZipFile(source) as archive:
            self.held = {name: archive.read(name) for name in archive.namelist()}
        self.manifest = Manifest.model_validate_json(self.held.pop(MANIFEST))

    def __enter__(self) -> dict[str, bytes]:
        return self.held

    def __exit__(self, *_: object) -> None:
        listed = {name: Member(size=len(c), sha256=sha256(c).hexdigest()) for name, c in self.held.items()}
        written(self._target, [*self.held.items()], self.manifest.model_copy(update={"members": listed}))


def written(target: Path, held: list[tuple[str | zipfile.ZipInfo, bytes]], manifest: Manifest) -> None:
    with target.open("xb+") as file, sealing(file) as archive:
        for name, content in held:
            archive.writestr(name, content)
        archive.writestr(MANIFEST, manifest.model_dump_json())


def changed(database: bytes, *statements: str, folder: Path) -> bytes:
    """A database after some statements."""
    path = folder / "changed.sqlite"
    path.write_bytes(database)
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        for statement in statements:
            opened.execute(statement)
    data = path.read_bytes()
    path.unlink()
    return data


@pytest.mark.parametrize(
    "name",
    ["../outside", "/tmp/outside", "originals/../../outside", "originals/x", "index/about.json", "a\\b", ".import"],
)
def test_no_file_gets_out_of_the_home(exported: Path, tmp_path: Path, name: str) -> None:
    with remade(exported, tmp_path / "bad.zip") as held:
        held[name] = b"outside"
    before = sorted(tmp_path.iterdir())
    refused(tmp_path / "bad.zip", tmp_path / "restored")
    assert sorted(tmp_path.iterdir()) == [*before, tmp_path / "restored"]


def test_two_members_of_one_name_and_a_link(exported: Path, tmp_path: Path) -> None:
    made = remade(exported, tmp_path / "bad.zip")
    with pytest.warns(UserWarning, match="Duplicate"):
        written(tmp_path / "twice.zip", [*made.held.items(), (STORE, b"another")], made.manifest)
    refused(tmp_path / "twice.zip", tmp_path / "restored")
    link = zipfile.ZipInfo("successors.tsv")
    link.external_attr = 0o120777 << 16
    target = b"/etc/hostname"
    made.manifest.members["successors.tsv"] = Member(size=len(target), sha256=sha256(target).hexdigest())
    held = [item for item in made.held.items() if item[0] != "successors.tsv"]
    written(tmp_path / "link.zip", [*held, (link, target)], made.manifest)
    import_home(tmp_path / "link.zip", tmp_path / "restored")
    assert not (tmp_path / "restored" / "successors.tsv").is_symlink()


def test_an_archive_that_unpacks_to_more_than_it_says(exported: Path, tmp_path: Path) -> None:
    made = remade(exported, tmp_path / "bad.zip")
    bomb = bytes(50_000_000)
    listed = made.manifest.members
    listed["successors.tsv"] = Member(size=10, sha256=sha256(bomb[:10]).hexdigest())
    held = [item for item in made.held.items() if item[0] != "successors.tsv"]
    written(tmp_path / "bad.zip", [*held, ("successors.tsv", bomb)], made.manifest)
    refused(tmp_path / "bad.zip", tmp_path / "restored")
    # The sizes in both lists lie, the data does not.
    data = (tmp_path / "bad.zip").read_bytes().replace(len(bomb).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    data = data[:-64] + sha256(data[:-64]).hexdigest().encode()
    (tmp_path / "bad.zip").write_bytes(data)
    refused(tmp_path / "bad.zip", tmp_path / "restored")


def test_an_archive_larger_than_the_disk(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("usage", (), {"free": 1000}))
    refused(exported, tmp_path / "restored", "free space")


def test_what_does_not_fit_together(exported: Path, tmp_path: Path) -> None:
    original = next(name for name in members(exported) if name.startswith("originals/"))
    other = f"originals/{sha256(b'other').hexdigest()}"
    changes: list[Callable[[dict[str, bytes]], object]] = [
        lambda held: held.pop(original),
        lambda held: held.update({other: b"other"}),
        lambda held: held.update({original: b"other"}),
        lambda held: held.pop(STORE),
        lambda held: held.update({STORE: b"no database" * 500}),
        lambda held: held.update({"workspace.sqlite": held["workspace.sqlite"][:5000]}),
    ]
    for number, change in enumerate(changes):
        with remade(exported, tmp_path / f"{number}.zip") as held:
            change(held)
        refused(tmp_path / f"{number}.zip", tmp_path / "restored")


def test_a_newer_export_names_the_version(exported: Path, tmp_path: Path) -> None:
    with remade(exported, tmp_path / "newer.zip") as held:
        held[STORE] = changed(held[STORE], f"PRAGMA user_version = {LAYOUT.version + 1}", folder=tmp_path)
    refused(tmp_path / "newer.zip", tmp_path / "restored", "another version")
    with pytest.raises(HomeVersionError):
        import_home(tmp_path / "newer.zip", tmp_path / "restored")


def test_only_a_new_home_is_imported_into(home: Path, exported: Path) -> None:
    with pytest.raises(InputError, match=r"store\.sqlite already"):
        import_home(exported, home)


def test_an_import_that_was_killed_keeps_programs_out_and_is_done_again(exported: Path, tmp_path: Path) -> None:
    restored = tmp_path / "restored"
    import_home(exported, restored)
    (restored / IMPORT).mkdir()
    (restored / STORE).rename(restored / IMPORT / STORE)  # the last step is missing
    with pytest.raises(StoreError, match="import it again"):
        Store(restored)
    import_home(exported, restored)
    export_home(restored, tmp_path / "two.zip")
    assert members(tmp_path / "two.zip") == members(exported)


def test_an_export_is_there_whole_or_not_at_all(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="free space"):
            export_home(home, tmp_path / "one.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    export_home(home, tmp_path / "one.zip")
    with pytest.raises(InputError, match="there already"):
        export_home(home, tmp_path / "one.zip")


def test_a_damaged_home_is_not_exported(home: Path, tmp_path: Path) -> None:
    original = next((home / "originals").iterdir())
    data = original.read_bytes()
    original.write_bytes(b"x" + data[1:])
    with pytest.raises(StoreError, match="is not as it came"):
        export_home(home, tmp_path / "one.zip")
    original.unlink()
    with pytest.raises(StoreError, match="is missing"):
        export_home(home, tmp_path / "one.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_from_the_shell(sample_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "sao lưu.zip"
    done = run("export", file, home=sample_home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{file}: 7 documents, ")
    done = run("import", file, "--json", home=tmp_path / "restored")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"documents": 7' in done.stdout
    for arguments, folder in [
        (("export", file), sample_home),
        (("export", tmp_path / "other.zip"), tmp_path / "none"),
        (("export", tmp_path / "no" / "such" / "folder.zip"), sample_home),
        (("import", file), sample_home),
        (("import", tmp_path / "none.zip"), tmp_path / "another"),
        (("import", SAMPLES / "42-KH-UBND.txt"), tmp_path / "another"),
        (("import", tmp_path), tmp_path / "another"),
        (("import", file), SAMPLES / "42-KH-UBND.txt" / "home"),
    ]:
        done = run(*arguments, home=folder)
        assert done.returncode == 1, arguments
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1, done.stderr
        assert done.stderr.endswith(".\n")


@pytest.mark.parametrize("last", ["originals", "store.sqlite"])
def test_an_import_that_cannot_be_moved_in_is_done_again(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    move = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == last:
            raise OSError(errno.ENOSPC, "No space left on device")
        return move(path, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "rename", failing)
        with pytest.raises(StoreError, match="free space"):
            import_home(exported, tmp_path / "restored")
    assert parts(tmp_path / "restored") == []
    assert import_home(exported, tmp_path / "restored").documents
