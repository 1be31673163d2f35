"""A path → the pictures of those pages that are pictures, rendered by pdfium."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.errors import InputError
from extract.files import read_bytes
from extract.pdf import open_pdf

if TYPE_CHECKING:
    from extract.shades import Grey

_COVERS = 0.5  # the share of a page's area at which its pictures are the page
_FINEST, _COARSEST = 2600, 1700  # pixels along the longer side: about 220 and 145 dots an inch of an A4 page
_NARROWEST = 200  # pixels: nothing narrower holds a table


def page_pictures(path: str | Path, numbers: Sequence[int]) -> Iterator[tuple[int, Grey]]:
    """Those of some pages (from 1) that pictures cover, each with its number and its picture as displayed.

    A picture is rendered in the scan's own pixels, within bounds: finer costs time, coarser costs letters. Raises
    ``InputError`` where a page is damaged.
    """
    document = open_pdf(path, read_bytes(path))
    try:
        for number in numbers:
            try:
                grey = _picture(document, number)
            except pdfium.PdfiumError:
                raise InputError(path, "cannot be read: the page is damaged.", page=number) from None
            if grey is not None and min(grey.shape) >= _NARROWEST:
                yield number, grey
    finally:
        document.close()


def _picture(document: pdfium.PdfDocument, number: int) -> Grey | None:
    page = document[number - 1]
    try:
        density = _picture_density(page)
        if not density:
            return None
        longer = max(page.get_size())
        scale = min(max(density, _COARSEST / longer), _FINEST / longer)
        bitmap = page.render(scale=scale, grayscale=True)
        grey: Grey = bitmap.to_numpy().reshape(bitmap.height, bitmap.width).copy()
        return grey
    finally:
        page.close()


def _picture_density(page: pdfium.PdfPage) -> float:
    """Pixels a point of the largest picture on a page; 0 where pictures cover little of it."""
    left, bottom, right, top = page.get_cropbox()
    covered, densest = 0.0, (0.0, 0.0)
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        x0, y0, x1, y1 = thing.get_bounds()
        area = max(min(x1, right) - max(x0, left), 0) * max(min(y1, top) - max(y0, bottom), 0)
        covered += area
        densest = max(densest, (area, max(thing.get_px_size()) / max(x1 - x0, y1 - y0, 1)))
    return densest[1] if covered >= _COVERS * (right - left) * (top - bottom) else 0.0
