"""A text → the periods that its figures are said for; two periods → why their figures may not be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|(?-i:Mar|March|march)|apr(?:il)?|(?-i:May)|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four)"
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "eighteen": 18, "twenty-four": 24,
}  # fmt: skip
_UNITS = {"year": 12.0, "month": 1.0, "quarter": 3.0, "week": 12 / 52, "day": 12 / 365}
_YEAR = r"(?:19|20)\d\d"
_SPAN = rf"(?:{_YEAR}\s?[/-]\s?(?:{_YEAR}|\d\d)\b|\b\d\d/\d\d\b)"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)"
_END = r"(?:the end of\s+)?"
_PERIODS = (
    rf"(?:\b(?:from|between|in|during|for|over)\s+)?(?:\b{_DAY})?\b{MONTH}(?:\s+{_YEAR})?\s*(?:to|and|until|-)\s*{_END}{_DAY}?{MONTH}\b(?:\s+{_YEAR})?",
    r"(?:\b(?:in|over|during|for|within)\s+)?\b(?:the|its|our|their)\s+"
    r"(?:last|past|previous|same|first|second|third|fourth|final|next|latest|following)\s+"
    rf"(?:(?:{_COUNT}|financial|calendar|full)\s+)?(?:years?|months?|quarters?|weeks?|half(?:\s+of\s+the\s+year)?)\b"
    rf"(?:\s+period)?(?:\s+of\s+(?:the\s+year|{_SPAN}|{_YEAR}))?",
    rf"\b(?:year|{_COUNT}\s+months|12-month\s+period|quarter|period)\s+(?:to|ending|ended|up to)\s+"
    rf"{_END}{_DAY}?{MONTH}\b(?:\s+{_YEAR})?",
    rf"\bsince\s+(?:{MONTH}\s+)?{_YEAR}|\bsince\s+(?:last\s+)?{MONTH}\b",
    rf"(?:\b(?:in|during|for|over)\s+)?(?:the\s+year\s+)?\b{_SPAN}",
    rf"\b(?:quarter\s+(?:one|two|three|four|\d)|q[1-4])\b(?:\s+(?:of\s+)?(?:{_SPAN}|{_YEAR}))?",
    r"\b(?:as at|as of|by|at|on|in|during|until|up to|to)\s+(?:the end of\s+|early\s+|mid-?\s?|late\s+)?"
    rf"{_DAY}?{MONTH}\b(?:\s+{_YEAR})?",
    rf"\b(?:in|during|for|of)\s+(?:the\s+)?(?:calendar\s+year\s+|financial\s+year\s+)?{_YEAR}\b",
    r"(?<!within )\b(?:per|each|every|a)\s+(?:year|month|quarter|week|day|night)\b"
    r"(?!\s+(?:ago|earlier|later|before)\b)",
    r"(?<!than )(?<!with )(?<!on )(?<!from )\b(?:last|this)\s+(?:financial\s+)?(?:year|quarter|month)\b",
    r"\b(?:monthly|weekly|quarterly|annually|annual)\b",
    r"\b(?:so far\s+)?(?:this|in the) (?:reporting )?(?:year|period)\b|\b(?:in|over|during) the year\b",
)
_PERIOD = re.compile("|".join(_PERIODS), re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period as said, and where it stands in the text."""

    said: str
    start: int
    end: int


def periods(text: str) -> list[Period]:
    """The periods that a text names, in order."""
    return [Period(said=m.group().strip(), start=m.start(), end=m.end()) for m in _PERIOD.finditer(text)]


def length(said: str) -> float | None:
    """How many months a period has; ``None`` where it is a point in time, open, or not said."""
    low = said.lower()
    named = months(said)
    if len(named) == 2 and not re.match(r"(?:year|period|quarter)\b", low):
        return float((named[1] - named[0]) % 12 + 1)
    if m := re.search(rf"\b({_COUNT})[ -](year|month|quarter|week|day)s?\b", low):
        return round((_COUNTS.get(m[1]) or float(m[1])) * _UNITS[m[2]], 2)
    if "half" in low:
        return 6.0
    if m := re.search(r"\b(year|month|quarter|week|day|night)\b|\bq[1-4]\b|\b(month|week|quarter)ly\b|\bannual", low):
        return round(_UNITS.get((m[1] or m[2] or "").replace("night", "day"), 3.0 if m[0][0] == "q" else 12.0), 2)
    if named or low.startswith("since"):
        return None
    return 12.0 if re.search(r"\d\d/\d\d|(?:19|20)\d\d", low) else None


def months(said: str) -> tuple[int, ...]:
    """The months named, from 1, in order."""
    return tuple(_NAMES.index(m.lower()[:3]) + 1 for m in re.findall(rf"\b{MONTH}\b", said, re.I))


def differ(before: str, after: str) -> str:
    """Why figures of two periods may not be compared, in one sentence; empty where they may. Years may differ."""
    if not before and not after:
        return ""
    if not before or not after:
        said = before or after
        # A year, or a day at its end, is what a yearly report means where it says nothing.
        whole = length(said) in (None, 12.0) and not said.lower().startswith("since")
        return "" if whole else f"Only one report says the period: “{said}”."
    a, b = length(before), length(after)
    if a is not None and b is not None and abs(a - b) > 0.1 * max(a, b):
        return f"The periods are of different length: “{before}” and “{after}”."
    if months(before) != months(after) and months(before) and months(after) and (a or b or 0) < 12:
        return f"The periods are different parts of the year: “{before}” and “{after}”."
    if before.lower().startswith("since") != after.lower().startswith("since") or (a is None) != (b is None):
        return f"The periods are of different kinds: “{before}” and “{after}”."
    return ""
