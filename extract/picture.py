"""The picture of a scanned page → the same set upright, and the lines and fills that are drawn on it.

Units, and what a picture is: see shades.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout import Box, Edge
from extract.shades import (
    ACROSS,
    AROUND,
    THICK,
    Grey,
    Mask,
    bands_of,
    clear_fill,
    find_fills,
    lines_in_fills,
    walls_between,
)

_MOST_TURNED = 4.0  # degrees by which a scan may be turned
_CONTRAST = 14  # levels by which ink is darker than what is around it
_DOWN = 22.0  # units: the least length of a vertical line; no letter is as tall
_WHOLE = 0.85  # the share of a line's length that noise must leave
_MARGIN = 0.012  # of the page's width and height: the edge of the paper, or the shadow of the lid, shows there


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
    fills = find_fills(grey, unit)
    ink = _ink(grey)
    clear = ink.copy()
    for box in fills:
        clear_fill(clear, grey, box, round(unit))
    rows, columns = _lines(clear, ink, unit, flat=True), _lines(clear, ink, unit, flat=False)
    in_fills = list(lines_in_fills(grey, fills, unit, flat=True))
    across = [*_within(rows[1], grey.shape[0], grey.shape[1]), *in_fills]
    bands = [band for box in fills for band in bands_of(box, in_fills)]
    down = _walls(across, _within(columns[1], grey.shape[1], grey.shape[0]), unit)
    down += [*lines_in_fills(grey, bands, unit, flat=False), *walls_between(bands, unit)]
    return Picture(
        grey=_without(grey, rows[0] | columns[0]), unit=unit, turned=turned,
        across=tuple(across), down=tuple(down), fills=tuple(fills),
    )  # fmt: skip


def _ink(grey: Grey) -> Mask:
    kind, inverse = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    return np.asarray(cv2.adaptiveThreshold(grey, 1, kind, inverse, AROUND, _CONTRAST), np.uint8)


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
    length = round((ACROSS if flat else _DOWN) * unit)
    thick = np.asarray(
        cv2.dilate(flip, np.ones((3, 1), np.uint8)), np.uint8
    )  # a line that leans a little steps from row to row
    dense = cv2.blur(thick.astype(np.float32), (length, 1)) >= _WHOLE
    mask = np.minimum(cv2.dilate(dense.astype(np.uint8), np.ones((1, length), np.uint8)), thick)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    thin = (stats[:, 2] >= length) & (stats[:, 3] <= THICK * unit + 2) & (np.arange(count) > 0)
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


def _without(grey: Grey, lines: Mask) -> Grey:
    """The picture with its lines painted over in what is around them, so that none is read as a letter."""
    wide = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    around = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    return np.where(wide > 0, around, grey).astype(np.uint8)
