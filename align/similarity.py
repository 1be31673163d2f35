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
from scipy.sparse import csr_array

from align.terms import Vocabulary, normal, stem, tokens

Matrix = NDArray[np.float64]
_PAIR_WEIGHT = 0.7  # what two neighbouring stems count for, beside the sum of their own rarities
_TERMS_SHOWN = 4
_MANY = 100_000  # pairs of texts that are worth the time of all cores
_ALONE = 0.3  # how far a likeness stands above nothing at all


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
        self._columns: dict[object, int] = {}  # of each term that any text had so far
        self._rows: dict[str, tuple[NDArray[np.intp], Matrix]] = {}  # text → its terms' columns and weights

    def weights(self, text: str) -> dict[object, float]:
        """The text's vector: term → weight, of length 1; empty where the text has no terms."""
        profile = self.vocabulary.profile(text)
        rarity = {s: self.vocabulary.rarity(s) for s in profile.stems}
        weights: dict[object, float] = {s: (1 + log(n)) * rarity[s] for s, n in profile.stems.items()}
        for pair, n in profile.pairs.items():
            weights[pair] = (1 + log(n)) * _PAIR_WEIGHT * (rarity[pair[0]] + rarity[pair[1]]) / 2
        length = sqrt(sum(w * w for w in weights.values()))
        return {term: w / length for term, w in weights.items()} if length else {}

    def matrix(self, before: Sequence[str], after: Sequence[str]) -> Matrix:
        """Likeness 0..1 of every text to every text, shape ``(len(before), len(after))``."""
        if not before or not after:
            return np.zeros((len(before), len(after)))
        rows, columns = self._vectors(before), self._vectors(after)
        width = len(self._columns)
        rows.resize(len(before), width)
        return np.asarray(np.clip((rows @ columns.T).toarray(), 0.0, 1.0))

    def _vectors(self, texts: Sequence[str]) -> csr_array:
        """The texts' vectors as rows, over all terms that were seen so far."""
        rows = [self._row(text) for text in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in rows)])
        places, weights = (np.concatenate([[], *parts]) for parts in zip(*rows, strict=True))
        return csr_array((weights, places.astype(np.intp), ends), shape=(len(texts), len(self._columns)))

    def _row(self, text: str) -> tuple[NDArray[np.intp], Matrix]:
        if text not in self._rows:
            weights, known = self.weights(text), self._columns
            places = [known.setdefault(term, len(known)) for term in weights]
            self._rows[text] = np.array(places, dtype=np.intp), np.array(list(weights.values()), dtype=np.float64)
        return self._rows[text]

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


def wording(before: Sequence[str], after: Sequence[str], least: float = 0.0) -> Matrix:
    """How alike the wording of every text is to every text, 0..1 (RapidFuzz ratio), shape ``(len, len)``.

    What is less alike than ``least`` is 0, which takes a fraction of the time to tell.
    """
    if not before or not after:
        return np.zeros((len(before), len(after)))
    a, b = [normal(t) for t in before], [normal(t) for t in after]
    workers = -1 if len(a) * len(b) > _MANY else 1
    scores = process.cdist(a, b, scorer=fuzz.ratio, dtype=np.float32, score_cutoff=100 * least, workers=workers)
    return np.asarray(scores, dtype=np.float64) / 100.0


def above(scores: Matrix, alone: float = _ALONE) -> Matrix:
    """How far each score stands above the best other one of its row, or below it; ``alone`` where there is no other."""
    if scores.shape[1] < 2:
        return np.full_like(scores, alone)
    rows, at = np.arange(len(scores)), scores.argmax(axis=1)
    best, others = scores[rows, at], scores.copy()
    others[rows, at] = -np.inf
    out = scores - best[:, None]
    out[rows, at] = best - others.max(axis=1)
    return np.asarray(out)
