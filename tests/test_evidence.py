"""Links → status and review by the stated rule; kind and direction; promises; what is asked of a person."""

from __future__ import annotations

from dataclasses import replace

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
    likely: float,
    *,
    grade: str = "direct",
    text: str = "Fires fell by a tenth.",
    stale: bool = False,
    score: float | None = None,
    ruled: bool = False,
) -> SideFacts:
    """``score`` is that of its one link, where it is not as likely as the report is to have evidence."""
    link = Link(
        statement="1.p1", grade="direct" if grade == "direct" else "partial", score=likely if score is None else score,
        page=4, text=text, why="", ruled=ruled,
    )  # fmt: skip
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


def test_evidence_that_no_passage_stands_out_for_is_put_under_review() -> None:
    """Many faint signs make evidence likely; the one passage that is named is not the likelier for it."""
    faint, sure = side(0.95, score=0.4), side(0.95)
    doubts = doubts_of(MATCH, "kept", faint, sure, probability_of(MATCH, faint, sure))
    assert doubts == ["in the earlier report nothing single stands out, the best passage being on page 4"]
    assert doubts_of(MATCH, "kept", sure, sure, probability_of(MATCH, sure, sure)) == []
    ruled = side(1.0, score=0.4, ruled=True)
    assert doubts_of(MATCH, "kept", ruled, sure, probability_of(MATCH, ruled, sure)) == []


@pytest.mark.parametrize(("grade", "what"), [("partial", "only related statements"), ("none", "a passage on page 4")])
def test_a_side_without_evidence_that_is_likely_to_have_some_says_that_nothing_stands_out(
    grade: str, what: str
) -> None:
    sides = side(0.95), side(0.55, grade=grade, score=0.2)
    (doubt,) = doubts_of(MATCH, "lost", *sides, probability_of(MATCH, *sides))
    assert doubt.startswith(f"in the later report nothing single stands out: {what}")


def test_what_is_known_of_an_outcome_that_is_gone_claims_no_more_than_a_passage_bears() -> None:
    gone = replace(MATCH, relation="dropped")
    assert "reports on it" in reason_of(gone, "dropped", side(0.9), side(0.9), [])
    assert "nothing single stands out" in reason_of(gone, "dropped", side(0.9), side(0.9, score=0.3), [])


def test_a_passage_that_still_stands_is_not_lost_without_a_word() -> None:
    before, after = side(0.99), side(0.01, grade="none")
    assert doubts_of(MATCH, "lost", before, after, 0.98) == []
    doubts = doubts_of(MATCH, "lost", before, replace(after, carried="reworded, on page 7"), 0.98)
    assert doubts == ["the passage that counted last year still stands, reworded, on page 7"]


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
