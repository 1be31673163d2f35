"""The rows of all pages → logical rows: one a commitment, whole again where a page broke it.

What it drops (repeated headers) and what it sets apart (title rows, bands that name a chapter) is kept by word, so
that the ledger can say who owns it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extract.columns import Columns, cell_number
from extract.labels import NUMBER, NUMBER_TEXT, TITLE, plain, slug
from extract.layout import Line
from extract.lines import raw_text
from extract.reading import Cell, Row, Table, carried_on

_UNIT = 12  # characters: what a second header row holds below a label
_LIKE = 90.0  # per cent of likeness at which a row repeats the header


@dataclass(slots=True)
class LogicalRow:
    """One commitment's row: a cell a column, each with its lines over all pages, and the chapter it stands in."""

    cells: list[list[Line]]
    number: str
    section: str
    joined: bool = False  # put together from more than one part

    @property
    def pages(self) -> list[int]:
        """The pages it stands on, from 1."""
        return sorted({line.page for cell in self.cells for line in cell})


@dataclass(slots=True)
class LogicalTable:
    """The logical rows of a table, with the lines that are its headers and its headings."""

    rows: list[LogicalRow] = field(default_factory=list)
    headers: list[Line] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    title: str = ""


def logical_rows(table: Table, columns: Columns) -> LogicalTable:
    """Put the parts of rows together again, and set headers, titles and chapter bands apart."""
    made = LogicalTable()
    for row in table.rows[: max(columns.header, 0)]:
        made.headings.extend(row.lines)
        made.title = made.title or raw_text(row.lines)
    rest = table.rows[columns.header + 1 :]
    if columns.header >= 0:
        made.headers.extend(table.rows[columns.header].lines)
    header_rows = table.rows[: columns.header + 1]
    section, continues = "", False
    for row in rest:
        continues = continues or row.may_continue
        made.headers.extend(row.labels)
        if _repeats(row, header_rows):
            made.headers.extend(row.lines)
        elif not made.rows and _carries_header_on(row, columns):
            header_rows = [*header_rows, row]
            made.headers.extend(row.lines)
        elif row.whole and not _is_numbered(row, columns):
            section = _band(row, made, section)
        else:
            _add(row, columns, made, section, continues)
            continues = False
    return made


def _repeats(row: Row, header_rows: Sequence[Row]) -> bool:
    """Whether a row says what the header, or a title row above it, says: on each page again, perhaps reworded a bit."""
    most = 2 * max((_word_count(h) for h in header_rows), default=0)
    if _word_count(row) > most:
        return False  # and most rows are longer by far
    text = plain(raw_text(row.lines))
    return bool(text) and any(fuzz.ratio(text, plain(raw_text(h.lines))) >= _LIKE for h in header_rows)


def _carries_header_on(row: Row, columns: Columns) -> bool:
    """Whether a row above the first commitment holds no more than units, such as "£m" below "Exposure"."""
    heads = (_cell(row, columns, NUMBER), _cell(row, columns, TITLE))
    return not row.whole and not any(heads) and all(len(raw_text(cell)) <= _UNIT for cell in row.cells)


def _word_count(row: Row) -> int:
    return sum(len(line.words) for line in row.lines)


def _is_numbered(row: Row, columns: Columns) -> bool:
    number = columns.column(NUMBER)
    return number is not None and bool(row.cells[number]) and bool(NUMBER_TEXT.match(cell_number(row, number)))


def _band(row: Row, made: LogicalTable, section: str) -> str:
    text = raw_text(row.lines)
    if plain(text) == plain(made.title):
        made.headings.extend(row.lines)
        return section
    made.headings.extend(row.lines)
    return text


def _add(row: Row, columns: Columns, made: LogicalTable, section: str, continues: bool) -> None:
    if made.rows and _continues(row, columns, made.rows[-1], continues, _numbered(made.rows)):
        last = made.rows[-1]
        repeated = _repeated_cells(row, columns, last)
        for column, cell in enumerate(row.cells):
            if column in repeated:
                made.headers.extend(cell)
            else:
                last.cells[column].extend(_added(cell, last.cells[column], continues))
        last.joined = True
        return
    number_column = columns.column(NUMBER)
    number = cell_number(row, number_column) if number_column is not None else ""
    made.rows.append(LogicalRow([list(cell) for cell in row.cells], number, section))


def _added(cell: Cell, before: Sequence[Line], at_break: bool) -> Cell:
    """A cell's part as it joins what is ``before`` it in its row.

    After a break, that a part starts there, with its tags, is no sign that a paragraph does. Where a line is drawn
    between them it is one, unless the part starts in lower case.
    """
    if not cell or not before:
        return cell
    starts = None if at_break or raw_text(cell[:1])[0].islower() else True
    return carried_on(cell, starts)


def _numbered(rows: Iterable[LogicalRow]) -> bool:
    return any(row.number for row in rows)


def _continues(row: Row, columns: Columns, last: LogicalRow, at_break: bool, numbered: bool) -> bool:
    """Whether a row is the rest of the one before: it brings neither a number nor, unless a page broke it, a title."""
    number, title = _cell(row, columns, NUMBER), _cell(row, columns, TITLE)
    if number:
        same = raw_text(number).replace(" ", "") == last.number
        return at_break and same
    if not title:
        return True
    if not at_break:
        return False
    return (numbered and bool(last.number)) or _unfinished(row, last, title)


def _unfinished(row: Row, last: LogicalRow, title: Cell) -> bool:
    """Whether the row before was cut: its title goes on in lower case, or a cell of it within a sentence."""
    if raw_text(title)[:1].islower():
        return True
    both = [(raw_text(above), raw_text(below)) for above, below in zip(last.cells, row.cells, strict=True)]
    cut = [(above, below) for above, below in both if above and below and above[-1] not in ".!?:;)"]
    if any(below[0].islower() for _, below in cut):
        return True
    longest = max(both, key=lambda pair: len(pair[0]))
    return longest in cut and (longest[1][0].isdigit() or longest[1][0] in "£€$(“‘")


def _cell(row: Row, columns: Columns, role: str) -> Cell:
    column = columns.column(role)
    return row.cells[column] if column is not None else ()


def _repeated_cells(row: Row, columns: Columns, last: LogicalRow) -> set[int]:
    """Number and title cells that a continuation prints again ("3. Reduce reoffending (continued)")."""
    found: set[int] = set()
    for role in (NUMBER, TITLE):
        column = columns.column(role)
        if column is None or not row.cells[column]:
            continue
        here, before = plain(raw_text(row.cells[column])), plain(raw_text(last.cells[column]))
        here = here.removesuffix("continued").removesuffix("cont").strip()
        if here and (here == before or fuzz.ratio(here, before) >= _LIKE):
            found.add(column)
    return found


def row_ids(rows: Sequence[LogicalRow], titles: Sequence[str]) -> list[str]:
    """A unique id a row: the slug of its number, or of its title; with the section before it where numbers restart."""
    bases = [slug(row.number) if row.number else slug(title)[:40] for row, title in zip(rows, titles, strict=True)]
    times = Counter(bases)
    ids: dict[str, None] = {}
    for row, base in zip(rows, bases, strict=True):
        name = f"{slug(row.section)[:24]}-{base}" if times[base] > 1 and row.section else base
        candidate, n = name, 2
        while candidate in ids:
            candidate, n = f"{name}-{n}", n + 1
        ids[candidate] = None
    return list(ids)
