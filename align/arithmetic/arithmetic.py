"""A statement → where its own figures do not add up, each as a question that a person can put.

Only what is said plainly is reckoned with: the words between two figures must be those of a known form ("from 120 to
150, a rise of"). Where a sentence can be read in two ways, the report is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from align.arithmetic.changes import changes
from align.arithmetic.multiples import multiples
from align.arithmetic.shares import shares
from align.arithmetic.sums import Sum
from align.arithmetic.totals import totals
from align.figures import figures
from align.terms import straight

_BEFORE, _AFTER = 45, 40  # characters quoted beyond the figures, within their clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Figures of one statement that do not fit: the words that they stand in, and the sum that shows it."""

    quote: str
    sum: str


@lru_cache(maxsize=8192)  # the middle reports of a run are asked twice
def contradictions(text: str) -> tuple[Contradiction, ...]:
    """Where the figures of a statement contradict each other, in the order of the text."""
    plain = straight(text)
    shown = text if len(plain) == len(text) else plain
    wrong = [s for s in sums(text) if not s.fits]
    return tuple(Contradiction(quote=_quote(shown, s), sum=s.said) for s in _apart(wrong))


def sums(text: str) -> list[Sum]:
    """Every sum that a statement can be held to, whether it comes out or not."""
    plain, found = straight(text), figures(text)
    return [*changes(plain, found), *multiples(plain, found), *shares(plain, found), *totals(plain, found)]


def _apart(wrong: Sequence[Sum]) -> list[Sum]:
    """One sum for each place of the text, the one of the fewest words first: it is the plainest."""
    made: list[Sum] = []
    for one in sorted(wrong, key=lambda s: s.end - s.start):
        if all(one.end <= other.start or other.end <= one.start for other in made):
            made.append(one)
    return sorted(made, key=lambda s: s.start)


def _quote(text: str, wrong: Sum) -> str:
    """The figures with the words of their clause about them, as they stand in the text."""
    before = re.split(r"[.;:!?]\s", text[: wrong.start])[-1]
    after = re.split(r"[.;:!?](?:\s|$)", text[wrong.end :])[0]
    left = before if len(before) <= _BEFORE else "…" + before[-_BEFORE:].partition(" ")[2]
    right = after if len(after) <= _AFTER else after[:_AFTER].rpartition(" ")[0] + "…"
    return f"{left}{text[wrong.start : wrong.end]}{right}".strip(" ,")
