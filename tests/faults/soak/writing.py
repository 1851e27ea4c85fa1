"""The writer: documents come, are replaced and go, by the command line and by uploads, while the visitors read."""

from __future__ import annotations

import asyncio
import json
import os
from itertools import cycle
from pathlib import Path

import httpx

from tests.faults.soak.asking import pause
from tests.faults.soak.record import Record, WrongAnswerError
from tests.faults.soak.servers import PROGRAM

_FORM = """ỦY BAN NHÂN DÂN
TỈNH LAM GIANG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}/KH-UBND
Lam Giang, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Về việc trồng rừng ven biển
I. MỤC TIÊU
1. Trồng {hectares} ha rừng ngập mặn trước ngày 30/6/2027.
2. Hỗ trợ {hectares} hộ nghèo sửa chữa nhà ở.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Sở Tài chính cấp kinh phí.
"""


def versions(folder: Path) -> list[Path]:
    """Two versions of one document, and one that is uploaded."""
    made = []
    for name, number, hectares in (("ban-1", 901, 500), ("ban-2", 901, 750), ("gui", 902, 300)):
        path = folder / f"{name}.txt"
        path.write_text(_FORM.format(number=number, hectares=hectares), "utf-8")
        made.append(path)
    return made


async def write(home: Path, passing: dict[Path, str], record: Record, until: asyncio.Event, every: float) -> None:
    """Ingest, ingest another version, remove; the files of `passing` in turn, the versions of one document one after another."""
    files = list(passing)
    for first in cycle(files):
        others = [file for file in files if passing[file] == passing[first] and file != first]
        for file in [first, *others]:
            await _told(record, "write: ingest", home, until, every, "ingest", str(file))
        await _told(record, "write: remove", home, until, every, "remove", passing[first])
        if until.is_set():
            return


async def _told(record: Record, kind: str, home: Path, until: asyncio.Event, every: float, *command: str) -> None:
    """Run a command of the shell and wait until the next one is due."""
    if until.is_set():
        return
    with record.timed(kind):
        process = await asyncio.create_subprocess_exec(
            "nice", PROGRAM, *command, "--home", str(home), "--json",
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=dict(os.environ),
        )  # fmt: skip
        out, errors = await process.communicate()
        lines = [json.loads(line) for line in out.splitlines()]
        if process.returncode or errors or lines[0]["status"] not in ("added", "updated", "removed"):
            raise WrongAnswerError(f"{command}: {process.returncode} {lines} {errors.decode()[:300]}")
    await pause(until, every)


async def upload(
    api: httpx.AsyncClient, file: Path, document_id: str, record: Record, until: asyncio.Event, every: float
) -> None:
    """Send a document to the API, wait until it is found, and remove it there."""
    while not until.is_set():
        with record.timed("write: upload"):
            sent = await api.post("/v1/uploads", files={"files": (file.name, file.read_bytes())})
            place, told = sent.headers["location"], sent.json()
            while told["stage"] != "done":
                await asyncio.sleep(0.5)
                told = (await api.get(place)).json()
            if told["error"] or told["files"][0]["outcome"]["document_id"] != document_id:
                raise WrongAnswerError(f"an upload ended as {told}")
            if (await api.get(f"/v1/documents/{document_id}")).status_code != 200:
                raise WrongAnswerError("what was uploaded is not there")
            if (await api.delete(f"/v1/documents/{document_id}")).status_code != 204:
                raise WrongAnswerError("what was uploaded cannot be removed")
        await pause(until, every)
