"""A text and its figures → what part and whole make in per cent, and what the text says: "23 of 118 (19%)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from align.arithmetic.rounding import share, span
from align.arithmetic.sums import HEDGED, Sum, amount, number_text, sum_of
from align.figure import Figure

_OF = r"\s(?:out\s)?of\s(?:(?:the|our|its|all|these|some|their|a\stotal\sof)\s)*"
_PART_OF = re.compile(rf"^(?:\s[a-z'-]+){{0,3}}?{_OF}$", re.I)
_OF_WHOM = re.compile(r"^[^.;:()]{0,80},\s(?:of\s(?:whom|which)|and\sof\sthese|of\sthese)\s$", re.I)
_OF_THEM = re.compile(r"^\s(?:[a-z'-]+\s)?of\s(?:them|these|those)\b", re.I)
#: Right after what it is said of, or in brackets later in the clause.
_SAID = re.compile(rf"^(?:[^.;:()]{{0,80}}\s\((?:or\s)?|(?:\s[a-z'-]+){{0,4}},?\sor\s){HEDGED}$", re.I)
_AT_ONCE = re.compile(rf"^(?:\sof\s(?:them|these|those))?(?:\s\(|,\sor\s){HEDGED}$", re.I)
_ENDS = re.compile(r"^\s?(?:\)|[,.;:]|$)")
_IN_BRACKETS = re.compile(r"^[^.;:()]{0,90}\s\($", re.I)
_CLOSES = re.compile(r"^[^.;:(),]{0,50}\)", re.I)
_OPENED = re.compile(r"(?:\s[a-z'-]+){0,2}\s\(")


def shares(text: str, found: Sequence[Figure]) -> Iterator[Sum]:
    """Every share that a text gives beside its part and its whole."""
    for n, (a, b) in enumerate(pairwise(found)):
        between = text[a.end : b.start]
        before, after = found[n - 1] if n else None, found[n + 2] if n + 2 < len(found) else None
        if a.kind == "count" and a.of == b.value and _PART_OF.match(between):
            yield from _beside(text, a, b, before, after)
        elif a.kind == "count" and b.kind == "percent" and after is not None:
            yield from _between(text, a, b, after)
        if after is not None and a.kind == b.kind == "count" and _parts(text, a, b, between):
            yield from _after(text, b, a, after)


def _beside(text: str, part: Figure, whole: Figure, before: Figure | None, after: Figure | None) -> Iterator[Sum]:
    """ "23 of 118 wardens (19%)" and "19% of wardens (23 of 118)"."""
    if after is not None and _SAID.match(text[whole.end : after.start]) and _ENDS.match(text[after.end :]):
        yield from _share(part, whole, after)
    opened = before is not None and before.role == "level" and _IN_BRACKETS.match(text[before.end : part.start])
    if before is not None and opened and _CLOSES.match(text[whole.end :]):
        yield from _share(part, whole, before)


def _between(text: str, part: Figure, said: Figure, whole: Figure) -> Iterator[Sum]:
    """ "23 (19%) of 118"."""
    of = re.fullmatch(rf"\){_OF}", text[said.end : whole.start])
    if of and whole.kind == "count" and _OPENED.fullmatch(text[part.end : said.start]):
        yield from _share(part, whole, said)


def _parts(text: str, whole: Figure, part: Figure, between: str) -> bool:
    """ "Of the 118, 23 …", "118, of whom 23 …", "118 were asked and 23 of them …"."""
    if re.search(r"[.;:]\s", between):
        return False
    if whole.role == "total" and part.of == whole.value:
        return True
    before = re.split(r"[.;:!?]\s", text[: whole.start])[-1]
    several = re.search(
        r"\d", re.sub(r"\b(?:19|20)\d\d\b", "", before)
    )  # "118 wardens and 60 rangers, of whom": of all, or of the last?
    return not several and bool(_OF_WHOM.match(between) or _OF_THEM.match(text[part.end :]))


def _after(text: str, part: Figure, whole: Figure, said: Figure) -> Iterator[Sum]:
    """The share of a part whose whole stands before it."""
    of_first = whole.role == "total" and part.of == whole.value
    form = _SAID if of_first else _AT_ONCE
    if form.match(text[part.end : said.start]) and _ENDS.match(text[said.end :]):
        yield from _share(part, whole, said)


def _share(part: Figure, whole: Figure, said: Figure) -> Iterator[Sum]:
    plain = said.kind == "percent" and said.high is None and part.high is None and whole.high is None
    if plain and whole.value >= part.value > 0:
        fits, true = share(span(part), span(whole)).meets(span(said)), number_text(100 * part.value / whole.value)
        yield sum_of(
            "share", fits, f"{amount(part.value, part)} of {amount(whole.value, whole)} is {true}%.", part, whole, said
        )
