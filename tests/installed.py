"""The product as it is installed elsewhere: the wheel in an environment of its own, and commands run there without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKED, TORCH = ROOT / "requirements" / "run.txt", ROOT / "requirements" / "torch.txt"


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout, made in `folder`."""
    _pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """The folder of the programs of a new environment in `folder` that holds `wheel` and what it needs, installed as in the Dockerfile."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
    programs = folder / "bin"
    for wanted in (
        ["--require-hashes", "--no-deps", "--requirement", str(LOCKED)],
        ["--requirement", str(TORCH)],
        ["--no-deps", str(wheel)],
    ):
        _pip(str(programs / "python"), "install", "--no-compile", *wanted)
    return programs


def _pip(python: str, *arguments: str) -> None:
    done = subprocess.run(
        [python, "-m", "pip", arguments[0], "--quiet", "--disable-pip-version-check", *arguments[1:]],
        env=without_checkout(), cwd="/", capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def without_checkout() -> dict[str, str]:
    """This environment without what leads to the checkout or to a home."""
    ours = ("PYTHON", "VIRTUAL_ENV", "DIEUKHOAN", "COV_", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@contextmanager
def serving(command: Sequence[str], health: str, environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """`command` while it serves: entered when the address `health` answers, ended after that as a service manager does it."""
    with (folder / "printed").open("w+") as printed:
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=printed, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + 90
            while not answers(health):
                printed.seek(0)
                assert server.poll() is None, printed.read()
                assert time.monotonic() < deadline, printed.read()
                time.sleep(0.3)
            yield
        finally:
            server.terminate()
            server.wait(20)


def answers(address: str) -> bool:
    """Whether `address` answers with success."""
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False
