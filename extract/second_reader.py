"""A path → the glyphs and cells of its pages as pdfplumber sees them: a second opinion on what is read.

Sole importer of pdfplumber. It shares no code with the readers that it checks; a test holds this.
"""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from extract.second_fills import seen_areas

UNREADABLE = "\ufffd"  # stands for a glyph of which the file does not say what it means
_HYPHENS = str.maketrans("\u2010\u2011\u2212", "---")
_WORD_GAP = 0.25  # of the font size: a gap wider than this parts words
_MOST_EDGES = 20_000  # drawn lines of a page: beyond that it is a map, and cells are not looked for


class Glyph(NamedTuple):
    """A glyph's normalised characters and its box; points, origin top left of the page as displayed."""

    text: str
    word: int  # index of its word on the page
    x0: float
    top: float
    x1: float
    bottom: float
    upright: bool

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of its box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Cell(NamedTuple):
    """A cell with lines on all sides, and the number of the table on its page that it belongs to."""

    table: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPage:
    """One page read again. ``words`` are as printed, for quoting; ``glyphs`` hold what can be compared."""

    number: int
    width: float
    height: float
    words: tuple[str, ...]
    glyphs: tuple[Glyph, ...]
    cells: tuple[Cell, ...]


def normal(text: str) -> str:
    """The characters that two readers can agree on: ligatures taken apart, hyphens alike, and neither white space,
    control characters, soft hyphens nor private-use glyphs (bullets of symbol fonts)."""
    if text.startswith("(cid:"):
        return UNREADABLE
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in _UNSEEN)
    return "".join(kept).translate(_HYPHENS)


_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cs"}


def reader_name() -> str:
    """Such as ``pdfplumber 0.11.10``. Raises ``ModuleNotFoundError`` where it is not installed."""
    import pdfplumber

    return f"pdfplumber {pdfplumber.__version__}"


def read_again(path: str, pages: Sequence[int] | None = None) -> Iterator[SecondPage | int]:
    """Each page of a PDF; of one that pdfplumber cannot read, its number alone. ``pages`` (from 1) restricts it.

    Raises ``OSError`` where the file cannot be opened, and whatever pdfplumber raises where it cannot take it in.
    """
    with _opened(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            if pages is None or number in pages:
                try:
                    yield _page(page, number)
                except Exception:  # a broken page can raise nearly anything; the caller tells which it was
                    yield number
                page.close()


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    """The open PDF. What pdfminer would say of oddities in a file is no message to our users."""
    import pdfplumber

    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), pdfplumber.open(path) as pdf:
            warnings.simplefilter("ignore")
            yield pdf
    finally:
        logger.setLevel(level)


def _page(page: Any, number: int) -> SecondPage:
    left, top, width, height = _frame(page)

    def box(thing: Any) -> tuple[float, float, float, float]:
        return thing[0] - left, thing[1] - top, thing[2] - left, thing[3] - top

    words = page.extract_words(use_text_flow=True, x_tolerance_ratio=_WORD_GAP, return_chars=True)
    glyphs = _once(
        Glyph(text, index, *box([char[side] for side in ("x0", "top", "x1", "bottom")]), char["upright"])
        for index, word in enumerate(words)
        for char in word["chars"]
        if (text := normal(char["text"]))
    )
    cells = (Cell(n, *box(cell)) for n, table in enumerate(_tables(page)) for cell in table.cells)
    return SecondPage(
        number=number, width=width, height=height, words=tuple(word["text"] for word in words),
        glyphs=tuple(glyphs), cells=tuple(cells),
    )  # fmt: skip


def _tables(page: Any) -> list[Any]:
    """The tables that lines make. On turned pages lines lean by rounding errors, and pdfplumber wants them straight."""
    for line in page.lines:
        line.update({side: round(line[side], 2) for side in ("x0", "top", "x1", "bottom")})
    for curve in page.curves:
        curve["pts"] = [(round(x, 2), round(y, 2)) for x, y in curve["pts"]]
    if page.rects:
        page.objects["rect"] = seen_areas(page.rects)
        page.flush_cache(["_rect_edges", "_edges"])
    found: list[Any] = page.find_tables() if len(page.edges) < _MOST_EDGES else []
    return found


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Leave out what is printed again a hair beside itself, as some producers make bold."""
    seen: set[tuple[str, int, int]] = set()
    for glyph in glyphs:
        x, y = round(glyph.x0), round(glyph.top)
        if not any((glyph.text, x + dx, y + dy) in seen for dx in (0, -1, 1) for dy in (0, -1, 1)):
            yield glyph
        seen.add((glyph.text, x, y))


def _frame(page: Any) -> tuple[float, float, float, float]:
    """(left, top, width, height) of what is displayed, in pdfplumber's coordinates, which know only the media box."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox
    left, low, right, high = (abs(c - m) for c, m in zip(crop, media, strict=True))
    across, up = crop[2] - crop[0], crop[3] - crop[1]
    x, y, width, height = {
        0: (left, high, across, up),
        90: (low, left, up, across),
        180: (right, low, across, up),
        270: (high, right, up, across),
    }.get(page.rotation, (left, high, across, up))
    return page.mediabox[0] + x, page.mediabox[1] + y, width, height


def unseen_glyphs(path: str, pages: Sequence[int]) -> dict[int, list[tuple[float, float]]]:
    """The top left corners of the glyphs that a page draws invisibly (text render modes 3 and 7), by page.

    The same coordinates as ``Glyph``. A glyph under a fill, or of the paper's colour, is not among them.
    """
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter

    class Watcher(PDFPageAggregator):
        mode = 0

        def render_string(self, textstate: Any, *rest: Any) -> None:
            self.mode = textstate.render
            super().render_string(textstate, *rest)

        def render_char(self, *rest: Any) -> float:
            advance = super().render_char(*rest)
            if self.mode in (3, 7):
                glyph: Any = list(self.cur_item)[-1]
                found.append((glyph.x0 + shift[0], shift[1] - glyph.y1))
            return advance

    by_page: dict[int, list[tuple[float, float]]] = {}
    with _opened(path) as pdf:
        for number in pages:
            page, found = pdf.pages[number - 1], by_page.setdefault(number, [])
            left, top, _, _ = _frame(page)
            shift = page.mediabox[0] - left, page.height + page.mediabox[1] - top
            PDFPageInterpreter(pdf.rsrcmgr, Watcher(pdf.rsrcmgr)).process_page(page.page_obj)
    return by_page
