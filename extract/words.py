"""A page's characters → Words, from pdfium's text page.

pdfium is asked as few things as possible, since each call costs more than the work behind it: the text of a page in
one call, what holds of a whole run (font, baseline, marked content) once a run, and of each word its two ends.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import repeat
from math import hypot
from operator import itemgetter
from typing import Any

import pypdfium2.raw as raw

from extract import calls
from extract.calls import Handle
from extract.fonts import Fonts
from extract.frame import Frame
from extract.layout import Word
from extract.runs import BREAK, HYPHENS, Run, page_runs

_TOKEN = re.compile(r"\S+")
_BLANKS = "\x00\u200b\ufeff"  # what parts words or fills no space, and is no white space to Python
_ASCENT, _DESCENT = 0.72, 0.2  # of the font size: what a line's letters reach above and below its baseline at least
_RECT, _TO_RECT = calls.written("f", 4)  # left, top, right, bottom
(_X, _TO_X), (_Y, _TO_Y) = calls.written("d"), calls.written("d")
_new = tuple.__new__
_USUAL = 0.6  # share of a page's letters that run in one direction, where the page is read in that one
_WIDER = 0.02  # share of a run's width by which its letters' widths may miss it: kerning, not a gap
_TOUCHING = 0.06  # of the font size: what stands closer than this to where a letter ends is one word
_INK = 0.12  # of the font size: the same between what is inked of two letters, both of which leave some room


def read_words(
    textpage: Any, page: int, first_number: int, frame: Frame, fonts: Fonts, said: dict[str, str]
) -> tuple[list[Word], list[tuple[Run, int]], Frame]:
    """The words of page ``page`` (from 1) in content order, and its runs with how many words each holds.

    Where most of the text runs up, down or upside down on the page as displayed, the words are given as on a page that
    is turned so that it reads; the frame returned is that of the page so turned. ``said`` holds the texts of the pages
    before, each once: a text that comes again takes no memory again.

    Words and runs are made as plain tuples are: to call their classes takes twice as long.
    """
    text = _with(page_text(textpage), _BLANKS, "\v")
    every = list(page_runs(calls.handle(textpage), text, fonts))
    text = _with(text, HYPHENS, "-")
    frame = frame._replace(rotation=_usual_turn(every, frame.rotation))
    ends = _Ends(calls.handle(textpage), frame, text)
    words: list[Word] = []
    runs: list[tuple[Run, int]] = []
    last_end = -1
    for run in every:
        texts, starts, stops, spaced = _split(text, run)
        if not texts:
            continue
        x0s, tops, x1s, bottoms, bases = ends.boxes(run, starts, stops)
        # Two words of a run are parted by white space; only its first may carry on the last one of the run before.
        follows = starts[0] == last_end
        if words and not follows:
            if run.turn or frame.rotation:
                firsts = next(iter(x0s)), next(iter(bases))
                follows = ends.touches(words[-1], runs[-1][0], last_end, run, starts[0], firsts)
            elif text[last_end] in BREAK:
                follows = ends.carries_on(words[-1], runs[-1][0], last_end, run, starts[0], bases)
        # Where a run ends pdfium may have put a space of its own, as before a cell to the right.
        spaced[-1] = spaced[-1] and not calls.is_made_up(ends.textpage, stops[-1])
        _, _, _, size, font, mcid, furniture, _ = run
        bold, number = font.bold, first_number + len(words)
        each = zip(texts, x0s, tops, x1s, bottoms, bases, spaced, strict=False)  # some are repeated without end
        for word, x0, top, x1, bottom, base, space in each:
            word = said.setdefault(word, word)
            fields = number, word, page, x0, top, x1, bottom, base, size, bold, mcid, furniture, follows, space, 1.0
            words.append(_new(Word, fields))
            follows = False
            number += 1
        runs.append((run, len(texts)))
        last_end = stops[-1]
    return words, runs, frame


def _usual_turn(runs: Sequence[Run], displayed: int) -> int:
    """The direction that most letters of a page run in, in degrees; that of the page as displayed where none do."""
    turns = {run.turn for run in runs}
    if len(turns) == 1:
        return turns.pop()  # as nearly always
    letters = Counter[int]()
    for run in runs:
        letters[run.turn] += run.end - run.start
    usual, most = max(letters.items(), key=itemgetter(1), default=(displayed, 0))
    return usual if most > _USUAL * letters.total() else displayed


def _split(text: str, run: Run) -> tuple[list[str], list[int], list[int], list[bool]]:
    """A run of a page's text → its words, where each starts and stops, and whether a space follows it."""
    stretch = text[run.start : run.end]
    words = stretch.split()
    if not words:
        return [], [], [], []
    at = run.start + stretch.index(words[0])
    if len(words) == 1 or " ".join(words) in stretch:  # as nearly always
        starts: list[int] = []
        stops: list[int] = []
        for word in words:  # which are few: loops of itertools take longer to set up than they save
            starts.append(at)
            at += len(word)
            stops.append(at)
            at += 1
        spaced = [True] * len(words)
        spaced[-1] = text[at - 1 : at] == " "
        return words, starts, stops, spaced
    spans = [token.span() for token in _TOKEN.finditer(text, run.start, run.end)]
    spaced = [text[stop : stop + 1] == " " for _, stop in spans]
    return words, [start for start, _ in spans], [stop for _, stop in spans], spaced


def _with(text: str, unwanted: str, instead: str) -> str:
    """A text with one character in the place of each unwanted one."""
    for character in unwanted:
        text = text.replace(character, instead)
    return text


def page_text(textpage: Any) -> str:
    """All characters of a page, one code point an index, so that indices agree with pdfium's."""
    count = raw.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    units = array("H", bytes(2 * count + 2))  # an array of ctypes would be of a type made anew for each length
    written = calls.characters(calls.handle(textpage), 0, count, units.buffer_info()[0]) - 1
    text = units[: max(written, 0)].tobytes().decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    # Characters beyond the basic plane, or ones that pdfium leaves out, would shift every index: ask one by one.
    codes = (raw.FPDFText_GetUnicode(textpage, i) for i in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)


class _Ends:
    """Where the words of a page begin and end."""

    def __init__(self, textpage: Handle, frame: Frame, text: str) -> None:
        self.textpage, self._frame, self._text = textpage, frame, text
        self._left, self._top = frame.left, frame.top
        self._reach: dict[tuple[int, float], tuple[float, float]] = {}

    def boxes(self, run: Run, starts: list[int], stops: list[int]) -> tuple[Iterable[float], ...]:
        """The words between some indices → their x0, top, x1, bottom and baseline, in points as displayed."""
        if run.turn or self._frame.rotation:
            return tuple(zip(*map(self._box, repeat(run), starts, stops), strict=True))
        # Words that stand on one baseline share their top and bottom.
        calls.char_origin(self.textpage, starts[0], _TO_X, _TO_Y)
        left, base = _X[0] - self._left, self._top - _Y[0]
        above, below = self._reach.get((id(run.font), run.size)) or self._reach_of(run, starts[0])
        x0s, x1s = self._by_width(run, starts, stops, left) or tuple(
            zip(*map(self._across, starts, stops), strict=True)
        )
        return x0s, repeat(base - above), x1s, repeat(base + below), repeat(base)

    def touches(self, last: Word, before: Run, end: int, run: Run, start: int, firsts: tuple[float, float]) -> bool:
        """Whether a run carries on a word where pdfium parts them, as it does in runs that lie on their side.

        Narrow letters of a wide advance, as "ll" of a typewriter, stand far apart by what is inked of them. ``firsts``
        are where the run's first word begins and its baseline.
        """
        x0, base = firsts
        if last.spaced or not abs(base - last.base) < _TOUCHING * run.size:
            return False
        return abs(x0 - last.x1) < _INK * run.size or self._adjoin(before, end - 1, start)

    def carries_on(self, last: Word, before: Run, end: int, run: Run, start: int, bases: Iterable[float]) -> bool:
        """Whether a word goes on over a line's end that pdfium made up: where a producer draws a word in parts, some
        of them without tall letters, pdfium takes them for lines of their own."""
        near = _TOUCHING * run.size
        if not abs(next(iter(bases)) - last.base) < near or not calls.is_made_up(self.textpage, end):
            return False  # the first of the two as nearly always
        return abs(self._point(start)[0] - self._advanced(before, end)) < near

    def _adjoin(self, run: Run, letter: int, following: int) -> bool:
        """Whether a letter of a run starts where one before it ends, by what that one advances."""
        calls.char_origin(self.textpage, letter, _TO_X, _TO_Y)
        x, y = _X[0], _Y[0]
        calls.char_origin(self.textpage, following, _TO_X, _TO_Y)
        return abs(hypot(_X[0] - x, _Y[0] - y) - self._advance(run, letter)) < _TOUCHING * run.size

    def _advance(self, run: Run, letter: int) -> float:
        """How far a letter of a run moves the next one on, in points."""
        return run.font.offsets(self._text[letter : letter + 1])[-1] * run.size

    def _advanced(self, before: Run, end: int) -> float:
        """Where the letter before ``end`` ends. What pdfium makes up stands there, but for one that is drawn alone."""
        made_up, letter = self._point(end)[0], self._point(end - 1)[0]
        if made_up > letter:
            return made_up
        return letter + self._advance(before, end - 1)

    def _point(self, index: int) -> tuple[float, float]:
        """Where a letter of a page that is not turned starts, on its baseline."""
        calls.char_origin(self.textpage, index, _TO_X, _TO_Y)
        return _X[0] - self._frame.left, self._frame.top - _Y[0]

    def _reach_of(self, run: Run, index: int) -> tuple[float, float]:
        """How far the letters of a font in a size reach above and below their baseline, in points."""
        calls.char_box(self.textpage, index, _TO_RECT)
        above, below = _RECT[1] - _Y[0], _Y[0] - _RECT[3]
        reach = max(above, _ASCENT * run.size), max(below, _DESCENT * run.size)
        self._reach[id(run.font), run.size] = reach
        return reach

    def _by_width(
        self, run: Run, starts: list[int], stops: list[int], left: float
    ) -> tuple[list[float], list[float]] | None:
        """Where words begin and end by the widths of their letters.

        ``None`` where these do not add up to where the last word ends: then something moves the words apart.
        """
        if len(starts) < 3:
            return None
        first, last = starts[0], stops[-1]
        offsets = run.font.offsets(self._text[first:last])
        calls.char_box(self.textpage, last - 1, _TO_RECT)
        width = _RECT[2] - self._left - left
        if not abs(width - offsets[-1] * run.size) < _WIDER * width:
            return None
        scale = width / offsets[-1]
        return [left + scale * offsets[i - first] for i in starts], [left + scale * offsets[i - first] for i in stops]

    def _across(self, start: int, end: int) -> tuple[float, float]:
        """Where a word begins and ends, by the boxes of its first and last letter."""
        calls.char_box(self.textpage, start, _TO_RECT)
        x0, x1 = _RECT[0], _RECT[2]
        if end - start > 1:
            calls.char_box(self.textpage, end - 1, _TO_RECT)
            x0, x1 = min(x0, _RECT[0]), max(x1, _RECT[2])  # also where it is written from right to left
        return x0 - self._left, x1 - self._left

    def _box(self, run: Run, start: int, end: int) -> tuple[float, float, float, float, float]:
        first, last = self._char(start), self._char(end - 1)
        x0, top, x1, bottom = self._frame.box(
            min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3])
        )
        # The origin lies on the baseline, which words of a line share whatever letters they are made of.
        calls.char_origin(self.textpage, start, _TO_X, _TO_Y)
        base = self._frame.point(_X[0], _Y[0])[1]
        return x0, min(top, base - _ASCENT * run.size), x1, max(bottom, base + _DESCENT * run.size), base

    def _char(self, index: int) -> tuple[float, float, float, float]:
        if not calls.char_box(self.textpage, index, _TO_RECT):
            return 0.0, 0.0, 0.0, 0.0
        left, top, right, bottom = _RECT
        return left, bottom, right, top
