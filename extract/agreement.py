"""Where the tags put a line of text, and where the lines drawn on the page put it: the places where they disagree.

The two come from different code of whoever made the file, so that what both say is as good as certain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.columns import Columns
from extract.grids import page_grids
from extract.labels import NUMBER, TITLE
from extract.layout import Document, Line
from extract.lines import raw_text
from extract.rows import LogicalTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many lines of a table stand in a drawn cell, and those of them that the tags put into another one."""

    compared: int = 0
    disputed: tuple[Line, ...] = field(default=(), repr=False)

    @property
    def share(self) -> float:
        """The share of the compared lines that are disputed, 0 where none could be compared."""
        return len(self.disputed) / self.compared if self.compared else 0.0


@dataclass(slots=True)
class _Placed:
    """A line, the row and column that the tags put it in, and the ones that are drawn around it."""

    line: Line
    row: int
    column: int
    band: tuple[int, int, int]  # (page, grid of the page, row of the grid)
    drawn: tuple[int, int]  # (columns of the grid, column)


def agreement(document: Document, logical: LogicalTable, columns: Columns) -> Agreement:
    """Compare the rows of a tagged table with the grid drawn on each page. Pages without one are not compared."""
    placed = list(_placed(document, logical))
    disputed = {id(p): p.line for part in (_in_other_column(placed), _in_other_row(placed, columns)) for p in part}
    return Agreement(compared=len(placed), disputed=tuple(disputed.values()))


def _placed(document: Document, logical: LogicalTable) -> Iterator[_Placed]:
    grids = {page.number: [grid for grid in page_grids(page) if grid.drawn] for page in document.pages}
    for r, row in enumerate(logical.rows):
        for c, cell in enumerate(row.cells):
            for line in cell:
                for n, grid in enumerate(grids[line.page]):
                    band, column = grid.row(line.base), grid.column((line.x0 + line.x1) / 2)
                    if band is not None and column is not None:
                        yield _Placed(line, r, c, (line.page, n, band), (grid.columns, column))
                        break


def _in_other_column(placed: list[_Placed]) -> Iterator[_Placed]:
    """Lines of a cell that stand in another drawn column than most lines of their column."""
    seen: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for p in placed:
        seen[p.drawn[0], p.column][p.drawn[1]] += 1
    usual = {key: counts.most_common(1)[0][0] for key, counts in seen.items()}
    return (p for p in placed if p.drawn[1] != usual[p.drawn[0], p.column])


def _in_other_row(placed: list[_Placed], columns: Columns) -> Iterator[_Placed]:
    """Lines of a drawn row that hold another commitment than most of it; numbers or titles of two drawn rows in one."""
    rows: defaultdict[tuple[int, int, int], Counter[int]] = defaultdict(Counter)
    for p in placed:
        rows[p.band][p.row] += 1
    usual = {band: counts.most_common(1)[0][0] for band, counts in rows.items()}
    yield from (p for p in placed if p.row != usual[p.band])
    second = _second_starts(placed, columns)
    yield from (p for p in placed if p.row in second and p.band >= second[p.row])


def _second_starts(placed: list[_Placed], columns: Columns) -> dict[int, tuple[int, int, int]]:
    """Row → the drawn row, below that of its first number or title, in which it has another one."""
    numbers = columns.column(NUMBER)
    key = numbers if numbers is not None else columns.column(TITLE)
    first: dict[int, _Placed] = {}
    second: dict[int, tuple[int, int, int]] = {}
    for p in placed:
        if p.column != key or first.setdefault(p.row, p).band == p.band:
            continue
        # A title may run over a page's end, and a number may be printed again after it.
        on_same_page = first[p.row].line.page == p.line.page
        if on_same_page or (key == numbers and raw_text([p.line]) != raw_text([first[p.row].line])):
            second.setdefault(p.row, p.band)
    return second
