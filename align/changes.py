"""A text and its figures → changes beside the two values that make them: "from 120 to 150, a 20% increase"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from align.figure import Figure
from align.moves import DOWN, FEW, MULTIPLE, NOUN, UP, VERB, Move, move_of
from align.rounding import Span, either_way, growth, share, span
from align.sums import HEDGED, Sum, amount, number_text, same_kind, sum_of

_JOIN = (
    r"\s*(?:[,;:(-]|\s)\s*(?:which (?:is|was) |that is |this is |or |and |i\.e\. |equal to |equivalent to "
    r"|representing )?"
)
#: What stands between two values and their change, where it follows them.
_THEN = re.compile(
    rf"^\)?{FEW}{_JOIN}(?P<noun>(?:an?|the)\s(?:[a-z]+\s)?{NOUN}\s(?:of\s)?|(?:up|down)(?:\sby)?\s|\+\s?|-)?"
    rf"(?:an?\s)?{HEDGED}$",
    re.I,
)
_IS_CHANGE = re.compile(
    rf"^(?:\s|-)?\s*(?:{NOUN}|up|down|(?:more|fewer|less|higher|lower)(?=\s*(?:than\b|[,.;)]|$)))", re.I
)
#: … and where it leads to them: "by 44%, from 210", "a 20% rise from 120".
_FIRST = re.compile(rf"^(?:\s{NOUN})?(?:\s(?:in|over|since|during)\s{FEW})?\s*[,(]?\s*from\s{HEDGED}$", re.I)
_MOVED = re.compile(rf"(?:\b{VERB}(?:\sby)?|\bby|\b{NOUN}\sof|\ban?)\s{HEDGED}$", re.I)
#: A change that is said of something else, or from some other start.
_ELSE = re.compile(
    r"^[^.;]{0,60}?\b(?:on|than|since|from|with|against|over|below|above)\s(?:[a-z'-]+\s){0,4}?"
    r"(?:targets?|averages?|plan(?:ned)?|peak|pandemic|covid\S*|baseline|forecasts?|budgets?|expected|referrals|(?:19|20)\d\d)",
    re.I,
)
_OF_WHAT = re.compile(
    rf"^(?:\s|-)?\s*{NOUN}\s(?:in|of|for|among|to)\s(?!(?:the\s)?(?:year|number|total|volume|last|past|same|average|figure)|(?:one|a)\s)",
    re.I,
)


def changes(text: str, found: Sequence[Figure]) -> Iterator[Sum]:
    """Changes that do not fit the values they are said of; a rise that is a fall."""
    moves = [m for a, b in pairwise(found) if (m := move_of(text, a, b))]
    for move in moves:
        yield from _way_fits(move)
        for change in found:
            if (change.start >= move.end and _follows(text, move, change)) or _leads(text, change, move):
                yield from _change_fits(text, move, change)
    for a, b, c in zip(found, found[1:], found[2:], strict=False):
        yield from _both_fit(text, a, b, c)


def _way_fits(move: Move) -> Iterator[Sum]:
    a, b = span(move.earlier), span(move.later)
    if move.way:
        wrong = b.high < a.low if move.way == "up" else b.low > a.high
        earlier, later = (amount(f.value, f) for f in (move.earlier, move.later))
        more = "more" if b.low > a.high else "less"
        yield sum_of(not wrong, f"{later} is {more} than {earlier}.", move.earlier, move.later)


def _follows(text: str, move: Move, change: Figure) -> bool:
    """Whether a change is said right after two values: "from 120 to 150, a 25% rise"."""
    found = _THEN.match(text[move.end : change.start])
    right = text[change.end : change.end + 90]
    if found is None or not (found["noun"] or _IS_CHANGE.match(right)):
        return False
    return not (_ELSE.match(right) or _OF_WHAT.match(right))


def _leads(text: str, change: Figure, move: Move) -> bool:
    """Whether a change is said right before two values: "by 25%, from 120 to 150"."""
    if change.end > move.start or not _MOVED.search(text[: change.start]):
        return False
    form = _FIRST if move.start == move.earlier.start else _TO
    return bool(form.match(text[change.end : move.start])) and not _ELSE.match(text[move.end : move.end + 60])


def _change_fits(text: str, move: Move, change: Figure) -> Iterator[Sum]:
    if change.high is not None or MULTIPLE.match(text[change.end :]):
        return
    a, b, said = span(move.earlier), span(move.later), span(change)
    by = either_way(b - a)
    if same_kind(change, move.later) or (change.kind == "points" and move.later.kind == "percent"):
        relative = change.kind == "percent" and either_way(growth(a, b)).meets(said)
        yield sum_of(by.meets(said) or relative, _difference(move), move.earlier, move.later, change)
    elif change.kind == "percent" and move.earlier.value > 0:
        fits = either_way(growth(a, b)).meets(said)
        yield sum_of(fits, _rate(move.earlier.value, move.later.value, move.later), move.earlier, move.later, change)


def _difference(move: Move) -> str:
    a, b = move.earlier, move.later
    apart = abs(b.value - a.value)
    unit = f"{number_text(apart)} percentage points" if b.kind == "percent" else amount(apart, b)
    return f"From {amount(a.value, a)} to {amount(b.value, b)} is {unit}."


def _rate(earlier: float, later: float, like: Figure) -> str:
    apart = abs(later - earlier)
    return f"{amount(apart, like)} on {amount(earlier, like)} is {number_text(100 * apart / earlier)}%."


#: "4,346 crimes more than last year, up 22% to": the change, the same in per cent, and what it came to.
_AND_SAME = re.compile(
    rf"^{FEW}(?:\s(?:more|fewer|less|extra)\b{FEW})?(?:,\s*(?:or|and)?|\s?\(|\sor|\sand)\s*"
    rf"(?:(?:up|down)(?:\sby)?\s|(?:an?|the)\s(?:[a-z]+\s)?{NOUN}\sof\s|an?\s)?{HEDGED}$",
    re.I,
)
_TO = re.compile(rf"^(?:\s{NOUN})?\s?\)?,?{FEW}\sto\s(?:a\stotal\sof\s)?{HEDGED}$", re.I)
_WAS = re.compile(
    rf"^{FEW}[,(]?\s(?:which (?:is|was) )?(?:(?:up|down)(?:\sby)?\s|an?\s(?:[a-z]+\s)?{NOUN}\sof\s|an?\s)?{HEDGED}$",
    re.I,
)


def _both_fit(text: str, a: Figure, b: Figure, c: Figure) -> Iterator[Sum]:
    """A change said in numbers and in per cent, beside what it came to: one of the three is wrong."""
    first, second = text[a.end : b.start], text[b.end : c.start]
    if _AND_SAME.match(first) and _TO.match(second) and _said_change(text, a):
        by, level = (a, b), c
    elif _WAS.match(first) and _AND_SAME.match(second) and _said_change(text, b):
        by, level = (b, c), a
    else:
        return
    number, rate = by if by[1].kind == "percent" else (by[1], by[0])
    fit = rate.kind == "percent" and number.kind != "percent" and same_kind(number, level)
    after = text[max(f.end for f in (*by, level)) :]
    if not fit or level.role in ("total", "target") or _ELSE.match(after) or _ELSE.match(text[by[0].end : by[1].start]):
        return
    words = text[max(0, min(a.start, c.start) - 40) : c.end + 25]
    yield from _rate_fits(number, rate, level, bool(UP.search(words)), bool(DOWN.search(words)))


def _said_change(text: str, figure: Figure) -> bool:
    left, right = text[: figure.start], text[figure.end : figure.end + 60]
    more = re.match(rf"^{FEW}\s(?:more|fewer|less|extra|{NOUN})\b", right, re.I)
    return bool(more or re.search(rf"\b(?:{VERB}(?:\sby)?|by|{NOUN}\sof)\s{HEDGED}$", left, re.I))


def _rate_fits(number: Figure, rate: Figure, level: Figure, up: bool, down: bool) -> Iterator[Sum]:
    by, to = span(number), span(level)
    starts: list[tuple[float, Span]] = []
    if up or not down:
        starts.append((level.value - number.value, to - by))
    if down or not up:
        starts.append((level.value + number.value, to + by))
    fits = any(share(by, start).meets(span(rate)) for _, start in starts)
    earlier = next((value for value, _ in starts if value > 0), 0.0)
    if earlier:
        true = number_text(100 * number.value / earlier)
        said = f"{amount(number.value, number)} on {amount(earlier, level)} is {true}%."
        yield sum_of(fits, said, number, rate, level)
