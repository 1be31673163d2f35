"""Two figures taken for one measure → whether one may be subtracted from the other, and why or why not."""

from __future__ import annotations

import re

from align.figure import Figure
from align.figure_signs import same_things
from align.not_figures import LABEL
from align.periods import MONTH, differ

_RECORDING = re.compile(
    r"\b(?:record(?:ing|ed) (?:practices?|changes?|standards?|differently)|counting rules?|counted differently"
    r"|changes? (?:in|to) (?:the )?(?:recording|counting|definitions?|methods?|methodology|way)"
    r"|(?:new|different|changed|revised) (?:definitions?|methods?|methodology|basis|recording|counting)"
    r"|not (?:directly )?comparable|cannot be compared|no longer (?:recorded|counted|comparable)|redefined|re-?based"
    r"|(?:recording|definition|counting|methodology) (?:has |was |were )?(?:since )?(?:been )?changed"
    r"|definition (?:had|has) been changed|now (?:counts?|includes?|recorded|counted)|(?:better|improved) recording)\b",
    re.I,
)
_SAME_VALUE = 0.005  # of the value: rounding
_PROVISIONAL = re.compile(
    r"\b(?:provisional|estimated?|unaudited|subject to (?:audit|validation|revision)|to be confirmed|early data)\b",
    re.I,
)
_UP = re.compile(r"\b(?:rose|risen|rises?|increas\w+|up|grew|grown|growth|higher|more|uplift|improve\w*)\b", re.I)
_DOWN = re.compile(r"\b(?:fell|fallen|falls?|reduc\w+|down|drop\w*|cut|declin\w+|decreas\w+|lower|fewer|less)\b", re.I)
_NAMED = re.compile(r"\b(?:in|at|across|within|for|from)\s+(?:the\s+)?([A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*)")
#: What is no place though it has a capital: a date, one of a numbered row ("Year 1", "Phase Two"), a scheme's code
#: ("CAS-3"), a body that is known by its letters. Areas of two letters are places.
_NO_PLACE = re.compile(
    rf"(?i:(?:{MONTH}|spring|summer|autumn|winter|christmas|easter|{LABEL}|years?|months?|weeks?|days?|rounds?|operation"
    r"|op|project|programme)\b)|\S*\d|[A-Z]{3,}\b",
)
_ROLES = {
    "level": "a level",
    "earlier": "an earlier level",
    "target": "a target",
    "change": "a change",
    "total": "a total",
}


def comparable(a: Figure, b: Figure, before: str = "", after: str = "") -> tuple[bool, str]:
    """Whether the later figure ``b`` may be compared with ``a``, and why or why not in words.

    ``before`` and ``after`` are the statements that they stand in, with straight quotes: the sentence after a figure
    may say that it was recorded otherwise. What is not said is not taken for granted.
    """
    said_of = f"{b.sentence} {_next(after, b)}", f"{a.sentence} {_next(before, a)}"
    against = _unit(a, b) or _recording(said_of) or _revised(a, b) or differ(a.period, b.period)
    against = against or _scope(a, b, f"{before} {after}")
    if against:
        return False, against
    said = [*_cautions(a, b)]
    return True, " ".join(said) or "Same unit; neither report says the period."


def _unit(a: Figure, b: Figure) -> str:
    if {a.kind, b.kind} == {"percent", "points"}:
        return "One is a percentage, the other percentage points."
    if a.role != b.role:
        return f"One is {_ROLES[a.role]}, the other {_ROLES[b.role]}."
    if a.role == "change" and {_way(a), _way(b)} == {"rise", "fall"}:
        return f"One is a {_way(a)}, the other a {_way(b)}: “{a.said}” and “{b.said}”."
    if a.role == "change" and a.kind == b.kind == "count":
        return f"Both are changes, not levels: “{a.said}” and “{b.said}” say by how much something rose or fell."
    if a.kind != b.kind or (a.kind != "count" and a.unit != b.unit):
        what = "Only one report says the unit" if "count" in (a.unit, b.unit) else "The units differ"
        return f"{what}: {_in_unit(a)} and {_in_unit(b)}."
    if a.kind == "count" and not same_things(a, b):
        return f"They may count different things: “{a.what}” and “{b.what}”."
    if (a.high is None) != (b.high is None):
        return f"One is a range: “{a.said}” and “{b.said}”."
    return ""


def _in_unit(figure: Figure) -> str:
    """A figure as said; with its unit where only that tells it from a bare number."""
    bare = figure.kind == "count" or not re.search(r"[^\W\d_]|[%£]", figure.said)
    return f"“{figure.said}” ({figure.unit})" if bare and figure.unit != "count" else f"“{figure.said}”"


def _way(figure: Figure) -> str:
    """ "rise" or "fall" by the words nearest to a change; empty where they say neither or both."""
    near = f"{figure.left[-40:]} {figure.right[:25]}"
    up, down = bool(_UP.search(near)), bool(_DOWN.search(near))
    return "" if up == down else "rise" if up else "fall"


def _next(text: str, figure: Figure) -> str:
    """The sentence after the one that a figure stands in."""
    return next(iter(re.split(r"[.!?]\s", text[figure.end :])[1:2]), "")


def _recording(said_of: tuple[str, str]) -> str:
    found = next((m for text in said_of if (m := _RECORDING.search(text))), None)
    return f"A report says that what is recorded, or how, is not the same: “{found[0]}”." if found else ""


def _revised(a: Figure, b: Figure) -> str:
    if a.role != "level" or b.was is None or abs(b.was - a.value) <= _SAME_VALUE * abs(a.value):
        return ""
    return f"The later report gives {b.was:,g} where the earlier one says {a.value:,g}: it may have been revised."


def _scope(a: Figure, b: Figure, texts: str) -> str:
    if a.of and b.of and a.of != b.of:
        shares = f" ({a.value / a.of:.0%} and {b.value / b.of:.0%})" if a.kind == "count" else ""
        return f"They are parts of different totals: of {a.of:,g} and of {b.of:,g}{shares}."
    if (a.of is None) != (b.of is None) and a.kind == "count":
        return f"Only one report says of how many: of {a.of if b.of is None else b.of:,g}."
    here, there = (_names(f, texts) for f in (a, b))
    if here and there and not {n.lower() for n in here} & {n.lower() for n in there}:
        return f"They may be said of different places: “{here[0]}” and “{there[0]}”."
    return ""


def _names(figure: Figure, texts: str) -> list[str]:
    """The places that stand near a figure. A word that either text also has without its capital names none."""
    near = _NAMED.findall(f"{figure.left[-60:]} {figure.right[:60]}")
    return [n for n in near if not _NO_PLACE.match(n) and not re.search(rf"\b{re.escape(n.lower())}\b", texts)]


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
