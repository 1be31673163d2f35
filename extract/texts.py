"""Lines → text as a reader reads it: words broken by a line whole again, no soft hyphens, `4th` not `4 th`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.layout import Document, Line, Word
from extract.lines import lines_in_order

_LIGATURES = str.maketrans({
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " ", "\u2011": "-",
})  # fmt: skip
_ORDINAL = re.compile(r"(?<=\d) (?=(?:st|nd|rd|th)\b)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What a document's producer does at the end of a line, and which words stand in it whole.

    ``spaces_at_wraps``: a line that wraps ends in a space character, one that ends a paragraph does not.
    """

    spaces_at_wraps: bool
    vocabulary: frozenset[str]

    @classmethod
    def of(cls, document: Document) -> Habits:
        """Learn them from the lines of all pages, in the order in which they were written."""
        goes_on, full_stop = Counter[bool](), Counter[bool]()
        words: set[str] = set()
        for page in document.pages:
            for line in lines_in_order(page.words, None):
                last = line.words[-1]
                if last.text[-1:].isalnum() or last.text[-1:] == ",":
                    goes_on[last.spaced] += 1
                elif last.text[-1:] == ".":
                    full_stop[last.spaced] += 1
                words.update(w.text.strip(".,;:()'\"’‘“”").lower() for w in line.words[1:-1])
        return cls(spaces_at_wraps=_mostly(goes_on) and not _mostly(full_stop), vocabulary=frozenset(words))


def _mostly(seen: Counter[bool]) -> bool:
    return seen.total() > 10 and seen[True] >= 0.6 * seen.total()


def join_lines(lines: Sequence[Line], habits: Habits, right: float | None = None) -> str:
    """The text of an item's lines. ``right`` is the right edge of its column, in points, where it is known."""
    text = ""
    for i, line in enumerate(lines):
        piece = _line_text(line)
        if not text:
            text = piece
            continue
        text = _joined(text, piece, lines[i - 1], line, habits, right)
    return tidy(text)


def tidy(text: str) -> str:
    """Ligatures taken apart, soft hyphens and control characters out, single spaces, ordinals in one piece."""
    text = _CONTROL.sub("", text.translate(_LIGATURES).replace("\u00ad", ""))
    return _ORDINAL.sub("", " ".join(text.split()))


def _line_text(line: Line) -> str:
    parts: list[str] = []
    for i, word in enumerate(line.words):
        if parts and _is_one(line.words[i - 1], word):
            parts[-1] += word.text
        else:
            parts.append(word.text)
    return " ".join(parts)


def _is_one(last: Word, word: Word) -> bool:
    """Whether two words side by side are one: nothing parts them, or a stop follows a raised "th" without a space."""
    gap = word.x0 - last.x1
    if word.glued:
        return gap < 0.5 * max(last.size, word.size)
    return not last.spaced and last.size != word.size and word.text[0] in ".,;:!?)" and gap < 0.08 * word.size


def _joined(text: str, piece: str, before: Line, line: Line, habits: Habits, right: float | None) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + piece
    if text.endswith(("-", "\u2010")) and not before.words[-1].spaced and text[-2:-1].isalpha() and piece[:1].isalnum():
        return text + piece if _keeps_hyphen(text, piece, habits) else text[:-1] + piece
    if text.endswith("/") and not text.endswith(" /") and not before.words[-1].spaced:
        return text + piece
    if _word_goes_on(before, line, habits, right):
        return text + piece
    return f"{text} {piece}"


def _keeps_hyphen(text: str, piece: str, habits: Habits) -> bool:
    """Whether the hyphen at a line's end belongs to the word: it does unless the word stands elsewhere without it."""
    head = text.rsplit(None, 1)[-1][:-1].lower().lstrip("(‘'\"“")
    tail = piece.split(None, 1)[0].strip(".,;:)’'\"”").lower()
    if f"{head}-{tail}" in habits.vocabulary or not piece[:1].islower():
        return True
    return head + tail not in habits.vocabulary


def _word_goes_on(before: Line, line: Line, habits: Habits, right: float | None) -> bool:
    """Whether a word was broken within, since its cell is narrower than it: it fills the line and no space follows."""
    last, first = before.words[-1], line.words[0]
    if right is None or last.spaced or not (last.text[-1:].isalnum() and first.text[:1].isalnum()):
        return False
    if len([w for w in before.words if not w.glued]) != 1 or first.text[:1].isupper() != last.text[-1:].isupper():
        return False
    letter = (first.x1 - first.x0) / len(first.text)
    if right - last.x1 > 1.5 * letter + 2:
        return False
    return habits.spaces_at_wraps or _unknown(first, habits) or _unknown(last, habits)


def _unknown(word: Word, habits: Habits) -> bool:
    return word.text.strip(".,;:()").lower() not in habits.vocabulary


def reading_text(lines: Iterable[Line], habits: Habits) -> str:
    """Every line in order as one text, for counting words."""
    return join_lines(list(lines), habits)
