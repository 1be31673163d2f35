"""Pairs of a run → the same, with a word wherever two pairs do not read the report between them alike.

Evidence is judged beside one neighbouring year at a time (``diff.carry``), so a passage may count beside the report
before and not beside the report after. Neither reading is the right one: a person should decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

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
    """Whether evidence is of one grade, and rests on one passage at least, in two readings of a report; best first."""
    if not here or not there:
        return not here and not there
    one, other = _direct(here), _direct(there)
    return bool(one & other) or (not one and not other)


def mark_middle(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Each pair with doubts where its neighbour reads the report that they share otherwise."""
    outcomes = [list(pair.outcomes) for pair in pairs]
    for n, (first, second) in enumerate(pairwise(pairs)):
        for i, j in twins(first, second):
            here, there = first.outcomes[i].evidence.after, second.outcomes[j].evidence.before
            outcomes[n][i] = _marked(outcomes[n][i], here, there, "the report after it", "the later report")
            outcomes[n + 1][j] = _marked(outcomes[n + 1][j], there, here, "the report before it", "the earlier report")
    return tuple(replace(pair, outcomes=tuple(said)) for pair, said in zip(pairs, outcomes, strict=True))


def _marked(outcome: OutcomeDiff, here: Sequence[Link], there: Sequence[Link], beside: str, report: str) -> OutcomeDiff:
    """What a status does not rest on is said and not put under review."""
    if _direct(here) == _direct(there) and bool(here) == bool(there):
        return outcome
    otherwise = f"eld against {beside}, {_otherwise(here, there, report)}"
    if read_alike(here, there) or outcome.status in ("dropped", "new"):
        return replace(outcome, reason=f"{outcome.reason} H{otherwise}.")
    return replace(outcome, review=True, reason=with_doubt(outcome.reason, f"h{otherwise}"))


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
