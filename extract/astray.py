"""A Reading → the text outside its table that stands where the table's columns do: perhaps a part of a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from extract.layout import Line
from extract.lines import raw_text
from extract.reading import Passage, Reading, Table
from extract.report import Finding

_COLUMN = 40.0  # points right of the table's left edge: what starts before that may be any text
_GAP = 2.0  # of the font size: words further apart stand in two columns
_USUAL = 0.1  # share of the lines of a column that start at a place, at which others that start there are like them
_NEAR = 1  # points
_QUOTED = 60  # characters


def astray(reading: Reading, table: Table) -> tuple[Finding, ...]:
    """A finding for each page on which text below the table's first row starts where lines of its later columns do."""
    outside = [line for part in reading.parts if isinstance(part, Passage) for line in part.lines]
    top, last = _reach(table)
    below = [line for line in outside if top < (line.page, line.base) and line.page <= last + 1]
    places = _places(table) if below else set[int]()
    first: dict[int, Line] = {}
    for line in below:
        if line.page not in first and any(round(x) in places for x in _starts(line)):
            first[line.page] = line
    return tuple(
        Finding(
            kind="reading",
            text=f"“{raw_text([line])[:_QUOTED]}” stands outside the table on this page, but under one of its columns. "
            "See whether it belongs to a row.",
            page=page,
        )
        for page, line in sorted(first.items())
    )


def _reach(table: Table) -> tuple[tuple[int, float], int]:
    """Where a table's first row starts (page, baseline), and its last page."""
    first = min((line.page, line.base) for line in next(row for row in table.rows if row.lines).lines)
    return first, max(row.page for row in table.rows)


def _places(table: Table) -> set[int]:
    """Where lines of a table's columns start, the first column's aside, in whole points with those beside them."""
    lefts = [line.x0 for row in table.rows for line in row.lines]
    edge = min(lefts, default=0.0) + _COLUMN
    found: set[int] = set()
    for column in range(table.width):
        starts = Counter(round(line.x0) for row in table.rows if not row.whole for line in row.cells[column])
        usual = {x for x, n in starts.items() if x > edge and n >= max(2, _USUAL * starts.total())}
        found |= {x + d for x in usual for d in range(-_NEAR, _NEAR + 1)}
    return found


def _starts(line: Line) -> Iterator[float]:
    """Where a line and its parts start: those that stand further apart than words do."""
    yield line.x0
    yield from (word.x0 for last, word in pairwise(line.words) if word.x0 - last.x1 > _GAP * line.size)
