"""Pictures of the pages of a PDF, as a reader of the file sees them: turned upright by the file's own word, cut to the visible part."""

from __future__ import annotations

import io

import pypdfium2 as pdfium

from corpus.errors import UnreadableFileError
from ingest.readers.pdf.reading import open_pdf

#: The most dots of a picture, whatever its page measures.
_MOST_DOTS = 6_000_000
_QUALITY = 82


def draw(data: bytes, name: str, number: int, width: int) -> bytes:
    """Page `number` (1-based) as JPEG, `width` pixels broad unless it is very tall.

    What is stamped and signed on the page is drawn with it.

    Raises:
        UnreadableFileError: the file opens no more, has no such page, or the page cannot be drawn.
    """
    document = open_pdf(data, name)
    try:
        if not 1 <= number <= len(document):
            raise UnreadableFileError(f"{name} has {len(document)} pages, no page {number}.")
        document.init_forms()
        page = document[number - 1]
        across, down = page.get_size()
        scale = min(width / across, (_MOST_DOTS / (across * down)) ** 0.5)
        image = page.render(scale=scale).to_pil().convert("RGB")
    except (pdfium.PdfiumError, ZeroDivisionError) as error:
        raise UnreadableFileError(f"Page {number} of {name} cannot be drawn; look at the original.") from error
    finally:
        document.close()
    picture = io.BytesIO()
    image.save(picture, "JPEG", quality=_QUALITY)
    return picture.getvalue()
