"""A page's drawn lines and filled areas → the grids of the tables on it: where columns and rows are divided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from extract.divisions import SAME, grouped, reach_of, row_divisions, stretches
from extract.drawn_grid import drawn_grid
from extract.filled_grids import filled_grids
from extract.grid import Grid, crosses, grid_of
from extract.layout import Page

_FEW = 0.05  # share of a table's words that may stand over a division of its columns


def page_grid(page: Page) -> Grid | None:
    """The tallest grid drawn on a page; ``None`` where nothing divides it into two columns or more."""
    return max(page_grids(page), key=lambda grid: grid.ys[-1] - grid.ys[0], default=None)


def page_grids(page: Page, *, striped: bool = False, loose: Collection[int] = ()) -> list[Grid]:
    """The grids drawn on a page, from top to bottom: a table each.

    ``striped`` says that every other row is filled (see ``is_striped``), so that rows beside the fills have none;
    ``loose`` are the numbers of words at the foot of the page that belong to no row.
    """
    drawn = [grid for walls in stretches(page.down, page.fills) if (grid := drawn_grid(page, walls))]
    return drawn or filled_grids(page, striped, loose)


def grid_of_rest(page: Page, before: Grid, found: Sequence[Grid]) -> Grid | None:
    """The rest of a table where a page shows no columns: lines across it of the very reach that the table had.

    It stands above the grids that were ``found`` there. ``None`` where fewer than two such lines are drawn, or where
    text between them runs on over the columns.
    """
    ends = before.xs[0], before.xs[-1]
    alike = [
        at
        for at, group in grouped(page.across)
        if (not found or at < found[0].ys[0] - SAME)
        and (reach := reach_of(group, *ends))
        and all(abs(a - b) <= SAME for a, b in zip(reach, ends, strict=True))
    ]
    if len(alike) < 2:
        return None
    words = [w for w in page.words if not w.artifact and alike[0] <= w.base <= alike[-1] and ends[0] <= w.x0 <= ends[1]]
    if sum(crosses(w, before.xs[:-1]) for w in words) > _FEW * len(words):
        return None
    return grid_of(page, before.xs, tuple(alike), [], drawn=False)


def leaves_rows_bare(page: Page, grid: Grid) -> bool:
    """Whether some rows of a grid have neither lines between them nor a fill: where they end is told by their text."""
    if grid.drawn or row_divisions(page.across, grid.xs):
        return False
    middles = [(top + bottom) / 2 for top, bottom in pairwise(grid.ys)]
    return not all(any(box.top <= y <= box.bottom for box in page.fills) for y in middles)
