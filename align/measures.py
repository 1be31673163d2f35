"""Two reports and what carries on between them → the figures of the earlier one beside those of the later one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from align.alignment import Measure, StatementMatch
from align.comparable import comparable
from align.figure_pairs import likely_pairs, pair_figures
from align.figure_signs import Placed, Signs, may_pair, pair_signs, placed
from align.figures import figures
from align.similarity import Likeness, Matrix
from align.terms import straight
from extract.report import Item, Report

_CARRIED = 0.30  # two statements this likely one may share figures, wherever they stand
_UNLIKE = 0.2  # a figure vanished if none of the later report is likelier than this to be it


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The figures of two reports: what speaks for each two being one, and whether they may be at all."""

    before: list[Placed]
    after: list[Placed]
    items: tuple[Sequence[Item], Sequence[Item]]  # whose places ``Placed.statement`` names
    signs: Signs
    allowed: Matrix


def pair_measures(case: Case) -> tuple[Measure, ...]:
    """Every figure found in both reports, in the order of the earlier one; then those that vanished.

    Figures are paired across all statements of matched commitments, and of matched statements anywhere: a summary
    speaks of everything, so there only its matches count. Statements repeated word for word have not moved and are left
    out. A figure vanished where nothing like it, and nowhere its value in its unit, is in the later report.
    """
    likely = likely_pairs(case.signs)
    pairs = pair_figures(case.before, case.after, likely)
    made = [_measure(case, i, j) for i, j in pairs]
    return (*made, *_vanished(case, likely, {i for i, _ in pairs}))


def figure_case(
    before: Report,
    after: Report,
    statements: Sequence[StatementMatch],
    scores: Matrix,
    near: Matrix,
    likeness: Likeness,
) -> Case:
    """The figures of all statements that are not repeated word for word, and what speaks for each pair.

    ``scores`` are those that ``statements`` were matched by; ``near`` is 1 where two stand in matched commitments.
    """
    repeated = [{getattr(m, side) for m in statements if m.relation == "repeated"} for side in ("before", "after")]
    items = before.statements, after.statements
    likely = np.clip(scores, 0, 1)
    first, second = (
        placed([() if i.id in gone else figures(i.text) for i in side], [not i.commitment for i in side])
        for side, gone in zip(items, repeated, strict=True)
    )
    in_table = [np.array([bool(i.commitment) for i in side], dtype=bool) for side in items]
    reach = np.where(np.logical_and.outer(*in_table), near, 0.0)
    allowed = may_pair(first, second, np.maximum(reach, likely >= _CARRIED))
    signs = pair_signs(first, second, likely, near, likeness, allowed)
    return Case(before=first, after=second, items=items, signs=signs, allowed=allowed)


def _measure(case: Case, i: int, j: int) -> Measure:
    a, b = case.before[i].figure, case.after[j].figure
    earlier, later = case.items[0][case.before[i].statement], case.items[1][case.after[j].statement]
    may, reason = comparable(a, b, straight(earlier.text), straight(later.text))
    return Measure(
        before=earlier.id, after=later.id,
        what=b.what if b.unit != "count" else a.what, value_before=a.value, value_after=b.value,
        unit=b.unit if b.unit != "count" else a.unit, period_before=a.period, period_after=b.period,
        comparable=may, reason=reason,
    )  # fmt: skip


def _vanished(case: Case, likely: Matrix, taken: set[int]) -> Iterator[Measure]:
    said = {(p.figure.value, p.figure.kind) for p in case.after}
    for i, earlier in enumerate(case.before):
        figure = earlier.figure
        if i in taken or figure.role != "level" or figure.unit == "count" or (figure.value, figure.kind) in said:
            continue
        if likely.shape[1] and likely[i].max() > _UNLIKE:
            continue
        yield Measure(
            before=case.items[0][earlier.statement].id, after=None, what=figure.what, value_before=figure.value,
            value_after=None, unit=figure.unit, period_before=figure.period, period_after="", comparable=False,
            reason="No such figure was found in the later report.",
        )  # fmt: skip
