"""A page's path objects → the horizontal and vertical lines drawn on it, and the areas filled.

A border is drawn as a stroked line, a stroked rectangle or a thin filled rectangle, and some producers put a whole
grid into one path: every path is therefore taken apart into its straight, axis-parallel pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

import pypdfium2.raw as raw

from extract import calls
from extract.layout import Box, Edge

_THIN = 3.0  # points: a filled rectangle narrower than this is a line
_STRAIGHT = 0.7  # points by which a line may lean and still be horizontal or vertical
_MOST_CORNERS = 100  # of a clipping path that are looked at
_MOST_OBJECTS = 20_000  # path objects read from one page: drawings beyond that are maps, not tables

_COLOUR, _TO_COLOUR = zip(*(calls.written("I") for _ in range(4)), strict=True)
(_FILL, _TO_FILL), (_STROKE, _TO_STROKE) = calls.written("i"), calls.written("i")
(_X, _TO_X), (_Y, _TO_Y) = calls.written("f"), calls.written("f")
_MATRIX, _TO_MATRIX = calls.written("f", 6)

Transform = Callable[[float, float], tuple[float, float]]


class _Frame(Protocol):
    def point(self, x: float, y: float) -> tuple[float, float]: ...


@dataclass(slots=True)
class Drawings:
    """What is drawn on a page, in the coordinates that a reader sees.

    ``covers`` are the fills with their places in the order of drawing and their handles (see ``is_opaque``), ``order``
    gives the places of the text objects by handle; ``pictured`` says that pictures or shadings are drawn, whose
    colours are not known.
    """

    across: list[Edge] = field(default_factory=list)  # horizontal lines
    down: list[Edge] = field(default_factory=list)  # vertical lines
    fills: list[Box] = field(default_factory=list)
    covers: list[tuple[int, Box, int]] = field(default_factory=list)
    order: dict[int, int] = field(default_factory=dict)
    pictured: bool = False


def page_drawings(page: Any, frame: _Frame) -> Drawings:
    """What is drawn on a page."""
    found = Drawings()
    page = calls.handle(page)
    for place in range(min(calls.object_count(page), _MOST_OBJECTS)):
        thing = calls.object_at(page, place)
        kind = calls.object_type(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.order[thing] = place
        else:
            _add_thing(thing, kind, place, frame.point, found)
    return found


def _add_thing(thing: Any, kind: int, place: int, to_page: Transform, found: Drawings) -> None:
    if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
        found.pictured = True
    for path, transform in _paths_of(thing, kind, to_page, 0):
        filled, stroked = _draw_mode(path)
        if not (filled or stroked):
            continue
        clip = clip_box(path)
        for points in _outlines(path, transform):
            if clip is not None and not (points := _clipped(points, clip, transform)):
                continue
            if stroked:
                _add_pieces(points, found.across, found.down)
            if filled and (box := _add_fill(points, found)):
                found.covers.append((place, box, path))


def clip_box(thing: Any) -> tuple[float, float, float, float] | None:
    """The box (x0, y0, x1, y1; the object's own coordinates) that clipping leaves of an object; ``None``: no clip."""
    clip = calls.clip_of(thing)
    paths = calls.clip_paths(clip)
    if paths <= 0:
        return None
    left, low, right, high = float("-inf"), float("-inf"), float("inf"), float("inf")
    for i in range(paths):
        xs, ys = list[float](), list[float]()
        for j in range(min(calls.clip_segments(clip, i), _MOST_CORNERS)):
            calls.segment_point(calls.clip_segment(clip, i, j), _TO_X, _TO_Y)
            xs.append(_X[0])
            ys.append(_Y[0])
        if xs:
            left, low = max(left, min(xs)), max(low, min(ys))
            right, high = min(right, max(xs)), min(high, max(ys))
    return left, low, right, high


def _clipped(
    points: list[tuple[float, float]], clip: tuple[float, float, float, float], to_page: Transform
) -> list[tuple[float, float]]:
    """The outline with its corners drawn into what clipping leaves of it; empty where nothing is left."""
    left, low, right, high = clip
    a, b = to_page(left, low), to_page(right, high)
    (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if max(xs) < x0 or min(xs) > x1 or max(ys) < y0 or min(ys) > y1:
        return []
    return [(min(max(x, x0), x1), min(max(y, y0), y1)) for x, y in points]


def fill_colour(thing: int) -> tuple[int, int, int, int] | None:
    """Red, green, blue and alpha (0 to 255) that an object is filled with; ``None`` where that is no plain colour."""
    if not calls.fill_colour(thing, *_TO_COLOUR):
        return None
    red, green, blue, alpha = _COLOUR
    return red[0], green[0], blue[0], alpha[0]


def is_opaque(path: int) -> bool:
    """Whether a path's fill hides what lies under all of its outline. The path's page must be open still."""
    colour = fill_colour(path)
    return colour is not None and colour[3] == 255 and not calls.has_transparency(path) and clip_box(path) is None


def _paths_of(thing: Any, kind: int, outer: Transform, depth: int) -> Iterator[tuple[Any, Transform]]:
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield thing, _through_matrix(thing, outer)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 4:
        inner = _through_matrix(thing, outer)
        for i in range(min(calls.form_count(thing), _MOST_OBJECTS)):
            part = calls.form_object_at(thing, i)
            yield from _paths_of(part, calls.object_type(part), inner, depth + 1)


def _through_matrix(thing: Any, outer: Transform) -> Transform:
    if not calls.object_matrix(thing, _TO_MATRIX):
        return outer
    a, b, c, d, e, f = _MATRIX
    if (a, b, c, d, e, f) == (1, 0, 0, 1, 0, 0):
        return outer
    return lambda x, y: outer(a * x + c * y + e, b * x + d * y + f)


def _draw_mode(path: Any) -> tuple[bool, bool]:
    if not calls.draw_mode(path, _TO_FILL, _TO_STROKE):
        return False, False
    return _FILL[0] != 0, _STROKE[0] != 0


def _outlines(path: Any, transform: Transform) -> Iterator[list[tuple[float, float]]]:
    """The path's outlines, each a list of corners; curves are cut short to their end points."""
    points: list[tuple[float, float]] = []
    for i in range(min(calls.segment_count(path), _MOST_OBJECTS)):
        segment = calls.segment_at(path, i)
        calls.segment_point(segment, _TO_X, _TO_Y)
        if calls.segment_type(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(transform(_X[0], _Y[0]))
        if calls.segment_closes(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _add_pieces(points: list[tuple[float, float]], across: list[Edge], down: list[Edge]) -> None:
    for (xa, ya), (xb, yb) in pairwise(points):
        if abs(ya - yb) <= _STRAIGHT < abs(xa - xb):
            across.append(Edge((ya + yb) / 2, min(xa, xb), max(xa, xb)))
        elif abs(xa - xb) <= _STRAIGHT < abs(ya - yb):
            down.append(Edge((xa + xb) / 2, min(ya, yb), max(ya, yb)))


def _add_fill(points: list[tuple[float, float]], found: Drawings) -> Box | None:
    """Add what an outline fills: a line where it is thin, else an area, which is returned."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    wide, high = box.x1 - box.x0, box.bottom - box.top
    if high <= _THIN < wide:
        found.across.append(Edge((box.top + box.bottom) / 2, box.x0, box.x1))
    elif wide <= _THIN < high:
        found.down.append(Edge((box.x0 + box.x1) / 2, box.top, box.bottom))
    elif wide > _THIN and high > _THIN:
        found.fills.append(box)
        return box
    return None
