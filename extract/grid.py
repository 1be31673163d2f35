"""A page's drawn lines and filled areas → the grid of the table on it: where its columns and its rows are divided."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.layout import Box, Edge, Line, Page, Word
from extract.lines import lines_by_place

_SAME = 3.0  # points within which two lines are one
_HEADER = 40  # words that are not bold: what a header holds at most
_NEAR = 2.6  # of the font size: a baseline this close to a filled row may belong to the row beside it
_MISSING = 0.1  # share of a row's height: a wall that covers less of it is not drawn there
_ROWS = 3  # lines across, at least, that tell where a table without walls at its sides ends
_MOST = 0.75  # share of them that must end in the same place
_FEW = 0.05  # share of a table's words that may stand over a division of its columns
_WIDTH = 12.0  # points: no column is narrower
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
    """The tallest grid drawn on a page; ``None`` where nothing divides it into two columns or more."""
    return max(page_grids(page), key=lambda grid: grid.ys[-1] - grid.ys[0], default=None)


def page_grids(page: Page, *, striped: bool = False, loose: Collection[int] = ()) -> list[Grid]:
    """The grids drawn on a page, from top to bottom: a table each.

    ``striped`` says that every other row is filled (see ``is_striped``), so that rows beside the fills have none;
    ``loose`` are the numbers of words at the foot of the page that belong to no row.
    """
    drawn = [grid for walls in _stretches(page.down, page.fills) if (grid := _drawn_grid(page, walls))]
    return drawn or _filled_grids(page, striped, loose)


def grid_of_rest(page: Page, before: Grid, found: Sequence[Grid]) -> Grid | None:
    """The rest of a table where a page shows no columns: lines across it of the very reach that the table had.

    It stands above the grids that were ``found`` there. ``None`` where fewer than two such lines are drawn, or where
    text between them runs on over the columns.
    """
    ends = before.xs[0], before.xs[-1]
    alike = [
        at
        for at, group in _grouped(page.across)
        if (not found or at < found[0].ys[0] - _SAME)
        and (reach := _reach(group, *ends))
        and all(abs(a - b) <= _SAME for a, b in zip(reach, ends, strict=True))
    ]
    if len(alike) < 2:
        return None
    words = [w for w in page.words if not w.artifact and alike[0] <= w.base <= alike[-1] and ends[0] <= w.x0 <= ends[1]]
    if sum(_crosses(w, before.xs[:-1]) for w in words) > _FEW * len(words):
        return None
    return _grid(page, before.xs, tuple(alike), [], drawn=False)


def is_striped(page: Page) -> bool:
    """Whether fills alone show columns, and hold more than a header does: then rows beside them may have none."""
    if page.down:
        return False
    filled = [walls for walls in _stretches(_fill_sides(page)) if len(_divisions(walls)) >= 3]
    reaches = [(min(wall.start for wall in walls), max(wall.end for wall in walls)) for walls in filled]
    inside = (w for w in page.words if not w.bold and any(top <= w.base <= bottom for top, bottom in reaches))
    return sum(1 for _ in inside) > _HEADER


def leaves_rows_bare(page: Page, grid: Grid) -> bool:
    """Whether some rows of a grid have neither lines between them nor a fill: where they end is told by their text."""
    if grid.drawn or _row_divisions(page.across, grid.xs):
        return False
    middles = [(top + bottom) / 2 for top, bottom in pairwise(grid.ys)]
    return not all(any(box.top <= y <= box.bottom for box in page.fills) for y in middles)


def _stretches(walls: Iterable[Edge], fills: Sequence[Box] = ()) -> list[list[Edge]]:
    """Vertical lines in groups that nothing parts: between two tables is a stretch that no line crosses.

    Where walls stop, a fill that reaches from the one end to the other and over all of them is a cell of its table.
    """
    groups: list[list[Edge]] = []
    end = float("-inf")
    for wall in sorted(walls, key=lambda wall: wall.start):
        if wall.start > end + _SAME and not (groups and _is_bridged(groups[-1], wall, fills)):
            groups.append([])
        groups[-1].append(wall)
        end = max(end, wall.end)
    return groups


def _is_bridged(above: Sequence[Edge], below: Edge, fills: Sequence[Box]) -> bool:
    """Whether a fill joins walls above to one below."""
    top, left, right = max(w.end for w in above), min(w.at for w in above), max(w.at for w in above)
    return any(
        box.top <= top + _SAME
        and box.bottom >= below.start - _SAME
        and box.x0 <= left + _SAME
        and box.x1 >= right - _SAME
        for box in fills
    )


def _drawn_grid(page: Page, walls: list[Edge]) -> Grid | None:
    # A table cut by the page's end has walls that reach further than its last line across.
    top, bottom = min(wall.start for wall in walls), max(wall.end for wall in walls)
    crossing = [edge for edge in page.across if top - _SAME <= edge.at <= bottom + _SAME]
    xs = _with_open_sides(_divisions(walls), crossing, (top, bottom))
    if len(xs) < 3:
        return None
    ys = [y for y in _row_divisions([*page.across, *_fill_ends(page)], xs) if top - _SAME <= y <= bottom + _SAME]
    return _grid(page, xs, _clusters([*ys, top, bottom]), walls, drawn=True)


def _fill_sides(page: Page) -> list[Edge]:
    return [Edge(x, box.top, box.bottom) for box in page.fills for x in (box.x0, box.x1)]


def _with_open_sides(xs: tuple[float, ...], across: Iterable[Edge], ends: tuple[float, float]) -> tuple[float, ...]:
    """The column edges, and the ends of the lines across where these go on to where no wall is drawn.

    Fewer lines than ``_ROWS`` tell that where they stand at both ``ends`` (y) of the walls: they enclose the table.
    """
    if not xs:
        return xs
    reaches = {at: reach for at, group in _grouped(across) if (reach := _reach(group, xs[0], xs[-1]))}
    crossing = list(reaches.values())
    closed = all(any(abs(at - end) <= _SAME for at in reaches) for end in ends)
    if len(crossing) < _ROWS and not closed:
        return xs
    left, right = (median(ends) for ends in zip(*crossing, strict=True))
    same = [abs(start - left) <= _SAME and abs(end - right) <= _SAME for start, end in crossing]
    if sum(same) < _MOST * len(same):
        return xs
    return (*([left] if left < xs[0] - _WIDTH else []), *xs, *([right] if right > xs[-1] + _WIDTH else []))


def _reach(lines: Sequence[Edge], left: float, right: float) -> tuple[float, float] | None:
    """How far lines of one height go on from between two x without a gap; ``None`` where they do not cross it all."""
    if _length(Edge(e.at, max(e.start, left - 1), min(e.end, right + 1)) for e in lines) < right - left:
        return None
    for edge in sorted(lines, key=lambda e: -e.end):
        left = min(left, edge.start) if edge.end >= left - _SAME else left
    for edge in sorted(lines, key=lambda e: e.start):
        right = max(right, edge.end) if edge.start <= right + _SAME else right
    return left, right


def _filled_grids(page: Page, striped: bool, loose: Collection[int]) -> list[Grid]:
    """The tables that only filled areas show, each of one set of columns."""
    tables: list[list[Edge]] = []
    for group in _stretches(_fill_sides(page)):
        xs = _divisions(group)
        if tables and (len(xs) < 3 or _same_columns(xs, _divisions(tables[-1]))):
            tables[-1].extend(group)
        else:
            tables.append(group)
    starts = [float("-inf"), *(min(wall.start for wall in table) for table in tables[1:]), float("inf")]
    words = [w for w in page.words if not w.artifact and w.number not in loose]
    found = (_filled_grid(page, words, table, starts[n : n + 2], striped) for n, table in enumerate(tables))
    return [grid for grid in found if grid]


def _same_columns(xs: Sequence[float], others: Sequence[float]) -> bool:
    few, many = sorted((xs, others), key=len)
    return len(few) < 3 or all(any(abs(x - other) <= _SAME for other in many) for x in few)


def _filled_grid(
    page: Page, words: Sequence[Word], walls: list[Edge], between: Sequence[float], striped: bool
) -> Grid | None:
    """The table that some fills show between two heights: its rows may be divided by lines below a filled header."""
    start, end = between
    xs = _divisions(walls)
    if len(xs) < 3:
        return None
    ys = _row_divisions([*page.across, *_fill_ends(page)], xs)
    ys = tuple(y for y in ys if start - _SAME <= y < end - _SAME)
    if len(ys) < 2:
        return None
    above, below = _unfilled_rows(words, xs, ys)
    if not (striped or above):
        below = []  # the fill is that of the header, and the rows below it are many
    return _grid(page, xs, (*above, *ys, *below), walls, drawn=False)


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
        if apart or any(_crosses(word, xs) for word in line.words):
            break
        found.append(line)
        at = line.base
    columns = {sum(word.x0 >= x - _SAME for x in xs) for line in found for word in line.words}
    return found if max(columns, default=0) > 1 else []  # a line at the left alone is text below the table


def _crosses(word: Word, xs: Sequence[float]) -> bool:
    return word.x0 < xs[0] - _SAME or any(word.x0 < x - _SAME and word.x1 > x + _SAME for x in xs[1:])


def _fill_ends(page: Page) -> list[Edge]:
    return [Edge(y, box.x0, box.x1) for box in page.fills for y in (box.top, box.bottom)]


def _grid(page: Page, xs: tuple[float, ...], ys: tuple[float, ...], walls: list[Edge], *, drawn: bool) -> Grid | None:
    if len(ys) < 2:
        return None
    inside = tuple(wall for wall in walls if xs[0] - _SAME <= wall.at <= xs[-1] + _SAME)
    bands = tuple(box for box in page.fills if box.x0 <= xs[0] + _SAME and box.x1 >= xs[-1] - _SAME)
    return Grid(xs=xs, ys=ys, drawn=drawn, walls=inside, bands=bands)


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
