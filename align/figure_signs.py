"""Two figures of two reports → what speaks for their being one: what they count, and how and where they are said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log10
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.figure import Figure
from align.periods import differ
from align.similarity import Likeness, Matrix, above
from align.terms import content_stems, stem, tokens

#: What is weighed, in this order. The last two say how far a pair stands above the others of either figure, by the
#: rest weighed with ``_BASE``.
SIGNS = (
    "words before alike", "words after alike", "words about it alike", "sentences alike", "statements likely one",
    "things alike", "same thing counted", "no count", "both small", "said in the same way", "size apart",
    "last year's value quoted", "another value quoted", "same total", "only one of its kind", "places apart",
    "periods alike", "periods clash", "only one says a period", "in one commitment", "clear of others of the earlier",
    "and of the later",
)  # fmt: skip
_BASE = (
    0.5, 0.5, 0.5, 2.5, 1.5, 0.5, 0.7, 0.0, 0.0, 1.5, -3.0, 3.0, 0.0, 1.0, 0.0, -0.6, 1.0, -1.0, -0.5, 0.5,
)  # fmt: skip
_MORE = 14  # signs that ``_signs`` gives
_PERSON = "person"
_PERSONS = frozenset("people persons individuals men women residents adults citizens clients".split())
_NEAR = 8  # words on either side that say what a figure is
_SMALL = 12  # counts up to this are many, and mostly of something else
_FAR = 3.0  # how far a pair stands above nothing at all
_MOST_APART = 1.5  # powers of ten: further apart is no further evidence
_SAME_VALUE = 0.005  # of the value: rounding
Block = tuple[NDArray[np.intp], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A figure and where it stands: the place of its statement in the report, and its own among those of its kind."""

    figure: Figure
    statement: int
    place: int
    summary: bool  # stands outside the table, where it says again what the table says
    alone: bool  # the only one of its kind in its statement
    things: frozenset[str]  # stems of what it counts


def placed(found: Sequence[Sequence[Figure]], summary: Sequence[bool]) -> list[Placed]:
    """The figures of each statement of a report, in order; ``summary`` says which stand outside the table."""
    made: list[Placed] = []
    for n, figures in enumerate(found):
        kinds = [f.kind for f in figures]
        made.extend(
            Placed(
                figure=figure, statement=n, summary=summary[n], place=kinds[:k].count(figure.kind),
                alone=kinds.count(figure.kind) == 1, things=_things(figure),
            )
            for k, figure in enumerate(figures)
        )  # fmt: skip
    return made


def may_pair(before: Sequence[Placed], after: Sequence[Placed], reach: Matrix) -> Matrix:
    """1 where two figures could be one at all: of kinds that go together, in statements within ``reach`` (1 or 0).

    A value that its own report gives as that of the year before goes with none.
    """
    a, b = (_Kinds.of(side) for side in (before, after))
    fit = (a.kind[:, None] == b.kind) | (a.share[:, None] & b.share) | a.any_unit[:, None] | b.any_unit
    fit &= ~a.past[:, None] & ~b.past
    return np.asarray(fit * reach[np.ix_(_statements(before), _statements(after))], dtype=float)


class _Kinds(NamedTuple):
    """Of a report's figures, an entry each: the kind; percentages and points; without a unit; last year's values."""

    kind: NDArray[np.str_]
    share: NDArray[np.bool_]
    any_unit: NDArray[np.bool_]
    past: NDArray[np.bool_]

    @classmethod
    def of(cls, side: Sequence[Placed]) -> _Kinds:
        figures = [p.figure for p in side]
        kind = np.array([f.kind for f in figures], dtype=str)
        return cls(
            kind, np.isin(kind, ("percent", "points")), np.array([f.unit == "count" for f in figures], dtype=bool),
            np.array([f.role == "earlier" for f in figures], dtype=bool),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for two figures being one, of the pairs that may be: few of all, so that only these are kept.

    ``cells`` are the pairs' rows and columns among all, in order; ``values`` their signs, ``(pairs, len(SIGNS))``.
    """

    shape: tuple[int, int]
    cells: tuple[NDArray[np.intp], NDArray[np.intp]]
    values: Matrix

    def of(self, row: int, column: int) -> Matrix:
        """The signs of one pair. Raises ``IndexError`` for one that may not be."""
        return np.asarray(self.values[np.flatnonzero((self.cells[0] == row) & (self.cells[1] == column))[0]])

    def likely(self, weights: Sequence[float], start: float) -> Matrix:
        """How likely each two figures are one, 0..1, by a logistic regression; 0 where they cannot be."""
        return self._spread(1 / (1 + np.exp(-(self.values @ np.array(weights) + start))))

    def base(self) -> Matrix:
        """The pairs by what a first look at them says; 0 where they cannot be."""
        return self._spread(self.values @ np.array(_BASE))

    def _spread(self, values: Matrix) -> Matrix:
        """A value a pair → all pairs, with 0 for those that may not be."""
        out = np.zeros(self.shape)
        out[self.cells] = values
        return out


def pair_signs(
    before: Sequence[Placed],
    after: Sequence[Placed],
    likely: Matrix,
    together: Matrix,
    likeness: Likeness,
    allowed: Matrix,
) -> Signs:
    """What speaks for each two figures being one that may be (``allowed`` of ``may_pair``).

    ``likely`` is how likely each two statements are one, ``together`` 1 where they stand in one commitment.
    """
    rows, columns = np.nonzero(allowed > 0)
    places = _statements(before)[rows], _statements(after)[columns]
    sides = [[[text(p.figure) for p in side] for side in (before, after)] for text in (_left, _right, _about, _whole)]
    texts = [np.sqrt(likeness.matrix(a, b)[rows, columns]) for a, b in sides]
    more = np.array(
        [_signs(before[i], after[j]) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]
    ).reshape(len(rows), _MORE)
    signs = np.column_stack([*texts, likely[places], more, together[places]])
    known = Signs(shape=(len(before), len(after)), cells=(rows, columns), values=signs)
    return replace(known, values=np.column_stack([signs, *_clear(known, before, after)]))


def _statements(side: Sequence[Placed]) -> NDArray[np.intp]:
    return np.array([p.statement for p in side], dtype=np.intp)


def _clear(signs: Signs, before: Sequence[Placed], after: Sequence[Placed]) -> tuple[Matrix, Matrix]:
    """How far each pair stands above the others of its row, and of its column; a value a pair each."""
    base = signs.base()
    across, down = np.zeros(base.shape), np.zeros(base.shape)
    for block in blocks(before, after):
        across[block], down[block] = above(base[block], _FAR), above(base[block].T, _FAR).T
    return across[signs.cells], down[signs.cells]


def blocks(before: Sequence[Placed], after: Sequence[Placed]) -> list[Block]:
    """Tables beside tables, summaries beside summaries, then crosswise: figures compete within these alone."""
    rows, columns = (
        [np.array([n for n, p in enumerate(s) if p.summary == x], dtype=int) for x in (False, True)]
        for s in (before, after)
    )
    return [np.ix_(rows[i], columns[j]) for i, j in ((0, 0), (1, 1), (0, 1), (1, 0))]


def _left(figure: Figure) -> str:
    return " ".join(figure.left.split()[-_NEAR:])


def _right(figure: Figure) -> str:
    return " ".join(figure.right.split()[:_NEAR])


def _about(figure: Figure) -> str:
    return f"{_left(figure)} {_right(figure)}"


def _whole(figure: Figure) -> str:
    return figure.sentence


def _signs(a: Placed, b: Placed) -> tuple[float, ...]:
    x, y = a.figure, b.figure
    count = x.kind == y.kind == "count"
    shared = len(a.things & b.things) / (min(len(a.things), len(b.things)) or 1)
    quoted = y.was is not None and abs(y.was - x.value) <= _SAME_VALUE * abs(x.value)
    total = 0.0 if x.of is None or y.of is None else 2.0 if x.of == y.of else 1.0
    return (
        shared, _same_thing(x, y) if count else 0.0, float(not count), float(count and max(x.value, y.value) <= _SMALL),
        float(x.role == y.role), _apart(x.value, y.value), float(quoted), float(y.was is not None and not quoted),
        total, float(a.alone and b.alone), float(min(abs(a.place - b.place), 3)), *_periods(x.period, y.period),
    )  # fmt: skip


def _periods(a: str, b: str) -> tuple[float, float, float]:
    clash = bool(differ(a, b))
    return float(bool(a and b) and not clash), float(bool(a and b) and clash), float(bool(a) != bool(b) and clash)


def same_things(a: Figure, b: Figure) -> bool:
    """Whether two counts count the same, as far as their words tell; one that does not say is taken to."""
    return "count" in (a.unit, b.unit) or _thing(a) == _thing(b) or bool(_things(a) & _things(b))


def _things(figure: Figure) -> frozenset[str]:
    return frozenset(content_stems(tokens(figure.what)))


def _thing(figure: Figure) -> str:
    return _PERSON if figure.unit in _PERSONS else stem(figure.unit)


def _same_thing(a: Figure, b: Figure) -> float:
    """1 where both count the same, -1 where neither's thing is so much as near the other."""
    here, there = _thing(a), _thing(b)
    if "count" in (a.unit, b.unit):
        return 0.0
    return 1.0 if here == there else 0.3 if here in b.near or there in a.near else -1.0


def _apart(a: float, b: float) -> float:
    if a <= 0 or b <= 0:
        return 0.0 if a == b else 1.0
    return min(abs(log10(b / a)), _MOST_APART)
