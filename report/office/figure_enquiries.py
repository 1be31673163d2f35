"""Figures of a Pair → the questions that they raise: those that were not found again, and those that moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from align.alignment import Measure
from align.figure import Figure
from align.terms import normal
from diff.comparison import Pair
from extract.report import SUMMARY, Item
from report.office.enquiry import Enquiry, enquiry, says
from report.office.plain import one_line
from report.office.quoting import Quotation, figure_of, name_missing, quoted_figure
from report.office.years import Names, capital

_QUOTE, _SHORT = 200, 140  # characters
_MOVED = 0.1  # a tenth; for per cents, _POINTS
_POINTS = 5.0
_LONG = 3  # characters: a shorter number stands in dates and the like
_SHARED, _LIKELY = 2, 0.5  # words about both figures; how likely their statements are one
#: What another figure is held against: "from the 77%", "than 68%", "against the national average of 27%".
_BESIDE_ANOTHER = re.compile(
    r"\b(?:from|than|against|above|below)\s(?:the\s)?(?:[a-z]+\s){0,2}(?:of\s)?$", re.IGNORECASE
)
_SPEED = re.compile(r"\s*-?(?:miles?[ -]an[ -]hour|mph)\b", re.IGNORECASE)
_HELD = ("level", "total")  # no targets, changes or earlier values


def about_vanished_figures(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Figures of the earlier report that are not found in the later one; one a statement, the most telling first."""
    ended = {m.before for m in pair.alignment.statements if m.relation == "ended"}
    direct = {link.statement for o in pair.outcomes for link in o.evidence.before if link.grade == "direct"}
    later = normal(one_line(pair.after.text))
    found: list[tuple[int, Enquiry]] = []
    for measure in pair.alignment.measures:
        item = pair.before.item(measure.before)
        figure = figure_of(item, measure.value_before, measure.unit)
        if measure.value_after is not None or figure is None or _is_dull(figure, item):
            continue
        if _still_there(figure, later):
            continue
        said = quoted_figure(pair.before, item, measure.value_before, measure.unit, _QUOTE)
        name = name_missing(figure, said, later)
        # One that is told beside its earlier value, or for a period, belongs to a series that should go on.
        series = 3 * (figure.was is not None) + bool(figure.period)
        found.append((2 * (item.id in direct) + bool(name) + series + (item.id in ended),
                      _vanished(figure, said, name, pair, names)))  # fmt: skip
    seen: set[str] = set()
    for _, made in sorted(found, key=lambda one: -one[0]):
        if not made.about & seen:
            seen |= made.about
            yield made


def _vanished(figure: Figure, said: Quotation, name: str, pair: Pair, names: Names) -> Enquiry:
    gone = f"No newer figure in place of {figure.said} was found in {names.after}"
    gone += f", which does not mention “{name}”." if name else "."
    parts = says(pair.before, names.before, said), gone
    return enquiry(
        "vanished", *parts, "What is the latest figure, if it is still counted?", quotations=(said,), name=name
    )


def _is_dull(figure: Figure, item: Item) -> bool:
    """Whether a figure is not worth a question.

    A span of time, a number in words, one of the summary (the table says it again), one that another is held against,
    a speed limit.
    """
    held_against = _BESIDE_ANOTHER.search(figure.left) is not None or _SPEED.match(figure.right) is not None
    return item.role == SUMMARY or figure.kind == "time" or figure.worded or figure.role not in _HELD or held_against


def _still_there(figure: Figure, later: str) -> bool:
    """Whether a text has a figure's number after all: a long one anywhere, a short one with the next word."""
    number = next((part for part in figure.said.split() if any(c.isdigit() for c in part)), "")
    behind = " ".join(filter(None, (number, *figure.right.split()[:1])))
    said = number if len(number) >= _LONG else behind
    return bool(said) and re.search(rf"(?<![\d.,]){re.escape(said.lower())}(?!\d)", later) is not None


def about_moved_figures(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Figures that moved by a tenth or by five percentage points and may be compared; surest, then largest first."""
    told = [one for one in _pairs(pair) if one.measure.comparable and _moved(one.measure)]
    for one in sorted(told, key=lambda one: (not one.sure, -_move(one.measure))):
        yield _move_enquiry(one, pair, names)


def likely_moves(pair: Pair) -> Iterator[Measure]:
    """Figures that moved, as far as more than the unit says that the two are one: a wrong pair would mislead."""
    return (one.measure for one in _pairs(pair))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A measure with the two figures as said; ``sure`` where two words or more are about both."""

    measure: Measure
    before: Figure
    after: Figure
    sure: bool


def _pairs(pair: Pair) -> Iterator[_Pair]:
    """Figures that moved and that two words are about, or one and the likeness of their statements."""
    likely = {(m.before, m.after): m.score or 0.0 for m in pair.alignment.statements}
    for measure in pair.alignment.measures:
        if measure.after is None or measure.value_after in (None, measure.value_before):
            continue
        old = figure_of(pair.before.item(measure.before), measure.value_before, measure.unit)
        new = figure_of(pair.after.item(measure.after), measure.value_after or 0.0, measure.unit)
        if old is None or new is None or old.role not in _HELD or new.role not in _HELD:
            continue
        shared = len(old.near & new.near)
        if shared >= _SHARED or (shared and likely.get((measure.before, measure.after), 0.0) >= _LIKELY):
            plain = not old.worded and not new.worded  # small numbers in words fit too much
            yield _Pair(measure=measure, before=old, after=new, sure=shared >= _SHARED and plain)


def _move_enquiry(one: _Pair, pair: Pair, names: Names) -> Enquiry:
    measure = one.measure
    before, after = pair.before.item(measure.before), pair.after.item(measure.after or "")
    first = quoted_figure(pair.before, before, measure.value_before, measure.unit, _SHORT)
    second = quoted_figure(pair.after, after, measure.value_after or 0.0, measure.unit, _SHORT)
    parts = f"{capital(names.before)} says: {first.shown}.", f"{capital(names.after)} says: {second.shown}."
    asked = f"what explains the change from {_inside(one.before)} to {_inside(one.after)}?"
    asked = capital(asked) if one.sure else f"If both are the same measure, {asked}"
    check = "" if measure.reason == "Periods of the same kind." else measure.reason
    return enquiry("moved", *parts, asked, quotations=(first, second), check=check)


def _inside(figure: Figure) -> str:
    """A figure as said, inside a sentence."""
    return figure.said[:1].lower() + figure.said[1:] if figure.worded else figure.said


def _moved(measure: Measure) -> bool:
    if measure.value_after is None:
        return False
    by = abs(measure.value_after - measure.value_before)
    return by >= _POINTS if measure.unit in ("%", "percentage points") else _move(measure) >= _MOVED


def _move(measure: Measure) -> float:
    """The change as a share of the larger value, 0..1 or more where the sign changes."""
    after = measure.value_after or 0.0
    return abs(after - measure.value_before) / (max(abs(after), abs(measure.value_before)) or 1.0)
