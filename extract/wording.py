"""A line of text as read, letter by letter → its words, parted where the ink on the page is."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from extract.recognise import Letters, read_line
from extract.shades import Grey
from extract.strokes import Rect, Script, ends_raised, gaps

_SPACE = 0.2  # of the type's size: the least gap that can be a space
_ORDINAL = re.compile(r"^(\d{1,3})([snrtdhaʰºª°*®]{1,3})([.,;:)]?)$", re.IGNORECASE)
_STOPS = ".,;:!?)%’'”"


class Part(NamedTuple):
    """A word, or a bullet, of a line: its ends in pixels, and how sure its least sure letter is (0 to 1)."""

    text: str
    x0: float
    x1: float
    sure: float


def line_words(grey: Grey, line: Script) -> list[Part]:
    """Read a line: its bullet, if it has one, and its words from left to right."""
    parts: list[Part] = []
    if line.bullet:
        parts.append(Part(*line.bullet, 1.0))
    if line.x1 - line.x0 >= 2:
        pad = round(0.15 * line.size)
        left = max(round(line.x0) - pad, line.box.x0 if not line.bullet else round(line.bullet[2]) + 1, 0)
        box = Rect(left, line.box.top, min(round(line.x1) + pad, grey.shape[1]), line.box.bottom)
        clear = gaps(grey, box, 0.1 * line.size)
        parts.extend(_ordinal(grey, line, part) for part in _parts(read_line(box.of(grey)), line, box, clear))
    return parts


def _parts(letters: Letters, line: Script, box: Rect, clear: Sequence[tuple[float, float]]) -> Iterator[Part]:
    """The words of a line as read, with their ends and how sure the least sure of their letters is."""
    places = [box.x0 + at * (box.x1 - box.x0) for at in letters.at]
    groups = _groups(letters.text, places, clear, line.size)
    left = line.x0
    for n, group in enumerate(groups):
        last = n == len(groups) - 1
        end, start = (line.x1, line.x1) if last else _between(places[group[-1]], places[groups[n + 1][0]], clear)
        text, sure = "".join(letters.text[i] for i in group), min(letters.sure[i] for i in group)
        yield Part(text, left, max(end, left), sure)
        left = start


def _ordinal(grey: Grey, line: Script, part: Part) -> Part:
    """A figure whose raised end was misread, mended: raised letters after it can only be "st", "nd", "rd" or "th"."""
    match = _ORDINAL.match(part.text)
    box = Rect(max(round(part.x0), 0), line.box.top, min(round(part.x1) + 2, grey.shape[1]), line.box.bottom)
    if match is None or not ends_raised(grey, box, line):
        return part
    number, _, stop = match.groups()
    teens = len(number) > 1 and number[-2] == "1"
    end = "th" if teens else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return part._replace(text=f"{number}{end}{stop}")


def _groups(text: str, places: Sequence[float], clear: Sequence[tuple[float, float]], size: float) -> list[list[int]]:
    """Indices of the letters of each word: parted by spaces, and by gaps as wide that were not read as spaces."""
    spaces = [
        _between(places[i - 1] - 0.3 * size, places[i + 1] + 0.3 * size, clear)
        for i, character in enumerate(text)
        if character == " " and 0 < i < len(text) - 1
    ]
    widths = [b - a for a, b in spaces if b > a]
    least = max(_SPACE * size, 0.7 * median(widths)) if widths else 0.25 * size
    missed = [(a + b) / 2 for a, b in clear if b - a >= least and (a, b) not in spaces]
    groups: list[list[int]] = [[]]
    for i, character in enumerate(text):
        before = groups[-1][-1] if groups[-1] else None
        if character.isspace() or (before is not None and _parts_them(missed, places, before, i, text)):
            groups.append([])
        if not character.isspace():
            groups[-1].append(i)
    return [group for group in groups if group]


def _parts_them(missed: Sequence[float], places: Sequence[float], i: int, j: int, text: str) -> bool:
    """Whether a gap lies between two letters that were read side by side; none does before a stop."""
    return text[j] not in _STOPS and bisect(missed, places[i]) < bisect(missed, places[j])


def _between(left: float, right: float, clear: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The widest gap between the places of two letters; a point between them where there is none."""
    inside = [gap for gap in clear if left < (gap[0] + gap[1]) / 2 < right]
    return max(inside, key=lambda gap: gap[1] - gap[0], default=((left + right) / 2, (left + right) / 2))
