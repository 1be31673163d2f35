"""Measures of a pair → what the page shows of them: values as people write them, the change, and a small chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from align.alignment import Measure
from diff.comparison import Pair

_MONEY = ("£", "€", "$")
_WIDE = 120.0  # of the longer bar, in the chart's own units
_PER_CENT = 100.0  # percentages are drawn against this, so that 3 % to 4 % does not look like a quarter of everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Two bars of a chart, in its own units, and what they show in words."""

    before: float
    after: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """One row of the table of figures."""

    what: str
    before: str
    after: str
    page_before: int
    page_after: int | None
    item_before: str
    item_after: str | None
    change: str  # empty where the two may not be compared
    verdict: str
    reason: str
    bars: Bars | None


def moved_measures(pair: Pair) -> list[MeasureView]:
    """Figures that are in both reports and not the same, those that may be compared first."""
    moved = [m for m in pair.alignment.measures if m.value_after is not None and m.value_after != m.value_before]
    return measure_views(sorted(moved, key=lambda m: not m.comparable), pair)


def vanished_measures(pair: Pair) -> list[MeasureView]:
    """Figures of the earlier report that were not found in the later one."""
    return measure_views((m for m in pair.alignment.measures if m.value_after is None), pair)


def measure_views(measures: Iterable[Measure], pair: Pair) -> list[MeasureView]:
    """Measures of a pair as the page shows them."""
    return [_view(measure, pair) for measure in measures]


def value_text(value: float | None, unit: str) -> str:
    """A value as people write it: ``£1.2 million``, ``47%``, ``37th``, ``429``."""
    if value is None:
        return "not found"
    if unit in _MONEY:
        return f"{unit}{_large(value)}"
    if unit == "rank":
        return f"{value:.0f}{_ordinal(int(value))}"
    number = _plain(value)
    if unit == "%":
        return f"{number}%"
    return (
        f"{number} {unit}" if unit.startswith("per ") or unit in ("percentage points", "hours", "minutes") else number
    )


def _large(value: float) -> str:
    for scale, name in ((1e9, "billion"), (1e6, "million")):
        if value >= scale and round(value / scale, 3) * scale == value:
            return f"{value / scale:,g} {name}"
    return _plain(value)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{round(value, 3):,}"


def _ordinal(value: int) -> str:
    return "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _view(measure: Measure, pair: Pair) -> MeasureView:
    before, after = value_text(measure.value_before, measure.unit), value_text(measure.value_after, measure.unit)
    return MeasureView(
        what=measure.what, before=before, after=after, page_before=pair.before.item(measure.before).page_first,
        page_after=pair.after.item(measure.after).page_first if measure.after else None,
        item_before=measure.before, item_after=measure.after, change=change_words(measure),
        verdict="Yes" if measure.comparable else "No", reason=measure.reason,
        bars=_bars(measure, before, after),
    )  # fmt: skip


def change_words(measure: Measure) -> str:
    """The change in words: "up 79 (23%)", "down 4 percentage points", "up 21 places", "no change"."""
    if not measure.comparable or measure.value_after is None:
        return ""
    by = round(measure.value_after - measure.value_before, 6)
    if not by:
        return "no change"
    if measure.unit == "rank":  # the first place is the highest
        return f"{'down' if by > 0 else 'up'} {_plain(abs(by))} {'place' if abs(by) == 1 else 'places'}"
    way = "up" if by > 0 else "down"
    if measure.unit in ("%", "percentage points"):
        return f"{way} {_plain(abs(by))} percentage {'point' if abs(by) == 1 else 'points'}"
    share = f" ({abs(by) / measure.value_before:.0%})" if measure.value_before else ""
    sign = measure.unit if measure.unit in _MONEY else ""
    return f"{way} {sign}{_large(abs(by)) if sign else _plain(abs(by))}{share}"


def _bars(measure: Measure, before: str, after: str) -> Bars | None:
    """Bars from nought, for two amounts that may be compared; a rank is no amount."""
    if not measure.comparable or measure.value_after is None or measure.unit == "rank":
        return None
    values = measure.value_before, measure.value_after
    most = max(*values, _PER_CENT) if measure.unit == "%" else max(values)
    if min(values) < 0 or most <= 0:
        return None
    first, second = (round(_WIDE * v / most, 1) for v in values)
    return Bars(before=first, after=second, label=f"Bars: last year {before}, this year {after}")
