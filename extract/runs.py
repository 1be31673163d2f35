"""A page's characters → its runs: the stretches that one text object draws, and what holds of all their characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import atan2, hypot, pi
from typing import NamedTuple

from extract import calls
from extract.calls import Handle
from extract.fonts import Font, Fonts

HYPHENS = "\x02\ufffe\uffff"  # pdfium's marks for a hyphen at a line's end
BREAK = "\r\n"
_LINE_END = re.compile(f"[{BREAK}{HYPHENS}]")
_SLANT = 0.1  # radians by which text may lean from the four directions before it is a watermark
_ARTIFACT = "Artifact".encode("utf-16-le")
_HIGHEST = 1000.0  # points: a font size above it is damage, and would make one line of a whole page
(_NAME, _TO_NAME), (_LENGTH, _TO_LENGTH) = calls.written("B", 64), calls.written("L")
_MATRIX, _TO_MATRIX = calls.written("f", 6)
_new = tuple.__new__


class Run(NamedTuple):
    """A stretch of a page's characters that one text object draws, ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    thing: int  # pdfium's handle of the text object
    size: float  # points, as displayed
    font: Font
    mcid: int
    furniture: bool  # marked as an artifact, or written aslant over the page
    turn: int  # degrees: 0 from left to right in the page's own coordinates, 90 upwards, 180, 270


def page_runs(textpage: Handle, text: str, fonts: Fonts) -> Iterator[Run]:
    """The text objects of a page in character order; characters that pdfium made up belong to none."""
    index, length = 0, len(text)
    # A hyphen's mark belongs to its line, what breaks the line does not.
    line_ends = [found.start() + (found[0] in HYPHENS) for found in _LINE_END.finditer(text)]
    line_ends = [length, *reversed(line_ends)]  # the next one last
    fonts.new_page()
    while index < length:
        # Line breaks, most of what pdfium makes up, are passed over unasked: no word is lost with one that it did not.
        thing = None if text[index] in BREAK else calls.text_object(textpage, index)
        if not thing:
            index += 1
            continue
        while line_ends[-1] <= index:
            line_ends.pop()
        end = line_ends[-1]
        if end > index + 1 and calls.text_object(textpage, end - 1) != thing:
            end = _run_end(textpage, thing, index, end)
        calls.char_matrix(textpage, index, _TO_MATRIX)
        a, b, c, d, _, _ = _MATRIX
        size, aslant, turn = abs(calls.char_size(textpage, index)), False, 0
        if b == 0 and a > 0:
            size *= abs(d)
        else:
            size *= hypot(c, d)
            angle = atan2(b, a)
            aslant = _SLANT < angle % (pi / 2) < pi / 2 - _SLANT
            turn = round(2 * angle / pi) * 90 % 360
        mcid = calls.content_id(thing)
        furniture = aslant or (mcid < 0 and _is_artifact(thing))
        size = min(size, _HIGHEST)
        yield _new(Run, (index, end, thing, size, fonts.of(thing), mcid, furniture, turn))
        index = end


def _run_end(textpage: Handle, thing: int, start: int, limit: int) -> int:
    """The first index after ``start`` that is not the object's; it is ``limit``, its line's end, or before that."""

    def same(index: int) -> bool:
        while index > start:
            found = calls.text_object(textpage, index)
            if found:
                return bool(found == thing)
            index -= 1  # a space that pdfium made up
        return True

    if same(limit - 1):
        return limit
    inside, step = start, 1
    while inside + step < limit and same(inside + step):
        inside, step = inside + step, 2 * step
    beyond = min(inside + step, limit - 1)
    while beyond - inside > 1:
        middle = (inside + beyond) // 2
        inside, beyond = (middle, beyond) if same(middle) else (inside, middle)
    return inside + 1


def _is_artifact(thing: int) -> bool:
    for i in range(calls.mark_count(thing)):
        named = calls.mark_name(calls.mark_at(thing, i), _TO_NAME, len(_NAME), _TO_LENGTH)
        if named and _NAME[: max(_LENGTH[0] - 2, 0)].tobytes() == _ARTIFACT:
            return True
    return False
