"""A Comparison → what a terminal shows: findings first, then every outcome with its pages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from align.alignment import Alignment
from diff.comparison import Comparison, Pair, Status
from extract.report import Report
from report import words
from report.page import day, groups, pages_text

_STYLE: dict[Status, str] = {
    "lost": "red", "dropped": "red", "gained": "green", "new": "green", "kept": "blue", "never": "dim",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # what a PDF's text could steer a terminal with


def plain(text: str, style: str = "") -> Text:
    """Text of a report for a terminal: nothing in it is taken for markup or for a command to the terminal."""
    return Text(_CONTROL.sub("", text), style=style)


def show_comparison(comparison: Comparison, console: Console) -> None:
    """Print every pair of a comparison."""
    for pair in comparison.pairs:
        console.print(_pair(pair))


def _pair(pair: Pair) -> RenderableType:
    parts: list[RenderableType] = [plain(f"\nFrom {day(pair.before.date)} to {day(pair.after.date)}", "bold")]
    parts.extend(plain(f"• {finding.text}") for finding in pair.findings)
    table = Table(show_edge=False, pad_edge=False, header_style="bold", expand=True)
    table.add_column("", no_wrap=True)
    for label, ratio in (("Outcome", 9), ("What was found", 7), ("Last year", 3), ("This year", 3), ("", 3)):
        table.add_column(label, ratio=ratio, overflow="fold")
    for group in groups(pair):
        for outcome in group.outcomes:
            table.add_row(
                plain(outcome.commitment), plain(outcome.text),
                plain(words.status_words(outcome), _STYLE[outcome.status]),
                plain(pages_text(outcome.evidence.before)), plain(pages_text(outcome.evidence.after)),
                plain(words.REVIEW if outcome.review else "", "yellow"),
            )  # fmt: skip
    counts = Counter(outcome.status for outcome in pair.outcomes)
    said = "; ".join(f"{words.STATUS[status]}: {counts[status]}" for status in words.ORDER if counts[status])
    checks = sum(outcome.review for outcome in pair.outcomes)
    return Group(*parts, table, plain(f"{said}. To check before quoting: {checks} of {len(pair.outcomes)}.", "bold"))


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
