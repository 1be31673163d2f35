"""The cells of columns → how each column looks: the usual distance between its lines, and its edges on each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.layout import Line, hundredths

_HARDLY = 0.1  # share of the lines
_HANGING = 0.2  # of the font size: how far a hyphen or stop may hang over a column's edge
_LOOSE = 1.45  # of the font size: lines of one paragraph stand no further apart, unless many are seen to
_DRIFT = 2.0  # points by which a column may stand further right on one page than on another
_DEEPEST = 40.0  # points by which the lines of a page may be indented: what is further right is another layout
_FEW = 3  # wrapped lines, at which a column speaks for itself
_WIDE_GAP = 1.22  # of the usual distance between baselines: what is wider parts paragraphs
_HOLE = 1.08  # times a distance: where the next larger one is further, the two are of different kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a column looks: the usual distance between baselines as a share of the font size, and its edges by page.

    ``wide`` is how many times that distance parts paragraphs.
    """

    pitch: float
    right: dict[int, float]
    left: dict[int, float]
    wide: float = _WIDE_GAP


def columns_look(columns: Sequence[Sequence[Sequence[Line]]]) -> list[Look]:
    """The looks of a table's columns, each given by its cells.

    The distances of the whole table's wrapped lines (see ``wrapped``) tell the usual distance where a column has no
    wrapped lines of its own, so that paragraphs of a line each are not taken for one.
    """
    looks = _in_place([column_look(cells) for cells in columns])
    own = [wrapped(cells, look) for cells, look in zip(columns, looks, strict=True)]
    wraps = sum(own, Counter[float]())
    lines = sum(len(cell) for cells in columns for cell in cells)
    # Where hardly a line wraps, those that fill their column by chance tell nothing.
    usual = _usual(wraps) if wraps.total() >= max(_FEW, _HARDLY * lines) else min(_usual(wraps), _LOOSE)
    return [
        replace(look, pitch=min(look.pitch, usual)) if few.total() < max(_FEW, _HARDLY * lines) else look
        for look, few in zip(looks, own, strict=True)
    ]


def column_look(cells: Iterable[Sequence[Line]]) -> Look:
    """Learn a column's look from all its cells."""
    pitched: list[float] = []
    starts: dict[int, set[int]] = {}
    left: dict[int, float] = {}
    lines: list[Line] = []
    for cell in cells:
        lines.extend(cell)
        for line in cell:
            left[line.page] = min(left.get(line.page, 1e9), line.x0)
            starts.setdefault(line.page, set()).add(round(line.x0))
        for above, below in pairwise(cell):
            if above.page == below.page and below.base > above.base:
                pitched.append(hundredths((below.base - above.base) / max(below.size, 1.0)))
    pitches = Counter(pitched)
    usual = _usual(pitches)
    return Look(pitch=usual, right=_rights(lines, left), left=_margins(left, starts), wide=_wide(pitches, usual))


def _rights(lines: Sequence[Line], left: Mapping[int, float]) -> dict[int, float]:
    """Where a column ends on each page, by its furthest line.

    A word that fills a line alone may run out of it, and good setters hang hyphens and stops over its edge.
    """
    every: dict[int, float] = {}
    several: dict[int, float] = {}
    for line in lines:
        end = line.x1
        if end <= several.get(line.page, 0.0):
            continue  # as most are: it tells nothing new
        if not line.words[-1].text[-1].isalnum():
            end -= _HANGING * line.size
        every[line.page] = max(every.get(line.page, 0.0), end)
        if end > several.get(line.page, 0.0) and sum(len(w.text) > 1 and not w.glued for w in line.words) > 1:
            several[line.page] = end
    if several:
        every = {page: several.get(page, min(x, max(several.values()))) for page, x in every.items()}
    widest = max(every.values(), default=0.0)
    # A page on which a column holds little tells little of its right edge: pages of one layout share the widest.
    return {page: widest if widest - left[page] < 1.6 * (x - left[page]) + 80 else x for page, x in every.items()}


def _margins(left: dict[int, float], starts: Mapping[int, set[int]]) -> dict[int, float]:
    """Where a column begins on each page. A page may hold nothing but its indented lines, as other pages have them."""
    least = min(left.values(), default=0.0)
    usual = {x for page, places in starts.items() if left[page] - least <= _DRIFT for x in places}
    indents = {x + d for x in usual for d in (-1, 0, 1)}
    return {p: least if x - least < _DEEPEST and round(x) in indents else x for p, x in left.items()}


def _in_place(looks: Sequence[Look]) -> list[Look]:
    """The looks with each column where it stands on other pages, if a page's other columns stand where they do there.

    A page may hold nothing of a column but the sub-bullets of a list. That the first column stands in its place tells
    nothing: it does in any layout.
    """
    least = [min(look.left.values(), default=0.0) for look in looks]
    usual = [{page for page, x in look.left.items() if x - at <= _DRIFT} for look, at in zip(looks, least, strict=True)]
    first = min(least, default=0.0)
    made: list[Look] = []
    for column, look in enumerate(looks):
        others = [usual[c] for c, at in enumerate(least) if c != column and at > first + _DEEPEST]
        same = set[int]().union(*others)
        left = {
            page: least[column] if page in same and x - least[column] < _DEEPEST else x for page, x in look.left.items()
        }
        made.append(replace(look, left=left))
    return made


def wrapped(cells: Iterable[Sequence[Line]], look: Look) -> Counter[float]:
    """The distances between lines of which the second had to wrap: its first word had no room on the first."""
    found: list[float] = []
    for cell in cells:
        for above, below in pairwise(cell):
            if above.page == below.page and below.base > above.base and not has_room(above, below, look):
                found.append(hundredths((below.base - above.base) / max(below.size, 1.0)))
    return Counter(found)


def _usual(pitches: Counter[float]) -> float:
    """The smallest of the common distances: gaps between paragraphs are wider, and may be as many as lines."""
    if not pitches:
        return 1.2
    most = max(pitches.values())
    common = [pitch for pitch, n in pitches.items() if n >= 0.25 * most and pitch >= 0.9]
    return min(common, default=pitches.most_common(1)[0][0])


def _wide(pitches: Counter[float], usual: float) -> float:
    """How many times the usual distance parts paragraphs: less than is common where many distances say so.

    Loosely set lines leave little to tell paragraphs by. A few lines that stand a little further apart are no
    paragraphs: a raised figure in them does that.
    """
    steps = sorted(pitch for pitch in pitches if pitch >= usual)
    for a, b in pairwise(steps):
        if a > 1.1 * usual or b > _WIDE_GAP * usual:
            break
        many = sum(n for pitch, n in pitches.items() if b <= pitch <= _WIDE_GAP * usual)
        if b >= _HOLE * a and many >= max(_FEW, 0.15 * pitches.total()):
            return (a + b) / 2 / usual
    return _WIDE_GAP


def has_room(before: Line, line: Line, look: Look) -> bool:
    """Whether the first word of a line would have fitted on the line before: nothing made it wrap."""
    first = line.words[0]
    return before.x1 + (_word_end(line) - first.x0) + 0.8 * first.size < look.right[before.page]


def _word_end(line: Line) -> float:
    """Where the first word of a line ends, which may be drawn in parts, as around a soft hyphen."""
    end = line.words[0].x1
    for word in line.words[1:]:
        if not word.glued:
            break
        end = word.x1
    return end
