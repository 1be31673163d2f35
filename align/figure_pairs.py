"""Figures of two reports → which is the same figure a report later, by what they count and how they are said.

Whether two figures are one is a likelihood, as for statements: what speaks for it is weighed by a logistic regression
fitted on invented plans (``python -m train.measures``), and the best assignment of likelihoods is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from align.figures import Figure
from align.match import Pairing, assign
from align.periods import differ
from align.similarity import Likeness, Matrix
from align.terms import STOP_WORDS, stem, tokens

SIGNS = (
    "clauses alike", "sentences alike", "statements likely one", "clear of others of the earlier", "and of the later",
    "things alike", "same unit", "said in the same way", "size apart", "last year's value quoted", "only one of its kind",
    "places apart", "periods alike", "in one commitment",
)  # fmt: skip
#: Log-odds that two figures are one, by ``SIGNS``, fitted by ``python -m train.measures``.
WEIGHTS = 1.0, 1.0, 3.0, 1.0, 1.0, 2.0, 1.0, 1.0, -1.0, 3.0, 1.0, -0.5, 0.5, 1.0
START = -8.0
LEAST = 0.5  # a pair less likely than this is none: a figure wrongly paired is worse than one left out
_FAR = 1.0  # how far a likeness stands above nothing at all
_MOST_APART = 2.0  # powers of ten: further apart is no further evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A figure and where it stands: the place of its statement in the report, and its own among those of its kind."""

    figure: Figure
    statement: int
    place: int
    alone: bool  # the only one of its kind in its statement
    things: frozenset[str]  # stems of what it counts


def placed(found: Sequence[Sequence[Figure]]) -> list[Placed]:
    """The figures of each statement of a report, in order."""
    made: list[Placed] = []
    for n, figures in enumerate(found):
        kinds = [f.kind for f in figures]
        made.extend(
            Placed(
                figure=figure, statement=n, place=kinds[:k].count(figure.kind), alone=kinds.count(figure.kind) == 1,
                things=frozenset(stem(w) for w in tokens(figure.what) if w not in STOP_WORDS and not w[0].isdigit()),
            )
            for k, figure in enumerate(figures)
        )  # fmt: skip
    return made


def likely_pairs(signs: Matrix, allowed: Matrix) -> Matrix:
    """How likely each two figures are one, 0..1; 0 where they cannot be."""
    return np.asarray(np.where(allowed > 0, 1 / (1 + np.exp(-(signs @ np.array(WEIGHTS) + START))), 0.0))


def pair_figures(likely: Matrix, least: float = LEAST) -> Pairing:
    """The best assignment, none less likely than ``least``."""
    return assign(likely, least)


def may_pair(before: Sequence[Placed], after: Sequence[Placed], reach: Matrix) -> Matrix:
    """1 where two figures could be one at all: of kinds that go together, in statements within ``reach`` of each other."""
    rows = [[_kinds_fit(a.figure, b.figure) for b in after] for a in before]
    fit = np.array(rows, dtype=float).reshape(len(before), len(after))
    return np.asarray(fit * reach[np.ix_([p.statement for p in before], [p.statement for p in after])])


def _kinds_fit(a: Figure, b: Figure) -> bool:
    return a.kind == b.kind or {a.kind, b.kind} == {"percent", "points"} or "count" in (a.unit, b.unit)


def pair_signs(
    before: Sequence[Placed], after: Sequence[Placed], likely: Matrix, together: Matrix, likeness: Likeness, allowed: Matrix
) -> Matrix:
    """What speaks for each two figures being one: shape ``(len(before), len(after), len(SIGNS))``.

    ``likely`` is how likely each two statements are one; ``together`` 1 where two statements stand in one commitment;
    ``allowed`` is that of ``may_pair``.
    """
    cells = np.ix_([p.statement for p in before], [p.statement for p in after])
    clause = np.sqrt(likeness.matrix([p.figure.clause for p in before], [p.figure.clause for p in after]))
    sentence = np.sqrt(likeness.matrix([p.figure.sentence for p in before], [p.figure.sentence for p in after]))
    more = np.zeros((len(before), len(after), 8))
    for i, j in np.argwhere(allowed > 0):
        more[i, j] = _signs(before[i], after[j])
    whole = (clause + sentence + likely[cells] + 0.5 * (more[:, :, 0] + more[:, :, 1] + more[:, :, 2] + more[:, :, 4])) * allowed
    columns = [clause, sentence, likely[cells], _above(whole), _above(whole.T).T]
    return np.concatenate([np.stack(columns, axis=2), more, together[cells][:, :, None]], axis=2)


def _signs(a: Placed, b: Placed) -> tuple[float, ...]:
    x, y = a.figure, b.figure
    same_unit = x.unit == y.unit or (x.kind == y.kind == "count" and stem(x.unit) == stem(y.unit))
    shared = len(a.things & b.things) / (min(len(a.things), len(b.things)) or 1)
    clash = bool(x.period and y.period and differ(x.period, y.period))
    quoted = 0.0 if y.was is None else 1.0 if abs(y.was - x.value) <= 0.005 * abs(x.value) else -1.0
    return (
        shared, float(same_unit), float(x.role == y.role), _apart(x.value, y.value), quoted, float(a.alone and b.alone),
        float(min(abs(a.place - b.place), 3)), float(bool(x.period and y.period)) - 2.0 * clash,
    )  # fmt: skip


def _apart(a: float, b: float) -> float:
    if a <= 0 or b <= 0:
        return 0.0 if a == b else 1.0
    return min(abs(log10(b / a)), _MOST_APART)


def _above(scores: Matrix) -> Matrix:
    """How far each score stands above the best other one of its row, or below it."""
    if scores.shape[1] < 2:
        return np.full_like(scores, _FAR)
    ordered = np.sort(scores, axis=1)
    return np.asarray(scores - np.where(scores >= ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:]))
