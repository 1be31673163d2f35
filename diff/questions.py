"""A Comparison → what to ask a person, the most decisive question first.

An outcome is asked about while it is under review, the least certain first. Of an outcome, a doubtful match comes
before its evidence; of its evidence, the report judged with the least certainty, and there the best passage that
nobody has ruled on: a yes to it settles that report, a no leaves the next best.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from diff.comparison import Comparison, Link, OutcomeDiff, Pair
from diff.rulings import Ruling
from extract.report import Report

_AT_MOST = 3  # passages asked about of one outcome in one report: those below are hardly ever the one
About = tuple[str, str, str, str]  # ``Ruling.about``


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One decision for a person. ``ruling`` is the row to save, but for the decision itself."""

    kind: Literal["evidence", "outcome"]
    outcome: OutcomeDiff
    ruling: Ruling
    report: Report  # where the passage, or the later wording, stands
    page: int
    left: int  # outcomes still under review, this one included


def next_question(comparison: Comparison, skipped: Collection[About] = ()) -> Question | None:
    """The most decisive question that is neither ruled on nor skipped; ``None`` where nothing is left to ask."""
    waiting = [(pair, o) for pair in comparison.pairs for o in pair.outcomes if o.review]
    for pair, outcome in sorted(waiting, key=lambda one: one[1].probability):
        for kind, ruling, report, page in _about(pair, outcome):
            if ruling.about not in skipped:
                return Question(
                    kind=kind, outcome=outcome, ruling=ruling, report=report, page=page, left=len(waiting)
                )  # fmt: skip
    return None


_Asked = tuple[Literal["evidence", "outcome"], Ruling, Report, int]


def _about(pair: Pair, outcome: OutcomeDiff) -> Iterator[_Asked]:
    match = outcome.match
    if match.before and match.after and match.doubt and (match.score or 0) < 1:
        yield "outcome", _ruling("outcome", match.before.report, match.before.item.id, match.before.item.text,
                                 match.after.report, match.after.item.id, match.after.item.text), pair.after, (
            match.after.item.page_first
        )  # fmt: skip
    sides = [(pair.before, outcome.evidence.before, outcome.considered.before, match.before or match.after),
             (pair.after, outcome.evidence.after, outcome.considered.after, match.after or match.before)]  # fmt: skip
    for report, evidence, considered, stands in sorted(sides, key=lambda side: _settled(side[1])):
        assert stands is not None
        for link in _open((*evidence, *considered)):
            yield "evidence", _ruling(
                "evidence", stands.report, stands.item.id, stands.item.text, report.id, link.statement,
                report.item(link.statement).text,
            ), report, link.page  # fmt: skip


def _settled(evidence: tuple[Link, ...]) -> tuple[bool, float]:
    """Sides with a ruled direct link come last; then those whose best passage is far from even."""
    ruled = any(link.ruled and link.grade == "direct" for link in evidence)
    return ruled, abs(max((link.score for link in evidence), default=0.0) - 0.5)


def _open(links: tuple[Link, ...]) -> list[Link]:
    if any(link.ruled and link.grade == "direct" for link in links):
        return []
    ruled = sum(link.ruled for link in links)
    return sorted((link for link in links if not link.ruled), key=lambda link: -link.score)[: max(0, _AT_MOST - ruled)]


def _ruling(kind: str, a_report: str, a_item: str, a_text: str, b_report: str, b_item: str, b_text: str) -> Ruling:
    return Ruling(
        kind=kind, a_report=a_report, a_item=a_item, a_text=a_text, b_report=b_report, b_item=b_item, b_text=b_text,
        ruling="",
    )  # fmt: skip
