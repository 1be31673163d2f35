"""What a figure is: a number of a statement with all that is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from align.units import Kind

Role = Literal["level", "earlier", "target", "change", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as said. ``value`` is in ``unit``: "£", "%", "percentage points", "rank", "per 1,000", "homes".

    ``start`` and ``end`` are its place in the text with straight quotes (``terms.straight``); ``said`` stands there.
    """

    value: float
    high: float | None  # the upper end of a range
    unit: str
    kind: Kind
    role: Role
    what: str
    said: str
    start: int
    end: int
    near: frozenset[str]  # stems of the words about it
    left: str  # the sentence before it, from the figure before
    right: str  # and after it, to the next figure
    sentence: str  # all of the sentence but the figure
    period: str
    hedge: str
    of: float | None  # "23 of 118": 118
    was: float | None  # "up from 118": 118
    worded: bool  # in words, not in figures
