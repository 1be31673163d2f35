"""The picture of a page → the areas filled on it, and the lines that divide these.

Pictures are arrays of grey, 0 black to 255 white, shape (height, width). Lengths here are pixels, or units of which the
longer side of a page has 842: a point, where the page is A4. Not all scans know how large their paper was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.layout import Box, Edge

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]  # 0 or 1

AROUND = 31  # the side of the square that ink is compared with
ACROSS = 40.0  # units: the least length of a horizontal line; hardly a word is as long
THICK = 4.5  # units: what is thicker than this is no line
_FILL = 20  # levels by which a fill is darker than paper


def find_fills(grey: Grey, unit: float) -> list[Box]:
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


def clear_fill(ink: Mask, grey: Grey, box: Box, unit: int) -> None:
    """Take out of the ink what only is there since a fill is darker than the paper beside it."""
    x0, top, x1, bottom = (round(v) for v in box)
    inside = ink[top : bottom + 1, x0 : x1 + 1].copy()
    ink[max(top - unit, 0) : bottom + unit, max(x0 - unit, 0) : x1 + unit] = 0
    rim = AROUND // 2 + unit
    if np.median(grey[top:bottom, x0:x1]) > 128:  # lines are seen on it, as on paper
        ink[top + rim : bottom - rim, x0 + rim : x1 - rim] = inside[rim : bottom - top - rim, rim : x1 - x0 - rim]


def lines_in_fills(grey: Grey, fills: Sequence[Box], unit: float, *, flat: bool) -> Iterator[Edge]:
    """Lines lighter or darker than a fill that run through it from end to end: they divide a header's cells."""
    for box in fills:
        x0, top, x1, bottom = (round(v) for v in box)
        trim = round(2 * unit)
        inside = grey[top + trim : bottom - trim, x0 + trim : x1 - trim].astype(float)
        if inside.shape[0] < 4 * unit or inside.shape[1] < ACROSS * unit:
            continue
        usual, axis = float(np.median(inside)), 1 if flat else 0
        lighter, darker = np.percentile(inside, 12, axis=axis) - usual, usual - np.percentile(inside, 88, axis=axis)
        for start, end in _runs(np.maximum(lighter, darker) > 10):
            if end - start <= THICK * unit:
                at = (top if flat else x0) + trim + (start + end) / 2
                yield Edge(at, box.x0, box.x1) if flat else Edge(at, box.top, box.bottom)


def bands_of(box: Box, lines: Sequence[Edge]) -> list[Box]:
    """The parts into which lines from side to side divide a fill."""
    cuts = sorted(line.at for line in lines if box.top < line.at < box.bottom and line.start == box.x0)
    ends = [box.top, *cuts, box.bottom]
    return [Box(box.x0, top, box.x1, bottom) for top, bottom in pairwise(ends)]


def _runs(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """(start, end) of each run of true."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    yield from zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True)


def walls_between(fills: Sequence[Box], unit: float) -> Iterator[Edge]:
    """The gaps between filled cells that stand side by side."""
    for left in fills:
        for right in fills:
            level = abs(left.top - right.top) < 4 * unit and abs(left.bottom - right.bottom) < 4 * unit
            if level and 0 <= right.x0 - left.x1 <= 2 * THICK * unit:
                yield Edge((left.x1 + right.x0) / 2, left.top, left.bottom)
