"""A text and three figures of it → a change in numbers, the same in per cent, and the level: two make the third."""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.arithmetic.moves import DOWN, ELSEWHERE, FEW, NOUN, UP, VERB
from align.arithmetic.rounding import Span, either_way, growth, share, span
from align.arithmetic.sums import HEDGED, Sum, amount, number_text, same_kind, sum_of
from align.figure import Figure

_CHANGE = rf"(?:(?:up|down)(?:\sby)?\s|(?:an?|the)\s(?:[a-z]+\s)?{NOUN}\sof\s|an?\s)?{HEDGED}$"
_THIS_IS = r"\.\s(?:This|That|It)\s(?:is|was|represents|represented)\s"
#: "4,346 crimes more than last year, up 22%": a change and the same in per cent.
_AND_SAME = re.compile(
    rf"^{FEW}(?:\s(?:more|fewer|less|extra)\b{FEW})?(?:,\s*(?:or|and)?|\s?\(|\sor|\sand|{_THIS_IS}|\.)\s*{_CHANGE}",
    re.I,
)
#: "… up 22% to 30,877": a change and what it came to.
LEADS_TO = re.compile(rf"^(?:\s{NOUN})?\s?\)?,?{FEW}\sto\s(?:a\stotal\sof\s)?{HEDGED}$", re.I)
#: "30,877 crimes, up 4,346": what it came to and a change.
_WAS = re.compile(rf"^{FEW}(?:[,(]?\s(?:which (?:is|was) )?|{_THIS_IS}){_CHANGE}", re.I)
#: "950, down 12% on 1,080".
_SINCE = re.compile(rf"^{FEW}\s(?:from|on|over|compared (?:with|to)|against)\s(?:the\s)?{HEDGED}$", re.I)
_MORE = re.compile(rf"^{FEW}\s(?:more|fewer|less|extra|{NOUN})\b", re.I)
_AND_MORE = re.compile(rf"^\)\s(?:more|fewer|less|{NOUN})\b", re.I)
_BY = re.compile(rf"\b(?:{VERB}(?:\sby)?|by|{NOUN}\sof)\s{HEDGED}$", re.I)


def rates(text: str, a: Figure, b: Figure, c: Figure) -> Iterator[Sum]:
    """What three neighbours make, where they are a level and what it changed by, or two levels and their change."""
    first, second = text[a.end : b.start], text[b.end : c.start]
    if _AND_SAME.match(first) and LEADS_TO.match(second) and _said_change(text, a):
        yield from _both(text, a, b, c)
    elif _WAS.match(first) and _AND_SAME.match(second) and (_said_change(text, b) or _AND_MORE.match(text[c.end :])):
        yield from _both(text, b, c, a)
    elif c.role == "earlier" and _WAS.match(first) and _BY.search(text[: b.start]) and _SINCE.match(second):
        yield from _since(a, b, c)


def _said_change(text: str, figure: Figure) -> bool:
    return bool(_MORE.match(text[figure.end : figure.end + 60]) or _BY.search(text[: figure.start]))


def _both(text: str, by: Figure, again: Figure, level: Figure) -> Iterator[Sum]:
    """A change said in numbers and in per cent, beside what it came to."""
    number, rate = (by, again) if again.kind == "percent" else (again, by)
    fit = rate.kind == "percent" and number.kind != "percent" and same_kind(number, level) and rate.high is None
    start, end = min(by.start, level.start), max(again.end, level.end)
    elsewhere = ELSEWHERE.match(text[end:]) or ELSEWHERE.match(text[by.end : again.start])
    if fit and level.role not in ("total", "target") and not elsewhere:
        words = text[max(0, start - 40) : end + 25]
        yield from _rate(number, rate, level, bool(UP.search(words)), bool(DOWN.search(words)))


def _rate(number: Figure, rate: Figure, level: Figure, up: bool, down: bool) -> Iterator[Sum]:
    """The change on what it started from; where the words do not say which way, either will do."""
    by, to = span(number), span(level)
    starts: list[tuple[float, Span]] = []
    if up or not down:
        starts.append((level.value - number.value, to - by))
    if down or not up:
        starts.append((level.value + number.value, to + by))
    earlier = next((value for value, _ in starts if value > 0), 0.0)
    if earlier:
        fits = any(share(by, start).meets(span(rate)) for _, start in starts)
        true = number_text(100 * number.value / earlier)
        said = f"{amount(number.value, number)} on {amount(earlier, level)} is {true}%."
        yield sum_of("change", fits, said, number, rate, level)


def _since(later: Figure, rate: Figure, earlier: Figure) -> Iterator[Sum]:
    if rate.kind == "percent" and rate.high is None and same_kind(later, earlier) and later.kind != "percent":
        fits = either_way(growth(span(earlier), span(later))).meets(span(rate))
        yield sum_of("change", fits, growth_words(earlier, later), later, rate, earlier)


def growth_words(earlier: Figure, later: Figure) -> str:
    """By how many per cent a value is above or below an earlier one that is not 0: "30 on 120 is 25%."."""
    apart = abs(later.value - earlier.value)
    on = f"{amount(apart, later)} on {amount(earlier.value, earlier)}"
    return f"{on} is {number_text(100 * apart / earlier.value)}%."
