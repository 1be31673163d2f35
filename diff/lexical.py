"""The judge that has learned nothing of meaning: an ordinal logistic regression over the words that two texts share.

Its few weights are in ``lexical.json``, which ``train/lexical.py`` makes from ``data/training`` and the samples.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from align.terms import Vocabulary
from diff.carry import Carry
from diff.features import NAMES, features
from diff.judge import Claim, Judgement, Passage, Rule

WEIGHTS = Path(__file__).with_name("lexical.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalJudge:
    """Weights of the features by name; ``linked`` is how much sooner any link is believed than a direct one."""

    weights: Mapping[str, float]
    intercept: float
    linked: float
    carry: Carry
    rule: Rule
    name: str = "lexical"

    @classmethod
    def shipped(cls) -> LexicalJudge:
        """The one that comes with the program."""
        said = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        parts = {"carry": Carry(**said["judge"]["carry"]), "rule": Rule(**said["judge"]["rule"])}
        return cls(**{**said["judge"], **parts})

    def judged(self, claims: Sequence[Claim], passages: Sequence[Passage], vocabulary: Vocabulary) -> Judgement:
        """How likely each statement is evidence for each outcome."""
        weights = np.array([self.weights.get(name, 0.0) for name in NAMES])
        logits = features(claims, passages, vocabulary) @ weights + self.intercept
        return Judgement(direct=1 / (1 + np.exp(-logits)), linked=1 / (1 + np.exp(-logits - self.linked)))
