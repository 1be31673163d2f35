"""Pages → a Reading, from the structure tree of a tagged PDF.

In a tagged PDF the hardest questions are answered: a row that crosses pages is one TR, a bullet is one LI. What
a producer leaves out of the tree (banners, repeated header rows) is marked as an artifact, and stays out of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from extract.blocks import unfold_blocks
from extract.layout import Document, Line, Tag, Word
from extract.lines import lines_in_order, raw_text
from extract.reading import Cell, Passage, Reading, Row, Table

_UNDER = 3.0  # points from where a column's text starts
_QUOTED = 60  # characters of a paragraph that a note quotes
_BLOCKS = {"P", "LI", "Caption", "Note", "BlockQuote", "TOCI", "Div", "Sect", "Part", "Art", "NonStruct", "TD", "TH"}
_CELLS = {"TD", "TH"}
_HEADINGS = {"Title", "H", "H1", "H2", "H3", "H4", "H5", "H6"}


def read_tags(document: Document) -> Reading:
    """The document by its structure tree: tables, and the passages outside them, in the order of the tree."""
    reading = Reading("tags", [])
    _collect(document.tags, reading)
    unfold_blocks(reading)
    reading.left_over = [w for page in document.pages for w in page.untagged]
    return reading


def _collect(element: Tag, reading: Reading) -> None:
    """Tables and passages below an element, in order."""
    if element.type == "Table":
        if table := _table(element, reading):
            reading.parts.append(table)
    elif element.type in _HEADINGS:
        if lines := [line for block in _blocks(element) for line in block]:
            reading.parts.append(Passage(lines, "heading"))
    elif element.words or not any(True for _ in element.kids) or element.type == "LI":
        reading.parts.extend(Passage(block, "text") for block in _blocks(element))
    else:
        for kid in element.content():
            if isinstance(kid, Tag):
                _collect(kid, reading)


def _table(element: Tag, reading: Reading) -> Table | None:
    rows = [(row, cells) for row in _table_rows(element) if (cells := _cells(row))]
    if not rows:
        return None
    width = max(max(_cell_count(row), cells[-1][0] + cells[-1][2]) for row, cells in rows)
    lefts = _column_lefts([cells for _, cells in rows], width)
    made = [_row(cells, width, lefts, alone=_cell_count(row) == 1) for row, cells in rows]
    both = zip(made, rows, strict=True)
    _note_order([row for row, (_, cells) in both if not (row.whole or _order_holds(cells, lefts))], reading)
    for row in made:
        for lines in _mend(row, lefts):
            reading.notes.append((f"By its tags {_quoted(lines)} stands in another column of the page: "
                                  "it is read where it stands.", lines[0].page))  # fmt: skip
    made[0].may_continue = True
    return Table(made, width)


def _note_order(rows: list[Row], reading: Reading) -> None:
    if rows:
        where = "one row" if len(rows) == 1 else f"{len(rows)} rows"
        text = (
            f"By the tags, in {where} the order of the cells is not that of the page: they are read where they stand."
        )
        reading.notes.append((text, rows[0].page))


def _quoted(lines: list[Line]) -> str:
    text = raw_text(lines).lstrip("•\uf0b7 ")
    return f"“{text[:_QUOTED]}…”" if len(text) > _QUOTED else f"“{text}”"


_RawRow = list[tuple[int, Cell, int]]  # (column by order, lines, columns spanned), without the empty cells


def _table_rows(element: Tag) -> Iterator[Tag]:
    for kid in element.content():
        if not isinstance(kid, Tag):
            continue
        if kid.type == "TR":
            yield kid
        elif kid.type != "Caption":
            yield from _table_rows(kid)


def _cell_count(row: Tag) -> int:
    """How many cells a row has: some producers put paragraphs beside them that hold nothing."""
    return row.children - sum(not _is_cell(kid) for kid in row.kids.values())


def _is_cell(kid: Tag) -> bool:
    return kid.type in _CELLS or bool(_blocks(kid))


def _cells(row: Tag) -> _RawRow:
    cells: _RawRow = []
    shift = 0  # what wider cells to the left add to a cell's place among its siblings, and what is no cell takes off
    for index, kid in sorted(row.kids.items()):
        if not _is_cell(kid):
            shift -= 1
            continue
        lines = tuple(line for block in _blocks(kid) for line in block)
        if lines:
            cells.append((index + shift, lines, kid.columns))
        shift += kid.columns - 1
    return cells


def _column_lefts(rows: list[_RawRow], width: int) -> list[float | None]:
    """Where each column's text starts, from the rows that have a cell for every column."""
    starts: list[list[float]] = [[] for _ in range(width)]
    for row in rows:
        for index, cell, span in row:
            if span == 1:
                starts[index].append(min(line.x0 for line in cell))
    return [median(xs) if xs else None for xs in starts]


def _row(filled: _RawRow, width: int, lefts: list[float | None], *, alone: bool) -> Row:
    cells: list[Cell] = [()] * width
    whole = (
        len(filled) == 1 and width > 1 and (filled[0][2] >= width or (alone and not _under_column(filled[0][1], lefts)))
    )
    in_order = _order_holds(filled, lefts)
    for index, cell, _ in filled:
        column = index if in_order or whole else _nearest(cell, lefts)
        cells[column] = cells[column] + cell
    pages = [line.page for _, cell, _ in filled for line in cell]
    return Row(cells, min(pages), whole=whole)


def _under_column(cell: Cell, lefts: list[float | None]) -> bool:
    """Whether a cell that is alone in its row stands under a column but the first: the others are merged down."""
    x0 = min(line.x0 for line in cell)
    return any(left is not None and abs(x0 - left) <= _UNDER for left in lefts[1:])


def _mend(row: Row, lefts: list[float | None]) -> list[list[Line]]:
    """Move paragraphs that the tags put into a cell but the page shows in another column; returns what was moved.

    Word processors do so where lists of two cells run over the same page break. ``lefts`` are in points.
    """
    found: list[list[Line]] = []
    if row.whole:
        return found
    for column in range(len(row.cells)):
        for paragraph in _paragraphs(row.cells[column]):
            seen = {_under(line, lefts) for line in paragraph}
            if len(seen) == 1 and (shown := seen.pop()) not in (None, column) and _under_own(row, column, lefts):
                kept = tuple(line for line in row.cells[column] if line not in paragraph)
                row.cells[column] = kept
                moved = sorted((*row.cells[shown], *paragraph), key=lambda line: (line.page, line.base))
                row.cells[shown] = tuple(moved)
                found.append(paragraph)
    return found


def _paragraphs(cell: Cell) -> list[list[Line]]:
    paragraphs: list[list[Line]] = []
    for line in cell:
        if line.starts or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def _under(line: Line, lefts: list[float | None]) -> int | None:
    """The column that a line stands under: the last one that starts left of it."""
    at = [i for i, left in enumerate(lefts) if left is not None and left <= line.x0 + 8]
    return at[-1] if at else None


def _under_own(row: Row, column: int, lefts: list[float | None]) -> bool:
    """Whether most lines of a cell stand where the cell does: if not, the page has columns of its own."""
    cell = row.cells[column]
    return 2 * sum(_under(line, lefts) == column for line in cell) > len(cell)


def _order_holds(filled: _RawRow, lefts: list[float | None]) -> bool:
    """Whether the cells stand where their order says. Some producers leave an empty cell out, and the rest shift."""
    for index, cell, _ in filled:
        here = lefts[index]
        if here is not None and _nearest(cell, lefts) != index and abs(min(line.x0 for line in cell) - here) > 20:
            return False
    return True


def _nearest(cell: Cell, lefts: list[float | None]) -> int:
    x0 = min(line.x0 for line in cell)
    known = [(abs(x0 - left), i) for i, left in enumerate(lefts) if left is not None]
    return min(known)[1] if known else 0


def _blocks(element: Tag) -> list[list[Line]]:
    """The paragraphs and bullets of a cell or passage, each as lines of which the first starts it."""
    blocks: list[list[Word]] = [[]]
    _fill(element, blocks)
    return [lines_in_order(words, True) for words in blocks if words]


def _fill(element: Tag, blocks: list[list[Word]]) -> None:
    for kid in element.content():
        if not isinstance(kid, Tag):
            blocks[-1].extend(kid)
            continue
        # A bullet's label, body and first paragraph are one item, so only what follows words opens a new one.
        opens = kid.type in _BLOCKS or kid.type in _HEADINGS
        if opens and blocks[-1] and not (kid.type == "P" and element.type == "LBody" and _only_label(blocks[-1])):
            blocks.append([])
        _fill(kid, blocks)
        if opens and blocks[-1]:
            blocks.append([])


def _only_label(words: list[Word]) -> bool:
    """Whether a block holds no more than a bullet's glyph so far."""
    return len(words) == 1 and len(words[0].text) <= 3
