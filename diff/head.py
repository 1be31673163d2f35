"""What is known of each pair → two probabilities, by boosted trees that never hold a good sign against a pair.

Friedman 2001, "Greedy function approximation". Each feature that speaks for a link may only raise its probability (see
``train/head.py``), which is what carries over to bodies that the trees never saw. For each probability there are two
sets of trees, of which only one knows whether a statement reads as if it reported anything; the mean of their log-odds
counts. Reports differ in how they put things, and a judge that trusted the manner would fail where it is another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diff.judge import Cube

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees of one shape: for each tree and node the feature asked, the cut, and the two ways on.

    All arrays have the shape ``(trees, nodes)``. A leaf points at itself, so that walking ``depth`` steps ends there.
    """

    feature: Places
    cut: Numbers
    left: Places
    right: Places
    value: Numbers
    start: float
    depth: int

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Trees:
        """Trees from the numbers of ``weights/head.json``."""
        arrays = {name: np.array(said[name]) for name in ("feature", "cut", "left", "right", "value")}
        return cls(**arrays, start=said["start"], depth=said["depth"])

    def logits(self, rows: Cube) -> Numbers:
        """Log-odds of each row ``(rows, features)``, shape ``(rows,)``."""
        total = np.full(len(rows), self.start)
        every = np.arange(len(rows))
        for tree in range(len(self.feature)):
            at = np.zeros(len(rows), dtype=np.int64)
            for _ in range(self.depth):
                goes_left = rows[every, self.feature[tree, at]] <= self.cut[tree, at]
                at = np.where(goes_left, self.left[tree, at], self.right[tree, at])
            total += self.value[tree, at]
        return total


@dataclass(frozen=True, slots=True)
class Substance:
    """How far a statement reads as if it reported something, whatever about: a logistic regression on its vector."""

    weights: Numbers  # (WIDTH,)
    intercept: float

    def logits(self, vectors: Numbers) -> Numbers:
        """Log-odds for unit vectors ``(statements, WIDTH)``, shape ``(statements,)``."""
        return np.asarray(vectors @ self.weights + self.intercept)


@dataclass(frozen=True, slots=True)
class Head:
    """Sets of trees for direct links and for any link, over the features of these names, in this order."""

    names: Sequence[str]
    direct: Sequence[Trees]
    linked: Sequence[Trees]
    substance: Substance

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Head:
        """A head from the numbers of ``weights/head.json``."""
        direct, linked = ([Trees.of(trees) for trees in said[name]] for name in ("direct", "linked"))
        substance = Substance(np.array(said["substance"]["weights"]), said["substance"]["intercept"])
        return cls(names=said["names"], direct=direct, linked=linked, substance=substance)

    def probabilities(self, cube: Cube) -> tuple[Cube, Cube]:
        """``(outcomes, statements, features)`` → the probability of a direct and of any link, of the first two axes."""
        rows = cube.reshape(-1, cube.shape[-1])
        direct, linked = (_mean(sets, rows).reshape(cube.shape[:2]) for sets in (self.direct, self.linked))
        return direct, linked


def _mean(sets: Sequence[Trees], rows: Cube) -> Numbers:
    logits = sum((trees.logits(rows) for trees in sets), np.zeros(len(rows))) / len(sets)
    return np.asarray(1 / (1 + np.exp(-logits)))
