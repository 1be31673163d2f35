"""A Document → the reading of it that is best supported: by tags, by drawn lines, or by the white space of its columns.

Readings are never mixed. The rule:

1. Tags hold where they bring a table of known columns. They are compared with the lines drawn on the pages, if any.
   Where both put at least nineteen lines of text in twenty into the same cells, the tags hold, and every line in
   dispute is told. Where not, the drawn lines hold, if they bring about as many words into rows and know as many
   columns.
2. Without tags, drawn lines hold, unless white space brings clearly more of the words into rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.agreement import agreement
from extract.borderless import read_borderless
from extract.columns import Columns, find_columns, header_labels
from extract.errors import InputError, Label
from extract.labels import plain
from extract.layout import Document, Line
from extract.lines import raw_text
from extract.reading import Reading, Table
from extract.report import Finding
from extract.rows import logical_rows
from extract.ruled import read_ruled
from extract.tags import read_tags

_CLEARLY_MORE = 1.3  # times as many words in rows: then a road beats the one before it
_ABOUT_AS_MANY = 0.95  # of the words in rows: what the drawn lines must bring to beat the tags
_IN_DISPUTE = 0.05  # share of the lines in another cell than drawn, at which the tags are not believed
_UNKNOWN = 0.3  # share of the words in tables without a known label, at which no other road is tried
_ANOTHER = (
    "A table on this page has no known label, and its columns start elsewhere than those of the table of commitments. "
    "It was taken for another table, and read as notes."
)
_INDENT = 20.0  # points by which the text of a column may start elsewhere in another part of its table
_QUOTED = 60  # characters of a disputed line that a finding quotes, and of a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The reading that won, its table of commitments and that table's columns.

    ``findings`` say where the roads disagree, and ``disputed`` holds the numbers of the words concerned.
    """

    reading: Reading
    table: Table
    columns: Columns
    findings: tuple[Finding, ...] = ()
    disputed: frozenset[int] = frozenset()


def best_reading(document: Document, named: Mapping[str, Sequence[str]]) -> Choice:
    """Choose between the roads. ``named`` maps roles to labels that the user gave.

    Raises ``InputError`` where none finds a table with a known column.
    """
    tables: list[Table] = []
    if document.tagged:
        reading = read_tags(document)
        tables = reading.tables
        chosen = _main_table(reading, named)
        if chosen and _share_in_rows(document, *chosen) > 0:
            return _compared(document, named, Choice(reading=reading, table=chosen[0], columns=chosen[1]))
    best: tuple[float, Choice] | None = None
    for road, enough in ((read_ruled, 0.6), (read_borderless, 1.0)):
        if road is read_borderless and best is None and _share_of(document, tables) > _UNKNOWN:
            break  # the text stands in tables of other labels: white space would only guess at what lines have told
        reading = road(document)
        tables = reading.tables or tables
        if not (chosen := _main_table(reading, named)):
            continue
        share = _share_in_rows(document, *chosen)
        if share > 0 and (best is None or share > _CLEARLY_MORE * best[0]):
            best = share, Choice(reading=reading, table=chosen[0], columns=chosen[1])
        if best and best[0] > enough:
            break
    if best is None:
        raise _no_table(document, tables)
    return best[1]


def _compared(document: Document, named: Mapping[str, Sequence[str]], tags: Choice) -> Choice:
    """The reading by tags, or by drawn lines where these contradict it too often."""
    found = agreement(document, logical_rows(tags.table, tags.columns), tags.columns)
    if not found.disputed:
        return tags
    if found.share > _IN_DISPUTE and (drawn := _drawn_instead(document, named, tags)):
        said = _disputes(found.disputed, "The drawn lines were followed, since the tags miss the cells of many lines.")
        return Choice(reading=drawn.reading, table=drawn.table, columns=drawn.columns, findings=said)
    said = _disputes(found.disputed, "The tags were followed.")
    numbers = frozenset(w.number for line in found.disputed for w in line.words)
    return Choice(reading=tags.reading, table=tags.table, columns=tags.columns, findings=said, disputed=numbers)


def _drawn_instead(document: Document, named: Mapping[str, Sequence[str]], tags: Choice) -> Choice | None:
    reading = read_ruled(document)
    if not (chosen := _main_table(reading, named)):
        return None
    drawn = Choice(reading=reading, table=chosen[0], columns=chosen[1])
    enough = _ABOUT_AS_MANY * _share_in_rows(document, tags.table, tags.columns)
    as_good = drawn.columns.known >= tags.columns.known and _share_in_rows(document, *chosen) >= enough
    return drawn if as_good else None


def _disputes(lines: Sequence[Line], followed: str) -> tuple[Finding, ...]:
    """A finding for each page on which tags and drawn lines disagree."""
    counts = Counter(line.page for line in lines)
    first = {line.page: raw_text([line])[:_QUOTED] for line in reversed(lines)}
    return tuple(
        Finding(
            kind="reading",
            text=f"Tags and drawn lines put {'one line' if n == 1 else f'{n} lines'} of this page into different "
            f"cells, the first being “{first[page]}”. {followed}",
            page=page,
        )
        for page, n in sorted(counts.items())
    )


def _share_in_rows(document: Document, table: Table, columns: Columns) -> float:
    """The share of a document's words that a reading places in rows below the header."""
    rows = [row for row in table.rows[columns.header + 1 :] if not row.whole]
    return _share_of(document, [Table(rows, table.width)])


def _share_of(document: Document, tables: Sequence[Table]) -> float:
    """The share of a document's words that stand in tables."""
    placed = sum(len(line.words) for table in tables for row in table.rows for line in row.lines)
    return placed / max(sum(len(page.words) for page in document.pages), 1)


def _main_table(reading: Reading, named: Mapping[str, Sequence[str]]) -> tuple[Table, Columns] | None:
    """The table with the most known columns, and after it every table that carries on with the same columns."""
    found = [(table, columns) for table in reading.tables if (columns := find_columns(table, named))]
    if not found:
        return None
    table, columns = max(found, key=lambda pair: (pair[1].known, len(pair[0].rows)))
    joined = Table([], table.width)
    for other in reading.tables:
        same = next((c for t, c in found if t is other), None)
        carries_on = joined.rows and same is None and other.width == table.width and _is_rest(other, joined, reading)
        if other is table or carries_on or (same is not None and _are_same(same, columns)):
            joined.rows.extend(other.rows)
            _replace(reading, other, joined)
    return joined, find_columns(joined, named) or columns


def _are_same(some: Columns, others: Columns) -> bool:
    """Whether two tables have the same columns, by what these hold or by their labels: a part may hold very little."""
    return some.roles == others.roles or list(map(plain, some.labels)) == list(map(plain, others.labels))


def _is_rest(table: Table, before: Table, reading: Reading) -> bool:
    """Whether a table without a header of its own may be the rest of another, of as many columns.

    It is none where text parts the two and its columns start elsewhere: then it is a table of something else.
    """
    place = next(i for i, part in enumerate(reading.parts) if part is table)
    if isinstance(reading.parts[place - 1], Table):
        return True
    both = zip(_lefts(before), _lefts(table), strict=True)
    if all(abs(a - b) <= _INDENT for a, b in both if a is not None and b is not None):
        return True
    reading.notes.append((_ANOTHER, table.rows[0].page))
    return False


def _lefts(table: Table) -> list[float | None]:
    """Where the text of each column starts, in points; ``None`` where a column has none."""
    rows = [row for row in table.rows if not row.whole]
    starts = [[line.x0 for row in rows for line in row.cells[column]] for column in range(table.width)]
    return [min(xs, default=None) for xs in starts]


def _replace(reading: Reading, old: Table, joined: Table) -> None:
    place = next(i for i, part in enumerate(reading.parts) if part is old)
    if any(part is joined for part in reading.parts):
        del reading.parts[place]
    else:
        reading.parts[place] = joined


def _no_table(document: Document, tables: Sequence[Table]) -> InputError:
    if not tables:
        return InputError(
            document.path,
            "has no table with lines or tags that this program can follow. "
            "If it is a progress report, ask its author for a tagged PDF.",
        )
    table = max(tables, key=lambda t: len(t.rows))
    labels = header_labels(table)
    shown = " | ".join(label.text[:_QUOTED] for label in labels) or "none"
    page = next(page for page in document.pages if page.number == table.rows[0].page)
    upright = not page.turn and not page.scanned  # else the places are those of the page as it was turned to be read
    return InputError(
        document.path,
        f"has a table with none of the known columns. The labels found are: {shown}. "
        'Name them with --columns, such as --columns progress="…".',
        page=table.rows[0].page,
        labels=labels if upright else [Label(label.text) for label in labels],
    )
