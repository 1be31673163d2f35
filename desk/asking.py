"""What a person says of reports that are to be compared: the year of each, whose plan they are on, and which.

A wrong year turns every "lost" into a "gained", so years that a report itself contradicts are asked about once more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desk.records import KeptReport
from desk.reports import Settled
from report.phrases import day, of_year

_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?")
_MOST = 12  # reports compared at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``years``: a report's id → its year as typed. ``sure``: the years hold, whatever dates the reports give."""

    years: Mapping[str, str]
    body: str
    plan: str
    sure: bool = False


def suggested(found: Sequence[KeptReport], body: str, plan: str) -> Asked:
    """What the fields hold at first: the years that are known, with the month where a year has several reports."""
    known = [one.year[:4] for one in found if one.year]
    return Asked(
        years={one.id: one.date[:7] if known.count(one.year) > 1 and one.date[4:7] else one.year for one in found},
        body=body, plan=plan,
    )  # fmt: skip


def wrong(found: Sequence[KeptReport], asked: Asked) -> str:
    """What keeps reports from being compared, in a sentence; empty where nothing does."""
    if not 2 <= len(found) <= _MOST:
        return f"Choose two reports or more, {_MOST} at most."
    if any(one.state != "read" for one in found):
        return "One of the reports is not read yet, or could not be read."
    for one in found:
        if not _YEAR.fullmatch(asked.years.get(one.id, "")):
            return f"Say which year {one.file} is, such as 2025, or 2025-06 where a year has several."
    in_order = in_time(found, asked.years)
    for (one, year), (other, next_year) in pairwise(in_order):
        if next_year.startswith(year):
            return f"{one.file} and {other.file} have the same year. Add the month to each, such as {year[:4]}-06."
    if not asked.body:
        return "Say whose plan it is: decisions are kept with it."
    if not asked.plan:
        return "Say which plan the reports are on."
    return ""


def in_time(found: Sequence[KeptReport], years: Mapping[str, str]) -> list[tuple[KeptReport, str]]:
    """The reports with their years, the earliest first."""
    return sorted(((one, years[one.id]) for one in found), key=lambda placed: placed[1])


def against_dates(found: Sequence[KeptReport], years: Mapping[str, str]) -> str:
    """Where the reports' own dates contradict the years, in a sentence; empty where they do not."""
    dated = [(one, year) for one, year in in_time(found, years) if one.date]
    for (one, year), (other, next_year) in pairwise(dated):
        if other.date < one.date:
            return (
                f"By the years, {one.file} ({year}) comes before {other.file} ({next_year}); by the dates in the "
                f"reports, {day(one.date)} and {day(other.date)}, it comes after."
            )
    for one, year in dated:
        if not of_year(one.date, year):
            return f"{one.file} is given as {year}, and says of itself that it is of {day(one.date)}."
    return ""


def several_bodies(found: Sequence[KeptReport]) -> list[str]:
    """The bodies that the reports name, where it is more than one: then a person says whose the comparison is."""
    bodies = sorted({one.body for one in found if one.body})
    return bodies if len(bodies) > 1 else []


def settled(found: Sequence[KeptReport], asked: Asked) -> dict[str, Settled]:
    """What is kept of each report: its year, and body and plan where it gives none. The comparison has its own."""
    body, plan = ("", "") if several_bodies(found) else (asked.body, asked.plan)
    return {one.id: Settled(body=one.body or body, plan=one.plan or plan, year=asked.years[one.id]) for one in found}
