"""Look every locked package up among the known vulnerabilities (OSV); a finding ends with 1.

    python -m tests.supply.audit

Where the data cannot be reached, that is said in one line and nothing fails: a computer without internet checks as well. `OSV_URL` names another service.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.supply import REQUIREMENTS, pinned

_SERVICE = "https://api.osv.dev/v1/query"
_SECONDS, _MOST = 5, 180


def main() -> int:
    """Ask, and print what was found."""
    service = os.environ.get("OSV_URL", _SERVICE)
    if reason := _unreachable(service):
        return _skipped(service, reason)
    program = str(Path(sys.executable).with_name("pip-audit"))
    command = [program, "--no-deps", "--disable-pip", "--progress-spinner=off", "--timeout", str(_SECONDS)]
    command += ["--vulnerability-service=osv", "--osv-url", service, "--requirement"]
    with tempfile.TemporaryDirectory() as folder:
        versions = Path(folder, "versions.txt")  # of all platforms, and of torch, which has no hash
        pins = {
            name: version for lock in REQUIREMENTS.glob("*.txt") for name, (version, _) in pinned(lock.name).items()
        }
        versions.write_text("".join(f"{name}=={version}\n" for name, version in pins.items()), "utf-8")
        try:
            done = subprocess.run([*command, str(versions)], capture_output=True, text=True, timeout=_MOST, check=False)
        except subprocess.TimeoutExpired:
            return _skipped(service, f"no end after {_MOST} s")
    if done.returncode and not done.stdout:  # it found nothing: it could not ask to the end
        return _skipped(service, (done.stderr.strip().splitlines() or ["no word"])[-1])
    print(done.stdout + done.stderr, end="")
    return done.returncode


def _unreachable(service: str) -> str | None:
    """Why nobody answers there; None where somebody does, whatever is answered."""
    try:
        urllib.request.urlopen(service, timeout=_SECONDS).close()
    except urllib.error.HTTPError:
        return None
    except OSError as error:
        return str(getattr(error, "reason", error))
    return None


def _skipped(service: str, reason: str) -> int:
    print(f"pip-audit was skipped: {service} cannot be asked ({' '.join(reason.split())}); check again where it can.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
