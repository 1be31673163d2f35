"""A path → a picture of each of its pages, as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2 as pdfium

from extract.errors import InputError
from extract.files import read_bytes
from extract.pdf import frame_of, open_pdf

if TYPE_CHECKING:
    from PIL.Image import Image


class Picture(NamedTuple):
    """One page as it looks: its number from 1, the pixels that a point takes, and the picture itself (mode RGBX).

    RGBX, red, green, blue and a byte that says nothing, is what pdfium and Pillow both hold, so that nothing is copied.

    A point that is ``x`` from the left and ``y`` from the top of the page is at pixel ``x * scale``, ``y * scale``.
    """

    number: int
    scale: float
    image: Image

    @property
    def rgb(self) -> Image:
        """The picture in the mode that others can work on."""
        return self.image.convert("RGB")


def page_pictures(
    path: str | Path, pages: Sequence[int] | None = None, *, dpi: float = 144.0, limit: int = 3000
) -> Iterator[Picture]:
    """A picture of each page, one at a time. ``pages`` (from 1) restricts them, as in ``read_document``.

    ``limit`` is the most pixels that a side may have: a larger page is scaled down to it. Raises ``InputError`` as
    ``read_document`` does, and where a page cannot be drawn.
    """
    document = open_pdf(path, read_bytes(path))
    try:
        for number in range(1, len(document) + 1) if pages is None else sorted(set(pages)):
            try:
                page = document[number - 1]
                picture = _picture(page, number, dpi / 72, limit)
                page.close()
            except (pdfium.PdfiumError, IndexError, MemoryError):
                raise InputError(path, "no picture of the page can be drawn.", page=number) from None
            yield picture
    finally:
        document.close()


def _picture(page: pdfium.PdfPage, number: int, scale: float, limit: int) -> Picture:
    frame = frame_of(page)
    scale = min(scale, limit / max(frame.width, frame.height, 1.0))
    # pdfium draws no more than what crop box and media box share; where the crop box is larger, white goes around it.
    x0, top, x1, bottom = frame.box(*page.get_bbox())
    margins = x0, frame.height - bottom, frame.width - x1, top
    crop = tuple(-max(margin, 0.0) for margin in margins)
    bitmap = page.render(scale=scale, crop=crop, prefer_bgrx=True, rev_byteorder=True)
    return Picture(number, scale, bitmap.to_pil())
