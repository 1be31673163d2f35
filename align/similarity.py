"""(texts, texts) → how alike each is to each, 0..1, with the terms that say so.

Cosine of TF-IDF vectors over stems and pairs of neighbouring stems (Salton and Buckley 1988, with logarithmic term
counts), beside RapidFuzz's ratio for wording. Alignment takes a ``Likeness`` as an argument and reaches for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from align.terms import Vocabulary, normal, stem, tokens

Matrix = NDArray[np.float64]
_PAIR_WEIGHT = 0.7  # what two neighbouring stems count for, beside the sum of their own rarities
_TERMS_SHOWN = 4


class Likeness(Protocol):
    """A test of how alike texts are. Anything with these two methods can align reports."""

    def matrix(self, before: Sequence[str], after: Sequence[str]) -> Matrix:
        """Likeness 0..1 of every text to every text, shape ``(len(before), len(after))``."""

    def why(self, before: str, after: str) -> str:
        """The terms that two texts share, the weightiest first, in words."""


class TermLikeness:
    """Likeness by the rare terms that two texts share."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """``vocabulary`` tells how rare each term is."""
        self.vocabulary = vocabulary

    def weights(self, text: str) -> dict[object, float]:
        """The text's vector: term → weight, of length 1; empty where the text has no terms."""
        profile, rarity = self.vocabulary.profile(text), self.vocabulary.rarity
        weights: dict[object, float] = {s: (1 + log(n)) * rarity(s) for s, n in profile.stems.items()}
        for (a, b), n in profile.pairs.items():
            weights[a, b] = (1 + log(n)) * _PAIR_WEIGHT * (rarity(a) + rarity(b)) / 2
        length = sqrt(sum(w * w for w in weights.values()))
        return {term: w / length for term, w in weights.items()} if length else {}

    def matrix(self, before: Sequence[str], after: Sequence[str]) -> Matrix:
        """Likeness 0..1 of every text to every text, shape ``(len(before), len(after))``."""
        out = np.zeros((len(before), len(after)))
        holders: dict[object, list[tuple[int, float]]] = {}
        for j, text in enumerate(after):
            for term, weight in self.weights(text).items():
                holders.setdefault(term, []).append((j, weight))
        for i, text in enumerate(before):
            for term, weight in self.weights(text).items():
                for j, other in holders.get(term, ()):
                    out[i, j] += weight * other
        return np.clip(out, 0.0, 1.0)

    def why(self, before: str, after: str) -> str:
        """The terms that two texts share, the weightiest first, as they stand in the later text."""
        a, b = self.weights(before), self.weights(after)
        shared = sorted((t for t in a if t in b and isinstance(t, str)), key=lambda t: -a[t] * b[t])
        return shared_words(shared[:_TERMS_SHOWN], after, self.vocabulary)


def shared_words(stems: Sequence[str], text: str, vocabulary: Vocabulary) -> str:
    """Stems as the words of a text that have them, in words: “shared: custody, healthcare”."""
    surface: dict[str, str] = {}
    for word in tokens(text):
        surface.setdefault(stem(word), word)
    words = [surface.get(s, s) for s in stems]
    return f"shared: {', '.join(words)}" if words else "no term shared"


def wording(before: Sequence[str], after: Sequence[str]) -> Matrix:
    """How alike the wording of every text is to every text, 0..1 (RapidFuzz ratio), shape ``(len, len)``."""
    if not before or not after:
        return np.zeros((len(before), len(after)))
    scores = process.cdist([normal(t) for t in before], [normal(t) for t in after], scorer=fuzz.ratio, dtype=np.float32)
    return np.asarray(scores, dtype=np.float64) / 100.0
