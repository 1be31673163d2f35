"""A page's path objects → the horizontal and vertical lines drawn on it, and the areas filled.

A border is drawn as a stroked line, a stroked rectangle or a thin filled rectangle, and some producers put a whole
grid into one path: every path is therefore taken apart into its straight, axis-parallel pieces.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Protocol

import pypdfium2.raw as raw

from extract import calls
from extract.layout import Box, Edge

_THIN = 3.0  # points: a filled rectangle narrower than this is a line
_STRAIGHT = 0.7  # points by which a line may lean and still be horizontal or vertical
_MOST_OBJECTS = 20_000  # path objects read from one page: drawings beyond that are maps, not tables

Transform = Callable[[float, float], tuple[float, float]]


class _Frame(Protocol):
    def point(self, x: float, y: float) -> tuple[float, float]: ...


def page_drawings(page: Any, frame: _Frame) -> tuple[tuple[Edge, ...], tuple[Edge, ...], tuple[Box, ...]]:
    """(horizontal lines, vertical lines, filled areas) of a page, in the coordinates that a reader sees."""
    across, down, fills = list[Edge](), list[Edge](), list[Box]()
    for path, transform in _paths(calls.handle(page), frame.point):
        filled, stroked = _draw_mode(path)
        if not (filled or stroked):
            continue
        for points in _outlines(path, transform):
            if stroked:
                _add_pieces(points, across, down)
            if filled:
                _add_fill(points, across, down, fills)
    return tuple(across), tuple(down), tuple(fills)


def _paths(page: Any, to_page: Transform) -> Iterator[tuple[Any, Transform]]:
    for i in range(min(calls.object_count(page), _MOST_OBJECTS)):
        yield from _paths_of(calls.object_at(page, i), to_page, 0)


def _paths_of(thing: Any, outer: Transform, depth: int) -> Iterator[tuple[Any, Transform]]:
    kind = calls.object_type(thing)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield thing, _through_matrix(thing, outer)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 4:
        inner = _through_matrix(thing, outer)
        for i in range(min(calls.form_count(thing), _MOST_OBJECTS)):
            yield from _paths_of(calls.form_object_at(thing, i), inner, depth + 1)


def _through_matrix(thing: Any, outer: Transform) -> Transform:
    matrix = raw.FS_MATRIX()
    if not calls.object_matrix(thing, ctypes.byref(matrix)):
        return outer
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    if (a, b, c, d, e, f) == (1, 0, 0, 1, 0, 0):
        return outer
    return lambda x, y: outer(a * x + c * y + e, b * x + d * y + f)


def _draw_mode(path: Any) -> tuple[bool, bool]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not calls.draw_mode(path, ctypes.byref(fill), ctypes.byref(stroke)):
        return False, False
    return fill.value != 0, stroke.value != 0


def _outlines(path: Any, transform: Transform) -> Iterator[list[tuple[float, float]]]:
    """The path's outlines, each a list of corners; curves are cut short to their end points."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(calls.segment_count(path), _MOST_OBJECTS)):
        segment = calls.segment_at(path, i)
        calls.segment_point(segment, ctypes.byref(x), ctypes.byref(y))
        if calls.segment_type(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(transform(x.value, y.value))
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


def _add_fill(points: list[tuple[float, float]], across: list[Edge], down: list[Edge], fills: list[Box]) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    wide, high = box.x1 - box.x0, box.bottom - box.top
    if high <= _THIN < wide:
        across.append(Edge((box.top + box.bottom) / 2, box.x0, box.x1))
    elif wide <= _THIN < high:
        down.append(Edge((box.x0 + box.x1) / 2, box.top, box.bottom))
    elif wide > _THIN and high > _THIN:
        fills.append(box)
