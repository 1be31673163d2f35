"""A sum that a text can be held to: where its figures stand, whether it comes out, and what it comes to, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from align.figure import Figure

#: What is reckoned: whether a rise is one, a change, a multiple ("doubled"), a share, a total.
Sort = Literal["way", "change", "multiple", "share", "total"]

#: The words before a figure that make it inexact (``Figure.hedge``), which may stand between two that belong together.
HEDGED = (
    r"(?:(?:just |well )?(?:over|under)\s|(?:more|less|fewer) than\s|at least\s|nearly\s|almost\s|around\s|about\s"
    r"|some\s|approximately\s|roughly\s|close to\s)?"
)
_SIGNS = ("£", "€", "$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Figures that should fit: ``start`` and ``end`` are the place of all of them, ``said`` what they come to."""

    sort: Sort
    fits: bool
    start: int
    end: int
    said: str


def sum_of(sort: Sort, fits: bool, said: str, *of: Figure) -> Sum:
    """A sum about these figures."""
    return Sum(sort=sort, fits=fits, start=min(f.start for f in of), end=max(f.end for f in of), said=said)


def amount(value: float, like: Figure) -> str:
    """A value in the unit of a figure, as people write it: "£1,250", "16.4%", "30"."""
    number = number_text(value)
    if like.unit in _SIGNS:
        return f"{like.unit}{number}"
    if like.kind == "percent":
        return f"{number}%"
    return f"{number} {like.unit}" if like.kind in ("points", "time") else number


def number_text(value: float) -> str:
    """A number as people write it, to one place unless it is larger: "26,531", "16.4", "1.25"."""
    places = 0 if float(value).is_integer() or abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def same_kind(a: Figure, b: Figure) -> bool:
    """Whether two figures are of one kind and unit, so that one may be taken from the other."""
    if a.kind != b.kind or a.high is not None or b.high is not None:
        return False
    return a.kind == "count" or a.unit == b.unit
