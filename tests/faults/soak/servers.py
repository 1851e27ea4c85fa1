"""The servers as they are started from the shell, and what each holds: memory, threads, open files, temporary files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.browsing import free_port

PROGRAM = str(Path(sys.executable).parent / "dieukhoan")
_COMMANDS = {"pages": ["serve"], "api": ["api"], "mcp": ["mcp", "--http"]}
#: What MCP's server and Streamlit log at their start or of a visitor who left is no error.
_ERRORS = ("Traceback", "Error", "Exception", "CRITICAL")


class Server:
    """One running server; `address` is what it printed, without a path."""

    def __init__(self, name: str, home: Path, folder: Path) -> None:
        self.name, self._temporary = name, folder / f"tmp-{name}"
        self._temporary.mkdir()
        self.log = folder / f"{name}.stderr"
        command = [PROGRAM, *_COMMANDS[name], "--home", str(home), "--port", str(free_port())]
        environment = {**os.environ, "TMPDIR": str(self._temporary)}
        with self.log.open("w") as errors:
            self._process = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
            )
        assert self._process.stdout
        line = self._process.stdout.readline()
        self.address = "/".join(line.removeprefix("dieukhoan: ").strip().split("/")[:3])
        if not self.address.startswith("http"):
            raise SystemExit(f"{name} did not start: {self.log.read_text()}")

    def complaints(self) -> list[str]:
        """Lines of its standard error that tell of a defect; and that it ended, where it did."""
        lines = [line for line in self.log.read_text("utf-8").splitlines() if any(word in line for word in _ERRORS)]
        return lines + ([f"ended with {self._process.poll()}"] if self._process.poll() is not None else [])

    def sample(self) -> dict[str, float]:
        """Megabytes of the server and of its workers, threads, open files, temporary files, seconds of processor time."""
        own, *workers = _tree(self._process.pid)
        return {
            "mb": _pss(own),
            "workers_mb": sum(map(_pss, workers)),
            "workers": len(workers),
            "threads": len(os.listdir(f"/proc/{own}/task")),
            "open_files": len(os.listdir(f"/proc/{own}/fd")),
            "temporary_files": sum(len(files) for _, _, files in os.walk(self._temporary)),
            "cpu_s": sum(map(_cpu, (own, *workers))),
        }

    def end(self) -> None:
        """Stop it as a service manager does."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise


@contextmanager
def started(names: list[str], home: Path, folder: Path) -> Iterator[dict[str, Server]]:
    """The servers of `names` over `home` while they serve."""
    with ExitStack() as stack:
        servers = {}
        for name in names:
            servers[name] = Server(name, home, folder)
            stack.callback(servers[name].end)
        yield servers


def size_of(home: Path) -> dict[str, Any]:
    """Megabytes and files of a home."""
    files = [Path(folder, name) for folder, _, names in os.walk(home) for name in names]
    sizes = []
    for file in files:
        try:
            sizes.append(file.stat().st_size)
        except FileNotFoundError:  # a file of the index or of SQLite that has gone since
            continue
    return {"home_mb": round(sum(sizes) / 1e6, 2), "home_files": len(sizes)}


def _tree(pid: int) -> list[int]:
    """The process and those that it started, and so on."""
    found = [pid]
    for parent in found:
        try:
            tasks = os.listdir(f"/proc/{parent}/task")
            found += [int(one) for task in tasks for one in Path(f"/proc/{parent}/task/{task}/children").read_text().split()]  # fmt: skip
        except OSError:  # it ended meanwhile
            continue
    return found


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
