"""Token vectors of outcomes and statements → how near each pair is, token by token: what the tuned encoder says of it.

Late interaction: each token of the outcome looks for its nearest token in the statement, tokens weighing what the model
has learned of them (Khattab and Zaharia 2020, "ColBERT"); beside it the likeness of the whole texts, and that of the
statement as seen from the outcome, an attention over the statement's tokens (Humeau et al. 2020, "Poly-encoders"), so
that one sentence of a long paragraph can carry a link. The same sums are trained in ``train/encoder.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diff.encoder import Encoded, Vectors

NAMES = ("direct_logit", "linked_logit", "whole", "late", "seen", "title_near")
_SHARPNESS = 12.0  # of the attention over a statement's tokens, as in training
Cube = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interaction:
    """The learned numbers of the interaction."""

    weigh: Vectors  # (WIDTH,): how much a token of an outcome weighs
    query: Vectors  # (WIDTH, WIDTH): what an outcome looks for
    mix: Vectors  # (2, 4) and mix_bias (2,): the four likenesses → logits
    mix_bias: Vectors
    hidden: Vectors  # (64, 3 * WIDTH), with hidden_bias (64,)
    hidden_bias: Vectors
    out: Vectors  # (2, 64), with out_bias (2,)
    out_bias: Vectors

    @classmethod
    def read(cls, path: Path) -> Interaction:
        """Read from a NumPy archive. Raises ``OSError`` where it cannot be read."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{name: arrays[name].astype(np.float32) for name in cls.__slots__})

    def parts(self, outcomes: Sequence[Encoded], statements: Sequence[Encoded]) -> Cube:
        """Shape ``(len(outcomes), len(statements), len(NAMES))``."""
        out = np.zeros((len(outcomes), len(statements), len(NAMES)))
        own = np.array([_unit(o.tokens[slice(1, o.own) if o.own > 1 else slice(0, 1)].mean(axis=0)) for o in outcomes])
        wholes = np.array([_unit(o.tokens.mean(axis=0)) for o in outcomes])
        asked = own @ self.query.T
        tokens = [_unit(o.tokens) for o in outcomes]
        weights = [self._weights(o) for o in outcomes]
        for j, statement in enumerate(statements):
            said = _unit(statement.tokens)
            whole = _unit(statement.tokens.mean(axis=0))
            nearest = [(t @ said.T).max(axis=1) for t in tokens]
            late = np.array([float(w @ n[1 : 1 + len(w)]) for w, n in zip(weights, nearest, strict=True)])
            about = np.array([float(n[o.own :].mean()) for o, n in zip(outcomes, nearest, strict=True)])
            seen = _unit(_softmax(asked @ said.T * _SHARPNESS) @ said)
            likeness = np.stack([wholes @ whole, late, (seen * own).sum(axis=1), about], axis=1)
            logits = likeness @ self.mix.T + self.mix_bias + self._extra(own, seen, whole)
            out[:, j] = np.concatenate([logits, likeness], axis=1)
        return out

    def _weights(self, outcome: Encoded) -> Vectors:
        """What each token of the outcome itself weighs; together 1."""
        tokens = outcome.tokens[1 : outcome.own] if outcome.own > 1 else outcome.tokens[1:2]
        weights: Vectors = _softmax((tokens @ self.weigh)[None])[0]
        return weights

    def _extra(self, own: Vectors, seen: Vectors, whole: Vectors) -> Vectors:
        """What a small network sees in the outcome beside the part of the statement that it looks at: logits."""
        joined = np.concatenate([own * seen, np.abs(own - seen), own * whole], axis=1) * np.sqrt(own.shape[1])
        extra: Vectors = np.maximum(joined @ self.hidden.T + self.hidden_bias, 0) @ self.out.T + self.out_bias
        return extra


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    unit: Vectors = vectors / np.maximum(lengths, 1e-12)
    return unit


def _softmax(rows: Vectors) -> Vectors:
    shifted = np.exp(rows - rows.max(axis=1, keepdims=True))
    soft: Vectors = shifted / shifted.sum(axis=1, keepdims=True)
    return soft
