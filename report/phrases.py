"""Dates, pages and places in words, the same in every file for people."""

from __future__ import annotations

import re

from align.alignment import StandingOutcome
from diff.comparison import Level, Link
from extract.report import Report
from report import words

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def day(date: str | None) -> str:
    """An ISO date as people write it: ``12 June 2024``; as it is where it is no full date, "no date" for none."""
    if not date:
        return "no date given"
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    )  # fmt: skip
    parts = [int(part) for part in date.split("-")]
    written = [str(part) for part in parts[2:]] + [months[m - 1] for m in parts[1:2]] + [str(parts[0])]
    return " ".join(written)


def when(report: Report) -> str:
    """A report's date as people write it; where it gives none its year, or what the results call it."""
    return day(report.date) if report.date else year_of(report) or report.id


def year_of(report: Report) -> str:
    """The year of the date or of the end of the period, else the one in the report's id; empty where none has one."""
    said = report.date or (report.period[1] if report.period else "")
    return said[:4] if said else year_in(report.id)


def of_year(date: str, year: str) -> bool:
    """Whether a date is of a year, or of a month of one (2025-06), as far as both are said."""
    return date.startswith(year) or year.startswith(date)


def year_in(name: str) -> str:
    """The year in a name that has just one; empty in others."""
    found = set(_YEAR.findall(name))
    return found.pop() if len(found) == 1 else ""


def found_text(level: Level, links: tuple[Link, ...]) -> str:
    """The best that a report has for an outcome, with its pages: “about this outcome, p. 3, 4”, “nothing found”."""
    pages = sorted({link.page for link in links if link.grade == level})
    return words.LEVEL_FOUND[level] + (f", p. {', '.join(map(str, pages))}" if pages else "")


def printed_place(outcome: StandingOutcome, reports: tuple[Report, ...]) -> str:
    """Where an outcome is printed: the report's date and the page."""
    report = next(r for r in reports if r.id == outcome.report)
    return f"{when(report)}, page {outcome.item.page_first}"
