"""A text and two of its figures → the earlier and the later value of one thing: "from 120 to 150", "150 (120)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from align.arithmetic.sums import HEDGED, same_kind
from align.figure import Figure
from align.number_words import ONE

_UP_NOUN = "increase|rise|growth|uplift|gain|jump"
_DOWN_NOUN = "fall|drop|reduction|decrease|decline|cut"
NOUN = rf"(?:{_UP_NOUN}|{_DOWN_NOUN}|improvement|change|difference|saving)"
_UP_VERB = "rose|risen|rises?|rising|increas(?:e[sd]?|ing)|grew|grown|grows?|growing|climbed|jumped|went up|gone up|up"
_DOWN_VERB = (
    "fell|fallen|falls?|falling|dropp(?:ed|ing)|drops?|reduc(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|declin(?:e[sd]?|ing)"
    "|c[au]me down|went down|gone down|cut|down"
)
VERB = rf"(?:{_UP_VERB}|{_DOWN_VERB})"
UP = re.compile(rf"\b(?:{_UP_VERB}|{_UP_NOUN}|more|higher|additional|extra)\b", re.I)
DOWN = re.compile(rf"\b(?:{_DOWN_VERB}|{_DOWN_NOUN}|fewer|less|lower)\b", re.I)
FEW = r"[^.;:,()<>]{0,50}?"  # the rest of the clause
_FROM_TO = re.compile(rf"^{FEW}\s(?:in\s{FEW}\s)?to\s(?:just\s)?{HEDGED}$", re.I)
_TO_FROM = re.compile(rf"^{FEW}\s?[,(-]\s?(?:(?P<way>up|down)\s)?from\s(?:the\s)?{HEDGED}$", re.I)
#: "61 in the four homes, up from 38": which of the two was it?
_ONE_OF_TWO = re.compile(rf"(?:\d|\b{ONE})\s[^.,;:()]{{0,60}}$", re.I)
#: A change that is said of something else, or from some other start.
ELSEWHERE = re.compile(
    r"^[^.;]{0,60}?\b(?:on|than|since|from|with|against|over|below|above)\s(?:[a-z'-]+\s){0,4}?"
    r"(?:targets?|averages?|plan(?:ned)?|peak|pandemic|covid\S*|baseline|forecasts?|budgets?|expected|referrals|(?:19|20)\d\d)",
    re.I,
)
#: "Performance fell from 12 minutes to 15", "we rose from 12 to 9 in the table": a fall may be of a higher number.
_LOWER_IS_BETTER = re.compile(
    r"\b(?:performance|punctuality|timeliness|speed|pace|rating|grade|category|band|rank\w*|place|position|table|league)\b",
    re.I,
)
MULTIPLE = re.compile(r"^(?:-fold|\s?(?:times|fold)\b)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Two values of one thing. ``way`` is what the words say: "up", "down" or nothing."""

    earlier: Figure
    later: Figure
    way: str

    @property
    def start(self) -> int:
        """Where the first of them stands."""
        return min(self.earlier.start, self.later.start)

    @property
    def end(self) -> int:
        """Where the last of them ends."""
        return max(self.earlier.end, self.later.end)


def move_of(text: str, a: Figure, b: Figure) -> Move | None:
    """Two neighbours as the earlier and the later value of one thing."""
    if not same_kind(a, b) or a.kind == "rank" or "total" in (a.role, b.role) or MULTIPLE.match(text[b.end :]):
        return None
    between, before = text[a.end : b.start], text[: a.start]
    if re.search(rf"\bfrom\s(?:the\s|an?\s)?{HEDGED}$", before, re.I) and _FROM_TO.match(between):
        after = text[b.end : b.end + 40]
        return Move(earlier=a, later=b, way="" if _LOWER_IS_BETTER.search(after) else _way_before(before))
    if b.role != "earlier" or _ONE_OF_TWO.search(before) or re.match(r"\s?(?:[a-z]+\s){0,3}to\s", text[b.end :]):
        return None
    if m := _TO_FROM.match(between):
        lower_is_better = _LOWER_IS_BETTER.search(f"{before[-80:]}{text[b.end : b.end + 40]}")
        return Move(earlier=b, later=a, way="" if lower_is_better else (m["way"] or "").lower())
    if a.was == b.value:
        return Move(earlier=b, later=a, way="")
    return None


def _way_before(before: str) -> str:
    """The way that the verb right before "from" says; nothing of what is better the lower it is."""
    if _LOWER_IS_BETTER.search(before[-80:]):
        return ""
    found = re.search(
        rf"\b({VERB})(?:\s(?:slightly|sharply|again|further|slowly))?,?\sfrom\s\S*\s?{HEDGED}$", before, re.I
    )
    if found is None:
        return ""
    return "up" if UP.search(found[1]) else "down"
