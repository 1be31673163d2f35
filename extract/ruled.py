"""Pages → a Reading, from drawn lines and filled areas, without any help from tags."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.blocks import unfold_blocks
from extract.filled_grids import is_striped
from extract.furniture import furniture
from extract.grid import Grid
from extract.grids import grid_of_rest, leaves_rows_bare, page_grids
from extract.layout import Document, Edge, Line, Page, Word
from extract.lines import lines_by_place, raw_text
from extract.reading import Cell, Passage, Reading, Row, Table, add_table

_NOTE = (
    "Shading alone tells the rows of this table apart, and not every row is shaded. "
    "Look at a page or two before quoting."
)
_ACROSS = 0.5  # of a table's width: text without a gap that reaches further, or over two columns, stands in none
_GAP = 0.75  # of the font size: what stands further apart may be of two columns
_THICK = 3.0  # points within which a line across is one that divides rows
_INSIDE = 3.0  # points by which a word that starts on a wall may stand left of it


def read_ruled(document: Document) -> Reading:
    """The document by what is drawn: the tables of each page that has grids, and the passages around them."""
    striped = any(map(is_striped, document.pages))
    loose = _foot(document) if striped else set()
    grids = _grids(document, striped, loose)
    outside = [w for page in document.pages for w in page.words if w.artifact or not _placed(w, grids[page.number])]
    reading = Reading("ruled", [], furniture(document, outside))
    for page in document.pages:
        _add_page(page, grids[page.number], reading)
    unfold_blocks(reading)
    shaded = (page.number for page in document.pages if any(leaves_rows_bare(page, g) for g in grids[page.number]))
    if striped and (first := next(shaded, None)):
        reading.notes.append((_NOTE, first))
    return reading


def _grids(document: Document, striped: bool, loose: set[int]) -> dict[int, list[Grid]]:
    """The grids of each page by its number. Where a header's fill alone shows the columns, pages after it have them."""
    grids: dict[int, list[Grid]] = {}
    last: Grid | None = None
    for page in document.pages:
        found = page_grids(page, striped=striped, loose=loose)
        if last is not None and not last.drawn and (rest := grid_of_rest(page, last, found)):
            found = [rest, *found]
        last = found[-1] if found else None
        grids[page.number] = found
    return grids


def _foot(document: Document) -> set[int]:
    """The numbers of the words that are furniture at the foot of their page."""
    return furniture(document, [w for page in document.pages for w in page.words if w.base > page.height / 2])


def _placed(word: Word, grids: Sequence[Grid]) -> bool:
    return any(_in_table(word, grid) for grid in grids)


def _in_table(word: Word, grid: Grid) -> bool:
    inside = grid.ys[0] - 1 <= word.base <= grid.ys[-1] + 2
    return inside and grid.column((word.x0 + word.x1) / 2) is not None


def _add_page(page: Page, grids: Sequence[Grid], reading: Reading) -> None:
    outside = [w for w in page.words if w.number not in reading.furniture and not _placed(w, grids)]
    for grid in grids:
        _add_passages([w for w in outside if w.base < grid.ys[0]], reading)
        outside = [w for w in outside if w.base >= grid.ys[0]]
        _add_rows(_rows(page, grid), grid, reading)
    _add_passages(outside, reading)


def _add_rows(rows: Sequence[Row], grid: Grid, reading: Reading) -> None:
    """Add the rows of a grid as a table; where lines of text run over its columns, they part it into two.

    What follows text on a page whose rows stand above it carries no row on.
    """
    part: list[Row] = []
    for row in [*rows, None]:
        if row is not None and not (row.whole and not grid.drawn and _is_prose(row)):
            part.append(row)
            continue
        if part:
            part[0].may_continue = not _follows_text(reading, part[0].page)
            add_table(Table(part, grid.columns), reading)
        if row is not None:
            reading.parts.extend(Passage([line], "text") for line in row.lines)
        part = []


def _follows_text(reading: Reading, page: int) -> bool:
    """Whether text stands between the last rows of a page and what comes next on it."""
    last = reading.tables[-1].rows[-1].page if reading.tables else None
    return last == page and isinstance(reading.parts[-1], Passage)


def _is_prose(row: Row) -> bool:
    return raw_text(row.lines).endswith(".")


def _add_passages(words: Sequence[Word], reading: Reading) -> None:
    for line in lines_by_place(words):
        reading.parts.append(Passage([line], "text"))


def _rows(page: Page, grid: Grid) -> list[Row]:
    # What is marked as furniture and yet stands in the table is a watermark, or a stamp.
    words = [w for w in page.words if not w.artifact and _in_table(w, grid)]
    rows: list[Row] = []
    for top, bottom in zip(grid.ys, grid.ys[1:], strict=False):
        last = bottom == grid.ys[-1]
        inside = [w for w in words if top - 1 <= w.base < (bottom + 2 if last else bottom - 1)]
        taken = {w.number for w in inside}
        words = [w for w in words if w.number not in taken]
        if inside:
            rows.append(_band(inside, grid, top, bottom, page))
    return rows


def _band(words: Sequence[Word], grid: Grid, top: float, bottom: float, page: Page) -> Row:
    whole = grid.undivided(top, bottom) or (not grid.drawn and _runs_over(words, grid))
    spans = [0] * grid.columns if whole else grid.spans(top, bottom)
    cells: list[list[Word]] = [[] for _ in range(grid.columns)]
    column, last = 0, None
    for word in words:
        if last is None or not word.follows(last):
            # By where it starts: a long word in a narrow cell may run out of it on the right.
            column = spans[grid.column(min(word.x0 + _INSIDE, (word.x0 + word.x1) / 2)) or 0]
        cells[column].append(word)
        last = word
    whole = whole or _is_title(cells, spans)
    if whole:
        cells = [[word for cell in cells for word in cell], *[[] for _ in cells[1:]]]
    lines = [tuple(lines_by_place(cell)) for cell in cells]
    inside = [edge for edge in page.across if top + _THICK < edge.at < bottom - _THICK]
    if inside and not whole:
        lines = [_parted(cell, column, grid, inside) for column, cell in enumerate(lines)]
    return Row(lines, page.number, whole=whole)


def _parted(cell: Cell, column: int, grid: Grid, across: Sequence[Edge]) -> Cell:
    """A cell's lines, where lines drawn through it part paragraphs: the cells beside it are merged down."""
    left, right = grid.xs[column] + _INSIDE, grid.xs[column + 1] - _INSIDE
    cuts = [edge.at for edge in across if edge.start <= left and edge.end >= right]
    parted = list(cell)
    for i, (above, below) in enumerate(pairwise(cell), 1):
        if any(above.base < cut < below.base for cut in cuts):
            parted[i] = below._replace(starts=not raw_text([below])[0].islower() or None)
    return tuple(parted)


def _runs_over(words: Sequence[Word], grid: Grid) -> bool:
    """Whether text runs on over columns that no line divides: every line of it starts at the left without a gap."""
    lines = lines_by_place(words)
    end, inner = max(line.x1 for line in lines), grid.xs[1:-1]
    if end - grid.xs[0] < _ACROSS * (grid.xs[-1] - grid.xs[0]) and end < grid.xs[min(2, grid.columns)]:
        return False
    if not any(word.x0 < x - _INSIDE and word.x1 > x + _INSIDE for word in words for x in inner):
        return False  # no word stands over a division: these may be cells that are full
    return all(line.x0 < grid.xs[1] and _has_no_gap(line) for line in lines)


def _has_no_gap(line: Line) -> bool:
    return all(word.x0 - last.x1 < _GAP * line.size for last, word in pairwise(line.words))


def _is_title(cells: Sequence[Sequence[Word]], spans: Sequence[int]) -> bool:
    """Whether a row is the title of those below: one cell merged across from the left, and no more than figures."""
    others = [word.text for cell in cells[1:] for word in cell]
    return spans.count(0) > 1 and bool(cells[0]) and not any(any(map(str.isalpha, text)) for text in others)
