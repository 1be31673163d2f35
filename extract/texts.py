"""Lines → text as a reader reads it: words broken by a line whole again, no soft hyphens, `4th` not `4 th`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extract.layout import Line, Word

_PLAIN = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " ", "\u2011": "-",
    "\u00ad": "",
}  # fmt: skip
_ORDINAL = re.compile(r" (?<=\d )(?=(?:st|nd|rd|th)\b)")  # the space first, which is soon found
_STOPS = ".,;:()'\"’‘“”"
_SYLLABLE = 3  # letters: what is shorter and stands nowhere else is no word
_FEW = 3  # words broken by a hyphen and seen elsewhere without one, at which it is no matter of spelling
_MANY, _OFTEN = 8, 0.035  # lines that end in a hyphen, and their share of all, at which words are taken to be broken
_PREFIXES = frozenset("co non multi self well long short high low cross semi anti pre post ex mid half all".split())
_BESIDE = 0.2  # of the font size: no space is narrower, even where all letters are of one width
_SPACE = 0.24  # of the font size: letters that stand this far apart are of two words, also where the space got lost
_TOUCHING = 0.08  # of the font size: what stands closer is one word
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What a document's producer does at the end of a line, and which words stand in it whole.

    ``spaces_at_wraps``: a line that wraps ends in a space character, one that ends a paragraph does not.
    ``hyphenates``: words are broken at syllables, so that a hyphen at a line's end mostly belongs to no word.
    ``edges`` counts the words at the ends of lines, which may be parts of words; ``vocabulary`` holds whole ones only.
    """

    spaces_at_wraps: bool
    vocabulary: frozenset[str]
    edges: Mapping[str, int] = field(default_factory=dict)
    hyphenates: bool = False

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Habits:
        """Learn them from the lines of all pages, in the order in which they were written."""
        goes_on, full_stop = list[bool](), list[bool]()
        inner, outer = set[str](), list[str]()
        for line in lines:
            last = line.words[-1]
            end = last.text[-1:]
            if end.isalnum() or end == ",":
                goes_on.append(last.spaced)
            elif end == ".":
                full_stop.append(last.spaced)
            said = line_words(line)
            inner.update(said[1:-1])
            outer += (said[0], said[-1]) if len(said) > 1 else said
        learnt = cls(
            spaces_at_wraps=_mostly(goes_on) and not _mostly(full_stop),
            vocabulary=frozenset(_all_bare(inner)), edges=Counter(_all_bare(outer)),
        )  # fmt: skip
        return replace(learnt, hyphenates=_hyphenates(lines, learnt))

    def stands(self, word: str) -> bool:
        """Whether a word, in lower case, stands anywhere in one piece."""
        return word in self.vocabulary or word in self.edges


def _bare(text: str) -> str:
    return text.strip(_STOPS).replace("\u00ad", "").lower()


def _all_bare(texts: Collection[str]) -> list[str]:
    """Many bare texts, none of which holds white space: what can be done to all at once is."""
    joined = " ".join([text.strip(_STOPS) for text in texts])
    return joined.replace("\u00ad", "").lower().split(" ") if texts else []


def _hyphenates(lines: Sequence[Line], habits: Habits) -> bool:
    """Whether lines end within words: words that stand elsewhere in one piece are parted, or very many lines end so."""
    broken = whole = ends = 0
    for before, line in pairwise(lines):
        if before.words[-1].text[-1] not in "-\u2010":
            continue
        head, tail = line_words(before)[-1], line_words(line)[0]
        if head[-2:-1].isalpha() and tail[0].islower():
            head, tail = _bare(head[:-1]), _bare(tail)
            ends += 1
            broken += habits.stands(head + tail)
            whole += f"{head}-{tail}" in habits.vocabulary
    if broken >= _FEW and broken > whole:
        return broken >= 0.2 * ends
    return ends >= _MANY and ends >= _OFTEN * len(lines) and whole < ends / 2


def _mostly(seen: Sequence[bool]) -> bool:
    return len(seen) > 10 and sum(seen) >= 0.6 * len(seen)


def join_lines(lines: Sequence[Line], habits: Habits, right: float | None = None) -> str:
    """The text of an item's lines. ``right`` is the right edge of its column, in points, where it is known."""
    pieces: list[str] = []  # what stands in a row without a space between is one piece
    before: Line | None = None
    for line in lines:
        piece = line.text if line.even else " ".join(line_words(line))
        if before is None:
            pieces.append(piece)
        else:
            _add(piece, pieces, before, line, habits, right)
        before = line
    return tidy(" ".join(pieces))


def tidy(text: str) -> str:
    """Ligatures taken apart, soft hyphens and control characters out, single spaces, ordinals in one piece."""
    if not text.isascii():
        text = _without_special(text)
    if not text.isprintable() or "\ufffd" in text or "  " in text:
        text = " ".join(_CONTROL.sub("", text).split())
    return _ORDINAL.sub("", text.strip())


def _without_special(text: str) -> str:
    for letter, plain in _PLAIN.items():
        if letter in text:
            text = text.replace(letter, plain)
    return text


def line_words(line: Line) -> list[str]:
    """The words of a line as a reader reads them: the parts of one put together."""
    if line.even:
        return [word.text for word in line.words]
    parts: list[str] = []
    for i, word in enumerate(line.words):
        if parts and _is_one(line.words[i - 1], word):
            parts[-1] += word.text
        else:
            parts.append(word.text)
    return parts


def _is_one(last: Word, word: Word) -> bool:
    """Whether two words side by side are one, as where a raised "th" or a footnote's mark stands close to a word."""
    gap = word.x0 - last.x1
    if word.glued:
        return gap < (_SPACE if _are_words(last, word) else 0.5) * max(last.size, word.size)
    if last.spaced:
        return False
    # Some producers draw the hyphen at a line's end apart from its word, also with the letter before it, or a raised
    # figure.
    if word.text[-1] == "-" or "\u00ad" in last.text or "\u00ad" in word.text:
        return gap < _BESIDE * word.size
    return last.size != word.size and gap < _TOUCHING * word.size


def _are_words(last: Word, word: Word) -> bool:
    """Whether two pieces side by side look like words: letters of one size, and more than one each."""
    alike = last.size == word.size and len(last.text) > 1 and len(word.text) > 1
    return alike and last.text[-1].isalpha() and word.text[0].isalpha()


def _add(piece: str, pieces: list[str], before: Line, line: Line, habits: Habits, right: float | None) -> None:
    """Add the text of a line to that of the lines before it: as it stands, or as the rest of their last word."""
    text, spaced = pieces[-1], before.words[-1].spaced
    if text.endswith("\u00ad"):
        pieces[-1] = text[:-1] + piece
    elif text.endswith(("-", "\u2010")) and not spaced and text[-2:-1].isalpha() and piece[:1].isalnum():
        pieces[-1] = (text if _keeps_hyphen(text, piece, habits) else text[:-1]) + piece
    elif not spaced and (_holds_on(text, piece) or _word_goes_on(before, line, habits, right)):
        pieces[-1] = text + piece
    else:
        pieces.append(piece)


def _holds_on(text: str, piece: str) -> bool:
    """Whether a stroke or dash at the end of a line, or a dash at the start of the next, stands within a word.

    It does where no space parts it from what is before it: "and/" over "or", "£3m–" over "£4m", "we" over "—or". That a
    line ends is no sign of a space on the dash's other side, so its own side is what tells.
    """
    if text.endswith(("/", "–", "—", "\u2010", "-")):
        return len(text) > 1 and not text[-2].isspace() and text[-2] not in "–—-"
    return piece[:1] in "–—" and piece[1:2].isalnum()


def _keeps_hyphen(text: str, piece: str, habits: Habits) -> bool:
    """Whether the hyphen at a line's end belongs to the word: it does unless the word stands elsewhere without it.

    Where lines are hyphenated, it does only if both sides are words of their own, or the first is one that takes one.
    """
    head, tail = _bare(text.rsplit(None, 1)[-1][:-1]), _bare(piece.split(None, 1)[0])
    if habits.stands(f"{head}-{tail}") or not piece[:1].islower():
        return True
    if habits.stands(head + tail):
        # "front-line" beside "frontline" may be as it is written; "pro-gress" may not.
        return not habits.hyphenates and {head, tail} <= habits.vocabulary
    if not habits.hyphenates:
        return True
    first = head.rsplit("-", 1)[-1]
    return first in _PREFIXES or (first in habits.vocabulary and tail.split("-")[0] in habits.vocabulary)


def _word_goes_on(before: Line, line: Line, habits: Habits, right: float | None) -> bool:
    """Whether a word was broken within, since its cell is narrower than it: it fills the line and no space follows."""
    last, first = before.words[-1], line.words[0]
    if right is None or last.spaced or not (last.text[-1:].isalpha() and first.text[:1].isalpha()):
        return False
    # A line that starts with the rest of a word, or holds more than one, is not filled by a single word.
    if before.words[0].glued or not all(w.glued for w in before.words[1:]):
        return False
    if first.text[:1].isupper() != last.text[-1:].isupper():
        return False
    letter = (first.x1 - first.x0) / len(first.text)
    if right - last.x1 > 1.5 * letter + 2:
        return False
    # Words that stand elsewhere by themselves are no parts of one, and parts stand as often as each other.
    head, tail = _bare(last.text), _bare(first.text)
    if tail in habits.vocabulary or len(tail) < _SYLLABLE:
        return tail not in habits.vocabulary
    return head not in habits.vocabulary and habits.edges.get(head) == habits.edges.get(tail)


def reading_text(lines: Iterable[Line], habits: Habits) -> str:
    """Every line in order as one text, for counting words."""
    return join_lines(list(lines), habits)
