"""What two readings of one file hold → which is which, so that one item more does not shift all that follow it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from extract.report import Commitment, Finding, Item

T = TypeVar("T")
_ALIKE = 0.5  # of the letters: one item of a cell, read otherwise
_ALIKE_ELSEWHERE = 0.8  # the same, where the item may stand anywhere
_FEW = 500  # items on a side: above it likeness is asked within a cell only, which is quick


class Pairing(Generic[T]):
    """Two lists, and the pairs made of them so far; what is in a pair is in no other."""

    def __init__(self, before: Iterable[T], after: Iterable[T]) -> None:
        """Nothing is paired yet."""
        self.before, self.after = list(before), list(after)
        self.pairs: list[tuple[T, T]] = []

    def by(self, key_before: Callable[[T], Hashable], key_after: Callable[[T], Hashable]) -> None:
        """Pair what has the same key, in order."""
        waiting: dict[Hashable, deque[T]] = defaultdict(deque)
        for one in self.after:
            waiting[key_after(one)].append(one)
        self._take([(b, queue.popleft()) for b in self.before if (queue := waiting[key_before(b)])])

    def by_likeness(
        self, key_before: Callable[[T], Hashable], key_after: Callable[[T], Hashable], text: Callable[[T], str],
        least: float,
    ) -> None:  # fmt: skip
        """Pair what has the same key and is at least so alike, so that the pairs are as alike as can be together."""
        from align.match import assign
        from align.similarity import wording

        groups: dict[Hashable, tuple[list[T], list[T]]] = defaultdict(lambda: ([], []))
        for side, key in ((0, key_before), (1, key_after)):
            for one in (self.before, self.after)[side]:
                groups[key(one)][side].append(one)
        for before, after in groups.values():
            if before and after:
                scores = wording([text(one) for one in before], [text(one) for one in after])
                self._take([(before[i], after[j]) for i, j in assign(scores, least)])

    def _take(self, found: Sequence[tuple[T, T]]) -> None:
        self.pairs += found
        gone_before, gone_after = {id(b) for b, _ in found}, {id(a) for _, a in found}
        self.before = [one for one in self.before if id(one) not in gone_before]
        self.after = [one for one in self.after if id(one) not in gone_after]


def pair_commitments(before: Iterable[Commitment], after: Iterable[Commitment]) -> Pairing[Commitment]:
    """Commitments by id and title, then by either."""
    pairing = Pairing(before, after)
    for key in (_id_and_title, _title, _commitment_id):
        pairing.by(key, key)
    return pairing


def pair_items(before: Iterable[Item], after: Iterable[Item], homes: Mapping[str, str]) -> Pairing[Item]:
    """Items by their text in their cell, then anywhere; then the likest, in their cell first.

    ``homes`` gives for the id of an earlier commitment that of the later one.
    """

    def cell(item: Item) -> Hashable:
        return homes.get(item.commitment, item.commitment), item.role

    pairing = Pairing(before, after)
    pairing.by(lambda i: (cell(i), i.text), lambda i: (_cell(i), i.text))
    pairing.by(_text, _text)
    pairing.by_likeness(cell, _cell, _text, _ALIKE)
    if max(len(pairing.before), len(pairing.after)) <= _FEW:
        pairing.by_likeness(lambda _: "", lambda _: "", _text, _ALIKE_ELSEWHERE)
    pairing.by(lambda i: (cell(i), i.id), lambda i: (_cell(i), i.id))
    return pairing


def pair_findings(before: Iterable[Finding], after: Iterable[Finding]) -> Pairing[Finding]:
    """Findings that are the same, then those of one kind and text, then the likest of one kind."""
    pairing = Pairing(before, after)
    pairing.by(lambda f: f, lambda f: f)
    pairing.by(lambda f: (f.kind, f.text), lambda f: (f.kind, f.text))
    pairing.by_likeness(lambda f: f.kind, lambda f: f.kind, lambda f: f.text, _ALIKE)
    return pairing


def out_of_order(places: Sequence[int]) -> set[int]:
    """Which of a row of places stand out of order: as few as leave the rest in order (patience sorting)."""
    ends: list[int] = []  # the index at which the best run of each length ends
    behind: list[int] = []  # for each index, the one before it in its run
    for n, place in enumerate(places):
        length = bisect_left([places[e] for e in ends], place) if ends and places[ends[-1]] >= place else len(ends)
        behind.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [n]
    kept, n = set[int](), ends[-1] if ends else -1
    while n >= 0:
        kept.add(n)
        n = behind[n]
    return set(range(len(places))) - kept


def _cell(item: Item) -> Hashable:
    return item.commitment, item.role


def _text(item: Item) -> str:
    return item.text


def _id_and_title(commitment: Commitment) -> Hashable:
    return commitment.id, commitment.title


def _title(commitment: Commitment) -> Hashable:
    return commitment.title


def _commitment_id(commitment: Commitment) -> Hashable:
    return commitment.id
