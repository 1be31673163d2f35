"""A statement → the figures in it: value, unit, what is counted, the period it is said for, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from align.figure import Figure, Role
from align.figure_groups import grouped
from align.numbers import Number, numbers
from align.periods import Period, periods
from align.roles import hedge_of, role_of
from align.terms import STOP_WORDS, stem, straight
from align.units import Unit, unit_of

_NEAR = 6  # words on either side that say what a figure counts
_SHORT = 7  # words: a shorter sentence leans on the one before
_SHOWN = 8  # words of a text that name a figure
_NOUN_WITHIN = 60  # characters
#: "The target for 2026": the year is the target's, not that of what came of it.
_OF_TARGET = re.compile(
    r"\b(?:targets?|aims?|goals?|ambitions?|plans?|budgets?|forecasts?|trajector(?:y|ies))\s+$", re.I
)
_LINKS = frozenset(
    """
    a an the of in for by to with on from at and or that which who were was are is have has had last than their its our
    all
    """.split()
)


@lru_cache(maxsize=8192)  # a comparison asks for the figures of a statement once for each outcome
def figures(text: str) -> tuple[Figure, ...]:
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
    return tuple(grouped(plain, made))


def _figure(text: str, number: Number, unit: Unit, when: Sequence[Period]) -> Figure:
    start, end = number.start, unit.end
    left, right = _clause(text[:start], last=True), _clause(text[end:], last=False)
    before = re.findall(r"[a-z][a-z'-]*", left.lower())[-_NEAR:]
    after = re.findall(r"[a-z][a-z'-]*", right.lower())[:_NEAR]
    near = frozenset(stem(w) for w in (*before, *after) if w not in STOP_WORDS)
    role = role_of(left, right, unit.kind)
    return Figure(
        value=unit.value, high=None, unit=unit.name, kind=unit.kind, role=role, near=near,
        what=_what(unit, left, right), said=text[start:end], start=start, end=end,
        left=left, right=right, sentence=_sentence(text, start, end),
        period=_period(start, end, _said_for(role, when, text), text), hedge=hedge_of(left), of=None, was=None,
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


def _what(unit: Unit, left: str, right: str) -> str:
    """What a figure measures, in the text's own words: the things counted, or the words about it with "…" for it."""
    if unit.noun:
        place = right.lower().find(last := unit.noun.split()[-1])
        if not 0 <= place < _NOUN_WITHIN:
            return unit.noun
        noun = right[: place + len(last)].lstrip(" -0123456789")
        more = re.match(r"\s+(?:of|in|for|by|to|with|on|from|at)\s+[^.,;:()\d]*", right[place + len(last) :])
        return _trimmed((noun + (more[0] if more else "")).split()[:_SHOWN], 1)
    before = re.split(r"[,;:()]\s|\d\S*\s", left)[-1].split()[-_SHOWN:]
    after = re.split(r"[,;:()]\s?|\s[£\d]", right)[0].split()[: _SHOWN - min(len(before), _SHOWN - 3)]
    while before and before[0].lower() in _LINKS:
        before = before[1:]
    shown = " ".join(filter(None, (" ".join(before), "…", _trimmed(after, 0)))).strip(" -,.()")
    return shown if shown != "…" else _trimmed(f"{left} … {right}".split()[:_SHOWN], 1)


def _trimmed(words: list[str], least: int) -> str:
    """Words joined, without those at the end that lead on to something cut off."""
    while len(words) > least and words[-1].lower() in _LINKS:
        words = words[:-1]
    return " ".join(words)


def _said_for(role: Role, when: Sequence[Period], text: str) -> list[Period]:
    """The periods that may be a figure's own: that of a target is only another target's."""
    return [p for p in when if role == "target" or not _OF_TARGET.search(text[: p.start])]


def _period(start: int, end: int, when: Sequence[Period], text: str) -> str:
    """The period said in the same sentence, the nearest first; empty where none is."""
    first = max((text.rfind(stop, 0, start) for stop in (". ", "; ")), default=-1)
    stops = [p for p in (text.find(stop, end) for stop in (". ", "; ")) if p >= 0]
    inside = [p for p in when if p.start > first and p.end <= min(stops, default=len(text))]
    return min(inside, key=lambda p: min(abs(p.start - end), abs(start - p.end))).said if inside else ""
