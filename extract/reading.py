"""What a road through the pages brings back, before anything is known of roles: rows of cells, and the text outside.

Both roads, tags and geometry, end here; everything after them is the same code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extract.layout import Line, Word

Cell = tuple[Line, ...]


def carried_on(cell: Cell, starts: bool | None) -> Cell:
    """A cell's part as it goes on with what stands before it; ``starts`` as in ``Line``, of the part's first line."""
    return (cell[0]._replace(starts=starts), *cell[1:]) if cell else cell


@dataclass(slots=True)
class Row:
    """A row of a table, or the part of one that stands on a page.

    ``may_continue`` is set on the first row of a page or of a part of a table: it may be the rest of the row before.
    ``whole`` is set on a row of which a single cell reaches over all columns. ``labels`` are lines that say again
    what the columns are, where each row has labels of its own.
    """

    cells: list[Cell]
    page: int
    may_continue: bool = False
    whole: bool = False
    labels: list[Line] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """All lines of the row, cell by cell."""
        return [line for cell in self.cells for line in cell]


@dataclass(slots=True)
class Table:
    """A table's rows in order, over all its pages. ``left`` and ``right`` are the columns' edges by page, in points."""

    rows: list[Row]
    width: int  # number of columns
    headed: bool = False  # its first row is known to be its header


@dataclass(slots=True)
class Passage:
    """A paragraph, bullet or heading outside the table."""

    lines: list[Line]
    kind: Literal["text", "heading"]


@dataclass(slots=True)
class Reading:
    """One road's view of a document. Order is reading order."""

    engine: str
    parts: list[Table | Passage]
    furniture: set[int] = field(default_factory=set)  # indices of words
    left_over: list[Word] = field(default_factory=list)  # words that the road could not place
    notes: list[tuple[str, int | None]] = field(default_factory=list)  # what a person should know, with its page

    @property
    def tables(self) -> list[Table]:
        """The tables, in order."""
        return [part for part in self.parts if isinstance(part, Table)]

    @property
    def lines(self) -> list[Line]:
        """The lines of all parts, cell by cell, in order."""
        found: list[Line] = []
        for part in self.parts:
            if isinstance(part, Table):
                for row in part.rows:
                    found.extend(row.lines)
            else:
                found.extend(part.lines)
        return found


def add_table(table: Table, reading: Reading) -> None:
    """Add a page's table: one of as many columns as the one right before it, on the page before, carries that on."""
    last = reading.parts[-1] if reading.parts else None
    if isinstance(last, Table) and last.width == table.width:
        last.rows.extend(table.rows)
    else:
        reading.parts.append(table)
