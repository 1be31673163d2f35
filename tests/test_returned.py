"""Outcomes that lapse and return: one row of the timeline, and a word that they are not new."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from diff import compare_reports
from diff.comparison import Comparison
from diff.judge import shipped_judge
from diff.rulings import Ruling
from diff.tables import comparison_csv
from extract.report import OUTCOME, Report


def without(report: Report, item_id: str, name: str) -> Report:
    return replace(report, id=name, items=tuple(i for i in report.items if i.id != item_id))


def reworded(report: Report, item_id: str, text: str, name: str) -> Report:
    return replace(report, id=name, items=tuple(replace(i, text=text) if i.id == item_id else i for i in report.items))


@pytest.fixture(scope="module")
def lapsing(reports: tuple[Report, ...]) -> tuple[Report, Report, Report, str]:
    """A report, the same with an outcome left out, and the same with that outcome again in other words."""
    first = replace(reports[0], id="y1")
    outcome = next(i for i in first.items if i.role == OUTCOME)
    again = reworded(first, outcome.id, outcome.text.rstrip(".") + " once more.", "y3")
    return first, without(first, outcome.id, "y2"), again, outcome.id


def compared(*reports: Report, rulings: tuple[Ruling, ...] = ()) -> Comparison:
    return compare_reports(*reports, rulings=rulings, judge=shipped_judge("lexical"))


def test_an_outcome_that_returns_is_one_row_and_is_said_to_have_stood_before(
    lapsing: tuple[Report, Report, Report, str],
) -> None:
    first, second, third, outcome = lapsing
    comparison = compared(first, second, third)
    (row,) = [row for row in comparison.timeline if row.outcome == f"y1/{outcome}"]
    assert {year: place.listed for year, place in row.reports.items()} == {"y1": True, "y2": False, "y3": True}
    assert len(comparison.timeline) == len(first.outcomes)
    table = list(csv.DictReader(io.StringIO(comparison_csv(comparison, "timeline"))))
    own = [(row["report"], row["item"], row["listed"]) for row in table if row["outcome"] == f"y1/{outcome}"]
    assert own == [("y1", outcome, "true"), ("y2", "", "false"), ("y3", outcome, "true")]
    (back,) = [o for o in comparison.pairs[1].outcomes if o.match.returns]
    assert back.status == "new"
    assert back.reason.startswith("Listed again in the later report: it stood on page ")
    assert "of y1 and not in the report before this one" in back.reason
    (finding,) = [f for f in comparison.pairs[1].findings if f.kind == "outcome-returned"]
    assert "is listed again" in finding.text


def test_it_returns_once(lapsing: tuple[Report, Report, Report, str]) -> None:
    first, second, third, outcome = lapsing
    fourth = without(first, outcome, "y4")
    comparison = compared(first, second, third, fourth, replace(third, id="y5"))
    (row,) = [row for row in comparison.timeline if row.outcome == f"y1/{outcome}"]
    assert [row.reports[year].listed for year in ("y1", "y2", "y3", "y4", "y5")] == [True, False, True, False, True]
    last = [o.match.returns for o in comparison.pairs[3].outcomes if o.match.returns]
    assert [(o.report, o.item.id) for o in last if o] == [("y3", outcome)]


def test_another_outcome_is_no_return(lapsing: tuple[Report, Report, Report, str]) -> None:
    first, second, third, outcome = lapsing
    other = reworded(third, outcome, "Plant four thousand elms along the towpath.", "y3")
    comparison = compared(first, second, other)
    assert not [o for o in comparison.pairs[1].outcomes if o.match.returns]
    assert not [f for f in comparison.pairs[1].findings if f.kind == "outcome-returned"]
    assert len(comparison.timeline) == len(first.outcomes) + 1


def test_a_person_may_say_that_it_is_not_the_same(lapsing: tuple[Report, Report, Report, str]) -> None:
    first, second, third, outcome = lapsing
    ruling = Ruling(
        kind="outcome", a_report="y1", a_item=outcome, a_text=first.item(outcome).text, b_report="y3", b_item=outcome,
        b_text=third.item(outcome).text, ruling="no",
    )  # fmt: skip
    comparison = compared(first, second, third, rulings=(ruling,))
    assert not [o for o in comparison.pairs[1].outcomes if o.match.returns]
