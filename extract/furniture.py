"""Which words are page furniture: banners, footers, page numbers. They repeat in the same place from page to page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract.layout import Document, Line, Word
from extract.lines import lines_by_place, raw_text

_PAGE_NUMBER = re.compile(r"^(page\s*)?[-–—]?\s*(\d{1,4}|[ivxl]{1,6})\s*[-–—]?(\s*(of|/)\s*\d{1,4})?$", re.IGNORECASE)
_MARGIN = 0.16  # share of the page's height, at its head and foot, in which furniture stands
_SAME = 4.0  # points within which two lines stand in the same place


def furniture(document: Document, words: Iterable[Word]) -> set[int]:
    """Indices of the words, among those given, that are furniture: marked as such, repeated, or a page's number."""
    words = list(words)
    found = {w.number for w in words if w.artifact}
    lines = list(lines_by_place(w for w in words if not w.artifact))
    heights = {page.number: page.height for page in document.pages}
    for line in lines:
        if _in_margin(line, heights) and _PAGE_NUMBER.match(raw_text([line])):
            found.update(w.number for w in line.words)
    for group in _repeated([line for line in lines if _in_margin(line, heights)]):
        found.update(w.number for line in group for w in line.words)
    return found


def _in_margin(line: Line, heights: dict[int, float]) -> bool:
    height = heights[line.page]
    return line.base < _MARGIN * height or line.base > (1 - _MARGIN) * height


def _repeated(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that say the same, figures aside, at the same height on two pages or more."""
    same: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        same[re.sub(r"\d+", "#", raw_text([line]))].append(line)
    groups: list[list[Line]] = []
    for group in same.values():
        for base in {line.base for line in group}:  # few, where there are many pages
            near = [other for other in group if abs(other.base - base) <= _SAME]
            if len({other.page for other in near}) >= 2:
                groups.append(near)
    return groups
