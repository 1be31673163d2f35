"""Statements of two reports → how near each two are in meaning, as the small encoder reads them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.terms import Vocabulary
from diff.encoder import WIDTH, Encoded, Encoder
from diff.judge import Cube, Passage


def nearness(reader: Encoder, before: Sequence[Passage], after: Sequence[Passage], vocabulary: Vocabulary) -> Cube:
    """The cosine of each two statements' mean vectors, -1..1, shape ``(len(before), len(after))``.

    Lead-ins are read with their statements, as a judge reads them, and do not count themselves: two bullets under the
    same words are not near for that.
    """
    a, b = (_directions(reader, side, vocabulary) for side in (before, after))
    return np.asarray(a @ b.T)


def read_passages(reader: Encoder, passages: Sequence[Passage], vocabulary: Vocabulary) -> list[Encoded]:
    """Statements with their lead-ins as context, acronyms spelt out; the encoder reads none of them a second time."""
    spelt = vocabulary.spelt
    return reader.encode([(spelt(p.text), spelt(p.lead_in)) for p in passages])


def _directions(reader: Encoder, passages: Sequence[Passage], vocabulary: Vocabulary) -> Cube:
    if not passages:
        return np.zeros((0, WIDTH))
    read = read_passages(reader, passages, vocabulary)
    means = np.array([one.tokens[: one.own].mean(axis=0) for one in read], dtype=np.float64)
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True))
