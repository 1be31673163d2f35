"""The picture of a page → its words in points, in reading order, with how sure each is."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extract.grid import page_grid
from extract.layout import Box, Edge, Page, Scanned, Word
from extract.picture import Grey, Picture, upright
from extract.recognise import Letters, engine_name, find_lines, read_line
from extract.sizes import SAME_SIZE, settled
from extract.strokes import Rect, Script, find_bullet, gaps, lone_bullet, script

_APART = 0.9  # of the type's size: text further apart than this is read in pieces
_SPACE = 0.2  # of the type's size: the least gap that can be a space
_SHORT = 24  # blots of ink: a line of fewer may lack tall letters, so that its size is not known from itself
_LACKING = 0.66  # how large a line without tall letters seems, as a share of its size
_STOPS = ".,;:!?)%’'”"
_BOLD = 1.17  # times the page's usual weight of stroke


def read_page(page: Page, grey: Grey) -> Page:
    """A page that is a picture, read: words, lines and fills in points as if it had not been turned."""
    picture = upright(grey)
    scale = page.width / grey.shape[1]  # points a pixel
    drawn = replace(
        page,
        words=(),
        across=_in_points(picture.across, scale),
        down=_in_points(picture.down, scale),
        fills=tuple(Box(*(v * scale for v in box)) for box in picture.fills),
        scanned=Scanned(engine=engine_name(), turned=picture.turned),
    )
    lines = _lines(picture)
    heavy = _BOLD * median([line.weight / line.size for line in lines] or [1.0])
    read = [_words(picture, line, page.number, scale, bold=line.weight / line.size > heavy) for line in lines]
    return replace(drawn, words=tuple(_in_order([words for words in read if words], drawn)))


def _in_points(edges: Sequence[Edge], scale: float) -> tuple[Edge, ...]:
    return tuple(Edge(*(round(v * scale, 2) for v in edge)) for edge in edges)


def _lines(picture: Picture) -> list[Script]:
    """The lines of text, cut where a wall or a wide gap parts them, their sizes settled and their bullets found."""
    boxes = sorted((box for box in _boxes(picture)), key=lambda box: (box.top, box.x0))
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


def _words(picture: Picture, line: Script, page: int, scale: float, *, bold: bool) -> list[Word]:
    """A line's words, its bullet the first; numbers are given later."""
    parts: list[tuple[str, float, float, float]] = []  # text, left, right, how sure
    if line.bullet:
        parts.append((*line.bullet, 1.0))
    if line.x1 - line.x0 >= 2:
        pad = round(0.15 * line.size)
        left = max(round(line.x0) - pad, line.box.x0 if not line.bullet else round(line.bullet[2]) + 1, 0)
        box = Rect(left, line.box.top, min(round(line.x1) + pad, picture.grey.shape[1]), line.box.bottom)
        letters = read_line(box.of(picture.grey))
        parts.extend(_parts(letters, line, box, gaps(picture.grey, box, 0.1 * line.size)))
    base, size = line.base * scale, round(line.size * scale, 1)
    return [
        Word(
            0, text, page, round(x0 * scale, 2), round(base - 0.75 * size, 2), round(x1 * scale, 2),
            round(base + 0.22 * size, 2), round(base, 2), size, bold, -1, False, False, i < len(parts) - 1,
            round(sure, 4),
        )
        for i, (text, x0, x1, sure) in enumerate(parts)
    ]  # fmt: skip


def _parts(
    letters: Letters, line: Script, box: Rect, clear: Sequence[tuple[float, float]]
) -> Iterator[tuple[str, float, float, float]]:
    """The words of a line as read, with their ends and how sure the least sure of their letters is."""
    places = [box.x0 + at * (box.x1 - box.x0) for at in letters.at]
    groups = _groups(letters.text, places, clear, line.size)
    left = line.x0
    for n, group in enumerate(groups):
        last = n == len(groups) - 1
        end, start = (line.x1, line.x1) if last else _between(places[group[-1]], places[groups[n + 1][0]], clear)
        yield "".join(letters.text[i] for i in group), left, max(end, left), min(letters.sure[i] for i in group)
        left = start


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


def _in_order(lines: Sequence[list[Word]], page: Page) -> Iterator[Word]:
    """Words in the order in which the page is read: down each cell of a table's row, and across where there is none."""
    grid = page_grid(page)

    def place(words: list[Word]) -> tuple[int, int, float, float]:
        middle, base = (words[0].x0 + words[-1].x1) / 2, words[0].base
        if grid is None or grid.column(middle) is None:
            return (-1 if grid is None or base < grid.ys[0] else len(grid.ys)), 0, base, words[0].x0
        band = bisect(grid.ys, base - 1)
        return band, grid.column(middle) or 0, round(base / words[0].size), words[0].x0

    for words in sorted(lines, key=place):
        yield from words
