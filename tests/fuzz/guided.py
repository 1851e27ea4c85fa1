"""Fuzzing that follows what the code does with an input (libFuzzer by Atheris): each target for its share of the processor.

    python -m tests.fuzz.guided --seconds 600 [--targets grammar draft] [--out tests/fuzz/results.json]

A target runs in a process of its own. A finding is anything raised that is not a refusal, a crash, or more than ten seconds; each
kind is kept once. What reached new code is kept in `corpus/TARGET.zip`, from which the next run and the tests begin.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
#: An input that takes so many seconds of the processor hangs; after so many of the clock the process is ended.
HANG, STUCK = 10, 300
#: Megabytes that a process may take.
MEMORY = 4096
#: Bytes of the largest input, and of what is kept for one target before it is packed.
LONGEST, KEPT = 8_000, 250_000
#: What is followed; and modules of it that are loaded only when they are needed.
PACKAGES = ("app", "corpus", "ingest", "search", "docx", "striprtf", "olefile")
LATE = (
    "ingest.readers.docx",
    "ingest.readers.doc",
    "ingest.readers.rtf",
    "ingest.readers.pdf.reading",
    "ingest.readers.html",
    "ingest.readers.markdown",
    "ingest.readers.scans.ocr",
)
_COVERAGE = re.compile(rb"cov: (\d+)")


@dataclass
class Result:
    """What became of a target: processor seconds, executions, edges of the code that were reached, findings by what is wrong."""

    seconds: float = 0.0
    executions: int = 0
    edges: int = 0
    inputs_kept: int = 0
    findings: dict[str, str] = field(default_factory=dict)


def fuzz(target: str, seconds: float, into: Path, result: Result) -> None:
    """Fuzz a target for `seconds` more; `result` grows by it, what is found is written to `into`."""
    seconds += result.seconds
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        corpus = Path(name)
        for at, data in enumerate(kept(target)):
            (corpus / f"kept-{at}").write_bytes(data)
        while result.seconds < seconds:
            _run(target, seconds - result.seconds, corpus, into, result)
        result.inputs_kept = _pack(target, corpus)


def kept(target: str) -> list[bytes]:
    """The inputs that are kept for a target."""
    path = FOLDER / "corpus" / f"{target}.zip"
    if not path.exists():
        return []
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


def _run(target: str, seconds: float, corpus: Path, into: Path, result: Result) -> None:
    """One process, which ends when its time is over or an input kills it."""
    report = corpus.parent / f"{corpus.name}.json"
    command = [sys.executable, "-m", "tests.fuzz.guided", "--within", target, str(seconds), str(report), str(into)]
    options = [f"-timeout={STUCK}", f"-rss_limit_mb={MEMORY}", f"-max_len={LONGEST}", f"-artifact_prefix={into}/{target}-",
               f"-dict={_dictionary(corpus.parent)}", "-len_control=20", "-report_slow_units=1000", str(corpus)]  # fmt: skip
    done = subprocess.run([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    told: dict[str, Any] = json.loads(report.read_text()) if report.exists() else {}
    report.unlink(missing_ok=True)
    result.seconds += max(1.0, told.get("seconds", 1.0))
    result.executions += told.get("executions", 0)
    result.edges = max([result.edges, *map(int, _COVERAGE.findall(done.stderr))])
    result.findings |= told.get("findings", {})
    for kind in re.findall(rb"Test unit written to (\S+/(?!\S*slow-unit)\S+)", done.stderr):
        result.findings[Path(kind.decode()).name] = done.stderr[-1500:].decode("utf-8", "replace")


def _dictionary(folder: Path) -> Path:
    from tests.fuzz.seeds import words

    path = folder / "fuzz-words.txt"
    path.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in words()))
    return path


def _pack(target: str, corpus: Path) -> int:
    """Keep the smallest inputs that reach what all of them reach, as many as there is room for."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        command = [sys.executable, "-m", "tests.fuzz.guided", "--within", target, "1e9", f"{name}.json", f"{name}.new"]
        merge = [*command, "-merge=1", f"-max_len={LONGEST}", f"-artifact_prefix={name}.", name, str(corpus)]
        subprocess.run(merge, capture_output=True, check=False)
        files = sorted(Path(name).iterdir(), key=lambda path: path.stat().st_size)
        room = KEPT
        path = FOLDER / "corpus" / f"{target}.zip"
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            count = 0
            for file in files:
                room -= file.stat().st_size
                if room < 0:
                    break
                # No date: the same inputs give the same file.
                archive.writestr(zipfile.ZipInfo(f"{count:04}"), file.read_bytes(), zipfile.ZIP_DEFLATED)
                count += 1
    return count


def within(target: str, seconds: float, report: Path, into: Path, options: list[str]) -> None:
    """Fuzz in this process until it has used `seconds` of the processor, then tell in `report` and end."""
    import atheris  # no part of the environment: `make fuzz` installs it

    with atheris.instrument_imports(include=[*PACKAGES], enable_loader_override=False):
        for module in LATE:
            import_module(module)
        from tests.fuzz.seeds import inputs
        from tests.fuzz.targets import TARGETS
    run = TARGETS[target]
    merging = "-merge=1" in options or any("merge_control" in option for option in options)
    for at, data in enumerate(() if merging else inputs(target)):
        Path(options[-1], f"seed-{at}").write_bytes(data)
        run(data)  # what is loaded late is no part of the time of the first input
    result = Result()
    begun = _used()

    def tell() -> None:
        result.seconds = _used() - begun
        report.write_text(json.dumps(asdict(result)))

    def found(kind: str, told: str, data: bytes) -> None:
        if kind not in result.findings:
            (into / kind).write_bytes(data)
            result.findings[kind] = told[:300]

    def once(data: bytes) -> None:
        started = time.process_time()
        try:
            run(data)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            found(f"{target}-{type(error).__name__}-{Path(frame.filename).stem}-{frame.lineno}", str(error), data)
        result.executions += 1
        if (took := time.process_time() - started) > HANG:
            found(f"{target}-hang-{took:.0f}", f"{took:.0f} seconds", data)
        if merging:
            return
        if _used() - begun > seconds:
            tell()
            os._exit(0)  # libFuzzer's own way out would wait for its clock
        if result.executions % 100 == 0:
            tell()

    program = shlex.join([sys.executable, "-m", "tests.fuzz.guided", *sys.argv[1:6]])  # as libFuzzer starts it again
    atheris.Setup([program, *options], once)
    atheris.Fuzz()


def _used() -> float:
    """The seconds of the processor that this process and the programs that it ran have taken."""
    return sum(os.times()[:4])


def main() -> None:
    """The command line."""
    if sys.argv[1:2] == ["--within"]:
        target, seconds, report, into, *options = sys.argv[2:]
        within(target, float(seconds), Path(report), Path(into), options)
        return
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="of the processor, for all targets together")
    parser.add_argument("--targets", nargs="+", choices=TARGETS, default=list(TARGETS))
    parser.add_argument("--out", type=Path, help="a file of JSON with the results of all runs")
    arguments = parser.parse_args()
    into = Path(tempfile.mkdtemp(prefix="fuzz-findings-"))
    before = json.loads(arguments.out.read_text()) if arguments.out and arguments.out.exists() else {}
    results = {name: Result(**told) for name, told in before.items()}
    for target in arguments.targets:
        result = results.setdefault(target, Result())
        fuzz(target, arguments.seconds / len(arguments.targets), into, result)
        print(f"{target:9} {result.seconds:6.0f} s {result.executions:9} executions {result.edges:6} edges {len(result.findings)} findings", flush=True)  # fmt: skip
        for kind, told in result.findings.items():
            print(f"{into / kind}: {told}", file=sys.stderr, flush=True)
        if arguments.out:
            arguments.out.write_text(json.dumps({name: asdict(one) for name, one in results.items()}, indent=2, ensure_ascii=False) + "\n")  # fmt: skip
    sys.exit(any(result.findings for result in results.values()))


if __name__ == "__main__":
    main()
