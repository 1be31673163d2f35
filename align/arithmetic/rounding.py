"""A figure as printed → the least and the most that it may stand for, and sums with these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from align.figure import Figure
from align.number_words import DIGITS

_BELOW = {"nearly", "almost", "under", "fewer than", "less than", "just under", "up to", "close to"}
_ABOVE = {"over", "more than", "at least", "just over", "well over", "in excess of"}
_LOOSE = 0.25  # "over 400" may be up to a quarter more; writers mean less
_ABOUT = 0.15
_WORDED = 5.0  # percentage points about a share in words: "a third"
_ROUND_FROM = 1000.0  # counts from here on that end in a nought are taken for rounded
_INEXACT = re.compile(r"^\s?(?:\+|or so\b|or more\b|or fewer\b|or less\b|plus\b)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a figure may stand for, in its own unit: ``low`` ≤ the true value ≤ ``high``."""

    low: float
    high: float

    def meets(self, other: Span) -> bool:
        """Whether some value is in both."""
        least = 1e-9 * max(1.0, abs(self.low), abs(self.high), abs(other.low), abs(other.high))
        return self.low <= other.high + least and other.low <= self.high + least

    def __add__(self, other: Span) -> Span:
        """Every sum of a value of each."""
        return Span(low=self.low + other.low, high=self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        """Every difference of a value of each."""
        return Span(low=self.low - other.high, high=self.high - other.low)


def span(figure: Figure) -> Span:
    """What a figure may stand for, however it was rounded: up, down or to the nearest, in as many digits as printed.

    Whole counts are exact below 1,000, and above it unless they end in a nought. A hedge ("over", "around") widens.
    """
    value = figure.value
    if figure.worded and figure.kind == "percent":
        return Span(low=value - _WORDED, high=value + _WORDED)
    step = _step(figure)
    low, high = value - step, value + step
    if figure.hedge in _BELOW:
        low = value * (1 - _LOOSE)
    elif figure.hedge in _ABOVE:
        high = value * (1 + _LOOSE)
    elif figure.hedge or _INEXACT.match(figure.right):
        low, high = value * (1 - _ABOUT) - step, value * (1 + _ABOUT) + step
    return Span(low=min(low, value), high=max(high, value))


def _step(figure: Figure) -> float:
    """The size of the last digit printed; 0 where every digit counts."""
    found = re.search(DIGITS, figure.said)
    if found is None:
        return 0.0 if figure.kind == "count" else 1.0
    said = found[0].replace(",", "")
    scale = figure.value / float(said) if float(said) else 1.0
    decimals = len(said.partition(".")[2])
    if decimals or not 0.99 < scale < 1.01:  # "£1.2m", "2.4 days"
        return float(scale * 10.0**-decimals)
    noughts = len(said) - len(said.rstrip("0"))
    if figure.value >= _ROUND_FROM and noughts:
        return 10.0 ** min(noughts, len(said) - 2)  # nobody prints fewer than two digits that count
    return 0.0 if figure.kind == "count" else 1.0


def growth(earlier: Span, later: Span) -> Span:
    """By how many per cent the later is above the earlier, which must be above 0."""
    all_of = [100 * (b - a) / a for a, b in product((earlier.low, earlier.high), (later.low, later.high)) if a > 0]
    return Span(low=min(all_of), high=max(all_of)) if earlier.low > 0 else Span(low=-100.0, high=float("inf"))


def share(part: Span, whole: Span) -> Span:
    """What per cent the part is of the whole, which must be above 0."""
    if whole.low <= 0:
        return Span(low=0.0, high=float("inf"))
    return Span(low=100 * part.low / whole.high, high=100 * part.high / whole.low)


def either_way(change: Span) -> Span:
    """The size of a change, up or down."""
    sizes = sorted((abs(change.low), abs(change.high)))
    return Span(low=0.0 if change.low <= 0 <= change.high else sizes[0], high=sizes[1])
