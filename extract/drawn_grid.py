"""Walls that stand together on a page → the grid that they and the lines across them draw."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from extract.divisions import SAME, clusters, column_divisions, fill_ends, grouped, reach_of, row_divisions
from extract.grid import Grid, grid_of
from extract.layout import Edge, Page

_ROWS = 3  # lines across, at least, that tell where a table without walls at its sides ends
_MOST = 0.75  # share of them that must end in the same place
_WIDTH = 12.0  # points: no column is narrower


def drawn_grid(page: Page, walls: list[Edge]) -> Grid | None:
    """The grid that walls draw; ``None`` where they divide nothing into two columns or more."""
    # A table cut by the page's end has walls that reach further than its last line across.
    top, bottom = min(wall.start for wall in walls), max(wall.end for wall in walls)
    crossing = [edge for edge in page.across if top - SAME <= edge.at <= bottom + SAME]
    xs = _with_open_sides(column_divisions(walls), crossing, (top, bottom))
    if len(xs) < 3:
        return None
    ys = [y for y in row_divisions([*page.across, *fill_ends(page)], xs) if top - SAME <= y <= bottom + SAME]
    return grid_of(page, xs, clusters([*ys, top, bottom]), walls, drawn=True)


def _with_open_sides(xs: tuple[float, ...], across: Iterable[Edge], ends: tuple[float, float]) -> tuple[float, ...]:
    """The column edges, and the ends of the lines across where these go on to where no wall is drawn.

    Fewer lines than ``_ROWS`` tell that where they stand at both ``ends`` (y) of the walls: they enclose the table.
    """
    if not xs:
        return xs
    reaches = {at: reach for at, group in grouped(across) if (reach := reach_of(group, xs[0], xs[-1]))}
    crossing = list(reaches.values())
    closed = all(any(abs(at - end) <= SAME for at in reaches) for end in ends)
    if len(crossing) < _ROWS and not closed:
        return xs
    left, right = (median(ends) for ends in zip(*crossing, strict=True))
    same = [abs(start - left) <= SAME and abs(end - right) <= SAME for start, end in crossing]
    if sum(same) < _MOST * len(same):
        return xs
    return (*([left] if left < xs[0] - _WIDTH else []), *xs, *([right] if right > xs[-1] + _WIDTH else []))
