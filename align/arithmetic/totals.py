"""A text and its figures → whether parts add up to their whole: "of 40, 25 were let and the other 15 stood empty"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations

from align.arithmetic.rounding import Span, span
from align.arithmetic.sums import Sum, amount, number_text, same_kind, sum_of
from align.figure import Figure

_THE_REST = re.compile(r"\b(?:the\s(?:other|remaining)|leaving)\s$", re.I)
_IN_TOTAL = re.compile(r"^(?:\s[a-z'-]+){0,2}?\s(?:in\s(?:total|all)|altogether)\s?(?:\)|[.;,]|$)", re.I)
_LIST_FOLLOWS = re.compile(
    r"^(?:\s[A-Za-z'-]+){0,4}\s?(?P<opens>:\s|\(|,?\s(?:is\s|was\s)?made\sup\sof\s)(?:[A-Z][\w' -]{0,30}\s)?$"
)
_PART = re.compile(r"^[^.;:()]{0,60}?(?:,\s|,?\sand\s|\s&\s|\s?\+\s?)(?:[A-Z]?[\w' -]{0,30}\s)?$")
_OF_THESE = re.compile(r"^\s(?:[a-z'-]+\s)?(?:out\s)?of\s(?:them|these|those|whom|which)\b", re.I)
_ADDED = ("count", "money")
_MOST_PARTS = 6
_LISTED = 10  # "four agencies: one number, one form" is no sum
_SLIP = 0.25  # of the whole: what a wrong figure may make a list miss it by


def totals(text: str, found: Sequence[Figure]) -> Iterator[Sum]:
    """Every whole that a text gives beside all of its parts."""
    for k, figure in enumerate(found):
        if _THE_REST.search(text[: figure.start]):
            yield from _with_rest(text, found, k)
        if _IN_TOTAL.match(text[figure.end :]):
            yield from _in_total(text, found, k)
        if figure.kind in _ADDED and k + 2 < len(found):
            yield from _listed(text, found, k)


def _with_rest(text: str, found: Sequence[Figure], k: int) -> Iterator[Sum]:
    """ "25 of 40 were let; the other 15 stood empty": any of the figures between may be a part too."""
    whole = next((n for n in range(k - 1, -1, -1) if found[n].role == "total"), None)
    if whole is None or re.search(r"[.?!]\s", text[found[whole].end : found[k].start]):
        return
    first = whole - 1 if whole and found[whole - 1].of == found[whole].value else whole + 1
    if first < k:
        between = [f for n, f in enumerate(found[whole + 1 : k], whole + 1) if n != first]
        yield from _sum(found[whole], (found[first], found[k]), between)


def _in_total(text: str, found: Sequence[Figure], k: int) -> Iterator[Sum]:
    """ "12 in the north and 14 in the south, 26 in all"."""
    n = k
    while n and k - n < _MOST_PARTS and _joined(text[found[n - 1].end : found[n].start], last=n == k):
        n -= 1
    parts, whole = found[n:k], found[k]
    listed = len(parts) > 1 and re.search(r"\band\b|&|\+", text[parts[-2].end : parts[-1].start])
    if listed and all(p.unit == whole.unit or whole.unit == "count" for p in parts):
        yield from _sum(whole, parts)


def _joined(between: str, *, last: bool) -> bool:
    joint = r"[,(;:-]" if last else r"(?:,|\band\b|&|\+)"
    return bool(re.fullmatch(rf"[^.;:()<>]{{0,70}}{joint}[^.;:()<>]{{0,30}}", between))


def _listed(text: str, found: Sequence[Figure], k: int) -> Iterator[Sum]:
    """ "54 people: 30 owners, 22 builders and two councillors", to the end of the sentence or of the brackets.

    A list that falls well short may not name all, one that goes far beyond counts something else, and parts "of" a
    whole may leave some out.
    """
    opens = _opens(text, found[k], found[k + 1])
    n = k + 1
    while opens and n + 1 < len(found) and n - k < _MOST_PARTS and _PART.match(text[found[n].end : found[n + 1].start]):
        n += 1
    parts, after = found[k + 1 : n + 1], text[found[n].end :]
    ends = re.match(r"[^.;:()]{0,40}\)" if opens == "(" else r"[^.;:(),]{0,60}(?:[.;]|$)", after)
    if not opens or len(parts) < 2 or not ends or any(_OF_THESE.match(text[p.end :]) for p in parts):
        return
    least = 1.0 if opens == "of" else 1 - _SLIP
    if found[k].value >= _LISTED and least <= sum(p.value for p in parts) / found[k].value <= 1 + _SLIP:
        yield from _sum(found[k], parts, twice=opens == "of")


def _opens(text: str, whole: Figure, first: Figure) -> str:
    """How a list of parts opens after its whole: ":", "(", "made up of", "of"; empty where it is none."""
    between = text[whole.end : first.start]
    if whole.role == "total" and first.of == whole.value:
        return "of" if re.fullmatch(r"[^.;:()]{0,60},\s", between) else ""
    found = _LIST_FOLLOWS.match(between)
    return found["opens"].strip() if found else ""


def _sum(
    whole: Figure, parts: Sequence[Figure], others: Sequence[Figure] = (), *, twice: bool = False
) -> Iterator[Sum]:
    """Parts that make up a whole; any of the ``others`` may be parts of it or not."""
    everything = (*parts, *others)
    plain = all(
        same_kind(p, whole) and p.kind in ("count", "money") and p.role in ("level", "total") for p in everything
    )
    if not plain or len(everything) > _MOST_PARTS or not all(f.value.is_integer() for f in (*everything, whole)):
        return
    choices = (c for size in range(len(others) + 1) for c in combinations(others, size))
    fits = any(_added((*parts, *choice)).meets(span(whole)) for choice in choices)
    numbers = [amount(p.value, p) for p in (*parts[:1], *others, *parts[1:])]
    added = number_text(sum(p.value for p in everything))
    said = f"{', '.join(numbers[:-1])} and {numbers[-1]} make {added}, not {amount(whole.value, whole)}"
    said += ", unless some are counted twice." if twice else "."
    yield sum_of("total", fits, said, whole, *parts)


def _added(parts: Sequence[Figure]) -> Span:
    return reduce(lambda a, b: a + b, map(span, parts))
