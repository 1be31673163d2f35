"""The lines of a column's cells → paragraphs, bullets and sub-bullets, with their levels and lead-ins.

Where the source says what starts an item (tags), that holds. Where it does not, the look of the page tells: a bullet,
a gap wider than the column's usual one, a line that is shorter than it had to be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.layout import Line, Word
from extract.texts import Habits, join_lines

_BULLETS = set("•●▪■◦○‣⁃∙·➢➤►▶✓✔❖◆◇□▫–—-*")
_ANYWHERE = _BULLETS - set("–—-*·")  # glyphs that are bullets wherever they start a line
_SENTENCE_END = re.compile(r"[.!?:;][)\]’”'\"]*$")
_APART = 6.0  # points between the indents of two levels
_FREE = 0.35  # share of a column's width that a heading within a cell leaves free
_HARDLY = 0.1  # share of the lines
_HANGING = 0.2  # of the font size: how far a hyphen or stop may hang over a column's edge
_LOOSE = 1.45  # of the font size: lines of one paragraph stand no further apart, unless many are seen to
_DRIFT = 2.0  # points by which a column may stand further right on one page than on another
_DEEPEST = 40.0  # points by which the lines of a page may be indented: what is further right is another layout
_FEW = 3  # wrapped lines, at which a column speaks for itself
_WIDE_GAP = 1.22  # of the usual distance between baselines: what is wider parts paragraphs
_HOLE = 1.08  # times a distance: where the next larger one is further, the two are of different kinds


@dataclass(slots=True)
class Draft:
    """An item in the making: its lines without the bullet's glyph, and where the glyph stood."""

    lines: list[Line]
    glyph: Word | None
    level: int = 0
    parent: int | None = None  # index of its lead-in among the drafts of its cell
    doubt: str = ""
    inked: list[Word] = field(default_factory=list)  # every word it owns, the glyph's included

    @property
    def x0(self) -> float:
        """The left end of its text on its first line, in points."""
        return self.lines[0].x0 if self.lines else self.inked[0].x0


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
    pitches: Counter[float] = Counter()
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
                pitches[round((below.base - above.base) / max(below.size, 1.0), 2)] += 1
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
    found: Counter[float] = Counter()
    for cell in cells:
        for above, below in pairwise(cell):
            if above.page == below.page and below.base > above.base and not _short(above, below, look):
                found[round((below.base - above.base) / max(below.size, 1.0), 2)] += 1
    return found


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


def split_items(cell: Sequence[Line], look: Look, habits: Habits) -> list[Draft]:
    """One cell's lines → its items, not yet levelled."""
    drafts: list[Draft] = []
    for i, line in enumerate(cell):
        glyph = _glyph(line)
        starts, doubt = (True, "") if not drafts else _starts(cell[i - 1], line, glyph, drafts[-1], look, habits)
        rest: Line | None = line
        if glyph is not None:
            rest = Line.of(line.words[1:], line.starts) if len(line.words) > 1 else None
        if starts:
            drafts.append(Draft([rest] if rest else [], glyph))
        elif rest:
            drafts[-1].lines.append(rest)
        drafts[-1].inked.extend(line.words)
        drafts[-1].doubt = drafts[-1].doubt or doubt
    return _without_empty(drafts)


def _without_empty(drafts: list[Draft]) -> list[Draft]:
    """Glyphs that stand alone join the text that follows them: some producers set them apart."""
    kept: list[Draft] = []
    for draft in drafts:
        if kept and not kept[-1].lines and draft.glyph is None:
            kept[-1].lines = draft.lines
            kept[-1].inked.extend(draft.inked)
        else:
            kept.append(draft)
    return kept


def _glyph(line: Line) -> Word | None:
    """The bullet that a line starts with. A dash or an ``o`` is one only if the text stands clear of it."""
    first = line.words[0]
    text = first.text
    if len(text) != 1 or (len(line.words) > 1 and line.words[1].glued):
        return None
    if text in _ANYWHERE or "\ue000" <= text <= "\uf8ff":
        return first
    clear = line.words[1].x0 - first.x1 if len(line.words) > 1 else 0.0
    if text in "o§":  # no words of English, so a gap little wider than a space will do
        return first if clear > 0.32 * first.size else None
    return first if text in _BULLETS and clear > 0.45 * first.size else None


def _starts(before: Line, line: Line, glyph: Word | None, draft: Draft, look: Look, habits: Habits) -> tuple[bool, str]:
    """Whether a line starts an item, and why that is in doubt (empty where it is not)."""
    if glyph is not None:
        return True, ""
    if line.starts is not None:
        return line.starts, ""
    if before.page != line.page:
        return _starts_after_page(before, line, draft, look, habits)
    if (line.base - before.base) / max(line.size, 1.0) > look.wide * look.pitch:
        return True, ""
    if draft.glyph is not None and draft.lines and line.x0 < draft.x0 - _APART:
        return True, ""
    if not _short(before, line, look):
        return False, ""
    return _ends(before) or _is_heading(before, line, look), ""


def _is_heading(before: Line, line: Line, look: Look) -> bool:
    """Whether a short line without a full stop stands over a paragraph: it leaves a good part of its column free."""
    if not (line.words[0].text[:1].isupper() or line.words[0].text[:1].isdigit()):
        return False
    bolder = all(w.bold for w in before.words) and not line.words[0].bold
    width = look.right[before.page] - look.left[before.page]
    return bolder or look.right[before.page] - before.x1 > _FREE * width


def _starts_after_page(before: Line, line: Line, draft: Draft, look: Look, habits: Habits) -> tuple[bool, str]:
    if draft.glyph is not None and draft.lines and abs(line.x0 - draft.x0 - _drift(before, line, look)) > _APART:
        return True, ""
    if _short(before, line, look) and _is_heading(before, line, look):
        cut = draft.glyph is not None and not _ends(before)
        return True, f"starts a page, and the bullet above it on page {before.page} has no full stop" if cut else ""
    if habits.spaces_at_wraps and before.words[-1].spaced:
        return False, ""
    if habits.spaces_at_wraps and _ends(before):
        return True, ""  # no space follows the sentence, as where this producer ends a paragraph
    if _short(before, line, look) and (_ends(before) or line.words[0].text[:1].isupper()):
        return True, ""
    doubtful = _ends(before) and line.words[0].text[:1].isupper()
    return False, f"runs over from page {before.page}, where a sentence ends with the page" if doubtful else ""


def _drift(before: Line, line: Line, look: Look) -> float:
    """How far the column has moved sideways from one page to the next, in points."""
    return (
        look.left[line.page] - look.left[before.page] if abs(look.left[line.page] - look.left[before.page]) > 40 else 0
    )


def _short(before: Line, line: Line, look: Look) -> bool:
    """Whether the first word of a line would have fitted on the line before: nothing made it wrap."""
    first = line.words[0]
    return before.x1 + (first.x1 - first.x0) + 0.8 * first.size < look.right[before.page]


def _ends(line: Line) -> bool:
    return bool(_SENTENCE_END.search(line.words[-1].text))


def level_items(cells: Sequence[list[Draft]], look: Look) -> None:
    """Give every item of a column its level by the indent of its bullet, and every bullet its lead-in."""
    indents = _indents(cells, look)
    for drafts in cells:
        for draft in drafts:
            if draft.glyph is not None:
                draft.level = _rank(draft.glyph.x0 - look.left[draft.glyph.page], indents)
        _find_parents(drafts)


def _indents(cells: Sequence[list[Draft]], look: Look) -> list[float]:
    """The distinct indents of a column's bullets, in points from its left edge, smallest first."""
    found = sorted(d.glyph.x0 - look.left[d.glyph.page] for drafts in cells for d in drafts if d.glyph is not None)
    indents: list[float] = []
    for x in found:
        if not indents or x - indents[-1] > _APART:
            indents.append(x)
    return indents


def _rank(x: float, indents: Sequence[float]) -> int:
    return 1 + sum(x - indent > _APART for indent in indents)


def _find_parents(drafts: Sequence[Draft]) -> None:
    """A bullet belongs to the nearest item above of a lower level; to a paragraph only if that leads in to a list."""
    for i, draft in enumerate(drafts):
        if draft.level == 0:
            continue
        above = next((j for j in range(i - 1, -1, -1) if drafts[j].level < draft.level), None)
        if above is not None and (drafts[above].level > 0 or _leads_in(drafts[above])):
            draft.parent = above


def _leads_in(draft: Draft) -> bool:
    last = draft.lines[-1].words[-1].text if draft.lines else ""
    return last.endswith(":") or not re.search(r"[.!?][)\]’”'\"]*$", last)


def item_text(draft: Draft, habits: Habits, look: Look) -> str:
    """The text of an item, without its bullet."""
    right = look.right.get(draft.lines[0].page) if draft.lines else None
    return join_lines(draft.lines, habits, right)
