"""The statements of one report → figures that it gives twice, in the same sentence, with two values.

Reports repeat a paragraph under several commitments and in the summary; one copy is brought up to date and the other is
not. Only sentences that are the same word for word, but for figures and words like "now", are held against each other:
another word may mean another place or group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from align.arithmetic.rounding import span
from align.arithmetic.sums import amount, same_kind
from align.figure import Figure
from align.figures import figures
from align.terms import stem, straight

_LEAST = 4  # words that say something: fewer fit many things
_HARMLESS = frozenset(
    """
    a an the of to in for by with on at and or is are was were be been being has have had it its that which this these
    there our we they their as now also currently presently still again already so far over nearly almost around about
    """.split()
)
_FORM = 3  # values: a sentence with as many is a form
_LEANS = re.compile(
    r"(?:this|that|these|those|it|its|they|their|of (?:these|those|them|which)|there|here|he|she|both|all)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """A sentence that stands in two statements, by their places in the report, with two values for one figure."""

    first: int
    second: int
    sentence: str  # of the first
    value: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    statement: int
    sentence: str
    figures: tuple[Figure, ...]


def told_twice(statements: Sequence[tuple[str, str, str]]) -> Iterator[Twice]:
    """Sentences told in two statements with different figures.

    A statement is its commitment, the text of the lead-in that it hangs on (empty where there is none), and its own.
    A sentence with three values or more is a form that is filled in again and again; so are the sentences of two
    commitments that share several and agree in none.
    """
    told: dict[tuple[str, ...], list[_Told]] = {}
    for n, (_, lead_in, text) in enumerate(statements):
        for words, one in _sentences(n, text, lead_in):
            told.setdefault(words, []).append(one)
    unlike: list[Twice] = []
    alike: set[frozenset[str]] = set()
    for group in told.values():
        for one in group[1:]:
            found = _unlike(group[0], one)
            if found is None:
                alike.add(_homes(statements, group[0].statement, one.statement))
            elif found.first != found.second and len({_values(g) for g in group}) < _FORM:
                unlike.append(found)
    several = Counter(_homes(statements, t.first, t.second) for t in unlike)
    for one_of in unlike:
        homes = _homes(statements, one_of.first, one_of.second)
        if len(homes) == 1 or several[homes] == 1 or homes in alike:
            yield one_of


def _homes(statements: Sequence[tuple[str, str, str]], first: int, second: int) -> frozenset[str]:
    return frozenset((statements[first][0], statements[second][0]))


def _values(told: _Told) -> tuple[float, ...]:
    return tuple(f.value for f in told.figures)


def _sentences(n: int, text: str, lead_in: str) -> Iterator[tuple[tuple[str, ...], _Told]]:
    """The sentences with figures of a statement, by their words; one that leans on the one before has its words too."""
    plain, found = straight(text), figures(text)
    ends = [m.end() for m in re.finditer(r"[.!?](?=\s+[A-Z\d£]|\s*$)", plain)]
    before: tuple[str, ...] = tuple(_stems(straight(lead_in)))
    for start, end in zip([0, *ends], [*ends, len(plain)], strict=True):
        inside = tuple(f for f in found if start <= f.start and f.end <= end)
        own = _words(plain, start, end, inside)
        leans = _LEANS.match(plain[start:end].strip()) or (not start and before)
        words = (*before, "|", *own) if leans else own
        if inside and len([w for w in own if w.isalpha()]) >= _LEAST:
            yield words, _Told(statement=n, sentence=plain[start:end].strip(), figures=inside)
        before = words


def _words(text: str, start: int, end: int, inside: Sequence[Figure]) -> tuple[str, ...]:
    """What a sentence says but for its figures: dates, quarters and years are words like others."""
    said, at = "", start
    for figure in inside:
        said, at = f"{said}{text[at : figure.start]} # ", figure.end
    return tuple(_stems(said + text[at:end]))


def _stems(text: str) -> list[str]:
    words = re.findall(r"#|[a-z]+(?:'[a-z]+)?|\d[\d/.,-]*\d|\d", text.lower())
    return [w if w == "#" else stem(w) for w in words if w not in _HARMLESS]


def _unlike(first: _Told, second: _Told) -> Twice | None:
    """The first figure that two tellings of a sentence do not agree in."""
    for a, b in zip(first.figures, second.figures, strict=True):
        if same_kind(a, b) and not span(a).meets(span(b)):
            return Twice(
                first=first.statement, second=second.statement, sentence=first.sentence,
                value=amount(a.value, a), other=amount(b.value, b),
            )  # fmt: skip
    return None
