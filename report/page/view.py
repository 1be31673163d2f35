"""A Pair → what one section of report.html shows, in the order in which it shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from align.alignment import CommitmentMatch, Measure, StandingOutcome
from align.words import Run, word_changes
from diff.comparison import Link, OutcomeDiff, Pair, Promise, Sides, Status
from extract.report import Item
from report import words
from report.measures import MeasureView, measure_views, moved_measures, vanished_measures
from report.rewording import Reworded, Rewording, rewording, rewordings
from report.story import Story, story_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A commitment with its outcomes, in the order of the report that prints them."""

    number: str
    title: str
    outcomes: list[OutcomeDiff]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """One outcome with all that its row opens to. ``place`` is its place in the table, from 1."""

    id: str
    place: int
    group: str  # the commitment, by number and title
    outcome: OutcomeDiff
    wording: tuple[Run, ...]  # how the outcome was reworded; empty where it reads the same
    repeated: frozenset[str]  # later statements of its evidence that stand word for word in the earlier report
    rewordings: tuple[Rewording, ...]  # statements of its evidence that carry on in other words
    measures: tuple[MeasureView, ...]  # figures in its evidence that moved


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """One section of the page."""

    pair: Pair
    story: Story
    counts: tuple[tuple[Status, int, int], ...]  # status, outcomes of it, and how many of those are to be checked
    outcomes: tuple[OutcomeView, ...]
    groups: tuple[str, ...]
    commitments: tuple[CommitmentMatch, ...]  # those that changed first
    moved: list[MeasureView]
    vanished: list[MeasureView]
    repeated: tuple[tuple[Item, Item], ...]
    reworded: list[Reworded]
    unanswered: tuple[Promise, ...]
    answered: tuple[Promise, ...]


def pair_view(n: int, pair: Pair) -> PairView:
    """The ``n``-th pair of a comparison (from 1)."""
    counts = Counter(outcome.status for outcome in pair.outcomes)
    checks = Counter(outcome.status for outcome in pair.outcomes if outcome.review)
    outcomes = _outcomes(n, pair)
    return PairView(
        pair=pair,
        story=story_of(pair),
        counts=tuple((status, counts[status], checks[status]) for status in words.ORDER),
        outcomes=outcomes,
        groups=tuple(dict.fromkeys(view.group for view in outcomes)),
        commitments=tuple(sorted(pair.alignment.commitments, key=lambda c: c.relation == "same")),
        moved=moved_measures(pair),
        vanished=vanished_measures(pair),
        repeated=_repeated(pair),
        reworded=rewordings(pair),
        unanswered=tuple(p for p in pair.promises if p.answered_by is None),
        answered=tuple(p for p in pair.promises if p.answered_by is not None),
    )


def outcome_id(n: int, outcome: OutcomeDiff) -> str:
    """An outcome's place in the page, always the same: ``o1-3.o2``; ``o1-last-3.o2`` where only last year's."""
    match = outcome.match
    shown = match.after or match.before
    assert shown is not None
    return f"o{n}-{'' if match.after else 'last-'}{shown.item.id}"


def groups(pair: Pair) -> list[Group]:
    """A pair's outcomes by commitment, in the order of the later report's table and then the earlier one's."""
    homes = {
        (report.id, commitment.id): ((place, n), commitment.number, commitment.title)
        for place, report in enumerate((pair.after, pair.before))
        for n, commitment in enumerate(report.commitments)
    }
    made: dict[tuple[int, int], Group] = {}
    for outcome in pair.outcomes:
        sides = ((outcome.match.after, pair.after.id), (outcome.match.before, pair.before.id))
        found = (homes.get((report, side.commitment)) for side, report in sides if side is not None)
        key, number, title = next(filter(None, found), ((2, 0), "", "A commitment of an earlier report"))
        made.setdefault(key, Group(number=number, title=title, outcomes=[])).outcomes.append(outcome)
    return [made[key] for key in sorted(made)]


def _outcomes(n: int, pair: Pair) -> tuple[OutcomeView, ...]:
    matches = _Matches(pair)
    views: list[OutcomeView] = []
    for group in groups(pair):
        for outcome in group.outcomes:
            views.append(
                OutcomeView(
                    id=outcome_id(n, outcome),
                    place=len(views) + 1,
                    group=f"{group.number} {group.title}".strip(),
                    outcome=outcome,
                    wording=_wording(outcome.match.before, outcome.match.after),
                    repeated=matches.repeated,
                    rewordings=matches.rewordings(outcome.evidence),
                    measures=matches.measures(outcome.evidence),
                )
            )
    return tuple(views)


def _wording(before: StandingOutcome | None, after: StandingOutcome | None) -> tuple[Run, ...]:
    """What was changed in an outcome's words; empty where nothing was."""
    runs = word_changes(before.item.text, after.item.text) if before and after else ()
    return runs if any(run.change != "kept" for run in runs) else ()


class _Matches:
    """What carries on between the statements of a pair, found by the earlier one."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._items = {i.id: i for i in pair.before.items}, {i.id: i for i in pair.after.items}
        carried = [m for m in pair.alignment.statements if m.before and m.after]
        self.repeated = frozenset(m.after for m in carried if m.relation == "repeated" and m.after)
        self._carried: dict[str, list[str]] = {}
        for m in carried:
            if m.relation != "repeated":
                self._carried.setdefault(m.before or "", []).append(m.after or "")
        self._measures: dict[str, list[Measure]] = {}
        for measure in pair.alignment.measures:
            if measure.value_after is not None and measure.value_after != measure.value_before:
                self._measures.setdefault(measure.before, []).append(measure)

    def rewordings(self, evidence: Sides) -> tuple[Rewording, ...]:
        """Statements of the earlier evidence that go on, in other words, in the later evidence."""
        later = {link.statement for link in evidence.after}
        pairs = [(a, b) for a in _statements(evidence.before) for b in self._carried.get(a, ()) if b in later]
        return tuple(rewording(self._items[0][a], self._items[1][b]) for a, b in pairs)

    def measures(self, evidence: Sides) -> tuple[MeasureView, ...]:
        """Figures of the earlier evidence that moved."""
        found = [m for a in _statements(evidence.before) for m in self._measures.get(a, ())]
        return tuple(measure_views(found, self._pair))


def _statements(links: Sequence[Link]) -> list[str]:
    return [link.statement for link in links]


def _repeated(pair: Pair) -> tuple[tuple[Item, Item], ...]:
    before: Mapping[str, Item] = {i.id: i for i in pair.before.items}
    after: Mapping[str, Item] = {i.id: i for i in pair.after.items}
    return tuple(
        (before[m.before], after[m.after])
        for m in pair.alignment.statements
        if m.relation == "repeated" and m.before and m.after
    )
