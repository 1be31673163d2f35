"""A path → a Document: words, drawn lines and tags of each page, straight from pdfium.

pdfium is asked as few things as possible, since each call costs more than the work behind it: the text of a page in
one call, one text object a run of characters, and the boxes of a word's first and last character only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.damage import damage
from extract.drawn import page_drawings
from extract.errors import InputError, TooManyPagesError
from extract.files import read_bytes
from extract.fonts import Fonts
from extract.frame import Frame
from extract.hidden import hidden_words
from extract.layout import Document, Page, Tag
from extract.structure import join_tags
from extract.words import read_words

_BLOCK = 4 << 20  # bytes
_AT_ONCE = 200  # pages: enough that opening a file takes no time beside them


def read_document(
    path: str | Path, pages: Sequence[int] | None = None, most: int | None = None,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> Document:  # fmt: skip
    """Read a PDF. ``pages`` (from 1) restricts it to those pages, which keep their numbers; ``most`` is how many there
    may be. ``step`` is told how many pages are read, of how many.

    Raises ``InputError`` where the file is missing, is no PDF, is damaged, needs a password or lacks those pages,
    ``TooManyPagesError`` where there are more than ``most``.
    """
    data = read_bytes(path)
    _keep_freed_memory()
    file = _File(path, data)
    try:
        count = len(file.document)
        wanted = list(range(1, count + 1)) if pages is None else sorted(set(pages))
        if any(not 1 <= number <= count for number in wanted):
            raise InputError(path, f"has pages 1 to {count}; pages {_pages(wanted)} were asked for.")
        if most is not None and len(wanted) > most:
            raise TooManyPagesError(path, f"has {len(wanted):,} pages to read; at most {most:,} may be read.")
        tags = Tag("Root")
        return Document(
            path=str(path),
            sha256=hashlib.sha256(data).hexdigest(),
            damage=damage(data),
            pages=tuple(_read_pages(path, file, wanted, tags, step)),
            tags=tags,
            title=file.document.get_metadata_value("Title").strip() or None,
            author=file.document.get_metadata_value("Author").strip() or None,
        )
    finally:
        file.document.close()


class _File:
    """A PDF that is opened anew after every so many pages, since pdfium keeps all that it has read of the tags."""

    def __init__(self, path: str | Path, data: bytes) -> None:
        self._path, self._data, self._read = path, data, 0
        self.document = open_pdf(path, data)

    def page(self, number: int) -> pdfium.PdfPage:
        """A page by its number, from 1."""
        if self._read == _AT_ONCE:
            self.document.close()
            self.document, self._read = open_pdf(self._path, self._data), 0
        self._read += 1
        return self.document[number - 1]


@cache
def _keep_freed_memory() -> None:
    """Let the C library keep the memory that one page gives back for the next. Once in a process is enough.

    glibc gives back to the system what is free at its heap's end, but for twice the size of the largest block that it
    ever saw freed. Without such a block each page's memory is fetched anew, a twentieth of the time of all reading.
    The block itself is never written to, so that it takes no memory.
    """
    bytes(_BLOCK)


def _pages(numbers: Sequence[int]) -> str:
    return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])


def open_pdf(path: str | Path, data: bytes) -> pdfium.PdfDocument:
    """A document to be closed by the caller; raises ``InputError`` where it is damaged, locked or without pages."""
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(path, "needs a password. Save a copy without one and use that.") from None
        if "security" in str(error).lower():
            raise InputError(path, "is locked for those who hold a certificate. Ask for a copy without it.") from None
        raise InputError(path, "is damaged or cut off, and cannot be opened. Download or export it again.") from None
    if count == 0:
        raise InputError(path, "has no pages. Download or export it again.")
    return document


@dataclass(slots=True, kw_only=True)
class _Known:
    """What the pages of a document share, as far as it has been read."""

    tags: Tag  # the root of the structure tree
    fonts: Fonts = field(default_factory=Fonts)
    said: dict[str, str] = field(default_factory=dict)  # each text that a word says, once


def _read_pages(
    path: str | Path, file: _File, wanted: Sequence[int], tags: Tag, step: Callable[[int, int], None]
) -> Iterator[Page]:
    index, known = 0, _Known(tags=tags)
    for done, number in enumerate(wanted, 1):
        try:
            page = file.page(number)
            read = _read_page(page, number, index, known)
            page.close()
        except pdfium.PdfiumError:
            raise InputError(path, "cannot be read: the page is damaged.", page=number) from None
        index += len(read.words) + len(read.hidden)
        step(done, len(wanted))
        yield read


def _read_page(page: pdfium.PdfPage, number: int, first_index: int, known: _Known) -> Page:
    displayed = frame_of(page)
    textpage = raw.FPDFText_LoadPage(page.raw)
    if not textpage:
        raise pdfium.PdfiumError("Failed to load text page.")
    try:
        words, runs, frame = read_words(textpage, number, first_index, displayed, known.fonts, known.said)
    finally:
        raw.FPDFText_ClosePage(textpage)
    drawings = page_drawings(page.raw, frame)
    hidden, covers = hidden_words(words, runs, drawings, frame, page)
    seen = tuple(w for w in words if w.number not in hidden) if hidden else tuple(words)
    return Page(
        number=number,
        width=frame.width,
        height=frame.height,
        words=seen,
        across=tuple(drawings.across),
        down=tuple(drawings.down),
        fills=tuple([box for box in drawings.fills if box not in covers]),  # what hides text is no cell's ground
        untagged=join_tags(page.raw, number, seen, known.tags),
        hidden=tuple(w for w in words if w.number in hidden) if hidden else (),
        turn=(frame.rotation - displayed.rotation) % 360,
    )


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The frame of a page: its crop box and its rotation."""
    left, bottom, right, top = map(float, page.get_cropbox())  # whole numbers where the page names no box
    return Frame(left, bottom, right, top, page.get_rotation())
