"""How likely a statement is direct evidence for an outcome: a logistic regression over ``diff.features``.

Its weights, and the thresholds that come with them, are in ``judge.json``, which ``bench/fit_judge.py`` makes from
``data/training`` and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from align.terms import Vocabulary
from diff.features import NAMES, Claim, Cube, Passage, features


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Weights of the features and the thresholds of what counts.

    A link is direct from ``direct`` on, partial from ``partial`` on. A side whose best score lies between
    ``doubt_from`` and ``doubt_to`` is for a person to check.
    """

    weights: dict[str, float]
    intercept: float
    direct: float
    partial: float
    doubt_from: float
    doubt_to: float

    def probabilities(self, claims: Sequence[Claim], passages: Sequence[Passage], vocabulary: Vocabulary) -> Cube:
        """The probability that each statement is direct evidence for each outcome: ``(len(claims), len(passages))``."""
        weights = np.array([self.weights.get(name, 0.0) for name in NAMES])
        logits = features(claims, passages, vocabulary) @ weights + self.intercept
        return np.asarray(1 / (1 + np.exp(-logits)))


@cache
def trained_judge() -> Judge:
    """The judge that comes with the program."""
    return Judge(**json.loads(Path(__file__).with_name("judge.json").read_text(encoding="utf-8"))["judge"])
