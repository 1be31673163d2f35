"""A statement → the words of it that a briefing quotes, exactly as printed, with the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from align.figure import Figure
from align.figures import figures
from align.terms import STOP_WORDS, normal, straight
from extract.report import Item, Report
from report.office.plain import MORE, one_line, shortened

_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z]|[“‘'\"(£\d])")
_CLAUSE = re.compile(r"[,;:()–]\s|\s-\s|[“”]")
#: A name of two words or more: “Stalking Protection Orders”, “Board of Visitors”.
_BESIDE = 40  # characters between a name and a figure that may belong together
_LISTED = re.compile(r"(?:&|\band)\s$")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s(?:(?:of|for)\s(?:the\s)?)?[A-Z][\w’'-]+)+")


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


def figure_of(item: Item, value: float, unit: str) -> Figure | None:
    """The figure of an item with that value, in that unit where there is one; ``None`` where it is worked out."""
    same = [figure for figure in figures(one_line(item.text)) if figure.value == value]
    return next((figure for figure in same if figure.unit == unit), next(iter(same), None))


def quoted_figure(report: Report, item: Item, value: float, unit: str, most: int) -> Quotation:
    """The sentence of an item that gives a figure, at most about ``most`` characters of it, the figure among them."""
    text = one_line(item.text)
    found = figure_of(item, value, unit)
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


def name_missing(figure: Figure, said: Quotation, looked_in: str) -> str:
    """A name beside a figure, as quoted, that stands nowhere in a text (``normal``); empty for none, or no text.

    Anyone can check this with a search; a plural is looked for as a singular too. Only a whole name in the figure's own
    clause and close to it counts, since one farther away may have nothing to do with it.
    """
    left, right = _CLAUSE.split(figure.left)[-1], _CLAUSE.split(figure.right)[0]
    beside = (*_names(left, after=len(left) - _BESIDE), *_names(right, before=_BESIDE))
    missing = (name for name in beside if normal(name).removesuffix("s") not in looked_in)
    return next(filter(None, (_as_quoted(name, said.text) for name in missing)), "") if looked_in else ""


def _names(clause: str, after: int = 0, before: int = 10**6) -> Iterator[str]:
    """The names in a clause that end behind a place of it and start before another, without "The" and the like."""
    for match in _NAME.finditer(clause):
        first, _, rest = match[0].partition(" ")
        name = rest if first.lower() in STOP_WORDS else match[0]
        part_of_list = _LISTED.search(clause[: match.start()]) or not name[:1].isupper() or " " not in name
        if match.end() >= after and match.start() <= before and not part_of_list:
            yield name


def _as_quoted(name: str, text: str) -> str:
    """A name with straight quotes as it is printed in a text; empty where it does not stand there."""
    found = re.search(re.escape(name).replace("'", "['’‘]"), text)
    return found[0] if found else ""
