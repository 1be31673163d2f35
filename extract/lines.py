"""Words → the lines that a reader sees, and a line's words → text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.layout import Line, Word

_RAISED = 0.8  # a word smaller than this share of its neighbour may be a superscript, with a baseline of its own


def lines_in_order(words: Sequence[Word], starts: bool | None) -> list[Line]:
    """Words in reading order → lines, broken where the baseline or the page changes.

    ``starts`` is said of the first line; every further one continues it.
    """
    lines: list[list[Word]] = []
    for word in words:
        if lines and _same_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    follow = False if starts is not None else None
    return [Line(tuple(line), starts if i == 0 else follow) for i, line in enumerate(lines)]


def _same_line(line: list[Word], word: Word) -> bool:
    last = line[-1]
    if word.page != last.page or word.x0 < last.x0 - word.size:
        return False
    return _level(line, word)


def _level(line: Iterable[Word], word: Word) -> bool:
    """Whether the word stands on the line: on its baseline, or raised above or sunk below it and smaller."""
    largest = max(line, key=lambda w: w.size)
    apart = word.base - largest.base
    if abs(apart) <= 0.25 * max(word.size, largest.size):
        return True
    small, large = sorted((word.size, largest.size))
    return small < _RAISED * large and abs(apart) <= 0.6 * large


def lines_by_place(words: Iterable[Word]) -> list[Line]:
    """Words in any order → lines from top to bottom, each from left to right; nothing is known of where items start."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.page, round(-w.size), w.base)):
        for line in reversed(lines):
            if line[0].page == word.page and _level(line, word):
                line.append(word)
                break
        else:
            lines.append([word])
    ordered = [Line(tuple(sorted(line, key=lambda w: (w.x0, w.number))), None) for line in lines]
    return sorted(ordered, key=lambda line: (line.page, line.base))


def raw_text(lines: Iterable[Line]) -> str:
    """The words with single spaces, lines joined by a space: for comparing, not for showing."""
    parts: list[str] = []
    for line in lines:
        for i, word in enumerate(line.words):
            if i and word.glued and parts:
                parts[-1] += word.text
            else:
                parts.append(word.text)
    return " ".join(parts)
