"""A path → a Document: words, drawn lines and tags of each page, straight from pdfium. Sole importer of pypdfium2.

pdfium is asked as few things as possible, since each call costs more than the work behind it: the text of a page in
one call, one text object a run of characters, and the boxes of a word's first and last character only.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.drawn import page_drawings
from extract.errors import InputError
from extract.layout import Document, Page, Word
from extract.structure import page_tags

if TYPE_CHECKING:
    from PIL.Image import Image

_TOKEN = re.compile(r"[^\s\x00\u00a0\u200b\ufeff]+")
_LINE_HYPHENS = str.maketrans(
    {"\x02": "-", "\ufffe": "-", "\uffff": "-"}
)  # pdfium's marks for a hyphen at a line's end


def read_document(path: str | Path, pages: Sequence[int] | None = None) -> Document:
    """Read a PDF. ``pages`` (from 1) restricts it to those pages, which keep their numbers.

    Raises ``InputError`` where the file is missing, is no PDF, is damaged, needs a password or lacks those pages.
    """
    data = _bytes(path)
    document = _open(path, data)
    try:
        count = len(document)
        wanted = list(range(1, count + 1)) if pages is None else sorted(set(pages))
        if any(not 1 <= number <= count for number in wanted):
            raise InputError(path, f"has pages 1 to {count}; pages {_pages(wanted)} were asked for.")
        return Document(
            path=str(path),
            sha256=hashlib.sha256(data).hexdigest(),
            pages=tuple(_read_pages(path, document, wanted)),
            title=document.get_metadata_value("Title").strip() or None,
            author=document.get_metadata_value("Author").strip() or None,
        )
    finally:
        document.close()


def _pages(numbers: Sequence[int]) -> str:
    return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])


def _bytes(path: str | Path) -> bytes:
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError(path, "there is no such file. Check the path.") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder, not a PDF. Name the file inside it.") from None
    except OSError as error:
        raise InputError(path, f"cannot be opened ({error.strerror}).") from None
    if not data:
        raise InputError(path, "is empty (0 bytes). Download or export it again.")
    if b"%PDF-" not in data[:1024]:
        raise InputError(path, "is not a PDF. Save or print the report as PDF first.")
    return data


def _open(path: str | Path, data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(path, "needs a password. Save a copy without one and use that.") from None
        raise InputError(path, "is damaged or cut off, and cannot be opened. Download or export it again.") from None
    if count == 0:
        raise InputError(path, "has no pages. Download or export it again.")
    return document


def _read_pages(path: str | Path, document: pdfium.PdfDocument, wanted: Sequence[int]) -> Iterator[Page]:
    index = 0
    for number in wanted:
        try:
            page = document[number - 1]
            read = _read_page(page, number, index)
            page.close()
        except pdfium.PdfiumError:
            raise InputError(path, "cannot be read: the page is damaged.", page=number) from None
        index += len(read.words)
        yield read


def _read_page(page: pdfium.PdfPage, number: int, first_index: int) -> Page:
    frame = Frame.of(page)
    textpage = page.get_textpage()
    try:
        words = tuple(_words(textpage.raw, number, first_index, frame))
    finally:
        textpage.close()
    across, down, fills = page_drawings(page.raw, frame)
    return Page(
        number=number,
        width=frame.width,
        height=frame.height,
        words=words,
        across=across,
        down=down,
        fills=fills,
        tags=page_tags(page.raw),
    )


class Frame(NamedTuple):
    """How a page's own coordinates (origin bottom left, unrotated) become those that a reader sees."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int  # 0, 90, 180 or 270 degrees clockwise

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Frame:
        """The frame of a page: its crop box and its rotation."""
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def width(self) -> float:
        """The width as displayed, in points."""
        return self.right - self.left if self.rotation % 180 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """The height as displayed, in points."""
        return self.top - self.bottom if self.rotation % 180 == 0 else self.right - self.left

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box in the page's own coordinates → (x0, top, x1, bottom) as displayed."""
        a, b = self.point(x0, y0), self.point(x1, y1)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point in the page's own coordinates → (x, y from the top) as displayed."""
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


class _Run(NamedTuple):
    """A stretch of a page's characters that one text object draws."""

    start: int
    end: int
    size: float
    bold: bool
    mcid: int
    artifact: bool


def _page_text(textpage: Any) -> str:
    """All characters of a page, one code point an index, so that indices agree with pdfium's."""
    count = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * written].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    # Characters beyond the basic plane, or ones that pdfium leaves out, would shift every index: ask one by one.
    codes = (raw.FPDFText_GetUnicode(textpage, i) for i in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)


def _runs(textpage: Any, count: int) -> Iterator[_Run]:
    """The text objects of a page in character order; characters that pdfium made up belong to none."""
    index, fonts = 0, dict[int, bool]()
    while index < count:
        text_object = raw.FPDFText_GetTextObject(textpage, index)
        if not text_object:
            index += 1
            continue
        length = max(raw.FPDFTextObj_GetText(text_object, textpage, None, 0) // 2 - 1, 1)
        end = _run_end(textpage, text_object, index, min(index + length, count))
        mcid = raw.FPDFPageObj_GetMarkedContentID(text_object)
        yield _Run(
            index,
            end,
            _size(textpage, index),
            _is_bold(text_object, fonts),
            mcid,
            mcid < 0 and _is_artifact(text_object),
        )
        index = end


def _run_end(textpage: Any, text_object: Any, start: int, guess: int) -> int:
    """The first index after ``start`` that is not the object's. Its length is right but for objects read in parts."""
    address = ctypes.addressof(text_object.contents)
    end = guess
    while end - 1 > start:
        last = raw.FPDFText_GetTextObject(textpage, end - 1)
        if not last or ctypes.addressof(last.contents) == address:
            return end
        end -= 1
    return start + 1


def _size(textpage: Any, index: int) -> float:
    return float(raw.FPDFText_GetFontSize(textpage, index))


def _is_bold(text_object: Any, fonts: dict[int, bool]) -> bool:
    font = raw.FPDFTextObj_GetFont(text_object)
    if not font:
        return False
    address = ctypes.addressof(font.contents)
    if address not in fonts:
        buffer = ctypes.create_string_buffer(128)
        raw.FPDFFont_GetBaseFontName(font, buffer, 128)
        name = buffer.value.decode("utf-8", "replace").lower()
        fonts[address] = "bold" in name or "black" in name or raw.FPDFFont_GetWeight(font) >= 600
    return fonts[address]


def _is_artifact(text_object: Any) -> bool:
    for i in range(raw.FPDFPageObj_CountMarks(text_object)):
        mark = raw.FPDFPageObj_GetMark(text_object, i)
        buffer, length = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
        if raw.FPDFPageObjMark_GetName(mark, buffer, 64, ctypes.byref(length)):
            name = bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
            if name == "Artifact":
                return True
    return False


def _words(textpage: Any, page: int, first_index: int, frame: Frame) -> Iterator[Word]:
    text = _page_text(textpage)
    rect = raw.FS_RECTF()
    reference = ctypes.byref(rect)
    x, y = ctypes.c_double(), ctypes.c_double()
    x_reference, y_reference = ctypes.byref(x), ctypes.byref(y)

    def box(i: int) -> tuple[float, float, float, float]:
        if not raw.FPDFText_GetLooseCharBox(textpage, i, reference):
            return 0.0, 0.0, 0.0, 0.0
        return rect.left, rect.bottom, rect.right, rect.top

    index, last_end = first_index, -1
    for run in _runs(textpage, len(text)):
        for token in _TOKEN.finditer(text, run.start, run.end):
            start, end = token.span()
            first, last = box(start), box(end - 1)
            x0, top, x1, bottom = frame.box(
                min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
            )
            # The origin lies on the baseline, which words of a line share whatever letters they are made of.
            raw.FPDFText_GetCharOrigin(textpage, start, x_reference, y_reference)
            base = frame.point(x.value, y.value)[1]
            top, bottom = min(top, base - 0.72 * run.size), max(bottom, base + 0.2 * run.size)
            yield Word(
                index, token.group().translate(_LINE_HYPHENS), page, x0, top, x1, bottom, base, run.size, run.bold,
                run.mcid, run.artifact, start == last_end, text[end : end + 1] == " ",
            )  # fmt: skip
            index, last_end = index + 1, end


class Picture(NamedTuple):
    """One page as it looks: its number from 1, the pixels that a point takes, and the picture itself (RGB).

    A point that is ``x`` from the left and ``y`` from the top of the page is at pixel ``x * scale``, ``y * scale``.
    """

    number: int
    scale: float
    image: Image


def page_pictures(
    path: str | Path, pages: Sequence[int] | None = None, *, dpi: float = 144.0, limit: int = 3000
) -> Iterator[Picture]:
    """A picture of each page, one at a time. ``pages`` (from 1) restricts them, as in ``read_document``.

    ``limit`` is the most pixels that a side may have: a larger page is scaled down to it. Raises ``InputError`` as
    ``read_document`` does, and where a page cannot be drawn.
    """
    document = _open(path, _bytes(path))
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
    frame = Frame.of(page)
    scale = min(scale, limit / max(frame.width, frame.height, 1.0))
    # pdfium draws no more than what crop box and media box share; where the crop box is larger, white goes around it.
    x0, top, x1, bottom = frame.box(*page.get_bbox())
    margins = x0, frame.height - bottom, frame.width - x1, top
    bitmap = page.render(scale=scale, crop=tuple(-max(margin, 0.0) for margin in margins))
    return Picture(number, scale, bitmap.to_pil().convert("RGB"))
