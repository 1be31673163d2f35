"""A Comparison → what a terminal shows: as much as fits one screen, what matters most first; all of it in a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from align.alignment import Alignment
from diff.comparison import Comparison, OutcomeDiff, Pair
from extract.report import Report
from report import screen, words
from report.screen import plain
from report.story import Point, story_of

__all__ = ["plain", "show_alignment", "show_comparison", "show_report"]

_NARROW = 70  # characters: below it outcomes are a list
_AFTERWARDS = 5  # lines that follow on the screen: the files written, and the prompt
_ROOMY = 30  # lines: from here on the parts stand apart
_LEAST_ROWS = 4  # lines of outcomes on any screen, however low it is
_BRIEF = 3  # lines of things to know
_PAGE = "report.html"
#: Told after the rest where there is no room for all: that a column has another name changes nothing.
_LATER = ("column-renamed", "column-new")


def show_comparison(comparison: Comparison, console: Console, page: str = _PAGE) -> None:
    """Print every pair of a comparison: the last one with as many outcomes as fit, those before it in brief.

    Where the output is no terminal, everything is printed. ``page`` is where a reader finds what was left out.
    """
    if not console.is_terminal:
        for pair in comparison.pairs:
            for part in _whole(pair):
                lines = console.render_lines(part, pad=False)
                text = "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)
                console.print(text, markup=False, emoji=False, highlight=False, soft_wrap=True)
        return
    *earlier, last = comparison.pairs
    left = console.height - _AFTERWARDS
    for pair in earlier:
        left -= _print(_brief(pair, console, page), console)
    _print(_fitted(last, console, left, page), console)


def _print(parts: Iterable[RenderableType], console: Console) -> int:
    """Print parts; the lines that they took."""
    lines = 0
    for part in parts:
        console.print(part)
        lines += _height(part, console)
    return lines


def _whole(pair: Pair) -> Iterator[RenderableType]:
    """Everything, for a file or another program."""
    story = story_of(pair)
    yield screen.heading(pair, whole=True)
    yield from (screen.bullet(point.text) for point in (*story.first, *story.reading))
    yield Text()
    yield screen.counts(pair.outcomes)
    for status, group in groupby(screen.ordered(pair.outcomes), key=lambda o: o.status):
        yield Text()
        yield screen.section(status)
        yield from map(screen.entry, group)
    yield Text()


def _brief(pair: Pair, console: Console, page: str) -> Iterator[RenderableType]:
    """A pair before the last one: what is most to know, and the counts."""
    yield screen.heading(pair)
    yield from _points(pair, console, 0 if console.height < _ROOMY else 2 * _BRIEF, page)
    yield screen.counts_in_brief(pair.outcomes)
    if console.height >= _ROOMY:
        yield Text()


def _fitted(pair: Pair, console: Console, left: int, page: str) -> Iterator[RenderableType]:
    """As much as goes into ``left`` lines, and at least some of each part."""
    gap = [Text()] if console.height >= _ROOMY else []
    fixed = [screen.heading(pair), *gap, screen.counts(pair.outcomes), *gap]
    free = left - sum(_height(part, console) for part in (*fixed, *gap))
    points = list(_points(pair, console, max(free // 2, _BRIEF), page))
    yield from (fixed[0], *gap, *points, *fixed[1:])
    yield from _rows(screen.ordered(pair.outcomes), console, free - sum(_height(p, console) for p in points), page)


def _points(pair: Pair, console: Console, lines: int, page: str) -> Iterator[RenderableType]:
    """The points that fit, in the order of the story; then how many do not."""
    story = story_of(pair)
    every = (*story.first, *story.reading)
    chosen: list[Point] = []
    for point in sorted(every, key=lambda p: (p in story.reading, p.kind in _LATER)):
        height = _height(screen.bullet(point.text), console)
        if height <= lines - (len(chosen) + 1 < len(every)):
            chosen.append(point)
            lines -= height
    yield from (screen.bullet(point.text) for point in every if point in chosen)
    if len(chosen) < len(every):
        rest = len(every) - len(chosen)
        again = "more " if chosen else ""
        yield screen.left_out(rest, f"{again}thing to know" if rest == 1 else f"{again}things to know", page)


def _rows(outcomes: Sequence[OutcomeDiff], console: Console, left: int, page: str) -> Iterator[RenderableType]:
    """The outcomes that fit, under the words for their status; then how many are left."""
    narrow = console.width < _NARROW
    columns = screen.Columns.of(outcomes, console.width)
    left = max(left, _LEAST_ROWS)
    shown = 0
    if not narrow and outcomes:
        yield screen.header(columns)
        left -= 1
    for n, outcome in enumerate(outcomes):
        parts: list[RenderableType] = [screen.entry(outcome) if narrow else screen.row(outcome, columns)]
        if n == 0 or outcomes[n - 1].status != outcome.status:
            parts.insert(0, screen.section(outcome.status))
        height = sum(_height(part, console) for part in parts)
        if shown and height > left - (n + 1 < len(outcomes)):
            break
        yield from parts
        left, shown = left - height, shown + 1
    if shown < len(outcomes):
        rest = len(outcomes) - shown
        yield screen.left_out(rest, "more outcome" if rest == 1 else "more outcomes", page)


def _height(part: RenderableType, console: Console) -> int:
    """How many lines a part takes."""
    return len(console.render_lines(part, pad=False))


def show_alignment(alignment: Alignment, console: Console) -> None:
    """Print which commitments carry on, and how many statements and outcomes do."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for label in ("Last year", "This year", "What happened"):
        table.add_column(label, overflow="fold")
    for match in alignment.commitments:
        table.add_row(
            _titles(alignment.before, match.before), _titles(alignment.after, match.after), plain(match.relation)
        )
    console.print(table)
    for name, matches in (("Outcomes", alignment.outcomes), ("Statements", alignment.statements)):
        counts = Counter(match.relation for match in matches)
        console.print(plain(f"{name}: " + (", ".join(f"{n} {relation}" for relation, n in counts.items()) or "none")))


def _titles(report: Report, ids: tuple[str, ...]) -> Text:
    found = [c for i in ids if (c := report.commitment(i))]
    return plain("\n".join(f"{c.number} {c.title}" for c in found) or "–")


def show_report(report: Report, folder: Path, console: Console) -> None:
    """Print what was read from one report, and where it was written."""
    ledger = report.ledger
    console.print(plain(
        f"{report.id}: {len(report.commitments)} commitments, {len(report.outcomes)} outcomes, "
        f"{len(report.statements)} statements on {report.source.pages} pages; "
        f"{ledger.unowned} of {ledger.words} words unaccounted for. {folder}"
    ))  # fmt: skip
    if ledger.verified:
        console.print(plain(f"  {words.verified_words(ledger.verified)}."))
    for finding in report.findings:
        console.print(plain(f"  • {finding.text}" + (f" (page {finding.page})" if finding.page else "")))
