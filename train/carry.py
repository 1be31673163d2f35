"""Judgements of two years of one plan → how much the one tells of the other (``diff.carry.Carry``)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.optimize import minimize

from diff.carry import Carry, features
from diff.judge import Cube, Judgement
from train.sheets import Sheet, matches

RIDGE = 1.0
Year = tuple[int, Cube]  # the place of the other year's sheet, and the matches of this one's statements in it


def other_years(group: Sequence[Sheet]) -> dict[int, Year]:
    """For each sheet of a plan, by its place: its other year."""
    years: dict[int, Year] = {}
    for n, (before, after) in enumerate(pairwise(group)):
        if before.source == after.source == "plans" and before.body == after.body:
            found = matches(before, after)
            years[n], years[n + 1] = (n + 1, found), (n, found.T)
    return years


def fit_carry(group: Sequence[Sheet], judged: Sequence[Judgement], years: dict[int, Year]) -> Carry:
    """Logistic regression on pairs of outcome and statement of all plans."""
    x = np.concatenate(
        [features(judged[n].direct, judged[m].direct, found).reshape(-1, 3) for n, (m, found) in years.items()]
    )
    y = np.concatenate([group[n].share(2).ravel() for n in years])
    z = np.column_stack([x, np.ones(len(x))])

    def loss(theta: Cube) -> tuple[float, Cube]:
        logits = z @ theta
        value = float((np.logaddexp(0, logits) - logits * y).sum() + RIDGE * theta @ theta)
        return value, z.T @ (1 / (1 + np.exp(-logits)) - y) + 2 * RIDGE * theta

    found = minimize(loss, np.array([1.0, 0.0, 0.0, 0.0]), jac=True, method="L-BFGS-B").x
    own, other, continues, start = (round(float(v), 3) for v in found)
    return Carry(own=own, other=other, continues=continues, start=start)


def carried(carry: Carry, judged: Sequence[Judgement], years: dict[int, Year]) -> list[Judgement]:
    """Each judgement with what its other year adds, where it has one."""
    return [
        carry.applied(said, judged[years[n][0]], years[n][1]) if n in years else said for n, said in enumerate(judged)
    ]
