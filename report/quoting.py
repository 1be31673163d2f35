"""A statement → the words of it that a briefing quotes, exactly as printed, with the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from align.figures import figures
from align.terms import normal, straight
from extract.report import Item, Report
from report.plain import MORE, one_line, shortened

_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z]|[“‘'\"(£\d])")
#: A name of two words or more: “Stalking Protection Orders”, “Board of Visitors”.
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s(?:of\s|and\s|for\s|the\s)*[A-Z][\w’'-]+)+")
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words of one item of a report. ``text`` stands there word for word, but for “…” where something is left out."""

    report: str
    item: str
    page: int
    text: str

    @property
    def shown(self) -> str:
        """In quotation marks with its page: “…” (page 3)."""
        return f"“{self.text}” (page {self.page})" if self.page else f"“{self.text}”"


def quoted(report: Report, item: Item, most: int) -> Quotation:
    """The start of an item, at most about ``most`` characters."""
    return Quotation(report=report.id, item=item.id, page=item.page_first, text=shortened(item.text, most))


def quoted_figure(report: Report, item: Item, value: float, unit: str, most: int) -> Quotation:
    """The sentence of an item that gives a figure, at most about ``most`` characters of it, the figure among them."""
    text = one_line(item.text)
    found = next((f for f in figures(text) if f.value == value and f.unit == unit), None)
    if found is None:  # a figure that is worked out from others ("half of"): the item itself must do
        return quoted(report, item, most)
    start, sentence = _sentence_at(text, found.start)
    return Quotation(
        report=report.id, item=item.id, page=item.page_first,
        text=_window(sentence, max(found.start - start, 0), len(found.said), most),
    )  # fmt: skip


def _sentence_at(text: str, place: int) -> tuple[int, str]:
    """The sentence that holds a place of the text with straight quotes, and where it starts there."""
    start = 0
    for sentence in _sentences(text):
        end = start + len(straight(sentence))
        if place < end:
            return start, sentence
        start = end + 1
    return 0, text


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text in which every white space is one space, without the space between them."""
    return iter(_SENTENCE_ENDS.split(text))


def _window(sentence: str, place: int, length: int, most: int) -> str:
    """A sentence, or where it is long the words about a place of it."""
    if len(sentence) <= most:
        return sentence
    end = place + length
    if end <= most * 3 // 4:  # near enough to the start
        return shortened(sentence, most)
    first = sentence.find(" ", max(end - most * 2 // 3, 0)) + 1
    return MORE.strip() + " " + shortened(sentence[first:], most)


def names_missing(sentence: str, report: Report) -> str:
    """The first name in a sentence that stands nowhere in a report; empty where there is none or its text is unknown.

    Anyone can check this with a search. A plural is looked for as a singular too. The first word of a sentence tells
    nothing of a name by its capital, so a name starts behind it.
    """
    words = one_line(report.text).lower()
    if not words:
        return ""
    looked_in = normal(words)
    behind = sentence.find(" ") + 1
    for name in (match[0] for match in _NAME.finditer(sentence, behind)):
        plain = normal(name)
        if len(plain.split()) >= _LEAST_WORDS and plain.removesuffix("s") not in looked_in:
            return name
    return ""
