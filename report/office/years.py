"""A Pair → what its two reports are called in a sentence: by their years where these tell them apart."""

from __future__ import annotations

from dataclasses import dataclass

from diff.comparison import Pair
from report.phrases import day, year_in, year_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The two reports in running text: “the 2022 report” and “the 2023 report”, or “last year’s report” and so on."""

    before: str
    after: str
    short_before: str  # at the head of a column: “2022”, or “Last year”
    short_after: str


def names_of(pair: Pair) -> Names:
    """Years where both reports have one and they differ, else months so; else the words that the page uses."""
    before, after = year_of(pair.before), year_of(pair.after)
    told = bool(before) and before < after
    months = [(report.date or "")[:7] for report in (pair.before, pair.after)]
    if before == after and "-" in months[0] and months[0] < months[1]:
        told, before, after = True, day(months[0]), day(months[1])
    if told:
        return Names(before=f"the {before} report", after=f"the {after} report", short_before=before, short_after=after)
    return Names(
        before="last year’s report", after="this year’s report", short_before="Last year", short_after="This year"
    )


def years_of(pair: Pair) -> str:
    """The two reports of a pair by their dates where both give one, else by their years or ids."""
    if pair.before.date and pair.after.date:
        return f"{day(pair.before.date)} to {day(pair.after.date)}"
    before, after = (year_of(report) or report.id for report in (pair.before, pair.after))
    return f"{before} to {after}"


def named(report: str, pair: Pair, names: Names) -> str:
    """What the report of an id is called; one from before the pair by the year in its id, or by its id."""
    other = f"the {year_in(report)} report" if year_in(report) else f"the report {report}"
    return {pair.before.id: names.before, pair.after.id: names.after}.get(report, other)


def capital(text: str) -> str:
    """A text with its first letter large, to start a sentence."""
    return text[:1].upper() + text[1:]
