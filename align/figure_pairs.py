"""Figures of two reports → which is the same figure a report later.

Whether two figures are one is a likelihood, as for statements: what speaks for it is weighed by a logistic regression
fitted on invented plans (``python -m train.measures``), and the best assignment of likelihoods is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from align.figure_signs import Placed, Signs, blocks
from align.match import Pairing, assign
from align.similarity import Matrix

#: Log-odds that two figures are one, by ``figure_signs.SIGNS``, fitted by ``python -m train.measures``.
WEIGHTS = (
    -0.38, 0.23, 1.05, 0.79, 1.54, 0.26, -0.23, 0.1, -1.51, 0.63, -2.06, 0.46, -0.62, 1.21, -0.09, -0.13, 0.0, 0.26,
    0.02, 0.69, 0.39, 0.37,
)  # fmt: skip
START = -4.72
LEAST = 0.35  # below it hardly more than half are right, and a figure wrongly paired is worse than one left out


def likely_pairs(signs: Signs) -> Matrix:
    """How likely each two figures are one, 0..1; 0 where they cannot be."""
    return signs.likely(WEIGHTS, START)


def pair_figures(before: Sequence[Placed], after: Sequence[Placed], likely: Matrix) -> Pairing:
    """The best assignment block by block, each figure once, none less likely than ``LEAST``; in the order of rows."""
    left, pairs = likely.copy(), Pairing()
    for rows, columns in blocks(before, after):
        for i, j in assign(left[rows, columns], LEAST):
            pair = int(rows[i, 0]), int(columns[0, j])
            pairs.append(pair)
            left[pair[0]], left[:, pair[1]] = 0.0, 0.0
    return sorted(pairs)
