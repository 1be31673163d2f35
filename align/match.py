"""Scores → matches: one to one by optimal assignment, then splits and merges; what is not sure enough stays open."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment

from align.similarity import Matrix

Pairing = list[tuple[int, int]]


def assign(scores: Matrix, least: float) -> Pairing:
    """Pairs ``(row, column)`` with the greatest sum of scores, each row and column once, none below ``least``.

    Scores below ``least`` count as nothing, so that a poor pair never pushes a good one aside. The assignment is
    SciPy's (Crouse 2016). Pairs come in the order of rows.
    """
    if not scores.size:
        return []
    worth = np.where(scores >= least, scores, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if scores[i, j] >= least]


def also(scores: Matrix, pairs: Pairing, least: float) -> Iterator[tuple[int, int]]:
    """Further pairs beside an assignment, of ``least`` or more: one that became two, or two that became one."""
    taken = set(pairs)
    for i, j in np.argwhere(scores >= least):
        if (pair := (int(i), int(j))) not in taken:
            yield pair
