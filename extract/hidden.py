"""Which words of a page nobody sees: drawn invisibly, clipped away, covered, white on white, or off the page."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as raw

from extract import calls
from extract.drawn import Drawings, clip_box, fill_colour, is_opaque
from extract.frame import Frame
from extract.layout import Box, Word
from extract.runs import Run

Ends = tuple[Word, Word]  # the first and the last word of a run

_UNDRAWN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_WHITE = 250  # of 255 in red, green and blue
_MOST = 0.5  # share of a page's words: where more are hidden, they are the text layer of a scan, which is to be read
_LARGEST = 1_000_000  # square points: no page is larger, and a picture of the text takes four bytes a point
_COVERS = 300  # fills that are tried on each run: a page with more of them is a drawing

_NOTHING: frozenset[Box] = frozenset()
_BOUNDS, _TO_BOUNDS = zip(*(calls.written("f") for _ in range(4)), strict=True)


def hidden_words(
    words: Sequence[Word], runs: Sequence[tuple[Run, int]], drawings: Drawings, frame: Frame, page: Any
) -> tuple[set[int], set[Box]]:
    """The numbers of the words of pypdfium2's ``page`` that no reader sees, and the fills that some of them lie under.

    Both are empty where most words are unseen, as under a scan.
    """
    found, covers = set[int](), set[Box]()
    late = _late_covers(drawings)
    start, width, height = 0, frame.width, frame.height
    for run, count in runs:
        first, last = words[start], words[start + count - 1]
        over = _over(run, (first, last), late, drawings) if late else _NOTHING
        if (
            over
            or calls.render_mode(run.thing) in _UNDRAWN
            or (calls.clip_paths(calls.clip_of(run.thing)) > 0 and _clipped(run))
            or (last.x1 < 0 or first.x0 > width or first.bottom < 0 or first.top > height)
            or (_unseen_colour(run, (first, last), drawings) and not _is_coloured(run, page))
        ):
            found.update(word.number for word in words[start : start + count])
            covers |= over
        start += count
    return (found, covers) if len(found) <= _MOST * len(words) else (set(), set())


def _late_covers(drawings: Drawings) -> list[tuple[int, Box]]:
    """The largest opaque fills that are drawn after some text."""
    first = min(drawings.order.values(), default=0)
    late = sorted((c for c in drawings.covers if c[0] > first), key=lambda cover: cover[1].area, reverse=True)
    return [(place, box) for place, box, path in late[:_COVERS] if is_opaque(path)]


def _clipped(run: Run) -> bool:
    """Whether a clipping path leaves nothing of the middle of the text: its box is compared, whatever its shape."""
    clip = clip_box(run.thing)
    if clip is None:
        return False
    calls.object_bounds(run.thing, *_TO_BOUNDS)
    x0, y0, x1, y1 = (side[0] for side in _BOUNDS)
    left, low, right, high = clip
    return not low < (y0 + y1) / 2 < high or left >= x1 or right <= x0


def _over(run: Run, ends: Ends, covers: Sequence[tuple[int, Box]], drawings: Drawings) -> frozenset[Box]:
    """The fills that are drawn later and lie over both ends of the text."""
    place = drawings.order.get(run.thing)
    if place is None:
        return _NOTHING
    middles = _middles(ends)
    return frozenset(box for at, box in covers if at > place and all(map(box.holds, middles)))


def _unseen_colour(run: Run, ends: Ends, drawings: Drawings) -> bool:
    """Whether the text is transparent, or white with nothing under it that it could be seen against."""
    colour = fill_colour(run.thing)
    if colour is None:
        return False
    red, green, blue, alpha = colour
    if alpha == 0:
        return True
    if red < _WHITE or green < _WHITE or blue < _WHITE or drawings.pictured:
        return False
    return not any(box.holds(point) for box in drawings.fills for point in _middles(ends))


def _is_coloured(run: Run, page: Any) -> bool:
    """Whether text that is said to be white or transparent comes out in colour: pdfium calls gradients white."""
    calls.object_bounds(run.thing, *_TO_BOUNDS)
    x0, y0, x1, y1 = (side[0] for side in _BOUNDS)
    if not 0 < (x1 - x0) * (y1 - y0) < _LARGEST:
        return False
    thing = ctypes.cast(run.thing, raw.FPDF_PAGEOBJECT)
    picture = raw.FPDFTextObj_GetRenderedBitmap(page.pdf.raw, page.raw, thing, 1.0)
    if not picture:
        return False
    try:
        size = raw.FPDFBitmap_GetStride(picture) * raw.FPDFBitmap_GetHeight(picture)
        drawn = ctypes.string_at(raw.FPDFBitmap_GetBuffer(picture), size)  # blue, green, red, alpha, and so on
    finally:
        raw.FPDFBitmap_Destroy(picture)
    return any(alpha and min(colour) < _WHITE for *colour, alpha in zip(*[iter(drawn)] * 4, strict=True))


def _middles(words: Ends) -> list[tuple[float, float]]:
    return [((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2) for word in words]
