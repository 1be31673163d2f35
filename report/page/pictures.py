"""A Report → small pictures of the pages that its items stand on, to be kept within report.html."""

from __future__ import annotations

import hashlib
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from extract.errors import InputError
from extract.pictures import Picture, page_pictures
from extract.report import Report

DPI = 100.0  # small print is legible, and 25 pages stay under 4 MB
_WAITING = 4
_QUALITY = 50  # of JPEG, which is written in less time than pdfium takes to draw; PNG and WebP take three times that


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page as it looks: its size in points, and the picture as the bytes of a JPEG."""

    width: float
    height: float
    jpeg: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Pictures by page (from 1). ``why`` says in a sentence why there are none; empty where there are."""

    pictures: Mapping[int, PagePicture] = field(default_factory=dict)
    why: str = ""


def pages_of(report: Report) -> Pages:
    """The pictures of a report's pages; none where the PDF that was read is no longer there, or is another by now."""
    path = Path(report.source.path)
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != report.source.sha256:
            return Pages(why=f"{path.name} is not the file that was read any more, so its pages are not shown.")
        wanted = sorted({span.page for item in report.items for span in item.spans})
        return Pages(pictures=dict(_encoded(page_pictures(path, wanted, dpi=DPI))))
    except OSError:
        return Pages(why=f"{path} was not found, so the pictures of its pages are left out.")
    except InputError as error:
        return Pages(why=f"The pictures of the pages are left out: {error}")


def _encoded(pictures: Iterable[Picture]) -> Iterator[tuple[int, PagePicture]]:
    """Each page's number and picture. One page is encoded while the next is drawn, and few wait at a time."""
    waiting: deque[tuple[int, Future[PagePicture]]] = deque()
    with ThreadPoolExecutor(max_workers=1) as pool:
        for picture in pictures:
            waiting.append((picture.number, pool.submit(_picture, picture)))
            if len(waiting) > _WAITING:
                number, done = waiting.popleft()
                yield number, done.result()
        for number, done in waiting:
            yield number, done.result()


def _picture(picture: Picture) -> PagePicture:
    with tempfile.TemporaryFile() as out:  # only into a real file does Pillow write without holding the other thread up
        picture.image.save(out, "JPEG", quality=_QUALITY)
        out.seek(0)
        jpeg = out.read()
    width, height = picture.image.size
    return PagePicture(width=width / picture.scale, height=height / picture.scale, jpeg=jpeg)
