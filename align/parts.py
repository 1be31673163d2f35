"""A text and its figures → parts that are not what is said of the whole: "23 of 118 (29%)", "40: 25 men, 20 women"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations, pairwise

from align.figure import Figure
from align.rounding import Span, share, span
from align.sums import Sum, amount, number_text, same_kind, wrong_sum

_HEDGE = r"(?:(?:just |well )?(?:over|under)\s|more than\s|nearly\s|almost\s|around\s|about\s|some\s)?"
_PART_OF = re.compile(r"^(?:\s[a-z'-]+){0,3}?\s(?:out\s)?of\s(?:(?:the|our|its|all|these|some|their|a\stotal\sof)\s)*$", re.I)
_SAME = re.compile(rf"^(?:\s[a-z'-]+){{0,4}}?\s?(?:\((?:or\s)?|,?\sor\s|,?\sequivalent to\s|\s?[-=]\s?){_HEDGE}$", re.I)
_IN_BRACKETS = re.compile(r"^(?:\sof\s[a-z' -]{1,50}|\s[a-z' -]{1,40})?\s?\($", re.I)
_CLOSES = re.compile(r"^(?:\s[a-z' -]{1,40})?\)", re.I)
_REST = re.compile(r"\b(?:the\s(?:other|remaining)|(?:and\s)?another)\s$", re.I)
_THE_REST = re.compile(r"\bthe\s(?:other|remaining)\s$", re.I)
_IN_TOTAL = re.compile(r"^(?:\s[a-z'-]+){0,2}?\s(?:in\s(?:total|all)|altogether)\s?(?:\)|[.;,]|$)", re.I)
_ONLY_PARTS = re.compile(r"^[^.;:()<>]{1,60}$")
_TOTAL_OF = re.compile(r"\b(?:a\stotal\sof|in\stotal,?|total:?)\s$", re.I)
_MOST_PARTS = 5


def wrong_parts(text: str, found: Sequence[Figure]) -> Iterator[Sum]:
    """Shares that are not what part and whole make; parts that do not add up to the whole."""
    for n, (part, whole) in enumerate(pairwise(found)):
        if part.of == whole.value and whole.role == "total" and part.kind == "count" and _PART_OF.match(
            text[part.end : whole.start]
        ):
            yield from _wrong_share(text, part, whole, found[n + 2 : n + 3], found[n - 1 : n] if n else ())
        if part.kind == "count" and n + 2 < len(found):
            yield from _share_between(text, part, whole, found[n + 2])
    yield from _wrong_rest(text, found)
    yield from _wrong_total(text, found)


def _wrong_share(text: str, part: Figure, whole: Figure, after: Sequence[Figure], before: Sequence[Figure]) -> Iterator[Sum]:
    """ "23 of 118 (19%)" and "19% (23 of 118)"."""
    for said in after:
        if said.kind == "percent" and _SAME.match(text[whole.end : said.start]) and _ends(text, said):
            yield from _share(part, whole, said)
    for said in before:
        closed = _CLOSES.match(text[whole.end :])
        if said.kind == "percent" and said.role == "level" and closed and _IN_BRACKETS.match(text[said.end : part.start]):
            yield from _share(part, whole, said)


def _share_between(text: str, part: Figure, said: Figure, whole: Figure) -> Iterator[Sum]:
    """ "23 (19%) of 118"."""
    opened = re.fullmatch(r"(?:\s[a-z'-]+){0,2}\s?\(", text[part.end : said.start])
    if said.kind == "percent" and opened and re.match(r"^\)\s(?:out\s)?of\s(?:the\s|all\s|our\s)*$", text[said.end : whole.start]):
        if whole.kind == "count":
            yield from _share(part, whole, said)


def _ends(text: str, said: Figure) -> bool:
    """Whether nothing more is said of a share: "(18%)" may be one of something else where words follow."""
    return bool(re.match(r"^\s?(?:\)|[,.;:]|$)", text[said.end :]))


def _share(part: Figure, whole: Figure, said: Figure) -> Iterator[Sum]:
    if said.high is None and whole.value > 0 and not share(span(part), span(whole)).meets(span(said)):
        true = number_text(100 * part.value / whole.value)
        yield wrong_sum(f"{amount(part.value, part)} of {amount(whole.value, whole)} is {true}%.", part, whole, said)


def _wrong_rest(text: str, found: Sequence[Figure]) -> Iterator[Sum]:
    """ "Of the 40, 25 were let and the other 20 stood empty"."""
    for k, rest in enumerate(found):
        if not _THE_REST.search(text[: rest.start]):
            continue
        total = next((n for n in range(k - 1, -1, -1) if found[n].role == "total"), None)
        if total is None or re.search(r"[.;?!]\s", text[found[total].end : rest.start]):
            continue
        first = total - 1 if total and found[total - 1].of == found[total].value else total + 1
        parts = [found[first], *(f for f in found[total + 1 : k] if f is not found[first])] if first < k else []
        yield from _unequal(found[total], [*parts, rest], must=2)


def _wrong_total(text: str, found: Sequence[Figure]) -> Iterator[Sum]:
    """ "12 in the north and 14 in the south, 28 in all"."""
    for k, total in enumerate(found):
        if k < 2 or not _IN_TOTAL.match(text[total.end :]):
            continue
        n = k
        while n and k - n < _MOST_PARTS and _joined(text[found[n - 1].end : found[n].start], last=n == k):
            n -= 1
        parts = found[n:k]
        listed = len(parts) > 1 and re.search(r"\band\b|&|\+", text[parts[-2].end : parts[-1].start])
        if listed and all(p.unit == total.unit or total.unit == "count" for p in parts):
            yield from _unequal(total, parts, must=len(parts))


def _joined(between: str, *, last: bool) -> bool:
    joint = r"[,(;:-]" if last else r"(?:,|\band\b|&|\+)"
    return bool(re.fullmatch(rf"[^.;:()<>]{{0,70}}{joint}[^.;:()<>]{{0,30}}", between))


def _unequal(total: Figure, parts: Sequence[Figure], *, must: int) -> Iterator[Sum]:
    """Parts that make up a total by no choice of them that has the first and the last ``must - 1`` in it."""
    plain = all(same_kind(p, total) and p.kind == "count" and p.role in ("level", "total") for p in parts)
    if len(parts) < 2 or len(parts) > _MOST_PARTS or not plain:
        return
    middle = parts[1:-1] if must == 2 else ()
    fixed = (parts[0], parts[-1]) if must == 2 else tuple(parts)
    choices = (c for size in range(len(middle) + 1) for c in combinations(middle, size))
    if not any(_sum((*fixed, *choice)).meets(span(total)) for choice in choices):
        numbers = [amount(p.value, p) for p in parts]
        said = f"{', '.join(numbers[:-1])} and {numbers[-1]} make {number_text(sum(p.value for p in parts))}, "
        yield wrong_sum(f"{said}not {amount(total.value, total)}.", total, *parts)


def _sum(parts: Sequence[Figure]) -> Span:
    return reduce(lambda a, b: a + b, map(span, parts))
