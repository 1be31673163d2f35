"""A statement → the figures in it: value, unit, what is counted, and the period it is said for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from align.terms import STOP_WORDS, normal, stem

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_FIGURE = re.compile(
    r"(?<![\w.,/-])(?P<pound>£\s?)?(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<short>k|m|bn)\b|\s(?P<scale>million|billion|thousand)\b)?"
    r"(?P<unit>\s?%|\s?per ?cent\b(?:\s?age points?)?|\s?percentage points?|(?P<rank>st|nd|rd|th)\b)?(?![\d/:]|-\d)"
)
_NOT_FIGURES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:\s+\d{{4}})?|\b{_MONTH}\.?\s+(?:\d{{1,2}},?\s+)?\d{{4}}\b"
    r"|\b(?:19|20)\d\d\s?[/-]\s?\d{2,4}\b|(?<![£,.\d])\b(?:19|20)\d\d\b(?!\s+[a-z]+s\b)"
    r"|\b(?:page|priority|phase|section|annex|appendix|stage|tier|level|year|quarter|q)\s?\d+\b|\b\d+/7\b|\bcovid-19\b"
)
_PERIOD = re.compile(
    rf"(?:from|between)\s+(?:\d+\s+)?{_MONTH}(?:\s+\d{{4}})?\s+(?:to|and|until)\s+(?:\d+\s+)?{_MONTH}(?:\s+\d{{4}})?"
    rf"|{_MONTH}(?:\s+\d{{4}})?\s+(?:to|-)\s+{_MONTH}(?:\s+\d{{4}})?"
    r"|(?:in|over|during|for)\s+the\s+(?:last|past|previous|same)\s+(?:\w+\s+)?(?:years?|months?|quarters?|weeks?)(?:\s+period)?"
    rf"|since\s+(?:{_MONTH}\s+)?\d{{4}}|since\s+{_MONTH}|(?:in\s+)?(?:19|20)\d\d\s?/\s?\d{{2,4}}"
    rf"|(?:as at|by|in)\s+(?:the end of\s+)?(?:\d+(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+\d{{4}})?|in\s+(?:19|20)\d\d"
    r"|(?:per|each|every|a)\s+(?:year|month|quarter|week)|(?:last|this)\s+(?:year|quarter|month)"
)
_NEAR = 6  # words on either side that say what a figure counts
_HEDGES = {"over", "nearly", "almost", "around", "about", "approximately", "roughly", "more", "under", "least", "some"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as said: ``value`` in ``unit``; ``near`` are the stems about it, ``hedge`` is "over", "nearly" or ""."""

    value: float
    unit: str  # "£", "%", "percentage points", "rank", or the word counted
    what: str
    near: frozenset[str]
    period: str
    hedge: str


def figures(text: str) -> list[Figure]:
    """The figures of a statement in order; dates, years and page numbers are none."""
    plain = normal(text)
    hidden = _NOT_FIGURES.sub(lambda m: " " * len(m.group()), plain)
    periods = [(m.start(), m.end(), m.group()) for m in _PERIOD.finditer(plain)]
    # A number inside a period ("the last 12 months") says when, not how many.
    matches = [m for m in _FIGURE.finditer(hidden) if not any(a <= m.start() < b for a, b, _ in periods)]
    return [_figure(plain, match, periods) for match in matches]


def _figure(text: str, match: re.Match[str], periods: list[tuple[int, int, str]]) -> Figure:
    scale = _SCALE.get(match["short"] or match["scale"] or "", 1.0)
    value = round(float(match["value"].replace(",", "")) * scale, 6)
    before = re.findall(r"[a-z][a-z'-]*", _clause(text[: match.start()], last=True))[-_NEAR:]
    after = re.findall(r"[a-z][a-z'-]*", _clause(text[match.end() :], last=False))[:_NEAR]
    noun = [w for w in after if w not in STOP_WORDS and w not in _HEDGES][:3]
    near = frozenset(stem(w) for w in (*before, *after) if w not in STOP_WORDS)
    hedge = next((w for w in before[-2:] if w in _HEDGES), "")
    unit = _unit(match, noun)
    what = " ".join(noun if unit not in ("%", "percentage points", "£", "rank") else [*before[-3:], *noun[:2]])
    return Figure(value=value, unit=unit, what=what, near=near, period=_period(match, periods, text), hedge=hedge)


def _clause(text: str, *, last: bool) -> str:
    """The part of a text up to the nearest end of a sentence."""
    parts = re.split(r"[.;:!?](?:\s|$)", text)
    return parts[-1] if last else parts[0]


def _unit(match: re.Match[str], noun: list[str]) -> str:
    said = (match["unit"] or "").strip()
    if match["pound"]:
        return "£"
    if match["rank"]:
        return "rank"
    if "point" in said:
        return "percentage points"
    if said:
        return "%"
    return noun[0] if noun else "count"


def _period(match: re.Match[str], periods: list[tuple[int, int, str]], text: str) -> str:
    """The period said in the same sentence, the nearest first; empty where none is."""
    start = max((text.rfind(end, 0, match.start()) for end in (". ", "; ")), default=-1)
    stops = [p for p in (text.find(end, match.end()) for end in (". ", "; ")) if p >= 0]
    inside = [p for p in periods if p[0] > start and p[1] <= min(stops, default=len(text))]
    return min(inside, key=lambda p: min(abs(p[0] - match.end()), abs(match.start() - p[1])))[2] if inside else ""
