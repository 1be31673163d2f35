"""Pages → a Reading, from drawn lines and filled areas, without any help from tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.furniture import furniture
from extract.grid import Grid, page_grid
from extract.layout import Document, Line, Page, Word
from extract.lines import lines_by_place, raw_text
from extract.reading import Cell, Passage, Reading, Row, Table

_NUMBER = re.compile(r"^[A-Za-z]{0,4}[-. ]?\d+([.-]\d+)*[a-z]?[.):]?$")


def read_ruled(document: Document) -> Reading:
    """The document by what is drawn: a table on each page that has a grid, and the passages above and below it."""
    grids = {page.number: page_grid(page) for page in document.pages}
    outside = [w for page in document.pages for w in page.words if not _in_table(w, grids[page.number])]
    reading = Reading("ruled", [], furniture(document, outside))
    for page in document.pages:
        _add_page(page, grids[page.number], reading)
    return reading


def _in_table(word: Word, grid: Grid | None) -> bool:
    if grid is None:
        return False
    below = word.base >= grid.ys[0] - 1
    return below and word.base <= grid.ys[-1] + 2 and grid.column((word.x0 + word.x1) / 2) is not None


def _add_page(page: Page, grid: Grid | None, reading: Reading) -> None:
    outside = [w for w in page.words if w.number not in reading.furniture and not _in_table(w, grid)]
    if grid is None:
        _add_passages(outside, reading)
        return
    _add_passages([w for w in outside if w.base < grid.ys[0]], reading)
    rows = _rows(page, grid)
    if rows:
        rows[0].may_continue = True
        _add_table(Table(rows, grid.columns), reading)
    _add_passages([w for w in outside if w.base >= grid.ys[0]], reading)


def _add_table(table: Table, reading: Reading) -> None:
    """A table of as many columns as the one right before it, on the page before, is its continuation."""
    last = reading.parts[-1] if reading.parts else None
    if isinstance(last, Table) and last.width == table.width:
        last.rows.extend(table.rows)
    else:
        reading.parts.append(table)


def _add_passages(words: Sequence[Word], reading: Reading) -> None:
    for line in lines_by_place(words):
        reading.parts.append(Passage([line], "text"))


def _rows(page: Page, grid: Grid) -> list[Row]:
    words = [w for w in page.words if _in_table(w, grid)]
    rows: list[Row] = []
    for top, bottom in zip(grid.ys, grid.ys[1:], strict=False):
        last = bottom == grid.ys[-1]
        inside = [w for w in words if top - 1 <= w.base < (bottom + 2 if last else bottom - 1)]
        words = [w for w in words if w not in set(inside)]
        if inside:
            rows.extend(_band(inside, grid, top, bottom, page.number))
    return rows


def _band(words: Sequence[Word], grid: Grid, top: float, bottom: float, page: int) -> list[Row]:
    whole = grid.drawn and grid.undivided(top, bottom)
    cells: list[list[Word]] = [[] for _ in range(grid.columns)]
    for word in words:
        column = 0 if whole else grid.column((word.x0 + word.x1) / 2)
        cells[column or 0].append(word)
    row = Row([tuple(lines_by_place(cell)) for cell in cells], page, whole=whole)
    return [row]


def numbered_parts(row: Row) -> list[Row]:
    """A row that no line divides, divided where its first column starts a new number."""
    starts = [line for line in row.cells[0] if _NUMBER.match(raw_text([line]))]
    if len(starts) < 2 and not (starts and starts[0] is not row.cells[0][0]):
        return [row]
    tops = [line.base - line.size for line in starts]
    return [_between(row, a, b) for a, b in zip([float("-inf"), *tops], [*tops, float("inf")], strict=True)]


def _between(row: Row, top: float, bottom: float) -> Row:
    cells: list[Cell] = [tuple(line for line in cell if top <= line.base < bottom) for cell in row.cells]
    return Row(cells, row.page, whole=row.whole)


def words_of(lines: Iterable[Line]) -> set[int]:
    """The indices of the words of some lines."""
    return {word.number for line in lines for word in line.words}
