"""A statement → the figures in it: value, unit, what is counted, the period it is said for, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from align.numbers import Number, numbers
from align.periods import Period, periods
from align.terms import STOP_WORDS, stem, straight
from align.units import Kind, Unit, unit_of

Role = Literal["level", "earlier", "target", "change", "total"]

_NEAR = 6  # words on either side that say what a figure counts
_BESIDE = 70  # characters between a figure and its earlier value
_SHORT = 7  # words: a shorter sentence leans on the one before
_SHOWN = 7  # words of a text that name a figure
_HEDGES = (
    "over", "more than", "nearly", "almost", "around", "about", "approximately", "roughly", "some", "at least", "up to",
    "under", "fewer than", "less than", "just over", "just under", "well over", "close to", "in excess of",
)  # fmt: skip
_HEDGED = re.compile(rf"\b({'|'.join(sorted(_HEDGES, key=len, reverse=True))})\s+(?:the\s+|an?\s+)?$", re.I)
_FILL = r"(?:the\s+|an?\s+|only\s+|just\s+|some\s+|about\s+|over\s+|nearly\s+|around\s+|almost\s+|more\s+than\s+)*"
_EARLIER = re.compile(
    r"\b(?:from|compared (?:with|to)|against|previously|(?:higher|lower|rather|better|worse) than|up on|down on"
    rf"|instead of|versus|vs\.?|had been)\s+{_FILL}$",
    re.I,
)
_EARLIER_AFTER = re.compile(
    r"^[^.;,\d]{0,30}?\b(?:last year|the year before|a year (?:ago|earlier|before)|the previous year|the year earlier)\b",
    re.I,
)
_TARGET = re.compile(
    r"\b(?:targets?|aims?|goal|ambition|benchmark|threshold|trajectory|planning assumption|establishment|profiled?|recommended)\b[^.;,]{0,18}$",
    re.I,
)
_TARGET_AFTER = re.compile(r"^[^.;,\d]{0,12}\b(?:target|ambition|benchmark|standard)\b", re.I)
_CHANGE = re.compile(
    r"\b(?:by|(?:rise|increase|fall|drop|reduction|decrease|growth|uplift|decline|improvement|saving)\s+of)\s+"
    rf"{_FILL}$",
    re.I,
)
_CHANGE_VERB = re.compile(
    r"\b(?:rose|risen|rises?|fell|fallen|falls?|increas\w+|reduc\w+|down|up|drop\w*|grew|grown|cut|improv\w+|declin\w+"
    r"|decreas\w+|lower|higher|increase of)\b[^.;]*$",
    re.I,
)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:[a-z-]+\s+)?(?:more|fewer|less|extra|additional|increase|reduction|rise|fall|drop|decrease|decline|growth|uplift"
    r"|improvement|higher|lower|up|down)\b",
    re.I,
)
_OUT_OF = re.compile(
    r"^(?:\s+[a-z-]+){0,3}?\s+(?:out\s+)?of\s+(?:(?:the|our|its|all|these|some|their)\s+|a\s+total\s+of\s+)*$", re.I
)
_OF_FIRST = re.compile(
    r"(?:^|[.;:,(]\s*)(?:out\s+)?of\s+(?:(?:the|our|its|all|these|some|their|a\s+total\s+of)\s+)*$", re.I
)
#: "1,187 (1,024)", "88 young people (34 at the last report)": yearly reports put last year's figure in brackets.
_BRACKET_BEFORE = re.compile(r"\((?:[^()]{1,30};)?\s*(?:from |was |were )?$", re.I)
_BRACKET_AFTER = re.compile(
    r"^\s*(?:\w+\s){0,2}?(?:last year|at the last report|previously|the year before|a year (?:ago|earlier)|in (?:19|20)\d\d(?:[/-]\d\d)?"
    r"|last time)?\s*\)",
    re.I,
)
_RANGE = re.compile(r"^\s*(?:-|to)\s*$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as said. ``value`` is in ``unit``: "£", "%", "percentage points", "rank", "per 1,000", or what is counted.

    ``start`` and ``end`` are its place in the text with straight quotes (``terms.straight``); ``said`` stands there.
    """

    value: float
    high: float | None  # the upper end of a range
    unit: str
    kind: Kind
    role: Role
    what: str
    said: str
    start: int
    end: int
    near: frozenset[str]  # stems of the words about it
    left: str  # the sentence before it, from the figure before
    right: str  # and after it, to the next figure
    sentence: str  # all of the sentence but the figure
    period: str
    hedge: str
    of: float | None  # "23 of 118": 118
    was: float | None  # "up from 118": 118
    worded: bool  # in words, not in figures


def figures(text: str) -> list[Figure]:
    """The figures of a statement in order; dates, ages, section numbers and the like are none."""
    plain = straight(text)
    when = periods(plain)
    # A number inside a period ("the last 12 months") says when, not how many.
    found = [n for n in numbers(plain) if not any(p.start <= n.start < p.end for p in when)]
    made: list[Figure] = []
    for number in found:
        unit = unit_of(plain, number)
        if unit is not None and (not made or number.start >= made[-1].end):
            made.append(_figure(plain, number, unit, when))
    return _related(plain, made)


def _figure(text: str, number: Number, unit: Unit, when: Sequence[Period]) -> Figure:
    start, end = number.start, unit.end
    left, right = _clause(text[:start], last=True), _clause(text[end:], last=False)
    before = re.findall(r"[a-z][a-z'-]*", left.lower())[-_NEAR:]
    after = re.findall(r"[a-z][a-z'-]*", right.lower())[:_NEAR]
    near = frozenset(stem(w) for w in (*before, *after) if w not in STOP_WORDS)
    hedge = _HEDGED.search(left)
    return Figure(
        value=unit.value, high=None, unit=unit.name, kind=unit.kind, role=_role(left, right, unit), near=near,
        what=_what(unit, left, right), said=text[start:end], start=start, end=end,
        left=left, right=right, sentence=_sentence(text, start, end),
        period=_period(start, end, when, text), hedge=hedge[1].lower() if hedge else "", of=None, was=None,
        worded=number.form != "figures",
    )  # fmt: skip


def _clause(text: str, *, last: bool) -> str:
    """The part of a text up to the nearest end of a sentence or a semicolon."""
    parts = re.split(r"[.;!?](?:\s|$)" if last else r"[.;:!?](?:\s|$)", text)
    return parts[-1] if last else parts[0]


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence about a figure without it; with the one before where it says too little by itself."""
    before, after = re.split(r"[.!?](?:\s|$)", text[:start]), re.split(r"[.!?](?:\s|$)", text[end:])
    said = f"{before[-1]} {after[0]}"
    return f"{' '.join(before[-2:])} {after[0]}" if len(said.split()) < _SHORT else said


def _role(left: str, right: str, unit: Unit) -> Role:
    if _TARGET.search(left) or _TARGET_AFTER.search(right):
        return "target"
    if unit.kind != "rank" and (
        _CHANGE_AFTER.search(right) or (_CHANGE.search(left) and _CHANGE_VERB.search(left)) or unit.kind == "points"
    ):
        return "change"
    if _EARLIER.search(left) or _EARLIER_AFTER.search(right):
        return "earlier"
    return "total" if _OF_FIRST.search(left) and unit.kind == "count" else "level"


def _what(unit: Unit, left: str, right: str) -> str:
    """What a figure measures, in the text's own words: the things counted, "of …", or what stands before it."""
    if unit.noun:
        tail = right[len(right) - len(right.lstrip()) :]
        place = tail.lower().find(unit.noun.split()[-1])
        rest = tail[place + len(unit.noun.split()[-1]) :] if 0 <= place < 50 else ""
        more = re.match(r"\s+(?:of|in|for|by|to|with|on|from)\s+[^.,;:()\d]*", rest)
        return " ".join((unit.noun + (more[0] if more else "")).split()[:_SHOWN])
    if m := re.match(r"\s*(?:of|for|in)\s+([^.,;:()\d]+)", right):
        return " ".join(m[1].split()[:_SHOWN])
    words = re.split(r"[,()]\s", left)[-1].split()[-_SHOWN:] or left.split()[-_SHOWN:] or right.split()[:_SHOWN]
    return " ".join(words).strip(" ,()")


def _related(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Neighbours that belong together: "23 of 118", "20 to 25", "from 118 to 140", "37th to 16th"."""
    made: list[Figure] = []
    for figure in found:
        last = made[-1] if made else None
        between = text[last.end : figure.start] if last else ""
        if last and _OUT_OF.match(between) and figure.kind == "count" and last.kind in ("count", "percent", "rank"):
            made[-1] = _part_of(last, figure)
            made.append(replace(figure, role="total"))
        elif last and _ranges(last, figure, between):
            kind = figure if figure.kind != "count" or last.unit == "count" else last
            made[-1] = replace(
                figure,
                value=last.value,
                high=figure.value,
                start=last.start,
                said=text[last.start : figure.end],
                unit=kind.unit,
                kind=kind.kind,
            )
        elif last and last.kind == figure.kind == "rank" and re.match(r"^\s*to\s*$", between):
            made[-1] = replace(last, role="earlier")
            made.append(replace(figure, was=last.value))
        else:
            made.append(figure)
    return _between(text, _with_earlier(text, _with_totals(text, made)))


def _with_totals(text: str, found: Sequence[Figure]) -> list[Figure]:
    """ "Of 88 beaches, 79 were good": 79 beaches, of 88."""
    made = list(found)
    for n, total in enumerate(found[:-1]):
        part = made[n + 1]
        inside = not re.search(r"[.;]\s", text[total.end : part.start])
        if total.role == "total" and inside and part.kind == "count" and part.of is None and part.value <= total.value:
            made[n + 1] = _part_of(part, total)
    return made


def _between(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Each figure with the words before and after it cut at its neighbours."""
    made: list[Figure] = []
    for n, figure in enumerate(found):
        left = figure.left[-(figure.start - found[n - 1].end) or len(text) :] if n else figure.left
        right = figure.right[: found[n + 1].start - figure.end] if n + 1 < len(found) else figure.right
        made.append(replace(figure, left=left, right=right))
    return made


def _part_of(part: Figure, total: Figure) -> Figure:
    """ "23 of 118 officers": 23 officers, of 118."""
    if part.kind == "count" and part.unit == "count":
        part = replace(part, unit=total.unit, what=total.what)
    return replace(part, of=total.value) if total.value >= part.value or part.kind == "percent" else part


def _ranges(low: Figure, high: Figure, between: str) -> bool:
    same = low.unit in (high.unit, "count") or (low.kind == "count" and low.end + len(between) == high.start)
    plain = low.kind != "rank" and low.role != "earlier" and re.fullmatch(r"[£\d.,kmbn]+|[a-z]+", low.said)
    return bool(_RANGE.match(between) and same and plain and high.value > low.value)


def _with_earlier(text: str, found: Sequence[Figure]) -> list[Figure]:
    """Each figure with the earlier value that its own sentence gives for it; an earlier value of nothing is a level."""
    made = list(found)
    for n, figure in enumerate(found):
        bracketed = n > 0 and _bracketed(text, figure) and not _bracketed(text, made[n - 1])
        if figure.role != "earlier" and not bracketed:
            continue
        near = (n - 1, n - 2, n - 3) if bracketed else (n + 1, n - 1)
        most = 10 * _BESIDE if bracketed else _BESIDE
        k = next((k for k in near if 0 <= k < len(made) and _belongs(text, figure, made[k], most)), None)
        if k is not None:
            made[k] = replace(made[k], was=figure.value)
        made[n] = replace(
            figure, role="earlier" if k is not None else "level" if figure.role == "earlier" else figure.role
        )
    return made


def _bracketed(text: str, figure: Figure) -> bool:
    return bool(_BRACKET_BEFORE.search(text[: figure.start]) and _BRACKET_AFTER.match(text[figure.end :]))


def _belongs(text: str, earlier: Figure, other: Figure, most: int) -> bool:
    """Whether an earlier value stands near enough to a figure to be its own."""
    between = text[min(earlier.end, other.end) : max(earlier.start, other.start)]
    alone = other.role in ("level", "change") and other.was is None
    return alone and len(between) <= most and not re.search(r"[.;]\s", between) and _same_unit(earlier, other)


def _same_unit(a: Figure, b: Figure) -> bool:
    return a.kind == b.kind or "count" in (a.unit, b.unit)


def _period(start: int, end: int, when: Sequence[Period], text: str) -> str:
    """The period said in the same sentence, the nearest first; empty where none is."""
    first = max((text.rfind(stop, 0, start) for stop in (". ", "; ")), default=-1)
    stops = [p for p in (text.find(stop, end) for stop in (". ", "; ")) if p >= 0]
    inside = [p for p in when if p.start > first and p.end <= min(stops, default=len(text))]
    return min(inside, key=lambda p: min(abs(p.start - end), abs(start - p.end))).said if inside else ""
