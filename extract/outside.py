"""What stands outside the table: the executive summary, headings, other text, and furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.furniture import furniture
from extract.items import Draft, level_items, split_items
from extract.labels import plain
from extract.layout import Document, Line
from extract.lines import raw_text
from extract.looks import Look, columns_look
from extract.reading import Passage, Reading, Table
from extract.texts import Habits

_SUMMARY = re.compile(r"\b(summary|highlights|overview|at a glance|headlines|key achievements|key points)\b", re.I)
_HEADING_LINES = 2  # a heading has no more
_NEXT_LINE = 1.7  # of the font size: lines of a paragraph stand no further apart
_HEADING_LENGTH = 110  # characters: what is longer is no heading


class _Text(NamedTuple):
    """Some text outside the table, whether it stands before it, and what it is: text, heading or another's cell."""

    before: bool
    lines: list[Line]
    kind: str


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
    words = [w for p in passages for line in p.lines for w in line.words]
    loose = furniture(document, [*words, *reading.left_over])
    passages = [
        p._replace(lines=kept)
        for p in passages
        if (kept := [line for line in p.lines if not any(w.number in loose for w in line.words)])
    ]
    look = columns_look([[[line for p in passages for line in p.lines]]])[0]
    out = Outside(look=look, furniture=loose)
    usual = _usual_size([line for p in passages for line in p.lines])
    runs = _runs(passages, usual, plain(document.title or ""), out)
    for is_summary, lines in runs:
        drafts = split_items(lines, look, habits)
        (out.summary if is_summary else out.notes).extend(drafts)
    for drafts in (out.summary, out.notes):
        level_items([drafts], look)
    return out


def _passages(reading: Reading, table: Table) -> list[_Text]:
    """All text outside the table; other tables are text, row by row."""
    found: list[_Text] = []
    before = True
    for part in reading.parts:
        if part is table:
            before = False
        elif isinstance(part, Passage):
            found.append(_Text(before, part.lines, part.kind))
        else:
            found.extend(_Text(before, list(cell), "cell") for row in part.rows for cell in row.cells if cell)
    return found


def _runs(passages: Sequence[_Text], usual: float, title: str, out: Outside) -> list[tuple[bool, list[Line]]]:
    """Lines that belong together under one heading, each run with whether it is summary.

    Where a heading names a summary, what stands before that heading is none; where none does, what leads up to the
    table is taken for one, so that nothing a report says is lost.
    """
    runs: list[tuple[bool, list[Line]]] = []
    headings = _headings(passages, usual, title)
    named = any(p.before and _SUMMARY.search(raw_text(p.lines)) for i, p in enumerate(passages) if i in headings)
    is_summary, fresh = not named, True
    for i, passage in enumerate(passages):
        if i in headings:
            out.headings.extend(passage.lines)
            is_summary = bool(_SUMMARY.search(raw_text(passage.lines))) or (is_summary and not runs)
            fresh = True
            continue
        wanted = passage.before and is_summary and passage.kind != "cell"
        if fresh or not runs or runs[-1][0] != wanted:
            runs.append((wanted, []))
        runs[-1][1].extend(passage.lines)
        fresh = False
    return runs


def _headings(passages: Sequence[_Text], usual: float, title: str) -> set[int]:
    """Which passages are headings: told so by the tags, the title again, or such by their look."""
    found = {i for i, p in enumerate(passages) if p.kind == "heading"}
    found.update(i for i, p in enumerate(passages) if p.kind == "text" and plain(raw_text(p.lines)) == title)
    front = [i for i, p in enumerate(passages) if p.before and p.kind == "text"]
    if len(front) == 1 and _is_short(raw_text(passages[front[0]].lines)):  # one line alone above the table names it
        found.update(front)
    for alike in _paragraphs(passages):
        if sum(len(passages[i].lines) for i in alike) <= _HEADING_LINES:
            found.update(i for i in alike if _looks_like_heading(passages[i].lines, usual))
    return found


def _paragraphs(passages: Sequence[_Text]) -> list[list[int]]:
    """Passages of text that follow one another line by line, all of one look: the lines of a paragraph, mostly."""
    groups: list[list[int]] = []
    for i, passage in enumerate(passages):
        if passage.kind != "text":
            continue
        if groups and groups[-1][-1] == i - 1 and _goes_on(passages[i - 1].lines[-1], passage.lines[0]):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _goes_on(above: Line, below: Line) -> bool:
    near = above.page == below.page and 0 < below.base - above.base < _NEXT_LINE * below.size
    return near and abs(above.size - below.size) < 0.5 and above.words[-1].bold == below.words[0].bold


def _looks_like_heading(lines: Sequence[Line], usual: float) -> bool:
    """Larger than the text, or bold throughout, short, and no sentence."""
    if not _is_short(raw_text(lines)):
        return False
    words = [w for line in lines for w in line.words]
    larger = min(line.size for line in lines) > 1.12 * usual
    return larger or all(w.bold for w in words)


def _is_short(text: str) -> bool:
    return len(text) <= _HEADING_LENGTH and not text.endswith((".", ";", ","))


def _usual_size(lines: Sequence[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += sum(len(w.text) for w in line.words)
    return sizes.most_common(1)[0][0] if sizes else 10.0
