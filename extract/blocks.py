"""A table of blocks, one a commitment, each of rows of label and value → a table of rows, one a commitment.

    Recommendation 3       | Answer calls sooner
    What success looks like | Nine calls in ten …
    Progress               | Two more people …

Such a table is known by its left column: the same few labels over and over, some of them with a known role.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.labels import NUMBER_TEXT, PHRASES, TITLE, plain, role_score
from extract.layout import Line, Word
from extract.reading import Cell, Passage, Reading, Row, Table, carried_on

_LABEL = 80  # characters: what is longer is no label
_MOST = 0.6  # share of the rows with a label that must have one that recurs
_EARLY = 8  # words of a title among which its number stands
_TITLE = ""  # the key of a title that stands above its block
_ROLES = [role for role in PHRASES if role != TITLE]


@dataclass(slots=True)
class _Block:
    """One commitment: the cells of its labels in order of appearance, and the lines of the labels themselves."""

    page: int
    number: list[Line] = field(default_factory=list)
    cells: dict[str, list[Line]] = field(default_factory=dict)
    labels: dict[str, list[Line]] = field(default_factory=dict)

    def add(self, row: Row, key: str) -> None:
        """Add a row of a label, or one without: the rest of a cell that a page broke."""
        cell = row.cells[1]
        if not key:
            key = next(reversed(self.cells))
            cell = carried_on(cell, None) if row.may_continue else cell
        self.cells.setdefault(key, []).extend(cell)
        self.labels.setdefault(key, []).extend(row.cells[0])


def unfold_blocks(reading: Reading) -> None:
    """Replace the tables of blocks in a reading by one table that has a column a label."""
    tables = [table for table in reading.tables if table.width == 2]
    counts = Counter(key for table in tables for row in table.rows if (key := _key(row)))
    found = [table for table in tables if _mostly_recurring(table, counts)]
    recurring = _recurring([row for table in found for row in table.rows])
    if not recurring:
        return
    titled = not any(_plays_title(key) for key in recurring)
    gathering = _Gathering(recurring, titled)
    for part in reading.parts:
        gathering.take(part, any(part is table for table in found))
    blocks = [block for block in gathering.blocks if isinstance(block, _Block)]
    if len(blocks) > 1:
        _name([block for block in blocks if _TITLE in block.cells])
        reading.parts[:] = gathering.parts
        reading.parts.insert(gathering.place, _table(gathering.blocks))


def _plays_title(key: str) -> bool:
    scores = {role: role_score(key, role) for role in PHRASES}
    return key == "#" or scores[TITLE] == max(scores.values()) > 0


def _mostly_recurring(table: Table, counts: Counter[str]) -> bool:
    keys = [key for row in table.rows if (key := _key(row))]
    return sum(counts[key] > 1 for key in keys) > _MOST * len(keys)


def _recurring(rows: Sequence[Row]) -> set[str]:
    """The labels that stand in the left column again and again; empty where the table is none of blocks."""
    keys = [key for row in rows if (key := _key(row))]
    counts = Counter(keys)
    recurring = {key for key, count in counts.items() if count > 1}
    known = any(role_score(key, role) > 0 for key in recurring for role in _ROLES)
    if not known:
        return set()
    alike = sum(a == b for a, b in pairwise(keys))  # in a column of ratings, neighbours are often alike
    return recurring if alike <= 0.1 * len(keys) or (len(counts) == 1) else set()


def _key(row: Row) -> str:
    """A row's label without its number; ``#`` for a number alone, nothing where there is none or it is too long."""
    if row.whole or not row.cells[0]:
        return ""
    words, number = _parted(row.cells[0])
    text = plain(" ".join(w.text for w in words))
    return text if text and len(text) <= _LABEL else "#" if number and not text else ""


def _parted(cell: Cell) -> tuple[list[Word], list[Word]]:
    """A label's words, and those of the number that it ends in: "Recommendation" and "3"."""
    words = [word for line in cell for word in line.words]
    ends = words and NUMBER_TEXT.match(words[-1].text) and any(map(str.isdigit, words[-1].text))
    return (words[:-1], words[-1:]) if ends else (words, [])


@dataclass(slots=True)
class _Gathering:
    """Goes through the parts of a reading: blocks out of the tables of blocks, and what else there is, in order.

    ``titled`` says that no row of a block names the commitment: then a row over both columns does, or a heading above.
    """

    recurring: set[str]
    titled: bool
    parts: list[Table | Passage] = field(default_factory=list)
    blocks: list[_Block | Row] = field(default_factory=list)
    place: int = 0  # of the first block among the other parts
    start: str = ""  # the label that opens a block

    def take(self, part: Table | Passage, of_blocks: bool) -> None:
        """Take the next part of the reading."""
        if not (of_blocks and isinstance(part, Table)):
            self.parts.append(part)
            return
        above = self._headings_above()
        if not self.blocks:
            self.place = len(self.parts)
        if above and self.titled:
            self.blocks.append(_titled(above))
        elif above:
            self.blocks.append(Row([tuple(above)], above[0].page, whole=True))
        for row in part.rows:
            self._add(row)

    def _headings_above(self) -> list[Line]:
        """The headings right above a table, taken off the parts: those of a chapter, or of the block itself."""
        found: list[Line] = []
        while self.parts[self.place if self.blocks else 0 :] and isinstance(last := self.parts[-1], Passage):
            bold = all(word.bold for line in last.lines for word in line.words)
            if not (last.kind == "heading" or bold) or (found and last.kind == "heading"):
                break
            if not self.blocks and not self.titled:
                break  # what stands before all blocks is the report's
            found[:0] = self.parts.pop().lines  # type: ignore[union-attr]
        return found

    def _add(self, row: Row) -> None:
        """Add a row to the block that it belongs to, or open one."""
        key = _key(row)
        self.start = self.start or (key if key in self.recurring and not self.titled else "")
        block = next((b for b in reversed(self.blocks) if isinstance(b, _Block)), None)
        if row.whole and self.titled:
            self.blocks.append(_titled(row.lines))
        elif row.whole or (block is None and not key):
            self.blocks.append(Row(row.cells, row.page, whole=True))
        elif key and (key == self.start or block is None):
            self.blocks.append(_opened(row, key))
        elif block is not None:
            block.add(row, key)


def _titled(lines: Sequence[Line]) -> _Block:
    """A block that opens with its title over both columns, or as a heading."""
    return _Block(lines[0].page, cells={_TITLE: list(lines)})


def _name(blocks: Sequence[_Block]) -> None:
    """Part titles such as "Recommendation 3: Answer calls sooner", if most begin with the same words and a number."""
    places = {id(block): _number_place(block.cells[_TITLE]) for block in blocks}
    prefixes = Counter(prefix for prefix, _ in places.values() if prefix is not None)
    prefix, count = prefixes.most_common(1)[0] if prefixes else ("", 0)
    if count < _MOST * len(blocks):
        return
    for block in blocks:
        found, at = places[id(block)]
        if found != prefix:
            continue
        lines = block.cells[_TITLE]
        words = [word for line in lines for word in line.words]
        block.number = [Line.of([words[at]._replace(text=words[at].text.rstrip(":–-"))], None)]
        block.labels[_TITLE] = _lines(lines, words[:at])
        rest = words[at + 1 :]
        block.cells[_TITLE] = _lines(lines, rest[1:] if rest and rest[0].text in "–—-:" else rest)


def _number_place(lines: Sequence[Line]) -> tuple[str | None, int]:
    """The words before the first number of a title, and that number's place; ``None`` where it has none early on."""
    words = [word.text for line in lines for word in line.words]
    for at, text in enumerate(words[:_EARLY]):
        if any(map(str.isdigit, text)) and NUMBER_TEXT.match(text):
            return plain(" ".join(words[:at])), at
    return None, 0


def _opened(row: Row, key: str) -> _Block:
    words, number = _parted(row.cells[0])
    block = _Block(row.page)
    block.number = _lines(row.cells[0], number)
    block.cells[key] = list(row.cells[1])
    block.labels[key] = _lines(row.cells[0], words)
    return block


def _lines(cell: Sequence[Line], wanted: Sequence[Word]) -> list[Line]:
    """The lines of a cell with only some of its words."""
    numbers = {word.number for word in wanted}
    kept = ([word for word in line.words if word.number in numbers] for line in cell)
    return [Line.of(words, line.starts) for line, words in zip(cell, kept, strict=True) if words]


def _table(blocks: Sequence[_Block | Row]) -> Table:
    """The blocks as a table: a header row of the labels, then a row a block; numbers come first."""
    real = [block for block in blocks if isinstance(block, _Block)]
    numbered = any(block.number for block in real)
    keys = list(dict.fromkeys(key for block in real for key in block.cells))
    first: dict[str, list[Line]] = {}
    for block in real:
        for key in keys:
            if block.labels.get(key):
                first.setdefault(key, block.labels[key])
    width = len(keys) + numbered
    header: list[Cell] = [*([()] if numbered else []), *(tuple(first.get(key, ())) for key in keys)]
    rows = [Row(header, real[0].page)]
    rows += _rows(blocks, keys, width, numbered)
    return Table(rows, width, headed=True)


def _rows(blocks: Sequence[_Block | Row], keys: Sequence[str], width: int, numbered: bool) -> Iterator[Row]:
    seen: set[str] = set()
    for block in blocks:
        if isinstance(block, Row):
            yield Row([tuple(block.lines), *[()] * (width - 1)], block.page, whole=True)
            continue
        cells: list[Cell] = [tuple(block.number)] if numbered else []
        cells += [tuple(block.cells.get(key, ())) for key in keys]
        labels = [line for key in keys if key in seen for line in block.labels.get(key, ())]
        seen.update(key for key in keys if block.labels.get(key))
        yield Row(cells, block.page, labels=labels)
