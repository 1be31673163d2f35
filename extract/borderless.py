"""Pages → a Reading, where no lines divide the columns: from the header's labels and the white space between columns.

Columns are where no word of any row stands, over all pages of one layout: one page's white space is chance, that of
all pages is not. Rows are divided by lines across where there are some, else where a number or a title starts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.divisions import across_lines
from extract.furniture import furniture
from extract.labels import NUMBER_TEXT, PHRASES, look_like_labels, names_a_number, plain, role_score
from extract.layout import Document, Line, Page, Word
from extract.lines import lines_by_place
from extract.reading import Cell, Passage, Reading, Row, Table, add_table
from extract.report import OUTCOME, PROGRESS

_GAP = 0.75  # of the font size: words further apart than this may be of two columns
_CORRIDOR = 0.45  # of the font size: the least white space between two columns
_LABEL = 80  # characters: a longer run of words is no label, but text in columns
_LEVEL = 3.0  # points within which lines of two columns stand side by side
_APART = 1.6  # of the usual distance between baselines: what is further apart may be two rows


_NOTE = (
    "No lines divide the columns of this table; they were told by the white space between them. "
    "Look at a page or two before quoting."
)


@dataclass(slots=True)
class _Header:
    """The lines of a header row on one page, and its labels with their place."""

    lines: list[Line] = field(default_factory=list)
    labels: list[list[Word]] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        """The lowest baseline, in points."""
        return max(line.base for line in self.lines)


def read_borderless(document: Document) -> Reading:
    """The document by its white space; without a table where no line of it looks like the header of such a table."""
    every = {page.number: lines_by_place(w for w in page.words if not w.artifact) for page in document.pages}
    headers = {n: header for n, page_lines in every.items() if (header := _find_header(page_lines))}
    # A header printed on each page stands in the same place on all, as a banner does.
    named = {w.number for header in headers.values() for line in header.lines for w in line.words}
    loose = furniture(document, (w for w in document.words if w.number not in named))
    lines = {n: [line for line in found if line.words[0].number not in loose] for n, found in every.items()}
    reading = Reading("borderless", [], loose)
    first = min(headers, default=None)
    if first is None:
        return reading
    edges = _column_edges(document, lines, headers)
    reading.notes.append((_NOTE, first))
    for page in document.pages:
        header = headers.get(page.number)
        if page.number < first:
            reading.parts.extend(Passage([line], "text") for line in lines[page.number])
        else:
            _add_page(page, lines[page.number], header, edges.get(_size(page)), reading)
    return reading


def _find_header(lines: Sequence[Line]) -> _Header | None:
    """The line whose labels name most known roles, with the lines that carry its labels on."""
    best: tuple[int, int] | None = None
    for n, line in enumerate(lines):
        if (known := _known_roles(_segments(line))) > (best[0] if best else 0):
            best = (known, n)
    if best is None:
        return None
    start = lines[best[1]]
    header = _Header(lines=[start], labels=[list(s) for s in _segments(start)])
    for line in lines[best[1] + 1 :]:
        if line.base - header.bottom > 1.7 * start.size or not _carries_on(line, start):
            break
        header.lines.append(line)
        _add_to_labels(header, line)
    return header if all(len(_text(label)) <= _LABEL for label in header.labels) else None


def _known_roles(segments: Sequence[Sequence[Word]]) -> int:
    """How many roles the labels name; 0 unless two of them do, and one of the two is the outcome or the progress."""
    texts = [_text(segment) for segment in segments]
    if len(texts) < 2 or any(len(text) > _LABEL for text in texts) or not look_like_labels(texts):
        return 0
    roles = {role for text in texts for role in PHRASES if role_score(text, role) >= max(4.0, 0.3 * len(plain(text)))}
    return len(roles) if len(roles) > 1 and roles & {OUTCOME, PROGRESS} else 0


def _text(words: Sequence[Word]) -> str:
    return " ".join(w.text for w in words)


def _segments(line: Line) -> list[list[Word]]:
    """A line's words, parted where they stand further apart than words of a sentence do."""
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.x0 - before.x1 > _GAP * max(word.size, before.size):
            parts.append([])
        parts[-1].append(word)
    return parts


def _carries_on(line: Line, header: Line) -> bool:
    """Whether a line below a header's first belongs to it: it is as bold, and so is told from the rows."""
    bold = [w.bold for w in line.words]
    return all(bold) and any(w.bold for w in header.words) and not NUMBER_TEXT.match(line.words[0].text)


def _add_to_labels(header: _Header, line: Line) -> None:
    for segment in _segments(line):
        near = [label for label in header.labels if _overlap(label, segment) > 0]
        if near:
            max(near, key=lambda label: _overlap(label, segment)).extend(segment)
        else:
            header.labels.append(list(segment))


def _overlap(a: Sequence[Word], b: Sequence[Word]) -> float:
    return min(_right(a), _right(b)) - max(_left(a), _left(b))


def _left(words: Iterable[Word]) -> float:
    return min(w.x0 for w in words)


def _right(words: Iterable[Word]) -> float:
    return max(w.x1 for w in words)


def _column_edges(
    document: Document, lines: dict[int, list[Line]], headers: dict[int, _Header]
) -> dict[tuple[int, int], list[float]]:
    """Page size → the x at which columns are divided, outer edges left out."""
    edges: dict[tuple[int, int], list[float]] = {}
    first = min(headers)
    for size in {_size(page) for page in document.pages if page.number >= first}:
        pages = [page for page in document.pages if page.number >= first and _size(page) == size]
        found = [headers[page.number] for page in pages if page.number in headers]
        body = [line for page in pages for line in _below(lines[page.number], headers.get(page.number))]
        if found and body:
            edges[size] = _divisions(body, found[0])
    return edges


def _size(page: Page) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _below(lines: Sequence[Line], header: _Header | None) -> list[Line]:
    return [line for line in lines if header is None or line.base > header.bottom]


def _divisions(body: Sequence[Line], header: _Header) -> list[float]:
    """The middle of each corridor of white space that parts two labels, or the numbers from the first of them."""
    size = Counter(round(line.size, 1) for line in body).most_common(1)[0][0]
    corridors = _corridors(body, _CORRIDOR * size)
    labels = sorted(header.labels, key=_left)
    kept: list[float] = []
    for left, right in pairwise(labels):
        between = [c for c in corridors if c[0] < _left(right) and c[1] > _right(left)]
        if between:  # of several, the widest parts the columns; the others part bullets from their text
            kept.append(max(between, key=lambda c: c[1] - c[0])[1] - 1.0)
        else:
            kept.append((_right(left) + _left(right)) / 2)
    numbers = _number_edge(body, labels[0], corridors)
    return [*([numbers] if numbers is not None else []), *kept]


def _corridors(body: Sequence[Line], least: float) -> list[tuple[float, float]]:
    """Stretches of x over which hardly any line has a word, at least ``least`` points wide; outer margins left out."""
    covered = Counter[int]()
    for line in body:
        for x in {x for w in line.words for x in range(int(w.x0), int(w.x1) + 1)}:
            covered[x] += 1
    few = max(1, len(body) // 100)  # a heading that runs over the columns closes no corridor
    first, last = min(covered), max(covered)
    found: list[tuple[float, float]] = []
    start: int | None = None
    for x in range(first, last + 2):
        if covered[x] <= few and x <= last:
            start = x if start is None else start
        elif start is not None:
            if x - start >= least:
                found.append((float(start), float(x)))
            start = None
    return found


def _number_edge(body: Sequence[Line], label: Sequence[Word], corridors: Sequence[tuple[float, float]]) -> float | None:
    """Where a column of numbers without a label ends; ``None`` where the first label is that of the numbers."""
    if names_a_number(_text(label)):
        return None
    starts = [line.words[0] for line in body if NUMBER_TEXT.match(line.words[0].text)]
    ends = [c for c in corridors if c[1] <= _right(label)]
    if len(starts) < 2 or not ends:
        return None
    edge = min(ends)[1] - 1.0
    inside = [line.words[0] for line in body if line.words[0].x1 <= edge]
    numbers = sum(bool(NUMBER_TEXT.match(w.text)) for w in inside)
    return edge if inside and numbers >= 0.6 * len(inside) else None


def _add_page(
    page: Page, lines: Sequence[Line], header: _Header | None, xs: list[float] | None, reading: Reading
) -> None:
    if xs is None:
        reading.parts.extend(Passage([line], "text") for line in lines)
        return
    above = [line for line in lines if header is not None and line.base < min(h.base for h in header.lines)]
    reading.parts.extend(Passage([line], "text") for line in above)
    rows: list[Row] = []
    if header is not None:
        rows.append(_row(header.lines, xs, page.number))
    body = _below(lines, header)
    wide = [line for line in body if _crosses(line, xs)]
    cells = [line for line in body if line not in wide]
    tail = [line for line in wide if not cells or line.base > max(c.base for c in cells)]
    for group in _row_groups(page, [line for line in body if line not in tail], xs):
        if all(line in wide for line in group):
            rows.append(_whole(group, len(xs) + 1, page.number))
        else:
            rows.append(_row(group, xs, page.number))
    if rows:
        rows[0].may_continue = True
        after_header = rows[1] if header is not None and len(rows) > 1 else rows[0]
        after_header.may_continue = True
        add_table(Table(rows, len(xs) + 1), reading)
    reading.parts.extend(Passage([line], "text") for line in tail)


def _crosses(line: Line, xs: Sequence[float]) -> bool:
    """Whether a line runs over the white space between columns: it belongs to no cell."""
    return any(w.x0 < x - 2 and w.x1 > x + 2 for w in line.words for x in xs) and len(_segments(line)) == 1


def _row_groups(page: Page, body: Sequence[Line], xs: Sequence[float]) -> list[list[Line]]:
    """The lines of a page row by row."""
    if not body:
        return []
    left, right = min(line.x0 for line in body), max(line.x1 for line in body)
    cuts = [y for y in across_lines(page, left, right) if min(b.base for b in body) < y < max(b.base for b in body)]
    cuts = cuts or [y - 1 for y in _starts(body, xs)]
    groups: list[list[Line]] = [[]]
    ends = iter([*sorted(cuts), float("inf")])
    end = next(ends)
    for line in body:
        while line.base > end:
            groups.append([])
            end = next(ends)
        groups[-1].append(line)
    return [group for group in groups if group]


def _starts(body: Sequence[Line], xs: Sequence[float]) -> list[float]:
    """The tops of rows that no line divides: where a number stands, or where a title starts beside other cells."""
    first = [(line, words) for line in body if (words := [w for w in line.words if w.x1 <= xs[0] + 2])]
    numbers = [words for _, words in first if NUMBER_TEXT.match("".join(w.text for w in words))]
    if numbers and len(numbers) >= 0.6 * len(first):
        return [min(w.top for w in words) for words in numbers]
    found: list[float] = []
    pitch = _pitch(body)
    for n, (line, words) in enumerate(first):
        apart = n == 0 or line.base - first[n - 1][0].base > _APART * pitch
        if apart and len(line.words) > len(words):
            found.append(min(w.top for w in words))
    return found


def _pitch(body: Sequence[Line]) -> float:
    steps = Counter(round(b.base - a.base) for a, b in pairwise(body) if b.base - a.base > _LEVEL)
    return float(steps.most_common(1)[0][0]) if steps else 12.0


def _row(lines: Sequence[Line], xs: Sequence[float], page: int) -> Row:
    cells: list[list[Word]] = [[] for _ in range(len(xs) + 1)]
    for line in lines:
        column, last = 0, None
        for word in line.words:
            if last is None or not word.follows(last):
                column = sum((word.x0 + word.x1) / 2 >= x for x in xs)
            cells[column].append(word)
            last = word
    made: list[Cell] = [tuple(lines_by_place(cell)) for cell in cells]
    return Row(made, page)


def _whole(lines: Sequence[Line], columns: int, page: int) -> Row:
    return Row([tuple(lines), *[()] * (columns - 1)], page, whole=True)
