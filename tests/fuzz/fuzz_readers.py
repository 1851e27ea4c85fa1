"""Damages files of all kinds and checks that each ends in a document that holds together or in one sentence.

    python -m tests.fuzz.fuzz_readers --seconds 60 [--seed 1] [--files FOLDER]

Every damaged file goes through the worker processes as a user's file would. A finding is a defect, a crash, a worker
that was stopped, a message that is no sentence, or a document that breaks an invariant; its file is kept.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import DieukhoanError
from ingest.isolation import parse_in_order
from ingest.messages import Content, Parsed
from tests.conftest import SAMPLES
from tests.test_hostile import DOCUMENT, PARAGRAPH, docx, pdf
from tests.test_legacy import SAMPLE, encode
from tests.test_properties import check

#: Words of a refusal that says more of the program than of the file.
SUSPECT = ("defect", "crash", "longer than", "memory")
#: What format parsers trip over.
ODD = [b"\0", b"\xff", b"\xff\xfe", b"<", b">", b"&", b"&#0;", b"|", b"\n|", b"\r", b"\xe2\x80\xa8", b"\xcc\x81", b"\xc2\xa0", b"\n1. ",
       b"\n\xc4\x90i\xe1\xbb\x81u 1. ", b"\xe2\x80\x9c", b"**", b"](", b"99999999999", b"-1", b"%%EOF", b"endobj", b"<table>", b"</td>", b"\\'"]  # fmt: skip


def seeds(folder: Path | None) -> dict[str, bytes]:
    """Files of every kind, of our own making, and those of `folder`."""
    found = {path.name: path.read_bytes() for path in SAMPLES.iterdir()}
    found |= {f"{encoding}.txt": encode(SAMPLE, encoding) for encoding in ("tcvn3", "vni", "windows-1258")}  # type: ignore[arg-type]
    found["utf16.txt"] = SAMPLE.encode("utf-16")
    found["mojibake.txt"] = encode(SAMPLE, "vni").decode("cp1252").encode()
    rows = "".join(f"<tr><td>{n}</td><td>{line}</td></tr>" for n, line in enumerate(SAMPLE.splitlines()))
    paragraphs = "".join(f"<p>{line}</p>" for line in SAMPLE.splitlines())
    found["page.html"] = (
        f"<!doctype html><html><body><div>{paragraphs}</div><table>{rows}</table></body></html>".encode()
    )
    table = "".join(f"| {n} | {line} |\n" for n, line in enumerate(SAMPLE.splitlines()))
    found["page.md"] = (
        f"# **KẾ HOẠCH**\n\n{SAMPLE}\n\n| TT | Nội dung |\n|---|---|\n{table}\n[Phụ lục](a.html) *một* \\- hai".encode()
    )
    found["plan.docx"] = docx(DOCUMENT.format("".join(PARAGRAPH.format(line) for line in SAMPLE.splitlines())).encode())
    found["plan.pdf"] = pdf(3)
    escaped = "".join(f"\\u{ord(char)}?" if ord(char) > 0x7F else char for char in SAMPLE).replace("\n", "\\par\n")
    found["plan.rtf"] = b"{\\rtf1\\ansi\\uc1 " + escaped.encode() + b"}"
    if folder:
        found |= {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    return found


def flip(data: bytearray, others: list[bytes], chance: random.Random) -> bytearray:
    """Turn a few bits over."""
    for _ in range(chance.choice([1, 2, 8, 64])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def truncate(data: bytearray, others: list[bytes], chance: random.Random) -> bytearray:
    """Keep the beginning, or the end."""
    at = chance.randrange(len(data))
    return data[:at] if chance.random() < 0.8 else data[at:]


def splice(data: bytearray, others: list[bytes], chance: random.Random) -> bytearray:
    """The beginning of one file and the end of another."""
    other = chance.choice(others)
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def insert(data: bytearray, others: list[bytes], chance: random.Random) -> bytearray:
    """Put odd bytes in, once or many times."""
    for _ in range(chance.choice([1, 5, 50])):
        at = chance.randrange(len(data))
        data[at:at] = chance.choice(ODD) * chance.choice([1, 1, 1, 200])
    return data


def move(data: bytearray, others: list[bytes], chance: random.Random) -> bytearray:
    """Take a stretch out, double it, or write it elsewhere."""
    start = chance.randrange(len(data))
    stretch = data[start : start + chance.choice([1, 30, 1000])]
    if chance.random() < 0.5:
        del data[start : start + len(stretch)]
    at = chance.randrange(len(data) + 1)
    data[at:at] = stretch
    return data


MUTATIONS: list[Callable[[bytearray, list[bytes], random.Random], bytearray]] = [flip, truncate, splice, insert, move]


def damage(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """`data` after one to three mutations; of a zipped document, half the time inside one of its parts."""
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _damage_part(data, others, chance)
    damaged = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 3])):
        if damaged:
            damaged = chance.choice(MUTATIONS)(damaged, others, chance)
    return bytes(damaged)


def _damage_part(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = source.read(name)
            target.writestr(name, damage(part, others, chance) if name == chosen and part else part)
    return buffer.getvalue()


def problem(result: Parsed | DieukhoanError | None) -> str | None:
    """What is wrong with the outcome of a file, or None."""
    if isinstance(result, Parsed):
        try:
            check(result.document)
        except AssertionError as error:
            return f"invariant: {error}"
        return None
    message = str(result)
    if any(word in message for word in SUSPECT):
        return message
    return None if message.endswith(".") and "\n" not in message else f"no sentence: {message}"


def run(seconds: float, seed: int, folder: Path | None) -> int:
    """Fuzz for `seconds`; returns the number of findings."""
    files = seeds(folder)
    everything = list(files.values())
    ends = time.monotonic() + seconds
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))

    def tasks() -> Iterator[tuple[tuple[str, bytes], Content]]:
        number = 0
        while time.monotonic() < ends:
            chance = random.Random(f"{seed}/{number}")
            name = chance.choice(list(files))
            data = damage(files[name], everything, chance)
            if chance.random() < 0.5 and Path(name).suffix in (".txt", ".md", ".html"):
                data = data.decode("utf-8", "ignore").encode()  # text whose bytes are right goes further
            yield (name, data), Content(data, f"{number}-{name}")
            number += 1

    outcomes: Counter[tuple[str, str]] = Counter()
    findings: Counter[str] = Counter()
    for (name, data), result in parse_in_order(tasks()):
        kind = Path(name).suffix.lower()
        outcomes[kind, "parsed" if isinstance(result, Parsed) else "refused"] += 1
        if trouble := problem(result):
            if trouble not in findings:
                (kept / f"{len(findings)}-{name}").write_bytes(data)
                print(f"{kept / f'{len(findings)}-{name}'}: {trouble}", file=sys.stderr)
            findings[trouble] += 1
    for kind in sorted({kind for kind, _ in outcomes}):
        print(f"{kind:6} {outcomes[kind, 'parsed']:7} parsed {outcomes[kind, 'refused']:7} refused")
    print(f"{sum(outcomes.values())} files, {sum(findings.values())} findings")
    return sum(findings.values())


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(10**6), help="the same number damages files in the same way"
    )
    parser.add_argument("--files", type=Path, help="a folder of more files to damage")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    sys.exit(1 if run(arguments.seconds, arguments.seed, arguments.files) else 0)


if __name__ == "__main__":
    main()
