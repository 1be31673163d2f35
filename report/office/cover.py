"""A Comparison → the first sheet of report.xlsx: what was compared, what was found, and what every column means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from diff.comparison import Comparison, Pair, Status
from report import words
from report.office.columns import Sheet
from report.office.years import years_of
from report.phrases import day
from report.story import story_of

_STATUS_SAYS: dict[Status, str] = {
    "lost": "A passage about the outcome was found in last year’s report, none in this year’s. It may still be there.",
    "dropped": "This year’s report lists outcomes, and this one is not among them.",
    "gained": "A passage about the outcome was found in this year’s report and none in last year’s.",
    "new": "This year’s report lists the outcome, and last year’s did not.",
    "never": "No passage about the outcome was found in either report.",
    "kept": "A passage about the outcome was found in both reports.",
}
Row = tuple[str | int, ...]
_WIDE, _NARROW = 70, 50  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A small table under a heading; every row is as long as ``heads``."""

    title: str
    heads: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The sheet from top to bottom; ``widths`` of its columns in characters."""

    title: str
    says: tuple[str, ...]
    parts: tuple[Part, ...]
    widths: tuple[int, ...]


def cover_of(comparison: Comparison, sheets: Iterable[Sheet], version: str) -> Cover:
    """What a reader should know before the other sheets."""
    sheets = tuple(sheets)
    return Cover(
        title="What changed between the reports",
        says=(
            "A program read the reports and made these suggestions. Each gives the page, so that it can be checked.",
            f"“{words.REVIEW}” marks what a person should decide before anyone relies on it.",
            "A passage that was not found may still be there. “Last year” is the earlier of two reports, “this year” "
            "the later one.",
            "The columns for notes are yours. Save this file under another name before you use them: this one is "
            "written anew with each comparison.",
            f"On paper, the columns behind those for notes are left out. Made by evidence-trail {version}.",
        ),
        parts=(
            _reports(comparison),
            *(part for pair in comparison.pairs for part in (_found(pair), _first(pair)) if part.rows),
            _meanings(),
            _sheets(sheets),
            *(_columns(sheet) for sheet in sheets),
        ),
        widths=(34, *(_WIDE if n == 0 else _NARROW for n in range(len(comparison.reports)))),
    )


def _reports(comparison: Comparison) -> Part:
    """One column a report, since two fit a page and their texts are long."""
    reports = comparison.reports
    return Part(
        title="Reports compared",
        heads=("Report", *(r.title for r in reports)),
        rows=(
            ("Body", *(r.body or "not said" for r in reports)),
            ("Plan", *(r.plan or "not said" for r in reports)),
            ("Date", *(day(r.date) for r in reports)),
            ("File", *(r.source.path for r in reports)),
            ("SHA-256 of the file", *(r.source.sha256 for r in reports)),
            ("Pages", *(r.source.pages for r in reports)),
            ("Commitments", *(len(r.commitments) for r in reports)),
            ("Outcomes printed", *(len(r.outcomes) for r in reports)),
            ("Statements", *(len(r.statements) for r in reports)),
        ),
    )


def _found(pair: Pair) -> Part:
    """How many outcomes have each status, and how many of them are to be checked."""
    counts = Counter(outcome.status for outcome in pair.outcomes)
    checks = Counter(outcome.status for outcome in pair.outcomes if outcome.review)
    rows = tuple((words.STATUS[s], counts[s], checks[s]) for s in words.ORDER if counts[s])
    heads = ("What was found", "Outcomes", f"of these: {words.REVIEW.lower()}")
    return Part(title=f"Outcomes by what was found, {years_of(pair)}", heads=heads, rows=rows)


def _first(pair: Pair) -> Part:
    story = story_of(pair)
    rows = tuple((f"page {p.page}" if p.page else "", p.text) for p in (*story.first, *story.reading))
    return Part(title=f"Read this first, {years_of(pair)}", heads=("Where", "What to know"), rows=rows)


def _sheets(sheets: Iterable[Sheet]) -> Part:
    rows = tuple((sheet.name, sheet.says, len(sheet.rows)) for sheet in sheets)
    return Part(title="The other sheets", heads=("Sheet", "What it holds", "Rows"), rows=rows)


def _meanings() -> Part:
    rows = tuple((words.STATUS[s], _STATUS_SAYS[s]) for s in words.ORDER)
    return Part(title="What was found", heads=("Words", "What they mean"), rows=rows)


def _columns(sheet: Sheet) -> Part:
    rows = tuple((column.title, column.says) for column in sheet.columns)
    return Part(title=f"The columns of “{sheet.name}”", heads=("Column", "What it holds"), rows=rows)
