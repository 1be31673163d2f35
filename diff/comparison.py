"""A Comparison: what two or more reports say about each outcome, and what changed. See ``docs/contract.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from align.alignment import Alignment, OutcomeMatch
from extract.report import Report

if TYPE_CHECKING:
    from pandas import DataFrame

    from diff.judge import Rule
    from diff.rulings import Ruling

Grade = Literal["direct", "partial"]
Listed = Literal["both", "before", "after", "carried"]
Status = Literal["kept", "gained", "lost", "never", "dropped", "new"]
Kind = Literal["result", "activity", "plan", "unclear"]
Direction = Literal["towards", "away", "unclear"]
Level = Literal["direct", "partial", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An outcome's tie to one statement. ``score`` is the probability that it is direct; ``page`` where it starts.

    ``judged`` is what the program says by itself, whatever a person has ruled; ``None``: it does not count the link.
    """

    statement: str
    grade: Grade
    score: float
    page: int
    text: str
    why: str
    kind: Kind = "unclear"
    direction: Direction = "unclear"
    ruled: bool = False
    judged: Grade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """How often one of the outcome's own rare words stands in each whole report."""

    term: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Links in the earlier and in the later report, best first."""

    before: tuple[Link, ...] = ()
    after: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What a status is worked out from anew when a person rules on a passage of one report.

    ``none`` is the log of the chance that no statement that may count is direct; ``scores`` statement id → the chance
    that it is, of those shown, in the report's order; ``worded`` the statements with the outcome's own words, the most
    first; ``doubt`` why the reading of the outcome itself is uncertain, where this report prints it.
    """

    none: float
    scores: Mapping[str, float]
    worded: tuple[str, ...]
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeDiff:
    """One outcome across two reports: where it is listed, its evidence, its status and the reason for it."""

    match: OutcomeMatch
    commitment: str  # the number as printed, in the report that prints the outcome, the later one first
    text: str
    listed: Listed
    status: Status
    probability: float  # that the status is right, 0..1
    evidence_before: Level
    evidence_after: Level
    review: bool
    reason: str
    mentions: tuple[Mention, ...]
    evidence: Sides
    considered: Sides
    weights: tuple[Weights, Weights]  # of the earlier and the later report


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A dated or firm intention of the earlier report, and the later statement that answers it, if any."""

    statement: str
    promise: str
    due: str | None
    answered_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFinding:
    """Something about the pair that a person should know first: a column that went missing, a page read with doubt."""

    kind: str
    text: str
    report: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two reports of a run, one after the other."""

    alignment: Alignment
    outcomes: tuple[OutcomeDiff, ...]
    promises: tuple[Promise, ...]
    findings: tuple[PairFinding, ...]

    @property
    def before(self) -> Report:
        """The earlier report."""
        return self.alignment.before

    @property
    def after(self) -> Report:
        """The later report."""
        return self.alignment.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An outcome in one report of a timeline: its item there, whether it is printed, how many direct links it has."""

    item: str | None
    listed: bool
    evidence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One outcome over all the reports of a run. ``outcome`` is named ``report/item`` where it was first printed."""

    outcome: str
    text: str
    reports: Mapping[str, Standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two or more reports, compared year by year."""

    reports: tuple[Report, ...]
    judge: str  # what judged the evidence: "learned", "lexical", or the name of another
    rule: Rule
    pairs: tuple[Pair, ...]
    timeline: tuple[TimelineRow, ...]
    rulings: tuple[Ruling, ...] = ()  # every one that was given, whether it applied or not

    def commitments_frame(self) -> DataFrame:
        """``commitments.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("commitments")

    def outcomes_frame(self) -> DataFrame:
        """``outcomes.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("outcomes")

    def evidence_frame(self) -> DataFrame:
        """``evidence.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("evidence")

    def statements_frame(self) -> DataFrame:
        """``statements.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("statements")

    def measures_frame(self) -> DataFrame:
        """``measures.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("measures")

    def reports_frame(self) -> DataFrame:
        """``reports.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("reports")

    def _frame(self, name: str) -> DataFrame:
        # Imported here: what writes and loads tables stands on this module.
        from diff.schema import FIELDS
        from diff.tables import comparison_csv
        from extract.frames import frame

        return frame(comparison_csv(self, name), {field.name: field.type for field in FIELDS[name]})
