"""The picture of a scanned page → the same set upright, and the lines and fills that are drawn on it.

Pictures are arrays of grey, 0 black to 255 white, shape (height, width). Lengths here are pixels, or units of which the
longer side of a page has 842: a point, where the page is A4. Not all scans know how large their paper was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout import Box, Edge

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]  # 0 or 1

_MOST_TURNED = 4.0  # degrees by which a scan may be turned
_CONTRAST = 14  # levels by which ink is darker than what is around it
_AROUND = 31  # the side of the square that is "around"
_ACROSS, _DOWN = 40.0, 22.0  # units: the least lengths of lines drawn; no letter, and hardly a word, is as long
_THICK = 4.5  # units: what is thicker than this is no line
_WHOLE = 0.85  # the share of a line's length that noise must leave
_MARGIN = 0.012  # of the page's width and height: the edge of the paper, or the shadow of the lid, shows there
_FILL = 20  # levels by which a fill is darker than paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page's picture set upright: ``turned`` is by how many degrees it was, clockwise; ``unit`` is pixels a unit.

    ``grey`` no longer has the lines; ``across``, ``down`` (horizontal, vertical) and ``fills`` are in pixels.
    """

    grey: Grey
    unit: float
    turned: float
    across: tuple[Edge, ...]
    down: tuple[Edge, ...]
    fills: tuple[Box, ...]


def upright(grey: Grey) -> Picture:
    """Set a page's picture upright and take the lines out of it."""
    unit = max(grey.shape) / 842
    turned = _turned(_ink(grey))
    if turned:
        grey = _rotated(grey, turned)
    fills = _fills(grey, unit)
    ink = _ink(grey)
    clear = ink.copy()
    for box in fills:
        _clear_fill(clear, grey, box, round(unit))
    rows, columns = _lines(clear, ink, unit, flat=True), _lines(clear, ink, unit, flat=False)
    in_fills = list(_lines_in_fills(grey, fills, unit, flat=True))
    across = [*_within(rows[1], grey.shape[0], grey.shape[1]), *in_fills]
    bands = [band for box in fills for band in _bands(box, in_fills)]
    down = _walls(across, _within(columns[1], grey.shape[1], grey.shape[0]), unit)
    down += [*_lines_in_fills(grey, bands, unit, flat=False), *_walls_between(bands, unit)]
    return Picture(
        grey=_without(grey, rows[0] | columns[0]), unit=unit, turned=turned,
        across=tuple(across), down=tuple(down), fills=tuple(fills),
    )  # fmt: skip


def _ink(grey: Grey) -> Mask:
    kind, inverse = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    return np.asarray(cv2.adaptiveThreshold(grey, 1, kind, inverse, _AROUND, _CONTRAST), np.uint8)


def _turned(ink: Mask) -> float:
    """Degrees, clockwise: the turn at which rows of pixels differ most from each other, as lines of text make them."""
    edge = round(0.04 * min(ink.shape))  # the rim of the paper may show, turned or not
    ys, xs = np.nonzero(ink[edge:-edge, edge:-edge])
    if len(ys) < 100:
        return 0.0
    best = 0.0
    for step, reach, every in (
        (0.25, _MOST_TURNED, max(1, len(ys) // 60_000)),
        (0.02, 0.25, max(1, len(ys) // 300_000)),
    ):
        angles = best + np.arange(-round(reach / step), round(reach / step) + 1) * step
        y, x = ys[::every].astype(float), xs[::every] - ink.shape[1] / 2
        best = float(max(angles, key=lambda a: (_raggedness(y - x * np.tan(np.radians(a))), -abs(a))))
    return round(best, 2) if abs(best) >= 0.03 else 0.0


def _raggedness(heights: NDArray[Any]) -> float:
    counts = np.bincount((heights - heights.min()).astype(np.int64))
    return float(np.sum(np.diff(counts.astype(float)) ** 2))


def _rotated(grey: Grey, degrees: float) -> Grey:
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    paper = int(np.percentile(grey, 80))
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(turned, np.uint8)


def _lines(ink: Mask, every: Mask, unit: float, *, flat: bool) -> tuple[Mask, list[Edge]]:
    """Straight lines of ink, with the pixels that they are made of. ``every`` is the ink that is beside them."""
    flip = ink if flat else np.ascontiguousarray(ink.T)
    beside = every if flat else every.T
    length = round((_ACROSS if flat else _DOWN) * unit)
    thick = np.asarray(
        cv2.dilate(flip, np.ones((3, 1), np.uint8)), np.uint8
    )  # a line that leans a little steps from row to row
    dense = cv2.blur(thick.astype(np.float32), (length, 1)) >= _WHOLE
    mask = np.minimum(cv2.dilate(dense.astype(np.uint8), np.ones((1, length), np.uint8)), thick)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    thin = (stats[:, 2] >= length) & (stats[:, 3] <= _THICK * unit + 2) & (np.arange(count) > 0)
    for i in np.nonzero(thin)[0]:
        thin[i] = _stands_clear(beside, stats[i], round(2 * unit))
    kept = thin[labels].astype(np.uint8)
    edges = [
        Edge(float(centres[i][1]) + 0.5, float(stats[i][0]), float(stats[i][0] + stats[i][2]))
        for i in np.nonzero(thin)[0]
    ]
    return (kept if flat else np.ascontiguousarray(kept.T)), edges


def _stands_clear(ink: Mask, line: NDArray[Any], away: int) -> bool:
    """Whether little ink runs along a line on either side, as it does where it is a row of letters instead."""
    x, y, width, height = (int(v) for v in line[:4])
    above = ink[max(y - away, 0) : max(y - 1, 1), x : x + width]
    below = ink[y + height + 1 : y + height + away, x : x + width]
    dense = sorted(float(side.mean()) if side.size else 0.0 for side in (above, below))
    return dense[0] < 0.12 and dense[1] < 0.4


def _within(edges: Sequence[Edge], depth: int, length: int) -> list[Edge]:
    """Lines that do not lie on the edge of the paper. ``depth`` is the picture's extent across them."""
    return [
        edge
        for edge in edges
        if _MARGIN * depth < edge.at < (1 - _MARGIN) * depth and edge.end > _MARGIN * length and edge.start < length
    ]


def _walls(across: Sequence[Edge], down: Sequence[Edge], unit: float) -> list[Edge]:
    """Vertical lines that meet a horizontal one, as those of a table do; all of some length where there are none."""
    near = 4 * unit
    if not across:
        return [wall for wall in down if wall.end - wall.start > 2 * _DOWN * unit]
    return [
        wall
        for wall in down
        if any(
            line.start - near <= wall.at <= line.end + near and wall.start - near <= line.at <= wall.end + near
            for line in across
        )
    ]


def _fills(grey: Grey, unit: float) -> list[Box]:
    """Rectangles that are darker than the paper around them: header rows, mostly."""
    step = max(1, round(unit))
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)  # a pixel a unit or so
    plain = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))  # dark text is gone
    paper = cv2.morphologyEx(plain, cv2.MORPH_CLOSE, np.ones((101, 101), np.uint8))
    dark = (plain.astype(int) < paper.astype(int) - _FILL).astype(np.uint8)
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((9, 3), np.uint8))  # light text is gone
    whole = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((7, 14), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=4)
    found: list[Box] = []
    for x, y, w, h, area in stats[1:]:
        if area < 0.75 * w * h or h > 0.5 * small.shape[0] or x == 0 or x + w == small.shape[1]:
            continue
        part = dark[y : y + h, x : x + w]  # without the text that closing has joined to it
        rows, columns = np.flatnonzero(part.mean(axis=1) > 0.5), np.flatnonzero(part.mean(axis=0) > 0.5)
        if len(rows) >= 9 and len(columns) >= 24:
            ends = x + columns[0], y + rows[0], x + columns[-1] + 1, y + rows[-1] + 1
            found.append(Box(*(float(v * step) for v in ends)))
    return found


def _clear_fill(ink: Mask, grey: Grey, box: Box, unit: int) -> None:
    """Take out of the ink what only is there since a fill is darker than the paper beside it."""
    x0, top, x1, bottom = (round(v) for v in box)
    inside = ink[top : bottom + 1, x0 : x1 + 1].copy()
    ink[max(top - unit, 0) : bottom + unit, max(x0 - unit, 0) : x1 + unit] = 0
    rim = _AROUND // 2 + unit
    if np.median(grey[top:bottom, x0:x1]) > 128:  # lines are seen on it, as on paper
        ink[top + rim : bottom - rim, x0 + rim : x1 - rim] = inside[rim : bottom - top - rim, rim : x1 - x0 - rim]


def _lines_in_fills(grey: Grey, fills: Sequence[Box], unit: float, *, flat: bool) -> Iterator[Edge]:
    """Lines lighter or darker than a fill that run through it from end to end: they divide a header's cells."""
    for box in fills:
        x0, top, x1, bottom = (round(v) for v in box)
        trim = round(2 * unit)
        inside = grey[top + trim : bottom - trim, x0 + trim : x1 - trim].astype(float)
        if inside.shape[0] < 4 * unit or inside.shape[1] < _ACROSS * unit:
            continue
        usual, axis = float(np.median(inside)), 1 if flat else 0
        lighter, darker = np.percentile(inside, 12, axis=axis) - usual, usual - np.percentile(inside, 88, axis=axis)
        for start, end in _runs(np.maximum(lighter, darker) > 10):
            if end - start <= _THICK * unit:
                at = (top if flat else x0) + trim + (start + end) / 2
                yield Edge(at, box.x0, box.x1) if flat else Edge(at, box.top, box.bottom)


def _bands(box: Box, lines: Sequence[Edge]) -> list[Box]:
    """The parts into which lines from side to side divide a fill."""
    cuts = sorted(line.at for line in lines if box.top < line.at < box.bottom and line.start == box.x0)
    ends = [box.top, *cuts, box.bottom]
    return [Box(box.x0, top, box.x1, bottom) for top, bottom in pairwise(ends)]


def _runs(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """(start, end) of each run of true."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    yield from zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)


def _walls_between(fills: Sequence[Box], unit: float) -> Iterator[Edge]:
    """The gaps between filled cells that stand side by side."""
    for left in fills:
        for right in fills:
            level = abs(left.top - right.top) < 4 * unit and abs(left.bottom - right.bottom) < 4 * unit
            if level and 0 <= right.x0 - left.x1 <= 2 * _THICK * unit:
                yield Edge((left.x1 + right.x0) / 2, left.top, left.bottom)


def _without(grey: Grey, lines: Mask) -> Grey:
    """The picture with its lines painted over in what is around them, so that none is read as a letter."""
    wide = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    around = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    return np.where(wide > 0, around, grey).astype(np.uint8)
