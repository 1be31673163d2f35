"""Statements of two reports → what their sentences mean, as the small encoder reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

import numpy as np

from align.sentences import Sense, sentence_starts
from align.terms import Vocabulary
from diff.encoder import WIDTH, Encoded, Encoder, Vectors
from diff.judge import Cube, Passage


def sense(reader: Encoder, before: Sequence[Passage], after: Sequence[Passage], vocabulary: Vocabulary) -> Sense:
    """The mean vector of each sentence of some statements, as it reads within its statement.

    Lead-ins are read with their statements, as a judge reads them, and do not count themselves: two bullets under the
    same words are not near for that.
    """
    earlier, later = (_directions(reader, side, vocabulary) for side in (before, after))
    return Sense(earlier, later)


def read_passages(reader: Encoder, passages: Sequence[Passage], vocabulary: Vocabulary) -> list[Encoded]:
    """Statements with their lead-ins as context, acronyms spelt out; the encoder reads none of them a second time."""
    spelt = vocabulary.spelt
    return reader.encode([(spelt(p.text), spelt(p.lead_in)) for p in passages])


def parted(read: Encoded, text: str) -> list[Encoded]:
    """A text → its sentences, each as it reads within the text."""
    return [read.part(start, end) for start, end in pairwise([*sentence_starts(text), inf])]


def _directions(reader: Encoder, passages: Sequence[Passage], vocabulary: Vocabulary) -> Cube:
    read = read_passages(reader, passages, vocabulary)
    parts = [part for one, p in zip(read, passages, strict=True) for part in parted(one, vocabulary.spelt(p.text))]
    every = np.array([_mean(part) for part in parts], dtype=np.float64).reshape(-1, WIDTH)
    return np.asarray(every / np.maximum(np.linalg.norm(every, axis=1, keepdims=True), 1e-12))


def _mean(part: Encoded) -> Vectors:
    """The mean vector of a sentence; zeros for what stands beyond all that is read of a text."""
    mean: Vectors = part.tokens.mean(axis=0) if part.own else np.zeros(WIDTH, dtype=np.float32)
    return mean
