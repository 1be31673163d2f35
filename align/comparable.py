"""Two figures taken for one measure → whether one may be subtracted from the other, and why or why not in a sentence."""

from __future__ import annotations

import re

from align.figures import Figure
from align.periods import MONTH, differ
from align.terms import stem

_RECORDING = re.compile(
    r"\b(?:record(?:ing|ed) (?:practices?|changes?|standards?|differently)|changes? (?:in|to) (?:the )?(?:recording|counting|definitions?"
    r"|methods?|methodology|way)|counting rules?|(?:new|different|changed|revised) (?:definitions?|methods?|methodology|basis|recording"
    r"|system of recording|counting)|not (?:directly )?comparable|cannot be compared|no longer (?:recorded|counted|comparable)"
    r"|redefined|re-?based|(?:recording|definition|counting|methodology) (?:has |was |were )?(?:since )?changed|counted differently"
    r"|now (?:counts?|includes?|recorded|counted)|better recording|improved recording)\b",
    re.I,
)
_PROVISIONAL = re.compile(
    r"\b(?:provisional|estimated?|unaudited|subject to (?:audit|validation|revision)|to be confirmed|early data)\b",
    re.I,
)
_NAMED = re.compile(r"\b(?:in|at|across|within|for|from)\s+(?:the\s+)?([A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*)")
_ROLES = {
    "level": "a level",
    "earlier": "an earlier level",
    "target": "a target",
    "change": "a change",
    "total": "a total",
}


def comparable(a: Figure, b: Figure) -> tuple[bool, str]:
    """Whether the later figure ``b`` may be compared with ``a``. What is not said is not taken for granted."""
    against = _unit(a, b) or _recording(a, b) or differ(a.period, b.period) or _scope(a, b)
    if against:
        return False, against
    said = [*_cautions(a, b)]
    return True, " ".join(said) or "Same unit; neither report says the period."


def _unit(a: Figure, b: Figure) -> str:
    if {a.kind, b.kind} == {"percent", "points"}:
        return "One is a percentage, the other percentage points."
    if a.role != b.role:
        return f"One is {_ROLES[a.role]}, the other {_ROLES[b.role]}."
    if a.kind != b.kind or (a.kind != "count" and a.unit != b.unit):
        return f"The units differ: “{a.said}” and “{b.said}”."
    if a.kind == "count" and stem(a.unit) != stem(b.unit) and not {*_stems(a.what)} & {*_stems(b.what)}:
        return f"They may count different things: “{a.what}” and “{b.what}”."
    if (a.high is None) != (b.high is None):
        return f"One is a range: “{a.said}” and “{b.said}”."
    return ""


def _stems(text: str) -> list[str]:
    return [stem(w) for w in re.findall(r"[a-z]{4,}", text.lower())]


def _recording(a: Figure, b: Figure) -> str:
    for figure in (b, a):
        if m := _RECORDING.search(figure.sentence):
            return f"A report says that what is recorded, or how, is not the same: “{m[0]}”."
    if a.role == b.role == "level" and b.was is not None and abs(b.was - a.value) > 0.005 * abs(a.value):
        return f"The later report gives {b.was:,g} where the earlier one says {a.value:,g}: the figure may have been revised."
    return ""


def _scope(a: Figure, b: Figure) -> str:
    if a.of is not None and b.of is not None and a.of != b.of:
        return f"They are parts of different totals: of {a.of:,g} and of {b.of:,g}."
    if (a.of is None) != (b.of is None) and a.kind == "count":
        return f"Only one report says of how many: of {a.of if b.of is None else b.of:,g}."
    here, there = (_names(f) for f in (a, b))
    if here and there and not {n.lower() for n in here} & {n.lower() for n in there}:
        return f"They may be said of different places: “{here[0]}” and “{there[0]}”."
    return ""


def _names(figure: Figure) -> list[str]:
    return [
        n for n in _NAMED.findall(f"{figure.left[-60:]} {figure.right[:60]}") if not re.match(rf"{MONTH}\b", n, re.I)
    ]


def _cautions(a: Figure, b: Figure) -> list[str]:
    said: list[str] = []
    if a.role == "change":
        said.append("Both are changes, not levels.")
    if a.role == "target":
        said.append("Both are targets.")
    if a.period and b.period:
        said.append("Periods of the same kind.")
    elif a.period or b.period:
        said.append(f"Only one report says the period: “{a.period or b.period}”.")
    if m := _PROVISIONAL.search(f"{a.sentence} {b.sentence}"):
        said.append(f"A report calls a figure “{m[0].lower()}”.")
    if hedges := [f"“{f.hedge} {f.said}”" for f in (a, b) if f.hedge]:
        said.append(f"Not exact: {' and '.join(hedges)}.")
    if any(f.worded and f.kind == "percent" for f in (a, b)):
        said.append("A share in words is rounded.")
    return said
