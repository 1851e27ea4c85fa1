"""Who may show these pages in a frame: themselves, and the pages that the administrator names."""

from __future__ import annotations

import os
import re

from corpus.errors import InputError

#: Where the administrator names them, with blanks between.
SETTING = "DIEUKHOAN_FRAME_ANCESTORS"
#: A source of CSP 3: `https://host`, `https://*.host:8443`, or a host alone.
_SOURCE = re.compile(
    r"(?:https?://)?(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?/?", re.ASCII | re.IGNORECASE
)


def ancestors(setting: str) -> tuple[str, ...]:
    """The pages named in `setting`.

    Raises:
        InputError: one of them is no address of a site.
    """
    sources = tuple(setting.split())
    for source in sources:
        if not _SOURCE.fullmatch(source):
            raise InputError(
                f"{source} names no site that may embed clauses; write addresses such as https://noibo.tinh.gov.vn, with blanks between them."
            )
    return sources


def embeddable() -> bool:
    """Whether another site may embed clauses of this server."""
    return bool(os.environ.get(SETTING, "").strip())
