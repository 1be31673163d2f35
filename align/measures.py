"""Figures of matched statements → pairs of the same figure a report later, and whether the two may be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from align.alignment import Measure, StatementMatch
from align.figures import Figure, figures
from align.match import assign
from align.terms import stem
from extract.report import Report

_LEAST = 0.34  # the share of words about two figures that must agree
_SPECIAL = ("£", "%", "percentage points", "rank")


def pair_measures(before: Report, after: Report, statements: Iterable[StatementMatch]) -> tuple[Measure, ...]:
    """The figures that matched statements share, in the order of the statements; repeated ones have not moved.

    A figure of an updated statement with no counterpart is kept with ``value_after`` ``None`` only where it is the
    statement's sole figure: of several, which one vanished is more than the words tell.
    """
    a, b = {i.id: i.text for i in before.statements}, {i.id: i.text for i in after.statements}
    made: list[Measure] = []
    for match in statements:
        if match.before is None or match.after is None or match.relation == "repeated":
            continue
        earlier, later = figures(a[match.before]), figures(b[match.after])
        made.extend(_measure(match.before, match.after, earlier[i], later[j]) for i, j in _pairs(earlier, later))
    return tuple(made)


def _pairs(earlier: Sequence[Figure], later: Sequence[Figure]) -> list[tuple[int, int]]:
    scores = np.array([[_alike(x, y) for y in later] for x in earlier]).reshape(len(earlier), len(later))
    return assign(scores, _LEAST)


def _alike(a: Figure, b: Figure) -> float:
    """0..1: figures of one unit, said with the same words about them."""
    if (a.unit in _SPECIAL or b.unit in _SPECIAL) and a.unit != b.unit:
        return 0.0
    shared = len(a.near & b.near)
    share = shared / (min(len(a.near), len(b.near)) or 1)
    same_noun = a.unit not in _SPECIAL and stem(a.unit) == stem(b.unit)
    return min(share + (0.3 if same_noun else 0.0), 1.0) if shared or same_noun else 0.0


def _measure(before: str, after: str, a: Figure, b: Figure) -> Measure:
    comparable, reason = _comparable(a, b)
    return Measure(
        before=before, after=after, what=b.what or a.what, value_before=a.value, value_after=b.value, unit=b.unit,
        period_before=a.period, period_after=b.period, comparable=comparable, reason=reason,
    )  # fmt: skip


def _comparable(a: Figure, b: Figure) -> tuple[bool, str]:
    """Whether one may be subtracted from the other, and why not. What is not said is not taken for granted."""
    if a.period and b.period and _kind(a.period) != _kind(b.period):
        return False, f"The periods differ: “{a.period}” and “{b.period}”."
    if bool(a.period) != bool(b.period):
        return False, f"Only one report says the period: “{a.period or b.period}”."
    if a.unit not in _SPECIAL and stem(a.unit) != stem(b.unit):
        return False, f"They may count different things: “{a.what}” and “{b.what}”."
    if a.hedge or b.hedge:
        return True, "Stated as approximate in at least one report."
    return True, "Same unit" + (", and periods of the same kind." if a.period else "; neither report says the period.")


def _kind(period: str) -> str:
    """A period without its year, so that "September 2022" and "September 2023" are of one kind."""
    return " ".join(re.sub(r"(?:19|20)\d\d(?:\s?/\s?\d{2,4})?", "", period).split())
