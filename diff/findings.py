"""What a person should know of a pair first: columns that went, contradictions, stale text, doubtful reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from align.alignment import Alignment
from align.terms import letters
from diff.comparison import PairFinding
from diff.contradictions import contradicting_figures
from diff.rulings import Rulings, unmet
from extract.labels import NUMBER, TITLE, plain
from extract.report import DAMAGED, KNOWN_ROLES, Report

_ALIKE = 80.0  # per cent: labels this alike, dates aside, are the same label
_NAMES = {"outcome": "outcomes", "progress": "progress", "delivery": "delivery"}


def find_pair(alignment: Alignment, rulings: Rulings) -> tuple[PairFinding, ...]:
    """The findings of a pair, those that matter most first."""
    before, after = alignment.before, alignment.after
    return (
        *_bodies(before, after),
        *_columns(before, after),
        *contradicting_figures(after, "This year’s"),
        *contradicting_figures(before, "Last year’s"),
        *_returned(alignment),
        *_stale_text(alignment),
        *(f for report in (before, after) for f in _reading(report)),
        *_on_rulings(alignment, rulings),
    )


def _bodies(before: Report, after: Report) -> Iterator[PairFinding]:
    """Two bodies, unless one is called by its first letters."""
    a, b = before.body or "", after.body or ""
    if a and b and letters(a) != letters(b) and _initials(a) != letters(b) and letters(a) != _initials(b):
        text = f"The reports are of different bodies: “{a}” last year and “{b}” this year."
        yield PairFinding(kind="bodies-differ", report=after.id, text=text)


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper()).lower()


def _columns(before: Report, after: Report) -> Iterator[PairFinding]:
    """One finding for each column that went, came or was renamed."""
    extra = [r for r in (*before.columns, *after.columns) if r not in (*KNOWN_ROLES, NUMBER, TITLE)]
    for role in (*KNOWN_ROLES, *dict.fromkeys(extra)):
        a, b, name = before.columns.get(role), after.columns.get(role), _NAMES.get(role, "further")
        if a is not None and b is None:
            yield PairFinding(
                kind="column-missing", report=after.id,
                text=f"The {name} column of last year’s report, “{a}”, is not in this year’s report." + _carried(role),
            )  # fmt: skip
        elif a is None and b is not None:
            text = f"The {name} column “{b}” is in this year’s report and was not in last year’s."
            yield PairFinding(kind="column-new", report=after.id, text=text)
        elif a is not None and b is not None and role in KNOWN_ROLES and not _same_label(a, b):
            text = f"The {name} column was called “{a}” last year and is called “{b}” this year."
            yield PairFinding(kind="column-renamed", report=after.id, text=text)


def _carried(role: str) -> str:
    if role != "outcome":
        return ""
    return (
        " Last year’s outcomes are therefore checked against this year’s text; none is counted as lost for that reason "
        "alone."
    )


def _same_label(a: str, b: str) -> bool:
    return fuzz.ratio(_undated(a), _undated(b)) >= _ALIKE


def _undated(label: str) -> str:
    return re.sub(
        r"\b(\d+|january|february|march|april|may|june|july|august|september|october|november|december)\b",
        "",
        plain(label),
    )


def _stale_text(alignment: Alignment) -> Iterator[PairFinding]:
    repeated = [m for m in alignment.statements if m.relation == "repeated" and m.after is not None]
    if repeated:
        pages = sorted({alignment.after.item(m.after).page_first for m in repeated if m.after})
        many = f"{len(repeated)} statements stand" if len(repeated) > 1 else "1 statement stands"
        where = f"page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages))}"
        text = f"{many} word for word as last year ({where})."
        yield PairFinding(kind="stale-text", report=alignment.after.id, text=text, page=pages[0])


def _returned(alignment: Alignment) -> Iterator[PairFinding]:
    """Outcomes that lapsed for a report or more and are listed again."""
    for match in alignment.outcomes:
        if match.returns is not None and match.after is not None:
            was, now = match.returns, match.after.item
            text = (
                f"“{now.text}” is listed again: it stood on page {was.item.page_first} of {was.report}, and not in "
                f"{alignment.before.id}."
            )
            yield PairFinding(kind="outcome-returned", report=alignment.after.id, text=text, page=now.page_first)


def _reading(report: Report) -> Iterator[PairFinding]:
    for finding in report.findings:
        text = f"{_file(report)}: {finding.text}" if finding.kind == DAMAGED else finding.text
        yield PairFinding(kind=finding.kind, report=report.id, text=text, page=finding.page)


def _file(report: Report) -> str:
    """The name of a report's PDF, without the folders of whoever read it."""
    return re.split(r"[/\\]", report.source.path)[-1]


def _on_rulings(alignment: Alignment, rulings: Rulings) -> Iterator[PairFinding]:
    before, after = alignment.before, alignment.after
    for ruling in rulings.contradictory:
        text = f"Two rulings contradict each other, and neither applies: “{ruling.a_text}” and “{ruling.b_text}”."
        yield PairFinding(kind="ruling-contradicted", report=after.id, text=text)
    for ruling in rulings.stale([before, after]):
        text = f"A ruling no longer finds its text: “{ruling.a_text}” and “{ruling.b_text}” ({ruling.ruling})."
        yield PairFinding(kind="ruling-stale", report=after.id, text=text)
    for ruling in unmet(rulings.applied, alignment.outcomes):
        text = (
            f"A ruling is not followed: “{ruling.a_text}” and “{ruling.b_text}” were ruled to be one outcome, and "
            "another ruling has one of them."
        )
        yield PairFinding(kind="ruling-unmet", report=after.id, text=text)
