"""A Pair → suggested lines of enquiry: questions that an officer may put, each with its source, ranked.

A question claims no more than the texts say. What was not found is said to be not found, never to be missing, and what
is to be checked first says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from diff.comparison import Pair
from report.office import outcome_enquiries as outcomes
from report.office.enquiry import Enquiry
from report.office.figure_enquiries import about_moved_figures, about_vanished_figures
from report.office.years import Names, names_of

#: How many of each kind at most, in the order in which they are told.
_KINDS: tuple[tuple[Callable[[Pair, Names], Iterator[Enquiry]], int], ...] = (
    (outcomes.about_contradictions, 2),
    (outcomes.about_columns, 2),
    (outcomes.about_dropped, 3),
    (outcomes.about_lost, 3),
    (about_vanished_figures, 3),
    (outcomes.about_promises, 2),
    (about_moved_figures, 2),
    (outcomes.about_stale_text, 1),
    (outcomes.about_never, 2),
)
MOST = 10


def enquiries(pair: Pair, most: int = MOST) -> tuple[Enquiry, ...]:
    """At most ``most`` questions: the best of each kind before the second best of any; no two from the same words."""
    names = names_of(pair)
    kinds = [_few(make(pair, names), limit) for make, limit in _KINDS]
    chosen: list[tuple[int, int, Enquiry]] = []
    used: set[str] = set()
    for place in range(max(limit for _, limit in _KINDS)):
        for kind, made in enumerate(kinds):
            if place < len(made) and len(chosen) < most and not made[place].about & used:
                chosen.append((kind, place, made[place]))
                used |= made[place].about
    return tuple(one for _, _, one in sorted(chosen, key=lambda c: c[:2]))


def _few(made: Iterable[Enquiry], limit: int) -> list[Enquiry]:
    return list(islice(made, limit))
