"""Lines, drawn or at the edges of fills → where they divide a table into columns and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from extract.layout import Box, Edge, Page

_START = attrgetter("start")
SAME = 3.0  # points within which two lines are one
LONG = 0.5  # the share of a table's width that a line must cross to divide its rows


def fill_sides(page: Page) -> list[Edge]:
    """The left and the right sides of a page's filled areas, as lines down."""
    return [Edge(x, box.top, box.bottom) for box in page.fills for x in (box.x0, box.x1)]


def fill_ends(page: Page) -> list[Edge]:
    """The upper and the lower ends of a page's filled areas, as lines across."""
    return [Edge(y, box.x0, box.x1) for box in page.fills for y in (box.top, box.bottom)]


def stretches(walls: Iterable[Edge], fills: Sequence[Box] = ()) -> list[list[Edge]]:
    """Vertical lines in groups that nothing parts: between two tables is a stretch that no line crosses.

    Where walls stop, a fill that reaches from the one end to the other and over all of them is a cell of its table.
    """
    groups: list[list[Edge]] = []
    end = float("-inf")
    for wall in sorted(walls, key=_START):
        if wall.start > end + SAME and not (groups and _is_bridged(groups[-1], wall, fills)):
            groups.append([])
        groups[-1].append(wall)
        end = max(end, wall.end)
    return groups


def _is_bridged(above: Sequence[Edge], below: Edge, fills: Sequence[Box]) -> bool:
    """Whether a fill joins walls above to one below."""
    top, left, right = max(w.end for w in above), min(w.at for w in above), max(w.at for w in above)
    return any(
        box.top <= top + SAME and box.bottom >= below.start - SAME and box.x0 <= left + SAME and box.x1 >= right - SAME
        for box in fills
    )


def column_divisions(walls: Sequence[Edge]) -> tuple[float, ...]:
    """The x of the walls of the tallest group of walls that stand side by side."""
    if not walls:
        return ()
    reach: dict[float, float] = {}
    for at, group in grouped(walls):
        reach[at] = length_of(group)
    tallest = max(reach.values())
    return tuple(sorted(x for x, length in reach.items() if length >= min(12.0, tallest)))


def row_divisions(lines: Iterable[Edge], xs: tuple[float, ...]) -> tuple[float, ...]:
    """The y of lines that cross the first column and most of the width: a line under one cell only divides no row."""
    width, first = xs[-1] - xs[0], (xs[0] + xs[1]) / 2
    found: list[float] = []
    for at, group in grouped(lines):
        inside = [Edge(e.at, max(e.start, xs[0]), min(e.end, xs[-1])) for e in group]
        if length_of(inside) >= LONG * width and any(e.start <= first <= e.end for e in inside):
            found.append(at)
    return tuple(found)


def across_lines(page: Page, left: float, right: float) -> tuple[float, ...]:
    """The y of lines that cross most of the width between two x."""
    long = [at for at, group in grouped(page.across) if length_of(group) >= LONG * (right - left)]
    return tuple(long)


def reach_of(lines: Sequence[Edge], left: float, right: float) -> tuple[float, float] | None:
    """How far lines of one height go on from between two x without a gap; ``None`` where they do not cross it all."""
    if length_of(Edge(e.at, max(e.start, left - 1), min(e.end, right + 1)) for e in lines) < right - left:
        return None
    for edge in sorted(lines, key=lambda e: -e.end):
        left = min(left, edge.start) if edge.end >= left - SAME else left
    for edge in sorted(lines, key=_START):
        right = max(right, edge.end) if edge.start <= right + SAME else right
    return left, right


def grouped(edges: Iterable[Edge]) -> list[tuple[float, list[Edge]]]:
    """Lines that lie on one another or end to end, each group with the place that most of it shares."""
    groups: list[list[Edge]] = []
    for edge in sorted(edges):
        # A shade drawn in strips must not chain all lines that it reaches into one.
        if groups and edge.at - groups[-1][-1].at <= SAME and edge.at - groups[-1][0].at <= 2 * SAME:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [(sum(e.at for e in group) / len(group), group) for group in groups]


def clusters(values: Iterable[float]) -> tuple[float, ...]:
    """Places that are one but for a few points, each once."""
    return tuple(at for at, _ in grouped(Edge(value, 0, 0) for value in values))


def length_of(edges: Iterable[Edge]) -> float:
    """How much of the axis the lines cover, counting overlaps once."""
    covered, end = 0.0, float("-inf")
    for edge in sorted(edges, key=_START):
        if edge.end > max(end, edge.start):
            covered += edge.end - max(edge.start, end)
            end = edge.end
    return covered
