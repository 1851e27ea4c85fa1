"""The licences of what is installed, as the page docs/licences.md.

    python -m tests.supply.licences

A package says its licence in its metadata; those that only other platforms install are not here to be asked, and stand below.
"""

from __future__ import annotations

import re
from importlib import metadata

from tests.supply import ROOT, pinned

_ELSEWHERE = {"colorama": "BSD-3-Clause", "pywin32": "PSF-2.0"}
#: Licences under which others may use, change and pass the whole on; of those that ask for changed files in return, only for those files.
_ACCEPTABLE = re.compile(
    r"(3-Clause )?(0?BSD|MIT|Apache|ISC|PSF|MPL|Zlib|CC0|BSL|CNRI|LLVM|HPND|dependency licenses)\b"
)
_NOT = re.compile(r"\b[AL]?GPL|General Public", re.IGNORECASE)
#: Longer than this is a text and no name.
_NAME = 60
_PAGE = """# Licences

What the product installs (`requirements/run.txt`, PyTorch, and for a Milvus server `requirements/milvus.txt`), and under which licence, as each package says itself.
Written by `make licences`; `tests/test_supply.py` checks that the whole may be used, changed and passed on under every one of them, and that this page is true.

Binary wheels hold libraries of others as well (BLAS in numpy and scipy, FFmpeg in OpenCV, PDFium in pypdfium2 …): their texts lie in the package's `.dist-info`
folder and are passed on with it.

| Package | Licence |
| --- | --- |
{rows}

What only the tests and the set-up need (`requirements/dev.txt`, `requirements/build.txt`) is not passed on and not listed; among it hadolint is under the GPL.
Tesseract (Apache-2.0), LibreOffice (MPL-2.0) and Chromium (BSD-3-Clause) are programs of the system and are started as such.
"""


def licence_of(package: str) -> str:
    """The licence that `package` names: an SPDX expression where it has one, else its own word for it.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    try:
        told = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        if package in _ELSEWHERE:
            return _ELSEWHERE[package]
        raise
    classified = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")
    ]
    named = told.get("License-Expression") or told.get("License") or ""
    if not named or len(named) > 2 * _NAME or "\n" in named:
        named = " AND ".join(classified)
    return named.removeprefix("OSI Approved :: ") or "none named"


def is_acceptable(licence: str) -> bool:
    """Whether the product may be passed on with a package under `licence`."""
    parts = [part.strip("() ") for part in re.split(r" AND | OR | WITH |, ", licence)]
    return not _NOT.search(licence) and all(_ACCEPTABLE.match(part) or "(MPL" in part for part in parts)


def page() -> str:
    """The page, with the packages by name."""
    packages = sorted({*pinned("run.txt"), *pinned("torch.txt"), *pinned("milvus.txt")})
    return _PAGE.format(rows="\n".join(f"| {name} | {licence_of(name)} |" for name in packages))


if __name__ == "__main__":
    (ROOT / "docs" / "licences.md").write_text(page(), "utf-8")
