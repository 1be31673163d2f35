"""The ink of a line of text → where its baseline is, how large and heavy its type is, and the bullet before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.shades import Grey

_ASCENDER = 0.72  # of the type's size: how far capitals, figures and tall letters reach above the baseline
_SEVERAL = 12  # columns of ink among which the tallest letters are looked for


class Rect(NamedTuple):
    """A part of a picture, in pixels, whole ones."""

    x0: int
    top: int
    x1: int
    bottom: int

    def of(self, grey: Grey) -> Grey:
        """The part itself."""
        return grey[self.top : self.bottom, self.x0 : self.x1]


@dataclass(slots=True)
class Script:
    """A line of text as ink, in pixels: ``weight`` is how thick its strokes are. ``bullet`` stands left of ``x0``."""

    box: Rect
    x0: float
    x1: float
    base: float
    size: float
    weight: float
    letters: int  # how many blots of ink it is made of
    bullet: tuple[str, float, float] | None = None  # glyph, left and right end


def script(grey: Grey, box: Rect) -> Script | None:
    """What the ink in a box of a picture is like; ``None`` where there is none."""
    dark = _darkness(box.of(grey))
    labels, stats = _blots(dark)
    kept = np.isin(labels, [i for i, blot in enumerate(stats) if i and not _of_other_line(blot, dark.shape[0])])
    inked = dark * kept
    columns = np.flatnonzero(kept.any(axis=0))
    if len(columns) == 0:
        return None
    base = _baseline(inked)
    tops = np.argmax(kept, axis=0)[columns]
    reach = np.sort(base - tops[tops < base])
    if len(reach) == 0:
        return None
    tall = float(reach[-max(1, min(len(reach), len(reach) // 25, _SEVERAL))])
    return Script(
        box=box, x0=box.x0 + float(columns[0]), x1=box.x0 + float(columns[-1]) + 1, base=box.top + base,
        size=tall / _ASCENDER, weight=_weight(inked), letters=len(stats) - 1,
    )  # fmt: skip


def _darkness(part: Grey) -> NDArray[np.float32]:
    """How much of each pixel is ink, 0 to 1, whether the ink is darker than its ground or lighter."""
    low, high = (float(v) for v in np.percentile(part, (2, 98)))
    ground = float(np.median(part))
    ink = low if ground - low >= high - ground else high
    if abs(ink - ground) < 20:
        return np.zeros(part.shape, np.float32)
    return np.asarray(np.clip((part.astype(np.float32) - ground) / (ink - ground), 0, 1), np.float32)


def _blots(dark: NDArray[np.float32]) -> tuple[NDArray[np.int32], list[NDArray[Any]]]:
    """Pixels labelled by the blot of ink they belong to (0: none), and (x, y, width, height, area) by label."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((dark > 0.4).astype(np.uint8), connectivity=8)
    small = [i for i, blot in enumerate(stats) if i and blot[4] < 3]  # specks
    if small:
        labels[np.isin(labels, small)] = 0
    return np.asarray(labels), list(stats)


def _of_other_line(blot: NDArray[Any], height: int) -> bool:
    """Whether a blot at the rim of a line's box is the tail or the top of a letter of the line above or below."""
    y, h = int(blot[1]), int(blot[3])
    return (y <= 0 and y + h < 0.3 * height) or (y + h >= height and y > 0.8 * height)


def _baseline(inked: NDArray[np.float32]) -> float:
    """The y at which a line's ink falls off most, to a fraction of a pixel: most letters end there."""
    rows = inked.sum(axis=1)
    rows = np.concatenate([rows, [0.0, 0.0]])
    fall = rows[:-2] - rows[2:]
    start = len(rows) // 3
    at = start + int(np.argmax(fall[start:]))
    high, low = float(rows[max(at - 1, 0) : at + 1].mean()), float(rows[at + 2 : at + 4].mean())
    half, y = (high + low) / 2, max(at - 1, 0)
    while y < len(rows) - 2 and rows[y + 1] > half:
        y += 1
    step = float(rows[y] - rows[y + 1])
    return y + 0.5 + (float(rows[y] - half) / step if step > 0 else 0.5)


def _weight(inked: NDArray[np.float32]) -> float:
    """How thick strokes are: twice the ink over the length of its outline."""
    outline = np.abs(np.diff(inked, axis=0)).sum() + np.abs(np.diff(inked, axis=1)).sum()
    return float(2 * inked.sum() / outline) if outline else 0.0


def find_bullet(grey: Grey, line: Script, left: int) -> None:
    """Note a bullet that stands before a line's text and clear of it, ``left`` being the first x that it may reach.

    Text recognition drops most of these, or takes them for a stop or a letter.
    """
    size = line.size
    x0, x1 = max(left, round(line.x0 - 4 * size)), round(min(line.x0 + 2.2 * size, line.x1 + 1))
    part = Rect(x0, max(round(line.base - 0.8 * size), 0), x1, round(line.base + 0.15 * size))
    if part.x1 - part.x0 < 3 or part.bottom - part.top < 3:
        return
    # The whole line tells ink from ground: in this part of it, a bullet may be all the ink there is.
    whole = Rect(part.x0, part.top, max(line.box.x1, part.x1), part.bottom)
    labels, stats = _blots(_darkness(whole.of(grey))[:, : part.x1 - part.x0])
    blots = sorted((b for i, b in enumerate(stats) if i and b[4] >= 3), key=lambda b: int(b[0]))
    if not blots:
        return
    first, rest = blots[0], blots[1:]
    end = int(first[0] + first[2])
    clear = (int(rest[0][0]) if rest else part.x1 - part.x0) - end
    glyph = _glyph(first, labels, line.base - part.top, size)
    if glyph and clear > 0.42 * size:
        line.bullet = glyph, part.x0 + float(first[0]), part.x0 + float(end)
        line.x0 = max(line.x0, part.x0 + float(end + clear))


def lone_bullet(grey: Grey, line: Script, size: float) -> str:
    """The bullet that a box holds instead of text, where type is of some size; empty where it holds text."""
    labels, stats = _blots(_darkness(line.box.of(grey)))
    blots = sorted((b for i, b in enumerate(stats) if i), key=lambda b: -int(b[4]))
    if not blots or (len(blots) > 1 and blots[1][4] > 0.15 * blots[0][4]):
        return ""
    # Its height above the baseline is not known, so that only its shape can tell.
    return _glyph(blots[0], labels, float(blots[0][1] + blots[0][3] / 2) + 0.33 * size, size)


def ends_raised(grey: Grey, box: Rect, line: Script) -> bool:
    """Whether what stands last in a part of a line is raised above its baseline, as the "th" of "4th" often is."""
    _, stats = _blots(_darkness(box.of(grey)))
    blots = sorted((b for i, b in enumerate(stats) if i and b[4] >= 3), key=lambda b: -int(b[0]))[:2]
    base, size = line.base - box.top, line.size
    return any(b[1] + b[3] < base - 0.2 * size and b[1] < base - 0.5 * size and b[3] > 0.15 * size for b in blots)


def gaps(grey: Grey, box: Rect, least: float) -> list[tuple[float, float]]:
    """Stretches of x in a line's box, at least ``least`` wide, where there is no ink; those at its ends left out."""
    inked = np.flatnonzero((_darkness(box.of(grey)) > 0.35).sum(axis=0) > 0)
    steps = np.diff(inked)
    return [(box.x0 + float(inked[i]) + 1, box.x0 + float(inked[i + 1])) for i in np.flatnonzero(steps > max(least, 1))]


def _glyph(blot: NDArray[Any], labels: NDArray[np.int32], base: float, size: float) -> str:
    """The bullet that a blot is, told by its shape and its height above the baseline; empty if it is none."""
    x, y, w, h, area = (int(v) for v in blot)
    above = base - (y + h / 2)
    if 0.2 * size < w < 1.1 * size and h < 0.2 * size and w > 2 * h and 0.15 * size < above < 0.5 * size:
        return "–"
    if not (0.12 * size < w < 0.75 * size and 0.12 * size < h < 0.75 * size and 0.65 < w / h < 1.5):
        return ""
    if not 0.14 * size < above < 0.62 * size:
        return ""
    spot = (labels[y : y + h, x : x + w] == labels[y : y + h, x : x + w].max()).astype(np.uint8)
    if area > 0.6 * w * h:
        return "•"
    ringed = spot[h // 2, w // 2] == 0 and spot[h // 2].any() and area > 0.25 * w * h
    return "o" if ringed and h < 0.62 * size else ""
