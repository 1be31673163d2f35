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
    -0.39, 0.19, 1.12, 1.03, 1.32, 0.2, -0.22, 0.1, -1.54, 0.63, -2.02, 0.4, -0.65, 1.18, -0.14, -0.11, -0.05, 0.27,
    0.01, 0.58, 0.4, 0.39,
)  # fmt: skip
START = -4.51
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
