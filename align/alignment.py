"""What carries on from one report to the next: the types of an Alignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from align.similarity import Matrix
from align.terms import letters
from extract.report import Item, Report

CommitmentRelation = Literal["same", "reworded", "split", "merged", "dropped", "new"]
OutcomeRelation = Literal["same", "reworded", "dropped", "new", "carried"]
StatementRelation = Literal["repeated", "updated", "restated", "ended", "new"]
MatchKind = Literal["commitment", "outcome", "statement"]
MatchRuling = Literal["yes", "no", "unsure"]
RULED = "officer's decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person has ruled on matches: ``(kind, earlier text, later text)`` → ruling, the texts by ``letters``.

    A ruling is found by its texts, so that it holds when ids shift. Commitments are named by their titles.
    """

    pairs: Mapping[tuple[MatchKind, str, str], MatchRuling]

    def of(self, kind: MatchKind, before: str, after: str) -> MatchRuling | None:
        """The ruling on a pair; ``None`` where there is none."""
        return self.pairs.get((kind, letters(before), letters(after))) if self.pairs else None

    def applied(self, kind: MatchKind, before: Sequence[str], after: Sequence[str], scores: Matrix) -> Matrix:
        """The scores with a 2 where a person said yes, and -1 where one said no: nothing outbids a ruling."""
        if not self.pairs:
            return scores
        out = scores.copy()
        for i, a in enumerate(before):
            for j, b in enumerate(after):
                if (ruling := self.of(kind, a, b)) in ("yes", "no"):
                    out[i, j] = 2.0 if ruling == "yes" else -1.0
        return np.asarray(out)


UNDECIDED = Decided(pairs={})


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentMatch:
    """Commitment ids of the earlier and of the later report that are the same promise. ``score`` is 0..1."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    relation: CommitmentRelation
    score: float | None
    why: str = ""
    doubt: str = ""  # why a person should look at the match itself; empty where it is sure


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOutcome:
    """An outcome that stands for a report, and the report that prints it: that one, or one it is carried from."""

    report: str  # id of the report that prints the item
    item: Item
    commitment: str  # the id, in the report it stands for, of the commitment it belongs to; empty where it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeMatch:
    """An outcome of the earlier report, of the later, or of both. At least one side is set.

    ``carried`` says that one of the two reports has no outcomes column, so the other's outcome is carried to it.
    ``returns`` is, of a new outcome in a run of three reports or more, the outcome as an older report listed it.
    """

    before: StandingOutcome | None
    after: StandingOutcome | None
    relation: OutcomeRelation
    score: float | None  # how alike, 0..1; None where there is no pair
    why: str = ""
    doubt: str = ""  # why a person should look at the match itself; empty where it is sure
    returns: StandingOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMatch:
    """A statement of the earlier report and what became of it in the later one; ids, at least one side set."""

    before: str | None
    after: str | None
    relation: StatementRelation
    score: float | None  # the probability that the match is right, 0..1; None where there is no pair
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure of one statement beside the same figure a report later (``None``: it vanished).

    Values are numbers in ``unit`` (1200000 and ``£``, 37 and ``rank``).
    """

    before: str
    after: str | None
    what: str
    value_before: float
    value_after: float | None
    unit: str
    period_before: str
    period_after: str
    comparable: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Two reports and what carries on between them. Every commitment, outcome and statement appears at least once."""

    before: Report
    after: Report
    commitments: tuple[CommitmentMatch, ...]
    outcomes: tuple[OutcomeMatch, ...]
    statements: tuple[StatementMatch, ...]
    measures: tuple[Measure, ...]

    def still_said(self, statement: str) -> tuple[str, ...]:
        """The later statements that one of the earlier report more likely than not carries on as; likeliest first."""
        found = [m for m in self.statements if m.before == statement and m.after and (m.score or 0.0) >= 0.5]
        return tuple(m.after for m in sorted(found, key=lambda m: -(m.score or 0.0)) if m.after)

    def commitments_across(self, side: str) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
        """The commitments of one side (``before`` or ``after``) that belong to each commitment of either side.

        The first mapping takes ids of the earlier report, the second those of the later one.
        """
        from_before: dict[str, frozenset[str]] = {}
        from_after: dict[str, frozenset[str]] = {}
        for match in self.commitments:
            there = frozenset(match.before if side == "before" else match.after)
            from_before.update(dict.fromkeys(match.before, there))
            from_after.update(dict.fromkeys(match.after, there))
        own = {c.id: frozenset([c.id]) for c in (self.before if side == "before" else self.after).commitments}
        if side == "before":
            return {key: ids | own.get(key, frozenset()) for key, ids in from_before.items()}, from_after
        return from_before, {key: ids | own.get(key, frozenset()) for key, ids in from_after.items()}
