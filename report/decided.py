"""Officers' decisions that a comparison was made with: which of them is on a passage, and how one is told in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from align.terms import letters
from diff.comparison import Comparison, OutcomeDiff, Pair
from diff.rulings import Ruling, resolve_rulings, unmet
from report import words
from report.phrases import day

_DATE = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")


class Decided:
    """The decisions that apply, to be found by outcome and passage."""

    def __init__(self, rulings: Iterable[Ruling]) -> None:
        """``rulings`` are all that were given; those that contradict each other are left out."""
        self._on: dict[tuple[str, str], list[Ruling]] = defaultdict(list)
        for ruling in resolve_rulings(rulings).applied:
            if ruling.kind == "evidence":
                self._on[letters(ruling.a_text), letters(ruling.b_text)].append(ruling)

    def on(self, outcome: OutcomeDiff, pair: Pair, later: bool, text: str) -> Ruling | None:
        """The one on a passage of a pair's earlier or later report; that under the wording there goes first."""
        report = pair.after if later else pair.before
        sides = (outcome.match.before, outcome.match.after)
        for side in reversed(sides) if later else sides:
            found = self._on.get((letters(side.item.text), letters(text)), []) if side else []
            for ruling in reversed(found):
                if ruling.b_report in ("", report.id):
                    return ruling
        return None


def ruling_words(ruling: Ruling) -> str:
    """What was decided, in the words that people see."""
    return words.ruling_words(ruling.kind, ruling.ruling)


def not_followed(comparison: Comparison, rulings: Sequence[Ruling]) -> set[Ruling]:
    """Those of the rulings that two outcomes are one which a comparison does not follow."""
    return {ruling for pair in comparison.pairs for ruling in unmet(rulings, pair.alignment.outcomes)}


def signature(ruling: Ruling) -> str:
    """Who decided, and when: “A. Okafor, 27 November 2026”; empty where nobody is named and no day."""
    on = day(ruling.on) if _DATE.fullmatch(ruling.on) else ruling.on
    return ", ".join(filter(None, (ruling.by, on)))


def signed_note(ruling: Ruling) -> str:
    """Who decided, when and why: “A. Okafor, 27 November 2026: it is about another service”."""
    return ": ".join(filter(None, (signature(ruling), ruling.note)))
