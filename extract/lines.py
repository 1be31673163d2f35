"""Words → the lines that a reader sees, and a line's words → text."""

from __future__ import annotations

from collections.abc import Iterable

from extract.layout import Line, Word

_RAISED = 0.8  # a word smaller than this share of its neighbour may be a superscript, with a baseline of its own


def lines_in_order(words: Iterable[Word], starts: bool | None) -> list[Line]:
    """Words in reading order → lines, broken where the baseline or the page changes.

    ``starts`` is said of the first line; every further one continues it.
    """
    lines: list[list[Word]] = []
    line: list[Word] = []
    page, x0, base, largest = 0, 0.0, 0.0, None
    for word in words:
        if (
            largest is not None
            and word.page == page
            and word.x0 >= x0 - word.size
            and (word.base == base or _level(largest, word))
        ):
            line.append(word)
            if word.size > largest.size:
                largest, base = word, word.base
        else:
            line, largest, page, base = [word], word, word.page, word.base
            lines.append(line)
        x0 = word.x0
    follow = False if starts is not None else None
    return [Line.of(line, follow if i else starts) for i, line in enumerate(lines)]


def _level(largest: Word, word: Word) -> bool:
    """Whether a word stands on the line of a larger one: on its baseline, or raised above or sunk below and smaller."""
    apart = abs(word.base - largest.base)
    small, large = (word.size, largest.size) if word.size < largest.size else (largest.size, word.size)
    return apart <= 0.25 * large or (small < _RAISED * large and apart <= 0.6 * large)


def lines_by_place(words: Iterable[Word]) -> list[Line]:
    """Words in any order → lines from top to bottom, each from left to right; nothing is known of where items start.

    A line's first word is one of its largest, since larger words are placed first.
    """
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.page, round(-w.size), w.base)):
        for line in reversed(lines):
            if line[0].page != word.page:
                lines.append([word])
                break
            if line[0].base == word.base or _level(line[0], word):
                line.append(word)
                break
        else:
            lines.append([word])
    ordered = [Line.of(sorted(line, key=lambda w: (w.x0, w.number)), None) for line in lines]
    return sorted(ordered, key=lambda line: (line.page, line.base))


def raw_text(lines: Iterable[Line]) -> str:
    """The words with single spaces, lines joined by a space: for comparing, not for showing."""
    parts: list[str] = []
    for line in lines:
        if line.even:
            parts.append(line.text)
            continue
        for i, word in enumerate(line.words):
            if i and word.glued and parts:
                parts[-1] += word.text
            else:
                parts.append(word.text)
    return " ".join(parts)
