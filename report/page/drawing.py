"""A PDF → small pictures of its pages in a folder, to be kept within report.html."""

from __future__ import annotations

import json
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from extract.errors import InputError
from extract.files import sha256_of
from extract.pictures import Picture, page_pictures
from extract.report import Report
from report.page.pictures import SIZES, Pages, drawn_pages, left_out, pages_shown, picture_name

DPI = 100.0  # small print is legible, and 25 pages stay under 4 MB
_WAITING = 4
_QUALITY = 50  # of JPEG, which is written in less time than pdfium takes to draw; PNG and WebP take three times that


def pages_of(report: Report) -> Pages:
    """The pictures of a report's pages; none where the PDF that was read is no longer there, or is another by now."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            draw_pages(report.source.path, pages_shown(report), Path(folder), report.source.sha256)
        except InputError as error:
            return left_out(error)
        return drawn_pages(Path(folder))


def draw_pages(
    path: str | Path, pages: Sequence[int], folder: Path, sha256: str,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> None:  # fmt: skip
    """Draw pages (from 1) of a PDF into a folder: a JPEG each, and their sizes in points.

    One page is encoded while the next is drawn, and few wait at a time; ``step`` is told how many are
    drawn, of how many. Raises ``InputError`` as ``page_pictures`` does, and where the file is not the one of that
    ``sha256``.
    """
    _check(path, sha256)
    sizes: dict[int, tuple[float, float]] = {}
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(max_workers=1) as pool:
        for picture in page_pictures(path, pages, dpi=DPI):
            width, height = picture.image.size
            sizes[picture.number] = width / picture.scale, height / picture.scale
            step(len(sizes), len(pages))
            waiting.append(pool.submit(_save, picture, folder / picture_name(picture.number)))
            if len(waiting) > _WAITING:
                waiting.popleft().result()
        for done in waiting:
            done.result()
    (folder / SIZES).write_text(json.dumps(sizes), encoding="utf-8")


def _check(path: str | Path, sha256: str) -> None:
    try:
        same = sha256_of(path) == sha256
    except OSError:
        raise InputError(path, "was not found.") from None
    if not same:
        raise InputError(path, "is not the file that was read any more.")


def _save(picture: Picture, path: Path) -> None:
    # Only into a real file does Pillow write without holding the other thread up.
    picture.image.save(path, "JPEG", quality=_QUALITY)
