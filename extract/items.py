"""The lines of a column's cells → paragraphs, bullets and sub-bullets, with their levels and lead-ins.

Where the source says what starts an item (tags), that holds. Where it does not, the look of the page tells: a bullet,
a gap wider than the column's usual one, a line that is shorter than it had to be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.layout import Line, Word
from extract.looks import Look, has_room
from extract.texts import Habits, join_lines

_BULLETS = set("•●▪■◦○‣⁃∙·➢➤►▶✓✔❖◆◇□▫–—-*")
_ANYWHERE = _BULLETS - set("–—-*·")  # glyphs that are bullets wherever they start a line
_SENTENCE_END = re.compile(r"[.!?:;][)\]’”'\"]*$")
_APART = 6.0  # points between the indents of two levels
_FREE = 0.35  # share of a column's width that a heading within a cell leaves free


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
    if not has_room(before, line, look):
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
    if has_room(before, line, look) and _is_heading(before, line, look):
        cut = draft.glyph is not None and not _ends(before)
        return True, f"starts a page, and the bullet above it on page {before.page} has no full stop" if cut else ""
    if habits.spaces_at_wraps and before.words[-1].spaced:
        return False, ""
    if habits.spaces_at_wraps and _ends(before):
        return True, ""  # no space follows the sentence, as where this producer ends a paragraph
    if has_room(before, line, look) and (_ends(before) or line.words[0].text[:1].isupper()):
        return True, ""
    doubtful = _ends(before) and line.words[0].text[:1].isupper()
    return False, f"runs over from page {before.page}, where a sentence ends with the page" if doubtful else ""


def _drift(before: Line, line: Line, look: Look) -> float:
    """How far the column has moved sideways from one page to the next, in points."""
    return (
        look.left[line.page] - look.left[before.page] if abs(look.left[line.page] - look.left[before.page]) > 40 else 0
    )


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
