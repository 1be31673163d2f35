"""The report between two others: the two pairs that share it never contradict each other without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diff import compare_reports
from diff.comparison import Comparison, Level, Link, OutcomeDiff, Pair
from diff.judge import shipped_judge
from diff.middle import mark_middle, read_alike, twins
from extract.report import Report


@pytest.fixture(scope="module")
def comparison(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports, judge=shipped_judge("lexical"))


def link(statement: str, grade: Level = "direct") -> Link:
    return Link(
        statement=statement, grade="direct" if grade == "direct" else "partial", score=0.9, page=3, text="", why=""
    )


@pytest.mark.parametrize(
    ("here", "there", "alike"),
    [
        ([link("p1")], [link("p1"), link("p2")], True),
        ([link("p1")], [link("p2")], False),
        ([link("p1")], [link("p1", "partial")], False),
        ([link("p1", "partial")], [link("p2", "partial")], True),
        ([link("p1", "partial")], [], False),
        ([], [], True),
    ],
)
def test_two_readings_are_alike_where_they_grade_alike_and_share_a_passage(
    here: list[Link], there: list[Link], alike: bool
) -> None:
    assert read_alike(here, there) is alike
    assert read_alike(there, here) is alike


def test_every_outcome_that_stands_for_the_middle_report_is_held_against_itself(comparison: Comparison) -> None:
    first, second = comparison.pairs
    found = [(first.outcomes[i].match, second.outcomes[j].match) for i, j in twins(first, second)]
    assert len(found) == sum(o.match.before is not None for o in second.outcomes)
    for earlier, later in found:
        stands = earlier.after or earlier.before
        assert stands is not None
        assert later.before is not None
        assert stands.item.text == later.before.item.text


def test_every_difference_is_said_and_what_a_status_rests_on_is_checked(comparison: Comparison) -> None:
    first, second = comparison.pairs
    for i, j in twins(first, second):
        one, other = first.outcomes[i], second.outcomes[j]
        counted = [
            {x.statement for x in links if x.grade == "direct"} for links in (one.evidence.after, other.evidence.before)
        ]
        for outcome, said in ((one, "Held against the report after it"), (other, "Held against the report before it")):
            if counted[0] != counted[1]:
                assert said.lower() in outcome.reason.lower()
            if not read_alike(one.evidence.after, other.evidence.before) and outcome.status not in ("dropped", "new"):
                assert outcome.review


def test_a_passage_that_counts_in_one_pair_only_is_a_doubt_in_both(comparison: Comparison) -> None:
    first, second = comparison.pairs
    i, j = next(
        (i, j) for i, j in twins(first, second)
        if first.outcomes[i].status == second.outcomes[j].status == "kept" and not first.outcomes[i].review
    )  # fmt: skip
    changed = replace(second.outcomes[j], evidence=replace(second.outcomes[j].evidence, before=(link("p99"),)))
    marked = mark_middle([first, put(second, j, changed)])
    assert marked[0].outcomes[i].review
    assert (
        "held against the report after it, other passages of the later report count (page 3)"
        in marked[0].outcomes[i].reason
    )
    assert marked[1].outcomes[j].review
    assert marked[1].outcomes[j].reason.endswith(").")


def put(pair: Pair, place: int, outcome: OutcomeDiff) -> Pair:
    outcomes = list(pair.outcomes)
    outcomes[place] = outcome
    return replace(pair, outcomes=tuple(outcomes))
