"""What carries on from one report to the next: the types of an Alignment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extract.report import Item, Report

CommitmentRelation = Literal["same", "reworded", "split", "merged", "dropped", "new"]
OutcomeRelation = Literal["same", "reworded", "dropped", "new", "carried"]
StatementRelation = Literal["repeated", "updated", "restated", "ended", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentMatch:
    """Commitment ids of the earlier and of the later report that are the same promise. ``score`` is 0..1."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    relation: CommitmentRelation
    score: float | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOutcome:
    """An outcome that stands for a report, and the report that prints it: itself, or an earlier one it is carried from."""

    report: str  # id of the report that prints the item
    item: Item
    commitment: str  # the id, in the report it stands for, of the commitment it belongs to; empty where it has none


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeMatch:
    """An outcome of the earlier report, of the later, or of both. At least one side is set.

    ``carried`` says that one of the two reports has no outcomes column, so the other's outcome is carried to it.
    """

    before: StandingOutcome | None
    after: StandingOutcome | None
    relation: OutcomeRelation
    score: float | None
    why: str = ""
    doubt: str = ""  # why a person should look at the match itself; empty where it is sure


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMatch:
    """A statement of the earlier report and what became of it in the later one; ids, at least one side set."""

    before: str | None
    after: str | None
    relation: StatementRelation
    score: float | None
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
