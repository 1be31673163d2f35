"""The picture of a page → its words in points, in reading order, with how sure each is."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from extract.grids import page_grid
from extract.layout import Box, Edge, Page, Scanned, Word
from extract.picture import Picture, upright
from extract.recognise import engine_name
from extract.shades import Grey
from extract.strokes import Script
from extract.textlines import text_lines
from extract.wording import line_words

_BOLD = 1.17  # times the page's usual weight of stroke


def read_page(page: Page, grey: Grey) -> Page:
    """A page that is a picture, read: words, lines and fills in points as if it had not been turned."""
    picture = upright(grey)
    scale = page.width / grey.shape[1]  # points a pixel
    drawn = replace(
        page,
        words=(),
        across=_in_points(picture.across, scale),
        down=_in_points(picture.down, scale),
        fills=tuple(Box(*(v * scale for v in box)) for box in picture.fills),
        scanned=Scanned(engine=engine_name(), turned=picture.turned),
    )
    lines = text_lines(picture)
    heavy = _BOLD * median([line.weight / line.size for line in lines] or [1.0])
    read = [_words(picture, line, page.number, scale, bold=line.weight / line.size > heavy) for line in lines]
    return replace(drawn, words=tuple(_in_order([words for words in read if words], drawn)))


def _in_points(edges: Sequence[Edge], scale: float) -> tuple[Edge, ...]:
    return tuple(Edge(*(round(v * scale, 2) for v in edge)) for edge in edges)


def _words(picture: Picture, line: Script, page: int, scale: float, *, bold: bool) -> list[Word]:
    """A line's words, its bullet the first; numbers are given later."""
    parts = line_words(picture.grey, line)
    base, size = line.base * scale, round(line.size * scale, 1)
    return [
        Word(
            0, text, page, round(x0 * scale, 2), round(base - 0.75 * size, 2), round(x1 * scale, 2),
            round(base + 0.22 * size, 2), round(base, 2), size, bold, -1, False, False, i < len(parts) - 1,
            round(sure, 4),
        )
        for i, (text, x0, x1, sure) in enumerate(parts)
    ]  # fmt: skip


def _in_order(lines: Sequence[list[Word]], page: Page) -> Iterator[Word]:
    """Words in the order in which the page is read: down each cell of a table's row, and across where there is none."""
    grid = page_grid(page)

    def place(words: list[Word]) -> tuple[int, int, float, float]:
        middle, base = (words[0].x0 + words[-1].x1) / 2, words[0].base
        if grid is None or grid.column(middle) is None:
            return (-1 if grid is None or base < grid.ys[0] else len(grid.ys)), 0, base, words[0].x0
        band = bisect(grid.ys, base - 1)
        return band, grid.column(middle) or 0, round(base / words[0].size), words[0].x0

    for words in sorted(lines, key=place):
        yield from words
