"""A number in its text → what it is a number of: money, per cent, points, a rank, a rate, time, or things counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from align.numbers import Number
from align.terms import STOP_WORDS

Kind = Literal["money", "percent", "points", "rank", "rate", "time", "count"]

_PERCENT = re.compile(
    r"\s?(?:%|per ?cent\b)(?P<points>[\s-]?(?:age)?[\s-]?points?\b)?|\s?percentage[\s-]points?\b|\s?pp\b", re.I
)
_RATE = re.compile(
    r"(?:\s+[a-z-]+){0,4}?\s*(?:\bper|\b(?:for|in|out of)\s+every|\bfor each|/)\s?"
    r"(?P<base>100,?000|10,?000|1,?000|100|million|(?:hundred\s+)?thousand|hundred)\b(?!,)",
    re.I,
)
_BASES = {"hundred": "100", "thousand": "1,000", "hundred thousand": "100,000"}
_TIME = re.compile(
    r"[\s-]?(?:(?:working|calendar|school|full|bed)\s+)?(?P<time>years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?"
    r"|seconds?|secs?)\b(?!\s+(?:ago|earlier|later|old)\b)",
    re.I,
)
_TIMES = {"hr": "hour", "min": "minute", "sec": "second"}
_SPANS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
_SECONDS = re.compile(r"(?:\s+and|,)?\s+(?P<seconds>\d{1,2})\s?(?:seconds?|secs?)\b", re.I)
#: A length of time after these says when, how long for or how soon, unless the words before are about time taken.
_WHEN = re.compile(
    r"\b(?:within|every|over|before|last|first|next|past|previous|than|under|per|until|following|another|other)\s+(?:the\s+|an?\s+|least\s+|(?:last|past|first|next|further)\s+)*$",
    re.I,
)
_LASTS = re.compile(r"\b(?:in|for|of|after|about|around|by|at)\s+(?:the\s+|an?\s+|least\s+|about\s+|over\s+)*$", re.I)
_TAKEN = re.compile(
    r"\b(?:averag\w+|wait\w*|median|mean|took|takes?|taken|times?|length|delays?|durations?|stay\w*|lost|sickness|absence"
    r"|decided|processed|turnaround)\b",
    re.I,
)
_RANKED = re.compile(
    r"\b(?:rank\w*|positions?|placed|league|nationally|in the country|most similar|forces|best|worst|highest|lowest)\b",
    re.I,
)
_ATTACHED = re.compile(r"(?:kg|km|mw|gw|kwh|mwh|gwh|mph|ha|ml|ft|tonnes?|t|m|g|l|x|c)\b", re.I)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_PEOPLE = frozenset(
    "people children men women police staff personnel sheep fish deer mw kg km ha hectares caseload fte wte".split()
)
_NO_NOUN = STOP_WORDS | frozenset(
    """
    cent percent month months week weeks day days hours times was is has this his plus yes thus across perhaps always as
    less versus progress process access business previous various serious continuous numerous stands remains holds takes
    makes gives shows sees means runs includes provides continues averages totals rises falls comes does goes
    """.split()
)
_QUANTITY = re.compile(r"\b(?:number|total|count|volume|amount) of ((?:[a-z'-]+\s){0,3}?[a-z'-]+s)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a number is a number of; ``end`` is where it ends in the text with its unit."""

    kind: Kind
    name: str  # "£", "%", "percentage points", "rank", "per 1,000", "days", or what is counted
    value: float
    end: int
    noun: str = ""  # the words of what is counted: "bed spaces"


def unit_of(text: str, number: Number) -> Unit | None:
    """The unit of a number of a text; ``None`` where it is no figure: the fourth meeting, within six weeks."""
    end, value = number.end, number.value
    if number.sign:
        return Unit(kind="money", name=number.sign, value=value, end=end)
    if number.form == "share":
        return Unit(kind="percent", name="%", value=value, end=end)
    if number.ordinal:
        around = text[max(0, number.start - 60) : end + 60]
        return Unit(kind="rank", name="rank", value=value, end=end) if _RANKED.search(around) else None
    if m := _PERCENT.match(text, end):
        points = m["points"] or "percentage" in m[0].lower() or "pp" in m[0].lower()
        name = "percentage points" if points else "%"
        return Unit(kind="points" if points else "percent", name=name, value=value, end=m.end())
    if m := _RATE.match(text, end):
        base = m["base"].lower().replace(",", "")
        name = _BASES.get(base) or (f"{int(base):,}" if base.isdigit() else base)
        return Unit(kind="rate", name=f"per {name}", value=value, end=m.end())
    if m := _TIME.match(text, end):
        return _time(text, number, m)
    return _count(text, number)


def _time(text: str, number: Number, match: re.Match[str]) -> Unit | None:
    before = text[max(0, number.start - 60) : number.start]
    when = _WHEN.search(before) or (_LASTS.search(before) and (number.form == "words" or match["time"][0] in "yY"))
    if when and not _TAKEN.search(before + text[match.end() : match.end() + 20]):
        return None
    name, value, end = match["time"].lower().rstrip("s"), number.value, match.end()
    name = _TIMES.get(name, name)
    if name == "minute" and (m := _SECONDS.match(text, end)):
        value, end = round(value + int(m["seconds"]) / 60, 2), m.end()
    return Unit(kind="time", name=f"{name}s", value=value, end=end)


def _count(text: str, number: Number) -> Unit:
    end = number.end
    if m := _ATTACHED.match(text, end):
        return Unit(kind="count", name=m[0].lower(), value=number.value, end=m.end(), noun=m[0].lower())
    if number.form == "times":
        return Unit(kind="count", name="times", value=number.value, end=end, noun="times")
    noun = _noun_after(text[end : end + 80]) or _noun_before(text[max(0, number.start - 120) : number.start])
    if noun in _SPANS:
        return Unit(kind="time", name=noun, value=number.value, end=end)
    return Unit(kind="count", name=noun.split()[-1] if noun else "count", value=number.value, end=end, noun=noun)


def _noun_after(text: str) -> str:
    """The words up to the first plural, within a few words and before anything that ends a noun phrase."""
    run: list[str] = []
    text = text.removeprefix("-")
    part = re.split(r"[.,;:()!?\"\0]|\s[£\d]", text)[0]
    for word in _WORD.findall(part)[:5]:
        low = word.lower()
        if low in STOP_WORDS and low not in ("new", "more", "other"):
            if low == "of" and not run:
                continue
            if run or low not in ("the", "our", "these", "those", "its", "their", "all"):
                break
            continue
        run.append(low)
        if _plural(low):
            return " ".join(run)
    return ""


def _noun_before(text: str) -> str:
    """What "the number of … rose to 429" and "… came to 429" count: the nearest plural of the clause."""
    part = re.split(r"[.;!?](?:\s|$)|[(\d]", text)[-1]
    if m := _QUANTITY.search(part):
        return m[1].lower()
    words = [w.lower() for w in _WORD.findall(part)]
    return next((w for w in reversed(words) if _plural(w)), "")


def _plural(word: str) -> bool:
    return word in _PEOPLE or (
        word.endswith("s") and not word.endswith(("ss", "'s")) and len(word) > 3 and word not in _NO_NOUN
    )
