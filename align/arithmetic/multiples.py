"""A text and its figures → "halved", "doubled" and the like that are not what the two values make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from align.arithmetic.moves import move_of
from align.arithmetic.rounding import span
from align.arithmetic.sums import Sum, amount, number_text, sum_of
from align.figure import Figure

_TIMES = {"halved": 0.5, "doubled": 2.0, "trebled": 3.0, "tripled": 3.0, "quadrupled": 4.0}
_SAID = re.compile(
    r"\b(?:(?P<more>more than|over)\s|(?P<nearly>nearly|almost|virtually)\s|(?:about|around|roughly)\s)?"
    r"(?P<verb>halved|doubled|trebled|tripled|quadrupled)\b(?P<between>[^.;:()\d]{0,50})$",
    re.I,
)
_LOOSE = 0.25  # writers say "doubled" of what grew by 1.8 or 2.4 times


def multiples(text: str, found: Sequence[Figure]) -> Iterator[Sum]:
    """Where a thing is said to have doubled and its two values say otherwise."""
    for a, b in pairwise(found):
        move = move_of(text, a, b)
        said = _SAID.search(re.sub(r"\bfrom\s+(?:\S+\s+)?$", "", text[: a.start])) if move else None
        if move is None or said is None or move.earlier is not a or a.value <= 0 or b.value <= 0:
            continue
        times = _TIMES[said["verb"].lower()]
        earlier, later = span(a), span(b)
        low, high = later.low / max(earlier.high, 1e-9), later.high / max(earlier.low, 1e-9)
        least, most = times * (1 - _LOOSE), times * (1 + _LOOSE)
        beyond = "more" if (times > 1) == bool(said["more"]) else "less"  # "more than halved" is below a half
        if said["more"] or said["nearly"]:
            least, most = (times, float("inf")) if beyond == "more" else (0.0, times)
        ratio = number_text(b.value / a.value)
        yield sum_of(
            "multiple",
            high >= least and low <= most,
            f"{amount(b.value, b)} is {ratio} times {amount(a.value, a)}.",
            a,
            b,
        )
