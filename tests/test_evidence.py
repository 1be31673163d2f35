"""Links → status and review by the stated rule; kind and direction; promises; what is asked of a person."""

from __future__ import annotations

import pytest

from align.alignment import OutcomeMatch, StandingOutcome
from diff.comparison import Link
from diff.kind import direction_of, kind_of
from diff.status import WRONG, SideFacts, doubts_of, probability_of, reason_of, status_of
from extract.report import Item

OUTCOME = StandingOutcome(
    report="a", commitment="1",
    item=Item(id="1.o1", commitment="1", role="outcome", position=1, level=0, parent=None, text="Fewer fires",
              spans=()),
)  # fmt: skip
MATCH = OutcomeMatch(before=OUTCOME, after=None, relation="carried", score=None)


def side(
    likely: float, *, grade: str = "direct", text: str = "Fires fell by a tenth.", stale: bool = False
) -> SideFacts:
    link = Link(
        statement="1.p1", grade="direct" if grade == "direct" else "partial", score=likely, page=4, text=text, why=""
    )
    return SideFacts(
        evidence=(link,) if grade != "none" else (), considered=() if grade != "none" else (link,), likely=likely,
        worded=None, stale=stale, doubts=[], unsure=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "status"), [(0.9, 0.9, "kept"), (0.9, 0.1, "lost"), (0.1, 0.9, "gained"), (0.1, 0.1, "never")]
)
def test_status_follows_from_direct_evidence(before: float, after: float, status: str) -> None:
    sides = [side(p, grade="direct" if p > 0.5 else "none") for p in (before, after)]
    assert status_of(MATCH, sides[0].level, sides[1].level) == status
    assert probability_of(MATCH, *sides) == pytest.approx(0.81)


def test_a_status_is_put_under_review_where_a_look_is_cheaper_than_being_wrong() -> None:
    for before in (0.99, 0.95, 0.9, 0.8, 0.7, 0.6):
        facts = side(before), side(0.02, grade="none")
        probability = probability_of(MATCH, *facts)
        doubts = doubts_of(MATCH, "lost", *facts, probability)
        assert bool(doubts) == ((1 - probability) * WRONG["lost"] > 1)


def test_a_wrong_lost_or_kept_costs_no_less_than_any_other() -> None:
    assert min(WRONG["lost"], WRONG["kept"]) == max(WRONG.values())


def test_the_reason_quotes_what_came_nearest() -> None:
    sides = side(0.9), side(0.2, grade="none", text="Smoke alarms were given out at the fair.")
    reason = reason_of(MATCH, "lost", *sides, [])
    assert "page 4 of the earlier report" in reason
    assert "“Smoke alarms were given out at the fair.”" in reason


def test_text_of_last_year_counts_and_says_so() -> None:
    reason = reason_of(MATCH, "kept", side(0.9), side(0.9, stale=True), [])
    assert "word for word last year’s text" in reason


@pytest.mark.parametrize(
    ("outcome", "statement", "said"),
    [
        ("Increase the use of protection orders", "Applications for protection orders fell from 274 to 262.", "away"),
        ("Increase the use of protection orders", "262 protection orders were granted, up from 231.", "towards"),
        ("Reduce deaths on rural roads", "Deaths on rural roads rose from 12 to 19.", "away"),
        ("Reduce deaths on rural roads", "Eleven cameras went live.", "unclear"),
        ("Reduce deaths on rural roads", "Arrests rose from 12 to 19.", "unclear"),
        ("A contract for custody healthcare", "Calls about custody healthcare rose from 12 to 19.", "unclear"),
    ],
)
def test_direction_is_told_only_where_both_say_which_way(outcome: str, statement: str, said: str) -> None:
    assert direction_of(outcome, statement) == said


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("Burglary fell by 12% compared with the year before.", "result"),
        ("A new hub was opened in May and staff have been trained.", "activity"),
        ("We will launch a scheme in the autumn.", "plan"),
        ("Proposals for a hub", "plan"),
        ("Thanks to all partners", "unclear"),
    ],
)
def test_the_kind_of_evidence(statement: str, kind: str) -> None:
    assert kind_of(statement) == kind
