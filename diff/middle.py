"""Pairs of a run → the same, with a word wherever two pairs do not read the report between them alike.

Evidence is judged beside one neighbouring year at a time (``diff.carry``), so a passage may count beside the report
before and not beside the report after. Neither reading is the right one: a person should decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from diff.comparison import Link, OutcomeDiff, Pair
from diff.status import with_doubt


def twins(first: Pair, second: Pair) -> Iterator[tuple[int, int]]:
    """Places of one outcome in two pairs of a run that share a report, where it stands for that report in both."""
    places = {
        (o.match.before.report, o.match.before.item.id): n for n, o in enumerate(second.outcomes) if o.match.before
    }
    for n, outcome in enumerate(first.outcomes):
        stands = outcome.match.after or outcome.match.before
        if stands and outcome.status != "dropped" and (stands.report, stands.item.id) in places:
            yield n, places[stands.report, stands.item.id]


def read_alike(here: Sequence[Link], there: Sequence[Link]) -> bool:
    """Whether evidence is of one grade, and rests on one passage at least, in two readings of a report."""
    if not here or not there:
        return not here and not there
    one, other = _direct(here), _direct(there)
    return bool(one & other) or (not one and not other)


def mark_middle(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Each pair with doubts where its neighbour reads the report that they share otherwise."""
    said: dict[tuple[int, int], list[Reading]] = defaultdict(list)
    for n, (first, second) in enumerate(pairwise(pairs)):
        for i, j in twins(first, second):
            here, there = first.outcomes[i].evidence.after, second.outcomes[j].evidence.before
            said[n, i].append(Reading(here, there, "the report after it", "the later report"))
            said[n + 1, j].append(Reading(there, here, "the report before it", "the earlier report"))
    return tuple(
        replace(pair, outcomes=tuple(_marked(outcome, said[n, i]) for i, outcome in enumerate(pair.outcomes)))
        for n, pair in enumerate(pairs)
    )


class Reading(NamedTuple):
    """What a pair has of a report for an outcome, what its neighbour has, and what the two reports are called."""

    here: Sequence[Link]
    there: Sequence[Link]
    beside: str
    report: str

    @property
    def same(self) -> bool:
        """Whether the very same passages count."""
        return _direct(self.here) == _direct(self.there) and bool(self.here) == bool(self.there)

    @property
    def otherwise(self) -> str:
        """What the neighbour has, in words."""
        return f"held against {self.beside}, {_otherwise(self.here, self.there, self.report)}"


def _marked(outcome: OutcomeDiff, readings: Sequence[Reading]) -> OutcomeDiff:
    """Doubts first; what a status does not rest on is said behind them and not put under review."""
    other = [r for r in readings if not r.same]
    doubts = [] if outcome.status in ("dropped", "new") else [r for r in other if not read_alike(r.here, r.there)]
    reason = outcome.reason
    for reading in doubts:
        reason = with_doubt(reason, reading.otherwise)
    notes = [f" H{r.otherwise[1:]}." for r in other if r not in doubts]
    return replace(outcome, review=outcome.review or bool(doubts), reason="".join([reason, *notes]))


def _otherwise(here: Sequence[Link], there: Sequence[Link], report: str) -> str:
    """What counts of a report in the other pair, in words."""
    one, other = _direct(here), _direct(there)
    if not other:
        return f"{'only related statements are' if there else 'nothing is'} found in {report}"
    if one & other and len(one) != len(other):
        return f"{len(other)} of {report}’s passages count, not {len(one)}"
    pages = sorted({link.page for link in there if link.statement in other - one})
    count = f"count (page{'s' * (len(pages) > 1)} {', '.join(map(str, pages))})"
    return f"{'other passages' if one else 'passages'} of {report} {count}"


def _direct(links: Sequence[Link]) -> set[str]:
    return {link.statement for link in links if link.grade == "direct"}
