"""Filled rectangles → the areas that people see: fills of one colour that adjoin are one.

A gradient is made of strips, and a shaded paragraph of one rectangle a line. Where two such fills meet nobody sees an
edge, so there is no line that could part cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

_TOUCH = 0.5  # points by which edges that meet may miss each other
_STEP = 0.02  # of a colour's whole range: strips of a gradient differ by no more from one to the next

Fill = dict[str, Any]  # a rectangle as pdfplumber gives it
_ACROSS, _DOWN = ("x0", "x1"), ("top", "bottom")


def seen_areas(rects: Sequence[Fill]) -> list[Fill]:
    """The rectangles, with those fills joined that adjoin along a whole side. What has an outline stays as it is."""
    fills = [rect for rect in rects if rect.get("fill") and not rect.get("stroke")]
    outlined = [rect for rect in rects if not rect.get("fill") or rect.get("stroke")]
    return [*outlined, *_joined(_joined(fills, _ACROSS, _DOWN), _DOWN, _ACROSS)]


def _joined(fills: Iterable[Fill], sides: tuple[str, str], along: tuple[str, str]) -> list[Fill]:
    """Fills of the same two ``sides`` that follow each other ``along`` the other direction, joined."""
    first, last = along
    stacks: dict[tuple[int, int], list[Fill]] = {}
    for fill in sorted(fills, key=lambda fill: (fill[first], fill[last])):
        stack = stacks.setdefault((round(fill[sides[0]]), round(fill[sides[1]])), [])
        before = stack[-1] if stack else None
        if before and fill[first] - before[last] <= _TOUCH and _alike(before, fill):
            stack[-1] = _sized({**fill, first: before[first], last: max(before[last], fill[last])})
        else:
            stack.append(fill)
    return [fill for stack in stacks.values() for fill in stack]


def _sized(fill: Fill) -> Fill:
    """The fill with the width and the height that pdfplumber works with beside the sides."""
    return {**fill, "width": fill["x1"] - fill["x0"], "height": fill["bottom"] - fill["top"]}


def _alike(one: Fill, other: Fill) -> bool:
    """Whether nobody sees the difference of two colours. A pattern is like the very same pattern only."""
    a, b = _channels(one), _channels(other)
    if len(a) != len(b) or not all(isinstance(c, (int, float)) for c in (*a, *b)):
        return a == b
    return all(abs(x - y) <= _STEP for x, y in zip(a, b, strict=True))


def _channels(fill: Fill) -> tuple[Any, ...]:
    colour = fill.get("non_stroking_color")
    return tuple(colour) if isinstance(colour, (list, tuple)) else (colour,)
