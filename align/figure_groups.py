"""Figures of one text → the same, knowing each other: parts of totals, ranges, and values of the year before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from align.figure import Figure
from align.roles import bracketed, of_year_before

_BESIDE = 70  # characters between a figure and its earlier value
_OUT_OF = re.compile(
    r"^(?:\s+[a-z-]+){0,3}?\s+(?:out\s+)?of\s+(?:(?:the|our|its|all|these|some|their)\s+|a\s+total\s+of\s+)*$", re.I
)
_RANGE = re.compile(r"^\s*(?:-|to)\s*$", re.I)


def grouped(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Neighbours that belong together: "23 of 118", "20 to 25", "from 118 to 140", "37th to 16th"."""
    made: list[Figure] = []
    for figure in found:
        last = made[-1] if made else None
        between = text[last.end : figure.start] if last else ""
        if last and _OUT_OF.match(between) and figure.kind == "count" and last.kind in ("count", "percent", "rank"):
            made[-1] = _part_of(last, figure)
            made.append(replace(figure, role="total"))
        elif last and _ranges(last, figure, between):
            made[-1] = _range(last, figure, text)
        elif last and last.kind == figure.kind == "rank" and re.match(r"^\s*to\s*$", between):
            made[-1] = replace(last, role="earlier")
            made.append(figure)
        else:
            made.append(figure)
    return _between(text, _with_earlier(text, _with_totals(text, made)))


def _with_totals(text: str, found: Sequence[Figure]) -> list[Figure]:
    """ "Of 88 beaches, 79 were good": 79 beaches, of 88."""
    made = list(found)
    for n, total in enumerate(found[:-1]):
        part = made[n + 1]
        free = total.role == "total" and not (n > 0 and found[n - 1].of == total.value)
        fits = part.kind == "count" and part.of is None and part.value <= total.value
        if free and fits and not re.search(r"[.;]\s", text[total.end : part.start]):
            made[n + 1] = _part_of(part, total)
    return made


def _between(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Each figure with the words before and after it cut at its neighbours."""
    made: list[Figure] = []
    for n, figure in enumerate(found):
        left = figure.left[-(figure.start - found[n - 1].end) or len(text) :] if n else figure.left
        right = figure.right[: found[n + 1].start - figure.end] if n + 1 < len(found) else figure.right
        made.append(replace(figure, left=left, right=right))
    return made


def _part_of(part: Figure, total: Figure) -> Figure:
    """ "23 of 118 officers": 23 officers, of 118."""
    if part.kind == "count" and part.unit == "count" and total.unit != "count":
        part = replace(part, unit=total.unit, what=total.what)
    return replace(part, of=total.value) if total.value >= part.value or part.kind == "percent" else part


def _ranges(low: Figure, high: Figure, between: str) -> bool:
    same = low.unit in (high.unit, "count") or (low.kind == "count" and low.end + len(between) == high.start)
    plain = low.kind != "rank" and low.role != "earlier" and re.fullmatch(r"[£\d.,kmbn]+|[a-z]+", low.said)
    return bool(_RANGE.match(between) and same and plain and high.value > low.value)


def _range(low: Figure, high: Figure, text: str) -> Figure:
    known = high if high.kind != "count" or low.unit == "count" else low
    return replace(
        high, value=low.value, high=high.value, start=low.start, said=text[low.start : high.end], left=low.left,
        unit=known.unit, kind=known.kind, hedge=low.hedge, worded=low.worded or high.worded,
    )  # fmt: skip


def _with_earlier(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Each figure with the earlier value that its own sentence gives for it; an earlier value of nothing is a level."""
    made = list(found)
    for n, figure in enumerate(found):
        in_brackets = n > 0 and _alone(text, figure) and not _alone(text, made[n - 1])
        if figure.role != "earlier" and not in_brackets:
            continue
        near = (n - 1, n - 2, n - 3) if in_brackets else (n + 1, n - 1, n - 2)
        k = next((k for k in near if 0 <= k < len(made) and _belongs(text, figure, made[k], in_brackets)), None)
        if k is not None:
            made[k] = replace(_named(made[k], figure), was=figure.value)
            made[n] = replace(_named(figure, made[k]), role="earlier")
        elif figure.role == "earlier" and not of_year_before(figure.left, figure.right):
            made[n] = replace(figure, role="level")
    return made


def _named(figure: Figure, other: Figure) -> Figure:
    """A figure that does not say what it counts, as its other value does."""
    if figure.unit != "count" or other.unit == "count":
        return figure
    return replace(figure, unit=other.unit, kind=other.kind, what=other.what)


def _alone(text: str, figure: Figure) -> bool:
    return bracketed(text[: figure.start], text[figure.end :])


def _belongs(text: str, earlier: Figure, other: Figure, in_brackets: bool) -> bool:
    """Whether an earlier value stands near enough to a figure to be its own."""
    between = text[min(earlier.end, other.end) : max(earlier.start, other.start)]
    free = other.role in ("level", "change") and other.was is None and _same_unit(earlier, other)
    if _in_per_cent(text, earlier, other) if in_brackets else _in_per_cent(text, other, earlier):
        return False
    return free and (
        _in_sentence(between) if in_brackets else len(between) <= _BESIDE and not re.search(r"[.;]\s", between)
    )


def _in_per_cent(text: str, rate: Figure, number: Figure) -> bool:
    """Whether a rate says in per cent what a bare number says otherwise: "up 190 (24%)", "950, down 12% on 1,080"."""
    apart = rate.kind == "percent" and number.kind == "count" and "count" in (number.unit, rate.unit)
    return apart and (rate.role == "change" or _alone(text, rate))


def _in_sentence(between: str) -> bool:
    return not re.search(r"[.!?]\s", between)


def _same_unit(a: Figure, b: Figure) -> bool:
    return a.kind == b.kind or "count" in (a.unit, b.unit)
