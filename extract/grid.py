"""A page's drawn lines and filled areas → the grid of the table on it: where its columns and its rows are divided."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.layout import Box, Edge, Page

_SAME = 3.0  # points within which two lines are one
_MISSING = 0.1  # share of a row's height: a wall that covers less of it is not drawn there
_LONG = 0.5  # the share of a table's width that a line must cross to divide its rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """``xs`` are the column edges left to right, ``ys`` the row edges top to bottom, in points; both have two or more.

    ``drawn`` says that lines divide the columns, ``walls`` holds those lines.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    drawn: bool
    walls: tuple[Edge, ...]
    bands: tuple[Box, ...] = ()  # fills that reach over the whole width

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.xs) - 1

    def column(self, x: float) -> int | None:
        """The column that an x lies in, from 0; ``None`` outside the table."""
        if not self.xs[0] - _SAME <= x <= self.xs[-1] + _SAME:
            return None
        return sum(x >= edge for edge in self.xs[1:-1])

    def row(self, y: float) -> int | None:
        """The row that the baseline y lies in, from 0; ``None`` above or below the table."""
        if not self.ys[0] - 1 <= y <= self.ys[-1] + 2:
            return None
        return bisect_right(self.ys, y + 1, 1, len(self.ys) - 1) - 1

    def spans(self, top: float, bottom: float) -> list[int]:
        """For each column the first one of the cell that it belongs to between two heights: cells may be merged across.

        A wall that is missing merges cells only where it stands in most of the table: else it is a matter of style.
        """
        first = list(range(self.columns))
        if self.drawn:
            for column in range(1, self.columns):
                walls = [w for w in self.walls if abs(w.at - self.xs[column]) <= _SAME]
                across = _length([Edge(w.at, max(w.start, top), min(w.end, bottom)) for w in walls])
                if across < _MISSING * (bottom - top) and _length(walls) >= _LONG * (self.ys[-1] - self.ys[0]):
                    first[column] = first[column - 1]
        return first

    def undivided(self, top: float, bottom: float) -> bool:
        """Whether no line divides the columns between two heights: one cell over the whole width.

        Where fills tell the columns, rows without any have them too; only a fill from end to end is one cell.
        """
        middle = (top + bottom) / 2
        if not self.drawn and not any(box.top - _SAME <= middle <= box.bottom + _SAME for box in self.bands):
            return False
        inside = (wall for wall in self.walls if self.xs[0] + _SAME < wall.at < self.xs[-1] - _SAME)
        return not any(wall.start - _SAME <= middle <= wall.end + _SAME for wall in inside)


def page_grid(page: Page) -> Grid | None:
    """The grid drawn on a page; ``None`` where nothing divides it into two columns or more."""
    fill_sides = [Edge(x, box.top, box.bottom) for box in page.fills for x in (box.x0, box.x1)]
    for walls, drawn in ((list(page.down), True), (fill_sides, False)):
        xs = _divisions(walls)
        if len(xs) >= 3:
            return _with_rows(page, xs, walls, drawn)
    return None


def _with_rows(page: Page, xs: tuple[float, ...], walls: list[Edge], drawn: bool) -> Grid | None:
    fill_ends = [Edge(y, box.x0, box.x1) for box in page.fills for y in (box.top, box.bottom)]
    inside = [wall for wall in walls if xs[0] - _SAME <= wall.at <= xs[-1] + _SAME]
    ys = _row_divisions([*page.across, *fill_ends], xs)
    if drawn:
        # A table cut by the page's end has walls that reach further than its last line across.
        ys = _clusters([*ys, min(w.start for w in inside), max(w.end for w in inside)])
    if len(ys) < 2:
        return None
    bands = tuple(box for box in page.fills if box.x0 <= xs[0] + _SAME and box.x1 >= xs[-1] - _SAME)
    return Grid(xs=xs, ys=ys, drawn=drawn, walls=tuple(inside), bands=bands)


def _divisions(walls: Sequence[Edge]) -> tuple[float, ...]:
    """The x of the walls of the tallest group of walls that stand side by side."""
    if not walls:
        return ()
    reach: dict[float, float] = {}
    for at, group in _grouped(walls):
        reach[at] = _length(group)
    tallest = max(reach.values())
    return tuple(sorted(x for x, length in reach.items() if length >= min(12.0, tallest)))


def _row_divisions(lines: Iterable[Edge], xs: tuple[float, ...]) -> tuple[float, ...]:
    """The y of lines that cross the first column and most of the width: a line under one cell only divides no row."""
    width, first = xs[-1] - xs[0], (xs[0] + xs[1]) / 2
    found: list[float] = []
    for at, group in _grouped(lines):
        inside = [Edge(e.at, max(e.start, xs[0]), min(e.end, xs[-1])) for e in group]
        if _length(inside) >= _LONG * width and any(e.start <= first <= e.end for e in inside):
            found.append(at)
    return tuple(found)


def across_lines(page: Page, left: float, right: float) -> tuple[float, ...]:
    """The y of lines that cross most of the width between two x."""
    long = [at for at, group in _grouped(page.across) if _length(group) >= _LONG * (right - left)]
    return tuple(long)


def _grouped(edges: Iterable[Edge]) -> list[tuple[float, list[Edge]]]:
    """Lines that lie on one another or end to end, each group with the place that most of it shares."""
    groups: list[list[Edge]] = []
    for edge in sorted(edges):
        # A shade drawn in strips must not chain all lines that it reaches into one.
        if groups and edge.at - groups[-1][-1].at <= _SAME and edge.at - groups[-1][0].at <= 2 * _SAME:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [(sum(e.at for e in group) / len(group), group) for group in groups]


def _clusters(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(at for at, _ in _grouped(Edge(value, 0, 0) for value in values))


def _length(edges: Iterable[Edge]) -> float:
    """How much of the axis the lines cover, counting overlaps once."""
    covered, end = 0.0, float("-inf")
    for edge in sorted(edges, key=lambda e: e.start):
        if edge.end > max(end, edge.start):
            covered += edge.end - max(edge.start, end)
            end = edge.end
    return covered
