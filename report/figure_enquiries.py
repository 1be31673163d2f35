"""Figures of a Pair → the questions that they raise: those that were not found again, and those that moved."""

from __future__ import annotations

from collections.abc import Iterator

from align.alignment import Measure
from align.figures import figures
from diff.comparison import Pair
from extract.report import SUMMARY
from report.enquiry import Enquiry, enquiry
from report.measures import value_text
from report.plain import one_line
from report.quoting import Quotation, names_missing, quoted_figure
from report.years import Names, capital

_QUOTE, _SHORT = 220, 150  # characters
_MOVED = 0.1  # a tenth; for per cents, _POINTS
_POINTS = 5.0


def about_vanished_figures(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Figures of the earlier report that the later one is not found to give; one a statement, the most telling first."""
    ended = {m.before for m in pair.alignment.statements if m.relation == "ended"}
    direct = _statements_of_outcomes(pair)
    found: list[tuple[int, Enquiry]] = []
    for measure in pair.alignment.measures:
        if measure.value_after is not None or _is_dull(measure, pair):
            continue
        item = pair.before.item(measure.before)
        said = quoted_figure(pair.before, item, measure.value_before, measure.unit, _QUOTE)
        name = names_missing(said.text, pair.after)
        weight = 3 * bool(name) + 2 * (item.id in direct) + (item.id in ended) + bool(measure.period_before)
        found.append((weight, _vanished(said, name, names)))
    seen: set[str] = set()
    for _, made in sorted(found, key=lambda one: -one[0]):
        if not made.about & seen:
            seen |= made.about
            yield made


def _vanished(said: Quotation, name: str, names: Names) -> Enquiry:
    gone = f"{capital(names.after)} does not mention “{name}”." if name else (
        f"This figure was not found in {names.after}."
    )  # fmt: skip
    parts = f"{capital(names.before)} says: {said.shown}.", gone
    return enquiry("vanished", *parts, "What is the figure now?", quotations=(said,))


def _is_dull(measure: Measure, pair: Pair) -> bool:
    """A span of time, a number in words, one of the summary (the table says it again), or one that is still there."""
    item = pair.before.item(measure.before)
    if item.role == SUMMARY:
        return True
    text = one_line(item.text)
    figure = next((f for f in figures(text) if f.value == measure.value_before and f.unit == measure.unit), None)
    if figure is None or figure.kind == "time" or figure.worded or figure.role == "earlier":
        return True
    number = next((part for part in figure.said.split() if any(c.isdigit() for c in part)), "")
    return len(number) > 1 and number in pair.after.text


def _statements_of_outcomes(pair: Pair) -> set[str]:
    return {link.statement for o in pair.outcomes for link in o.evidence.before if link.grade == "direct"}


def about_moved_figures(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Figures that moved by a tenth or by five percentage points and may be compared, the largest move first."""
    told = sorted((m for m in pair.alignment.measures if _moved(m) and m.comparable), key=lambda m: -_move(m))
    for measure in told:
        before = pair.before.item(measure.before)
        after = pair.after.item(measure.after or "")
        first = quoted_figure(pair.before, before, measure.value_before, measure.unit, _SHORT)
        second = quoted_figure(pair.after, after, measure.value_after or 0.0, measure.unit, _SHORT)
        old, new = (value_text(v, measure.unit) for v in (measure.value_before, measure.value_after))
        parts = f"{capital(names.before)} says: {first.shown}.", f"{capital(names.after)} says: {second.shown}."
        asked = f"What explains the change from {old} to {new}?"
        yield enquiry("moved", *parts, asked, quotations=(first, second), check=_basis(measure))


def _basis(measure: Measure) -> str:
    """Why two figures may not be quite alike, as the pairing says; empty where they are for periods of one kind."""
    return "" if measure.reason == "Periods of the same kind." else measure.reason


def _moved(measure: Measure) -> bool:
    if measure.value_after is None:
        return False
    by = abs(measure.value_after - measure.value_before)
    return by >= _POINTS if measure.unit in ("%", "percentage points") else _move(measure) >= _MOVED


def _move(measure: Measure) -> float:
    """The change as a share of the larger value, 0..1 or more where the sign changes."""
    after = measure.value_after or 0.0
    return abs(after - measure.value_before) / (max(abs(after), abs(measure.value_before)) or 1.0)
