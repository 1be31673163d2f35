"""A Pair → what a reader should know first, in the order in which it matters: every file tells the same story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diff.comparison import OutcomeDiff, Pair, PairFinding, Status
from extract.report import DAMAGED

_COLUMNS = ("date-overruled", "bodies-differ", "column-missing", "column-renamed", "column-new")
_AFTER = (
    "outcome-returned",
    "figures-contradict",
    "stale-text",
)  # what the texts themselves say, after what became of the outcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to know. ``kind`` is a finding's kind, a status, or ``promises``; ``page`` is in ``report``."""

    kind: str
    text: str
    outcomes: tuple[OutcomeDiff, ...] = ()
    report: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What matters most, then what is to know of how the reports were read and of rulings that did not apply."""

    first: tuple[Point, ...]
    reading: tuple[Point, ...]


def story_of(pair: Pair) -> Story:
    """Damaged files, columns that went, outcomes dropped, evidence lost; stale text and promises; then the reading."""
    known = (DAMAGED, *_COLUMNS, *_AFTER)
    return Story(
        first=(
            *_found(pair, (DAMAGED,)),
            *_found(pair, _COLUMNS),
            *_of_status(pair, "dropped", "is no longer listed", "are no longer listed"),
            *_of_status(
                pair, "lost", "was reported on last year, and nothing directly about it was found this year",
                "were reported on last year, and nothing directly about them was found this year",
            ),
            *_found(pair, _AFTER),
            *_promises(pair),
        ),
        reading=tuple(_point(finding) for finding in pair.findings if finding.kind not in known),
    )  # fmt: skip


def to_check(pair: Pair) -> tuple[OutcomeDiff, ...]:
    """The outcomes that a person should rule on before anyone quotes their status."""
    return tuple(outcome for outcome in pair.outcomes if outcome.review)


def _found(pair: Pair, kinds: tuple[str, ...]) -> Iterator[Point]:
    for kind in kinds:
        yield from (_point(finding) for finding in pair.findings if finding.kind == kind)


def _point(finding: PairFinding) -> Point:
    return Point(kind=finding.kind, text=finding.text, report=finding.report, page=finding.page)


def _of_status(pair: Pair, status: Status, one: str, many: str) -> Iterator[Point]:
    outcomes = tuple(outcome for outcome in pair.outcomes if outcome.status == status)
    if outcomes:
        said = f"1 outcome {one}" if len(outcomes) == 1 else f"{len(outcomes)} outcomes {many}"
        checks = sum(outcome.review for outcome in outcomes)
        yield Point(kind=status, text=f"{said}{_checks(checks, len(outcomes))}.", outcomes=outcomes)


def _checks(checks: int, outcomes: int) -> str:
    if not checks:
        return ""
    which = ("it is" if outcomes == 1 else "all are") if checks == outcomes else f"{checks} of them"
    return f" ({which} to be checked before quoting)"


def _promises(pair: Pair) -> Iterator[Point]:
    open_ones = sum(promise.answered_by is None for promise in pair.promises)
    if open_ones:
        what = "1 thing that last year’s report said would happen was" if open_ones == 1 else (
            f"{open_ones} things that last year’s report said would happen were"
        )  # fmt: skip
        yield Point(kind="promises", text=f"{what} not found to be taken up this year.", report=pair.before.id)
