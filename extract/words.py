"""A page's characters → Words, from pdfium's text page.

pdfium is asked as few things as possible, since each call costs more than the work behind it: the text of a page in
one call, what holds of a whole run (font, baseline, marked content) once a run, and of each word its two ends.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from math import atan2, hypot, pi
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from extract import calls
from extract.calls import Handle
from extract.fonts import Font, Fonts
from extract.frame import Frame
from extract.layout import Word

_TOKEN = re.compile(r"[^\s\x00\u00a0\u200b\ufeff]+")
_LINE_END = re.compile(r"[\r\n]|(?<=[\x02\ufffe\uffff])")
_LINE_HYPHENS = str.maketrans(
    {"\x02": "-", "\ufffe": "-", "\uffff": "-"}
)  # pdfium's marks for a hyphen at a line's end
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_ASCENT, _DESCENT = 0.72, 0.2  # of the font size: what a line's letters reach above and below its baseline at least
_SLANT = 0.1  # radians by which text may lean from the four directions before it is a watermark
_WIDER = 0.02  # share of a run's width by which its letters' widths may miss it: kerning, not a gap
_HIGHEST = 1000.0  # points: a font size above it is damage, and would make one line of a whole page


class Run(NamedTuple):
    """A stretch of a page's characters that one text object draws, ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    thing: int  # pdfium's handle of the text object
    size: float  # points, as displayed
    font: Font
    mcid: int
    furniture: bool  # marked as an artifact, or written aslant over the page
    level: bool  # written from left to right in the page's own coordinates
    hidden: bool  # drawn invisibly, or cut away by a clipping path


def read_words(textpage: Any, page: int, first_number: int, frame: Frame, fonts: Fonts) -> tuple[list[Word], list[Run]]:
    """The words of page ``page`` (from 1) in content order, and the run of each."""
    text = page_text(textpage)
    textpage = calls.handle(textpage)
    shown = text.translate(_LINE_HYPHENS)
    words: list[Word] = []
    runs: list[Run] = []
    new = tuple.__new__  # a page holds hundreds of words: Word's own constructor takes three times as long
    ends = _Ends(textpage, frame, text)
    number, last_end = first_number, -1
    for run in _runs(textpage, text, fonts):
        spans = [token.span() for token in _TOKEN.finditer(text, run.start, run.end)]
        if not spans:
            continue
        size, bold, mcid, furniture = run.size, run.font.bold, run.mcid, run.furniture
        for (start, end), (x0, top, x1, bottom, base) in zip(spans, ends.boxes(run, spans), strict=True):
            words.append(new(Word, (
                number, shown[start:end], page, x0, top, x1, bottom, base, size, bold, mcid, furniture,
                start == last_end, text[end : end + 1] == " ", 1.0,
            )))  # fmt: skip
            number, last_end = number + 1, end
        runs.extend([run] * len(spans))
    return words, runs


def page_text(textpage: Any) -> str:
    """All characters of a page, one code point an index, so that indices agree with pdfium's."""
    count = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * written].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    # Characters beyond the basic plane, or ones that pdfium leaves out, would shift every index: ask one by one.
    codes = (raw.FPDFText_GetUnicode(textpage, i) for i in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)


def _runs(textpage: Handle, text: str, fonts: Fonts) -> Iterator[Run]:
    """The text objects of a page in character order; characters that pdfium made up belong to none."""
    index, count = 0, len(text)
    fonts.new_page()
    matrix = raw.FS_MATRIX()
    reference = ctypes.byref(matrix)
    while index < count:
        thing = calls.text_object(textpage, index)
        if not thing:
            index += 1
            continue
        end = _run_end(textpage, text, thing, index)
        calls.char_matrix(textpage, index, reference)
        angle = atan2(matrix.b, matrix.a) % (pi / 2)
        aslant = _SLANT < angle < pi / 2 - _SLANT
        mcid = calls.content_id(thing)
        yield Run(
            index, end, thing,
            min(abs(calls.char_size(textpage, index)) * hypot(matrix.c, matrix.d), _HIGHEST),
            fonts.of(thing), mcid, aslant or (mcid < 0 and _is_artifact(thing)),
            abs(matrix.b) < 0.01 * matrix.a, _is_hidden(thing),
        )  # fmt: skip
        index = end


def _run_end(textpage: Handle, text: str, thing: int, start: int) -> int:
    """The first index after ``start`` that is not the object's. Most objects end with their line."""

    def same(index: int) -> bool:
        while index > start:
            found = calls.text_object(textpage, index)
            if found:
                return bool(found == thing)
            index -= 1  # a space that pdfium made up
        return True

    line_end = _LINE_END.search(text, start + 1)
    limit = line_end.start() if line_end else len(text)
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
        mark = calls.mark_at(thing, i)
        buffer, length = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
        if calls.mark_name(mark, buffer, 64, ctypes.byref(length)):
            name = bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
            if name == "Artifact":
                return True
    return False


def _is_hidden(thing: int) -> bool:
    return calls.render_mode(thing) in _INVISIBLE or _is_clipped(thing)


def _is_clipped(thing: int) -> bool:
    """Whether a clipping path leaves nothing of the middle of the text: its box is compared, whatever its shape."""
    clip = calls.clip_of(thing)
    paths = calls.clip_paths(clip)
    if paths <= 0:
        return False
    sides = [ctypes.c_float() for _ in range(4)]
    calls.object_bounds(thing, *(ctypes.byref(side) for side in sides))
    x0, y0, x1, y1 = (side.value for side in sides)
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(paths):
        corners: list[tuple[float, float]] = []
        for j in range(min(calls.clip_segments(clip, i), 100)):
            calls.segment_point(calls.clip_segment(clip, i, j), ctypes.byref(x), ctypes.byref(y))
            corners.append((x.value, y.value))
        if not corners:
            continue
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        if not (min(ys) < (y0 + y1) / 2 < max(ys)) or min(xs) >= x1 or max(xs) <= x0:
            return True
    return False


class _Ends:
    """Where the words of a page begin and end."""

    def __init__(self, textpage: Handle, frame: Frame, text: str) -> None:
        self._textpage, self._frame, self._text = textpage, frame, text
        self._rect = raw.FS_RECTF()
        self._reference = ctypes.byref(self._rect)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def boxes(self, run: Run, spans: list[tuple[int, int]]) -> list[tuple[float, float, float, float, float]]:
        """(x0, top, x1, bottom, baseline) of the words at some indices, in points as displayed."""
        if not (run.level and self._frame.rotation == 0):
            return [self._box(run, *span) for span in spans]
        # Words that stand on one baseline share their top and bottom.
        base, top, bottom = self._heights(run, spans[0][0])
        return [(x0, top, x1, bottom, base) for x0, x1 in self._by_width(run, spans) or map(self._across, spans)]

    def _by_width(self, run: Run, spans: list[tuple[int, int]]) -> list[tuple[float, float]]:
        """Where words begin and end by the widths of their letters.

        Empty where these do not add up to where the last word ends: then something moves the words apart.
        """
        if len(spans) < 3:
            return []
        first, last = spans[0][0], spans[-1][1]
        offsets = run.font.offsets(self._text[first:last])
        left, right = self._across((first, first + 1))[0], self._across((last - 1, last))[1]
        if not abs(right - left - offsets[-1] * run.size) < _WIDER * (right - left):
            return []
        scale = (right - left) / offsets[-1]
        return [(left + scale * offsets[start - first], left + scale * offsets[end - first]) for start, end in spans]

    def _across(self, span: tuple[int, int]) -> tuple[float, float]:
        """Where a word begins and ends, by the boxes of its first and last letter."""
        start, end = span
        rect = self._rect
        calls.char_box(self._textpage, start, self._reference)
        x0, x1 = rect.left, rect.right
        if end - start > 1:
            calls.char_box(self._textpage, end - 1, self._reference)
            x0, x1 = min(x0, rect.left), max(x1, rect.right)  # also where it is written from right to left
        return x0 - self._frame.left, x1 - self._frame.left

    def _heights(self, run: Run, index: int) -> tuple[float, float, float]:
        calls.char_box(self._textpage, index, self._reference)
        calls.char_origin(self._textpage, index, ctypes.byref(self._x), ctypes.byref(self._y))
        base = self._frame.top - self._y.value
        top = min(self._frame.top - self._rect.top, base - _ASCENT * run.size)
        return base, top, max(self._frame.top - self._rect.bottom, base + _DESCENT * run.size)

    def _box(self, run: Run, start: int, end: int) -> tuple[float, float, float, float, float]:
        first, last = self._char(start), self._char(end - 1)
        x0, top, x1, bottom = self._frame.box(
            min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
        )
        # The origin lies on the baseline, which words of a line share whatever letters they are made of.
        calls.char_origin(self._textpage, start, ctypes.byref(self._x), ctypes.byref(self._y))
        base = self._frame.point(self._x.value, self._y.value)[1]
        return x0, min(top, base - _ASCENT * run.size), x1, max(bottom, base + _DESCENT * run.size), base

    def _char(self, index: int) -> tuple[float, float, float, float]:
        if not calls.char_box(self._textpage, index, self._reference):
            return 0.0, 0.0, 0.0, 0.0
        return self._rect.left, self._rect.bottom, self._rect.right, self._rect.top
