"""Texts → their sentences, and what is known of sentences → what it says of the texts that hold them.

A long paragraph speaks of several things, one of which may be a whole statement a year later. Seen as a whole it is
hardly like that statement; one of its sentences is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.similarity import Matrix, above

_BETWEEN = re.compile(r"(?<=[.;:!?])\s+")
_AT_ONCE = 1_000_000  # pairs of sentences that are held in memory together


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text begin, of which it has one at least; what colons and semicolons part are several.

    Words that are put in between two others of a sentence change how many there are not at all.
    """
    return [0, *(found.end() for found in _BETWEEN.finditer(text) if found.end() < len(text))]


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order."""
    return [text[start:end].rstrip() for start, end in pairwise([*sentence_starts(text), len(text)])]


class Stretch(NamedTuple):
    """Some neighbouring texts and their sentences."""

    texts: slice
    parts: slice
    starts: NDArray[np.intp]  # each text's first sentence, from the first of these
    counts: NDArray[np.intp]  # how many sentences each text has


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of some texts in order, and how many each text has: one or more."""

    parts: tuple[str, ...]
    counts: NDArray[np.intp]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Sentences:
        """The sentences of some texts."""
        split = [sentences(text) for text in texts]
        return cls(tuple(part for parts in split for part in parts), np.array([len(s) for s in split], dtype=np.intp))

    @property
    def starts(self) -> NDArray[np.intp]:
        """The place of each text's first sentence."""
        return np.asarray(np.cumsum(self.counts) - self.counts)

    def stretches(self, beside: int) -> Iterator[Stretch]:
        """All texts, a stretch at a time, so short that its sentences beside ``beside`` others fit in memory."""
        starts, first, size = self.starts, 0, 0
        for n, count in enumerate([*self.counts, None]):
            if count is None or (size and (size + count) * beside > _AT_ONCE):
                begin = int(starts[first])
                yield Stretch(
                    slice(first, n), slice(begin, begin + size), starts[first:n] - begin, self.counts[first:n]
                )
                first, size = n, 0
            size += int(count or 0)


class Sense(NamedTuple):
    """What the sentences of two reports' statements mean, in order: vectors of length 1, ``(sentences, any width)``.

    Two vectors are the nearer the more alike the sentences are in meaning; zeros stand for a sentence nobody has read.
    """

    before: Matrix
    after: Matrix


def best_sentences(
    before: Sentences, after: Sentences, scores: Callable[[slice], Matrix], less: Matrix
) -> tuple[Matrix, Matrix, Matrix]:
    """What the sentences of each two texts say of them, each of shape ``(texts before, texts after)``.

    How alike their likest sentences are; how far a sentence of the earlier text comes nearer to the later one than to
    any other; and the other way round. ``scores`` gives how alike a stretch of the earlier sentences is to each of the
    later ones. ``less`` is taken off where texts are compared with others.
    """
    best, ahead, behind = (np.zeros(less.shape) for _ in range(3))
    by_part = np.zeros((len(less), len(after.parts)))  # how near each earlier text comes to each later sentence
    starts = after.starts
    for texts, parts, firsts, counts in before.stretches(len(after.parts)):
        alike = scores(parts)
        rows = np.maximum.reduceat(alike, starts, axis=1)
        best[texts] = np.maximum.reduceat(rows, firsts, axis=0)
        by_part[texts] = np.maximum.reduceat(alike, firsts, axis=0)
        ahead[texts] = np.maximum.reduceat(above(rows - np.repeat(less[texts], counts, axis=0)), firsts, axis=0)
    for texts, parts, firsts, counts in after.stretches(len(less)):
        columns = by_part[:, parts].T - np.repeat(less[:, texts].T, counts, axis=0)
        behind[:, texts] = np.maximum.reduceat(above(columns), firsts, axis=0).T
    return best, ahead, behind
