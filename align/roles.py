"""The words about a number → what part it plays: level, change, target, total, or the year before."""

from __future__ import annotations

import re

from align.figure import Role
from align.units import Kind

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
_YEAR_BEFORE = re.compile(
    r"\b(?:in|for) the (?:previous|preceding) (?:year|period)\b[^.;,\d]{0,25}$"
    r"|\b(?:last year|a year (?:ago|earlier)|the year before)[^.;,\d]{0,12}\b(?:was|were|it was)\s+$",
    re.I,
)
_EARLIER_AFTER = re.compile(
    r"^[^.;,\d]{0,30}?\b(?:last year|a year (?:ago|earlier|before)|the (?:year before|previous year|year earlier))\b",
    re.I,
)
_TARGET = re.compile(
    r"\b(?:targets?|aims?|goal|ambition|benchmark|threshold|trajectory|planning assumption|establishment|profiled?"
    r"|recommended|(?:national|england|regional|uk) average)\b(?:(?!\band\b)[^.;,]){0,18}$",
    re.I,
)
_TARGET_AFTER = re.compile(r"^[^.;,\d]{0,12}\b(?:target|ambition|benchmark|standard)\b", re.I)
_CHANGE = re.compile(
    r"\b(?:by|(?<!make )(?<!makes )(?<!made )up|down"
    r"|(?:rise|increase|fall|drop|reduction|decrease|growth|uplift|decline|improvement|saving)\s+of)\s+"
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
_OF_FIRST = re.compile(
    r"(?:^|[.;:,(]\s*)(?:out\s+)?of\s+(?:(?:the|our|its|all|these|some|their|a\s+total\s+of)\s+)*$", re.I
)
#: "1,187 (1,024)", "88 young people (34 at the last report)": yearly reports put last year's figure in brackets.
_BRACKET_BEFORE = re.compile(r"\((?:[^()]{1,30};)?\s*(?:from |was |were )?$", re.I)
_BRACKET_AFTER = re.compile(
    r"^\s*(?:\w+\s){0,2}?(?:last year|at the last report|previously|the year before|a year (?:ago|earlier)"
    r"|in (?:19|20)\d\d(?:[/-]\d\d)?|last time)?\s*\)",
    re.I,
)


def role_of(left: str, right: str, kind: Kind) -> Role:
    """The part a figure plays, by the words of its clause before and after it."""
    if _TARGET.search(left) or _TARGET_AFTER.search(right):
        return "target"
    moved = _CHANGE_AFTER.search(right) or (_CHANGE.search(left) and _CHANGE_VERB.search(left))
    if kind == "points" or (kind != "rank" and moved):
        return "change"
    if _EARLIER.search(left) or of_year_before(left, right):
        return "earlier"
    return "total" if kind == "count" and _OF_FIRST.search(left) else "level"


def of_year_before(left: str, right: str) -> bool:
    """Whether the words say outright that a figure is that of the year before."""
    return bool(_YEAR_BEFORE.search(left) or _EARLIER_AFTER.search(right))


def hedge_of(left: str) -> str:
    """The word that makes a figure inexact: "over", "nearly"; empty where there is none."""
    found = _HEDGED.search(left)
    return found[1].lower() if found else ""


def bracketed(before: str, after: str) -> bool:
    """Whether a number stands in brackets by itself, as last year's does, by the text before and after it."""
    return bool(_BRACKET_BEFORE.search(before) and _BRACKET_AFTER.match(after))
