"""The divisions of a table's columns and rows → its grid, which knows the column and the row of a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.divisions import LONG, SAME, length_of
from extract.layout import Box, Edge, Page, Word

_MISSING = 0.1  # share of a row's height: a wall that covers less of it is not drawn there


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
        if not self.xs[0] - SAME <= x <= self.xs[-1] + SAME:
            return None
        return bisect_right(self.xs, x, 1, len(self.xs) - 1) - 1

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
                walls = [w for w in self.walls if abs(w.at - self.xs[column]) <= SAME]
                across = length_of([Edge(w.at, max(w.start, top), min(w.end, bottom)) for w in walls])
                if across < _MISSING * (bottom - top) and length_of(walls) >= LONG * (self.ys[-1] - self.ys[0]):
                    first[column] = first[column - 1]
        return first

    def undivided(self, top: float, bottom: float) -> bool:
        """Whether no line divides the columns between two heights: one cell over the whole width.

        Where fills tell the columns, rows without any have them too; only a fill from end to end is one cell.
        """
        middle = (top + bottom) / 2
        if not self.drawn and not any(box.top - SAME <= middle <= box.bottom + SAME for box in self.bands):
            return False
        inside = (wall for wall in self.walls if self.xs[0] + SAME < wall.at < self.xs[-1] - SAME)
        return not any(wall.start - SAME <= middle <= wall.end + SAME for wall in inside)


def grid_of(page: Page, xs: tuple[float, ...], ys: tuple[float, ...], walls: list[Edge], *, drawn: bool) -> Grid | None:
    """The grid of these divisions, with the walls and bands that lie in it; ``None`` where it has no row."""
    if len(ys) < 2:
        return None
    inside = tuple(wall for wall in walls if xs[0] - SAME <= wall.at <= xs[-1] + SAME)
    bands = tuple(box for box in page.fills if box.x0 <= xs[0] + SAME and box.x1 >= xs[-1] - SAME)
    return Grid(xs=xs, ys=ys, drawn=drawn, walls=inside, bands=bands)


def crosses(word: Word, xs: Sequence[float]) -> bool:
    """Whether a word stands over a division of columns, or begins before the first of them."""
    return word.x0 < xs[0] - SAME or any(word.x0 < x - SAME and word.x1 > x + SAME for x in xs[1:])
