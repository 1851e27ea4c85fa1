"""What comes from outside: every package is locked with hashes, known vulnerabilities fail the check, licences are known and listed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.browsing import free_port
from tests.conftest import ROOT
from tests.supply import REQUIREMENTS, licences, pinned

LOCKS = ("run.txt", "milvus.txt", "dev.txt", "build.txt")
TORCH = pinned("torch.txt")
VULNERABLE = "requests"


def wanted(package: str, extras: tuple[str, ...] = ("",)) -> Iterator[str]:
    """The names of what `package` asks for on this computer."""
    for line in metadata.requires(package) or ():
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in extras):
            name = canonicalize_name(asked.name)
            yield from wanted("dieukhoan", tuple(asked.extras)) if name == "dieukhoan" else (name,)


def reached(extras: tuple[str, ...] = ("",)) -> set[str]:
    """What this package leads to, and what that leads to, and so on."""
    found: set[str] = set()
    left = list(wanted("dieukhoan", extras))
    while left:
        if (name := left.pop()) not in found:
            found.add(name)
            left += wanted(name)
    return found


def test_every_package_that_runs_is_locked_in_the_version_that_is_installed() -> None:
    locked = pinned("run.txt") | TORCH
    asked = reached()
    assert asked - locked.keys() == set()
    installed = {name: metadata.version(name).partition("+")[0] for name in asked}
    assert installed == {name: locked[name][0] for name in asked}


def test_every_package_of_the_tests_is_locked() -> None:
    locked = {name for lock in LOCKS for name in pinned(lock)} | TORCH.keys() | {"pip"}
    assert reached(("", "dev", "milvus")) - locked == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (REQUIREMENTS / lock).read_text("utf-8")
    assert "://" not in text
    entries = re.sub(r" \\\n\s*", " ", text).splitlines()
    for entry in (entry for entry in entries if not entry.startswith("#")):
        assert re.fullmatch(r"[\w.-]+==\S+ (; .+? )?(--hash=sha256:[0-9a-f]{64} ?)+", entry), entry
    assert pinned(lock)


def test_the_locks_agree() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, (version, _) in pinned(lock).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
    assert not TORCH.keys() & versions.keys()


@contextmanager
def vulnerabilities(known: str | None, status: int = 200) -> Iterator[str]:
    """A service in the form of OSV that knows one vulnerability of the package `known`."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(405)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            package = asked["package"]
            found = {"id": "OSV-2026-1", "summary": "Trial", "affected": [{"package": package, "ranges": []}]}
            body = json.dumps({"vulns": [found]} if package["name"] == known else {}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1/query"
    server.shutdown()
    server.server_close()


def audited(service: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OSV_URL": service, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    command = [sys.executable, "-m", "tests.supply.audit"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_known_vulnerability_fails_the_check() -> None:
    with vulnerabilities(VULNERABLE) as service:
        done = audited(service)
    assert done.returncode == 1
    assert re.search(rf"{VULNERABLE} .*OSV-2026-1", done.stdout)


def test_no_known_vulnerability_passes() -> None:
    with vulnerabilities(None) as service:
        done = audited(service)
    assert (done.returncode, done.stderr) == (0, "")
    assert "No known vulnerabilities" in done.stdout


@pytest.mark.parametrize("failing", ["nobody listens", "it fails"])
def test_data_that_cannot_be_reached_is_said_in_a_line_and_passes(failing: str) -> None:
    with vulnerabilities(None, 503) as service:
        done = audited(f"http://127.0.0.1:{free_port()}/" if failing == "nobody listens" else service)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("pip-audit was skipped: ")
    assert done.stdout.count("\n") == 1


def test_every_licence_is_known_and_listed() -> None:
    packages = [*pinned("run.txt"), *TORCH, *pinned("milvus.txt")]
    refused = {name: licence for name in packages if not licences.is_acceptable(licence := licences.licence_of(name))}
    assert refused == {}
    for licence in ("GPL-3.0-only", "MIT AND LGPL-2.1-only", "AGPL-3.0", "Proprietary", "none named"):
        assert not licences.is_acceptable(licence)
    listed = (ROOT / "docs" / "licences.md").read_text("utf-8")
    assert listed == licences.page(), "write it anew with `make licences`"
