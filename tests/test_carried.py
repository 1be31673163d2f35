"""A statement that decided the earlier year and still stands: “lost” is never said of it without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from align.terms import Vocabulary
from diff import Ruling, compare_reports
from diff.carry import Carry
from diff.comparison import OutcomeDiff
from diff.judge import Claim, Judgement, Passage, Rule
from extract.report import Item, Report

OUTCOME = "Ferry keepers feel able to speak up."
BEFORE = "The Lantern Line took 17 calls from keepers in its first year, and five were looked into by the board."
AFTER = "The Lantern Line took 41 calls from keepers in its second year, and twelve were looked into by the board."
OTHER = "The slipway at Gull Point was relaid with granite setts and opened by the mayor."
ALONE = Carry(own=1.0, other=0.0, continues=0.0, start=0.0)
PLAIN = Rule(direct=0.5, floor=0.4, partial=0.3, slope=1.0, offset=0.0)


@dataclass(frozen=True)
class Fickle:
    """Is sure of one text and of no other."""

    sure: str
    name: str = "fickle"
    carry: Carry = ALONE
    rule: Rule = PLAIN

    def judged(self, claims: Sequence[Claim], passages: Sequence[Passage], _: Vocabulary) -> Judgement:
        scores = np.array([[0.99 if p.text == self.sure else 0.001 for p in passages] for _ in claims])
        return Judgement(direct=scores, linked=scores)


def year(sample: Report, name: str, *texts: str) -> Report:
    """A sample's first commitment with one outcome and these statements."""
    first = sample.commitments[0]
    said = [("outcome", OUTCOME), *(("progress", text) for text in texts)]
    items = tuple(
        Item(id=f"1.{role[0]}{n}", commitment=first.id, role=role, position=n, level=0, parent=None, text=text,
             spans=())
        for n, (role, text) in enumerate(said)
    )  # fmt: skip
    return replace(sample, id=name, commitments=(first,), items=items)


def lost(sample: Report, *after: str, rulings: Sequence[Ruling] = ()) -> OutcomeDiff:
    earlier, later = year(sample, "a", BEFORE, OTHER), year(sample, "b", *after, OTHER)
    (pair,) = compare_reports(earlier, later, rulings=rulings, judge=Fickle(BEFORE)).pairs
    (outcome,) = pair.outcomes
    assert outcome.status == "lost"
    return outcome


def test_a_deciding_statement_that_carries_on_puts_lost_under_review(reports: tuple[Report, ...]) -> None:
    outcome = lost(reports[0], AFTER)
    assert outcome.review
    assert "the passage that counted last year still stands, reworded, on page" in outcome.reason


def test_one_that_is_gone_is_lost(reports: tuple[Report, ...]) -> None:
    assert not lost(reports[0]).review


@pytest.mark.parametrize(("ruling", "checked"), [("no", False), ("unsure", True)])
def test_a_person_who_has_looked_at_it_settles_it(ruling: str, checked: bool, reports: tuple[Report, ...]) -> None:
    ruled = Ruling(
        kind="evidence", a_report="b", a_item="1.o0", a_text=OUTCOME, b_report="b", b_item="1.p1", b_text=AFTER,
        ruling=ruling,
    )  # fmt: skip
    assert ("still stands" in lost(reports[0], AFTER, rulings=[ruled]).reason) is checked


def test_what_the_other_year_tells_counts_by_how_sure_the_match_is() -> None:
    carry = Carry(own=1.0, other=0.5, continues=0.5, start=0.0)
    here, there = (Judgement(direct=np.array([[p]]), linked=np.array([[p]])) for p in (0.3, 0.95))
    none, doubtful, sure = (carry.applied(here, there, np.array([[score]])).direct[0, 0] for score in (0.0, 0.3, 1.0))
    assert none == pytest.approx(0.3)
    assert 0.3 < doubtful < 0.5 < sure
    assert carry.applied(here, there, np.zeros((1, 0))) is here
