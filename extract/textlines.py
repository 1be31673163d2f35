"""The picture of a page → its lines of text, cut where walls and wide gaps part them, with size and bullet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from extract.picture import Picture
from extract.recognise import find_lines
from extract.sizes import SAME_SIZE, settled
from extract.strokes import Rect, Script, find_bullet, gaps, lone_bullet, script

_APART = 0.9  # of the type's size: text further apart than this is read in pieces
_TWICE = 0.6  # the share of a box within another, at which it shows the same text
_SHORT = 24  # blots of ink: a line of fewer may lack tall letters, so that its size is not known from itself
_LACKING = 0.66  # how large a line without tall letters seems, as a share of its size


def text_lines(picture: Picture) -> list[Script]:
    """The lines of text, cut where a wall or a wide gap parts them, their sizes settled and their bullets found."""
    boxes = sorted(_uncovered(_boxes(picture)), key=lambda box: (box.top, box.x0))
    found = [line for box in boxes if (line := script(picture.grey, box))]
    _settle_sizes(found)
    usual = median([line.size for line in found] or [1.0])
    for line in found:
        if line.box.x1 - line.box.x0 < 1.6 * usual and (glyph := lone_bullet(picture.grey, line, usual)):
            line.bullet = glyph, line.x0, line.x1
            line.x0, line.size = line.x1, usual
        else:
            find_bullet(picture.grey, line, _free_from(line, found, picture))
    return _once(found)


def _boxes(picture: Picture) -> Iterator[Rect]:
    height, width = picture.grey.shape
    for x0, top, x1, bottom in find_lines(picture.grey):
        rect = Rect(max(int(x0), 0), max(int(top), 0), min(int(x1) + 1, width), min(int(bottom) + 1, height))
        if rect.x1 - rect.x0 < 3 or rect.bottom - rect.top < 5:
            continue
        high = rect.bottom - rect.top
        cuts = [(a + b) / 2 for a, b in gaps(picture.grey, rect, _APART * 0.75 * high)]
        middle = (rect.top + rect.bottom) / 2
        cuts += [w.at for w in picture.down if w.start <= middle <= w.end and rect.x0 + 2 < w.at < rect.x1 - 2]
        ends = [rect.x0, *sorted(round(cut) for cut in cuts), rect.x1]
        for left, right in pairwise(ends):
            if right - left >= 3:
                yield Rect(left, rect.top, right, rect.bottom)


def _uncovered(boxes: Iterable[Rect]) -> list[Rect]:
    """Boxes without those that lie mostly within a longer one: a line found twice, or its first letter with another."""
    kept: list[Rect] = []
    for box in sorted(boxes, key=lambda box: (box.x0 - box.x1, box.top, box.x0)):
        if not any(_overlap(box, other) > _TWICE * (box.x1 - box.x0) * (box.bottom - box.top) for other in kept):
            kept.append(box)
    return kept


def _overlap(a: Rect, b: Rect) -> int:
    wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(wide, 0) * max(high, 0)


def _settle_sizes(lines: Sequence[Script]) -> None:
    """Lines of much the same size get one size, the most common first; short lines first follow those around them."""
    measured = [line.size for line in lines]
    for line in lines:
        if line.letters < _SHORT:
            line.size = _size_around(line, lines, measured)
    weights = Counter[float]()
    for line in lines:
        weights[line.size] += line.letters
    sizes = settled(weights)
    for line in lines:
        line.size = sizes[line.size]


def _size_around(line: Script, lines: Sequence[Script], measured: Sequence[float]) -> float:
    """The size of a line of few letters: that of most lines of its column near by, if it can be the same."""
    near = sorted(
        size for other, size in zip(lines, measured, strict=True)
        if abs(other.base - line.base) < 5 * line.size and min(other.x1, line.x1) > max(other.x0, line.x0)
    )  # fmt: skip
    around = near[(3 * len(near)) // 4] if near else line.size
    return around if _LACKING < line.size / around < 1 + SAME_SIZE else line.size


def _free_from(line: Script, lines: Sequence[Script], picture: Picture) -> int:
    """The x left of a line's text from which nothing else stands."""
    middle = line.base - 0.3 * line.size
    walls = [w.at + 2 for w in picture.down if w.start <= middle <= w.end and w.at < line.x0]
    others = [
        other.x1 + 1 for other in lines if other is not line and other.x1 <= line.x0
        and other.box.top < middle < other.box.bottom and other.x1 - other.x0 > line.size
    ]  # fmt: skip
    return round(max([0.0, *walls, *others]))


def _once(lines: Sequence[Script]) -> list[Script]:
    """Lines without the lone bullets that the line beside them has found too."""
    found = [line.bullet for line in lines if line.bullet and line.x1 > line.x0]
    return [
        line
        for line in lines
        if line.x1 > line.x0
        or not any(abs(b[1] - line.bullet[1]) < line.size for b in found if line.bullet and _beside(b, line, lines))
    ]


def _beside(bullet: tuple[str, float, float], lone: Script, lines: Sequence[Script]) -> bool:
    owner = next(line for line in lines if line.bullet is bullet)
    return owner.box.top < (lone.box.top + lone.box.bottom) / 2 < owner.box.bottom
