"""A page's filled areas → the grids of the tables that they alone show, with rows beside them that have no fill."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extract.divisions import SAME, column_divisions, fill_ends, fill_sides, row_divisions, stretches
from extract.grid import Grid, crosses, grid_of
from extract.layout import Edge, Line, Page, Word
from extract.lines import lines_by_place

_HEADER = 40  # words that are not bold: what a header holds at most
_NEAR = 2.6  # of the font size: a baseline this close to a filled row may belong to the row beside it


def is_striped(page: Page) -> bool:
    """Whether fills alone show columns, and hold more than a header does: then rows beside them may have none."""
    if page.down:
        return False
    filled = [walls for walls in stretches(fill_sides(page)) if len(column_divisions(walls)) >= 3]
    reaches = [(min(wall.start for wall in walls), max(wall.end for wall in walls)) for walls in filled]
    inside = (w for w in page.words if not w.bold and any(top <= w.base <= bottom for top, bottom in reaches))
    return sum(1 for _ in inside) > _HEADER


def filled_grids(page: Page, striped: bool, loose: Collection[int]) -> list[Grid]:
    """The tables that only filled areas show, each of one set of columns."""
    tables: list[list[Edge]] = []
    for group in stretches(fill_sides(page)):
        xs = column_divisions(group)
        if tables and (len(xs) < 3 or _same_columns(xs, column_divisions(tables[-1]))):
            tables[-1].extend(group)
        else:
            tables.append(group)
    starts = [float("-inf"), *(min(wall.start for wall in table) for table in tables[1:]), float("inf")]
    words = [w for w in page.words if not w.artifact and w.number not in loose]
    found = (_filled_grid(page, words, table, starts[n : n + 2], striped) for n, table in enumerate(tables))
    return [grid for grid in found if grid]


def _same_columns(xs: Sequence[float], others: Sequence[float]) -> bool:
    few, many = sorted((xs, others), key=len)
    return len(few) < 3 or all(any(abs(x - other) <= SAME for other in many) for x in few)


def _filled_grid(
    page: Page, words: Sequence[Word], walls: list[Edge], between: Sequence[float], striped: bool
) -> Grid | None:
    """The table that some fills show between two heights: its rows may be divided by lines below a filled header."""
    start, end = between
    xs = column_divisions(walls)
    if len(xs) < 3:
        return None
    ys = row_divisions([*page.across, *fill_ends(page)], xs)
    ys = tuple(y for y in ys if start - SAME <= y < end - SAME)
    if len(ys) < 2:
        return None
    above, below = _unfilled_rows(words, xs, ys)
    if not (striped or above):
        below = []  # the fill is that of the header, and the rows below it are many
    return grid_of(page, xs, (*above, *ys, *below), walls, drawn=False)


def _unfilled_rows(words: Sequence[Word], xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """The far edges of a row above and of one below the fills, where only every other row is filled.

    Such a row is known by lines that stand close to the table and to one another, with words in several columns and
    none across two.
    """
    lines = [line for line in lines_by_place(words) if line.x1 > xs[0]]
    upper = _close_lines([line for line in reversed(lines) if line.base < ys[0]], ys[0], xs)
    lower = _close_lines([line for line in lines if line.base > ys[-1] + 2], ys[-1], xs)
    above = [min(line.top for line in upper) - 1] if upper else []
    return above, [max(line.bottom for line in lower) + 1] if lower else []


def _close_lines(lines: Sequence[Line], edge: float, xs: Sequence[float]) -> list[Line]:
    found: list[Line] = []
    at = edge
    for line in lines:
        apart = abs(line.base - at) > _NEAR * line.size or line.x0 < xs[0] + 1  # text in cells stands clear of them
        if apart or any(crosses(word, xs) for word in line.words):
            break
        found.append(line)
        at = line.base
    columns = {sum(word.x0 >= x - SAME for x in xs) for line in found for word in line.words}
    return found if max(columns, default=0) > 1 else []  # a line at the left alone is text below the table
