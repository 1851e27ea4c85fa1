"""What fuzzing found once, and a part of what it keeps, put to every target again (`tests/fuzz/README.md`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.guided import kept
from tests.fuzz.seeds import inputs
from tests.fuzz.targets import BETWEEN, PARTS, TARGETS

FINDINGS = sorted((Path(__file__).parent / "fuzz" / "findings").iterdir())
#: So many of the kept inputs are tried here; pages of pixels take half a second each.
SOME, FEW = 60, 4


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    TARGETS[path.name.partition("-")[0]](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_kept_inputs(target: str) -> None:
    every = [*inputs(target), *kept(target)]
    for data in every[:: max(1, len(every) // (FEW if target == "scan" else SOME))]:
        TARGETS[target](data)


@pytest.mark.parametrize("part", range(len(PARTS)), ids=PARTS)
@pytest.mark.parametrize(
    "other", ["<a/>", "<w:p xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>", "<", ""]
)
def test_a_part_of_a_docx_that_is_not_what_it_is_called(part: int, other: str) -> None:
    for target in ("docx", "corrected"):
        (whole,) = inputs(target)
        pieces = whole.split(BETWEEN)
        TARGETS[target](BETWEEN.join([*pieces[:part], other.encode(), *pieces[part + 1 :]]))
