"""A text and its figures → changes beside the two values that make them: "from 120 to 150, a 20% increase"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from align.arithmetic.moves import ELSEWHERE, FEW, MULTIPLE, NOUN, VERB, Move, move_of
from align.arithmetic.rates import LEADS_TO, growth_words, rates
from align.arithmetic.rounding import either_way, growth, span
from align.arithmetic.sums import HEDGED, Sum, amount, number_text, same_kind, sum_of
from align.figure import Figure

_JOIN = (
    r"\s*(?:[,;:(-]|\s)\s*(?:which (?:is|was) |that is |this is |or |and |i\.e\. |equal to |equivalent to "
    r"|representing )?"
)
#: What stands between two values and their change, where it follows them.
_THEN = re.compile(
    rf"^(?:{FEW}\))?{FEW}{_JOIN}(?P<noun>(?:an?|the)\s(?:[a-z]+\s)?{NOUN}\s(?:of\s)?|(?:up|down)(?:\sby)?\s|\+\s?|-)?"
    rf"(?:an?\s)?{HEDGED}$",
    re.I,
)
_IS_CHANGE = re.compile(
    rf"^(?:\s|-)?\s*(?:{NOUN}|up|down|(?:more|fewer|less|higher|lower)(?=\s*(?:than\b|[,.;)]|$)))", re.I
)
#: … and where it leads to them: "by 44%, from 210", "a 20% rise from 120".
_FIRST = re.compile(rf"^(?:\s{NOUN})?(?:\s(?:in|over|since|during)\s{FEW})?\s*[,(]?\s*from\s{HEDGED}$", re.I)
_MOVED = re.compile(rf"(?:\b{VERB}(?:\sby)?|\bby|\b{NOUN}\sof|\ban?)\s{HEDGED}$", re.I)
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
            between = sorted((move.start, move.end, change.start, change.end))[1:3]
            alone = all(f.role == "change" for f in found if between[0] <= f.start and f.end <= between[1])
            follows = change.start >= move.end and _follows(text, move, change)
            if alone and (follows or _leads(text, change, move)):
                yield from _change_fits(text, move, change)
    for a, b, c in zip(found, found[1:], found[2:], strict=False):
        yield from rates(text, a, b, c)


def _way_fits(move: Move) -> Iterator[Sum]:
    a, b = span(move.earlier), span(move.later)
    if move.way:
        wrong = b.high < a.low if move.way == "up" else b.low > a.high
        earlier, later = (amount(f.value, f) for f in (move.earlier, move.later))
        more = "more" if b.low > a.high else "less"
        yield sum_of("way", not wrong, f"{later} is {more} than {earlier}.", move.earlier, move.later)


def _follows(text: str, move: Move, change: Figure) -> bool:
    """Whether a change is said right after two values: "from 120 to 150, a 25% rise"."""
    found = _THEN.match(text[move.end : change.start])
    right = text[change.end : change.end + 90]
    if found is None or not (found["noun"] or _IS_CHANGE.match(right)):
        return False
    return not (ELSEWHERE.match(right) or _OF_WHAT.match(right))


def _leads(text: str, change: Figure, move: Move) -> bool:
    """Whether a change is said right before two values: "by 25%, from 120 to 150"."""
    if change.end > move.start or not _MOVED.search(text[: change.start]):
        return False
    form = _FIRST if move.start == move.earlier.start else LEADS_TO
    return bool(form.match(text[change.end : move.start])) and not ELSEWHERE.match(text[move.end : move.end + 60])


def _change_fits(text: str, move: Move, change: Figure) -> Iterator[Sum]:
    if change.high is not None or MULTIPLE.match(text[change.end :]):
        return
    a, b, said = span(move.earlier), span(move.later), span(change)
    by = either_way(b - a)
    if same_kind(change, move.later) or (change.kind == "points" and move.later.kind == "percent"):
        relative = change.kind == "percent" and either_way(growth(a, b)).meets(said)
        yield sum_of("change", by.meets(said) or relative, _difference(move), move.earlier, move.later, change)
    elif change.kind == "percent" and move.earlier.value > 0:
        fits, words = either_way(growth(a, b)).meets(said), growth_words(move.earlier, move.later)
        yield sum_of("change", fits, words, move.earlier, move.later, change)


def _difference(move: Move) -> str:
    a, b = move.earlier, move.later
    apart = abs(b.value - a.value)
    unit = f"{number_text(apart)} percentage points" if b.kind == "percent" else amount(apart, b)
    return f"From {amount(a.value, a)} to {amount(b.value, b)} is {unit}."
