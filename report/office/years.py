"""A Pair → what its two reports are called in a sentence: by their years where these tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diff.comparison import Pair
from extract.report import Report
from report.phrases import day

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The two reports in running text: “the 2022 report” and “the 2023 report”, or “last year’s report” and so on."""

    before: str
    after: str
    short_before: str  # at the head of a column: “2022”, or “Last year”
    short_after: str


def names_of(pair: Pair) -> Names:
    """Years where both reports have one and they differ; else the words that the page uses."""
    before, after = _year(pair.before), _year(pair.after)
    if before and after and before < after:
        return Names(before=f"the {before} report", after=f"the {after} report", short_before=before, short_after=after)
    return Names(
        before="last year’s report", after="this year’s report", short_before="Last year", short_after="This year"
    )


def years_of(pair: Pair) -> str:
    """The two reports of a pair by their dates where both give one, else by their years or ids."""
    if pair.before.date and pair.after.date:
        return f"{day(pair.before.date)} to {day(pair.after.date)}"
    before, after = (_year(report) or report.id for report in (pair.before, pair.after))
    return f"{before} to {after}"


def _year(report: Report) -> str:
    """The year of the date or of the end of the period, else the one in the report's id, its file's name."""
    said = report.date or (report.period[1] if report.period else "")
    return said[:4] if said else _year_in(report.id)


def _year_in(name: str) -> str:
    found = set(_YEAR.findall(name))
    return found.pop() if len(found) == 1 else ""


def named(report: str, pair: Pair, names: Names) -> str:
    """What the report of an id is called; one from before the pair by the year in its id, or by its id."""
    other = f"the {_year_in(report)} report" if _year_in(report) else f"the report {report}"
    return {pair.before.id: names.before, pair.after.id: names.after}.get(report, other)


def capital(text: str) -> str:
    """A text with its first letter large, to start a sentence."""
    return text[:1].upper() + text[1:]
