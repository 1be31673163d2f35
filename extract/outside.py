"""What stands outside the table: the executive summary, headings, other text, and furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.furniture import furniture
from extract.items import Draft, Look, column_look, level_items, split_items
from extract.labels import plain
from extract.layout import Document, Line
from extract.lines import raw_text
from extract.reading import Passage, Reading, Table
from extract.texts import Habits

_SUMMARY = re.compile(r"\b(summary|highlights|overview|at a glance|headlines|key achievements|key points)\b", re.I)
_HEADING_LENGTH = 110  # characters: what is longer is no heading


@dataclass(slots=True)
class Outside:
    """Drafts of the summary and of other text, the lines that are headings, and the indices of furniture words."""

    look: Look
    summary: list[Draft] = field(default_factory=list)
    notes: list[Draft] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)


def outside_table(document: Document, reading: Reading, table: Table, habits: Habits) -> Outside:
    """Sort everything outside the table. Text before it is the summary, unless it stands under another heading."""
    passages = _passages(reading, table)
    words = [w for _, lines, _ in passages for line in lines for w in line.words]
    left = [w for w in document.words if w.number in reading.left_over]
    loose = furniture(document, [*words, *left])
    passages = [
        (before, kept, kind)
        for before, lines, kind in passages
        if (kept := [line for line in lines if not any(w.number in loose for w in line.words)])
    ]
    look = column_look([[line for _, lines, _ in passages for line in lines]])
    out = Outside(look=look, furniture=loose)
    usual = _usual_size([line for _, lines, _ in passages for line in lines])
    runs = _runs(passages, usual, plain(document.title or ""), out)
    for is_summary, lines in runs:
        drafts = split_items(lines, look, habits)
        (out.summary if is_summary else out.notes).extend(drafts)
    for drafts in (out.summary, out.notes):
        level_items([drafts], look)
    return out


def _passages(reading: Reading, table: Table) -> list[tuple[bool, list[Line], str]]:
    """(before the table, lines, kind) of all text outside the table; other tables are text, row by row."""
    found: list[tuple[bool, list[Line], str]] = []
    before = True
    for part in reading.parts:
        if part is table:
            before = False
        elif isinstance(part, Passage):
            found.append((before, part.lines, part.kind))
        else:
            found.extend((before, list(cell), "cell") for row in part.rows for cell in row.cells if cell)
    return found


def _runs(
    passages: Sequence[tuple[bool, list[Line], str]], usual: float, title: str, out: Outside
) -> list[tuple[bool, list[Line]]]:
    """Lines that belong together under one heading, each run with whether it is summary.

    Where a heading names a summary, what stands before that heading is none; where none does, what leads up to the
    table is taken for one, so that nothing a report says is lost.
    """
    runs: list[tuple[bool, list[Line]]] = []
    named = any(
        before and _is_heading(lines, kind, usual, title) and _SUMMARY.search(raw_text(lines))
        for before, lines, kind in passages
    )
    is_summary, fresh = not named, True
    for before, lines, kind in passages:
        text = raw_text(lines)
        if _is_heading(lines, kind, usual, title):
            out.headings.extend(lines)
            is_summary = bool(_SUMMARY.search(text)) or (is_summary and not runs)
            fresh = True
            continue
        wanted = before and is_summary and kind != "cell"
        if fresh or not runs or runs[-1][0] != wanted:
            runs.append((wanted, []))
        runs[-1][1].extend(lines)
        fresh = False
    return runs


def _is_heading(lines: Sequence[Line], kind: str, usual: float, title: str) -> bool:
    return kind == "heading" or (
        kind == "text" and (plain(raw_text(lines)) == title or _looks_like_heading(lines, usual))
    )


def _looks_like_heading(lines: Sequence[Line], usual: float) -> bool:
    """Larger than the text, or bold throughout, short, and no sentence."""
    text = raw_text(lines)
    if len(text) > _HEADING_LENGTH or text.endswith((".", ";", ",")) or len(lines) > 2:
        return False
    words = [w for line in lines for w in line.words]
    larger = min(line.size for line in lines) > 1.12 * usual
    return larger or all(w.bold for w in words)


def _usual_size(lines: Sequence[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += sum(len(w.text) for w in line.words)
    return sizes.most_common(1)[0][0] if sizes else 10.0
