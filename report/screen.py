"""A Pair → the parts of its screen: what was compared, what to know first, counts by status, and rows of outcomes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from diff.comparison import Level, Link, OutcomeDiff, Pair, Status
from extract.report import Report
from report import words
from report.phrases import when

STYLE: dict[Status, str] = {
    "lost": "red", "dropped": "red", "gained": "green", "new": "green", "kept": "blue", "never": "dim",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # what a PDF's text could steer a terminal with
_CHECK = "?"  # beside an outcome to check; the line of counts says so
_NONE = "–"
_LEAST_OUTCOME = 20  # characters: mentions are left out where they would leave less


def plain(text: str, style: str = "") -> Text:
    """Text of a report for a terminal: nothing in it is taken for markup or for a command to the terminal."""
    return Text(_CONTROL.sub("", text), style=style)


def one_line(text: str, style: str = "") -> Text:
    """The same on one line, with "…" where it does not fit."""
    made = plain(text.replace("\n", " "), style)
    made.no_wrap, made.overflow = True, "ellipsis"
    return made


def heading(pair: Pair, *, whole: bool = False) -> RenderableType:
    """Which two reports, each on a line; ``whole`` in as many lines as they take."""
    text = plain if whole else one_line
    return Group(text(f"Last year  {_named(pair.before)}", "bold"), text(f"This year  {_named(pair.after)}", "bold"))


def _named(report: Report) -> str:
    return f"{when(report)}: {report.title} ({report.source.pages} pages)"


def bullet(text: str) -> RenderableType:
    """One thing to know, with its lines under each other."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row("•", plain(text))
    return grid


def counts(outcomes: Sequence[OutcomeDiff]) -> RenderableType:
    """How many outcomes of each status, those to read first first, and how many of them are to be checked."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right")
    by_status = Counter(o.status for o in outcomes)
    for status in words.ORDER:
        if by_status[status]:
            checks = sum(o.review for o in outcomes if o.status == status)
            said = f"{words.STATUS[status]} ({_CHECK} {checks})" if checks else words.STATUS[status]
            grid.add_row(str(by_status[status]), plain(said, STYLE[status]))
    checks = sum(o.review for o in outcomes)
    many = "1 outcome" if len(outcomes) == 1 else f"{len(outcomes)} outcomes"
    return Group(one_line(f"{many} ({_CHECK} {checks} to check before quoting)", "bold"), grid)


def counts_in_brief(outcomes: Sequence[OutcomeDiff]) -> RenderableType:
    """The same in one paragraph."""
    by_status = Counter(o.status for o in outcomes)
    said = "; ".join(f"{by_status[s]} {words.STATUS[s].replace(';', ',')}" for s in words.ORDER if by_status[s])
    checks = sum(o.review for o in outcomes)
    return plain(f"{said}. {_CHECK} {checks} of {len(outcomes)} to check before quoting.")


def ordered(outcomes: Sequence[OutcomeDiff]) -> list[OutcomeDiff]:
    """Outcomes as a reader wants them: by status, within it as in the report."""
    return sorted(outcomes, key=lambda o: words.ORDER.index(o.status))


def section(status: Status) -> Text:
    """The line above the outcomes of a status."""
    return one_line(words.STATUS[status], f"bold {STYLE[status]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How wide the columns of a table are, in characters; the outcome takes what is left. 0: no such column."""

    number: int
    before: int
    after: int
    mentions: int

    @classmethod
    def of(cls, outcomes: Sequence[OutcomeDiff], width: int) -> Columns:
        """As wide as the longest cells, with mentions only where the outcomes keep room enough."""
        number, before, after, said = (
            max((len(cell(o)) for o in outcomes), default=0)
            for cell in (lambda o: o.commitment, before_words, after_words, mention_words)
        )
        before, after = max(before, len("Last year")), max(after, len("This year"))
        said = max(said, len("Mentions"))
        room = width - sum((1, number, before, after, said)) - 5
        return cls(number=number, before=before, after=after, mentions=said if room >= _LEAST_OUTCOME else 0)


def row(outcome: OutcomeDiff, columns: Columns) -> RenderableType:
    """One outcome on one line."""
    return _line(
        columns, _CHECK if outcome.review else "", outcome.commitment, outcome.text, before_words(outcome),
        after_words(outcome), mention_words(outcome),
    )  # fmt: skip


def header(columns: Columns) -> RenderableType:
    """The line above the rows."""
    return _line(columns, "", "", "Outcome", "Last year", "This year", "Mentions", style="bold")


def _line(columns: Columns, *cells: str, style: str = "") -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for width in (1, columns.number, 0, columns.before, columns.after):
        grid.add_column(width=width or None, ratio=None if width else 1)
    if columns.mentions:
        grid.add_column(width=columns.mentions)
    grid.add_row(*[one_line(cell, style) for cell in cells[: 5 + bool(columns.mentions)]])
    return grid


def entry(outcome: OutcomeDiff) -> RenderableType:
    """One outcome as an entry of a list, where there is no room for a table or no end to it."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(plain(_CHECK if outcome.review else "•"), plain(f"{outcome.commitment} {outcome.text}".strip()))
    before, after = (text.replace(_NONE, "none") for text in (before_words(outcome), after_words(outcome)))
    said = [f"Last year: {before}.", f"This year: {after}."]
    if mentioned := mention_words(outcome):
        said.append(f"Mentions: {mentioned}.")
    if outcome.review:
        said.append(f"{words.REVIEW}.")
    grid.add_row("", plain(" ".join(said), "dim"))
    return grid


def before_words(outcome: OutcomeDiff) -> str:
    """What the earlier report has on an outcome: the pages, or how little."""
    return _evidence(outcome.evidence.before, outcome.evidence_before)


def after_words(outcome: OutcomeDiff) -> str:
    """What the later report has on an outcome."""
    return _evidence(outcome.evidence.after, outcome.evidence_after)


def _evidence(links: Sequence[Link], level: Level) -> str:
    if level == "partial":
        return words.GRADE["partial"]
    pages = sorted({link.page for link in links if link.grade == "direct"})
    return f"p. {', '.join(map(str, pages))}" if level == "direct" and pages else _NONE


def mention_words(outcome: OutcomeDiff) -> str:
    """How often the first of an outcome's own words stands in each report: "witness 6 → 0"."""
    return next((f"{m.term} {m.before} → {m.after}" for m in outcome.mentions), "")


def left_out(count: int, what: str, where: str) -> Text:
    """How many were left out, and where they are."""
    return plain(f"{count} {what} in {where}", "italic")
