"""What was measured on, and with which versions."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

_PACKAGES = (
    "bm25s", "faiss-cpu", "matplotlib", "numba", "numpy", "openvino", "pypdf", "python-docx", "scipy", "sentence-transformers", "torch", "txtai",
)  # fmt: skip


def hardware() -> dict[str, object]:
    """Processor, cores, memory in GB, load at the start, day, commit and versions."""
    return {
        "cpu": _field(Path("/proc/cpuinfo"), "model name") or platform.processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(int((_field(Path("/proc/meminfo"), "MemTotal") or "0 kB").split()[0]) / 2**20, 1),
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "day": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": _commit(),
        "versions": {name: version for name in _PACKAGES if (version := _version(name))},
    }


def memory_mb(process: str = "self") -> dict[str, float]:
    """Memory of a process in MB: `rss`, its parts `own` and `files` (mapped, which the system may take back), and the `most` that it had."""
    status = Path(f"/proc/{process}/status")
    fields = {"rss": "VmRSS", "own": "RssAnon", "files": "RssFile", "most": "VmHWM"}
    return {name: round(int((_field(status, field) or "0 kB").split()[0]) / 1024, 1) for name, field in fields.items()}


def _field(path: Path, name: str) -> str | None:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return None
    return next((line.split(":", 1)[1].strip() for line in lines if line.split(":")[0].strip() == name), None)


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _commit() -> str | None:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or None
