"""Links → status, how likely it is right, whether a person should check it, and the reason in words.

A status is put under review where asking a person is cheaper than being wrong: where the chance of being wrong, times
what a wrong one costs (``WRONG``, in looks at the page), is more than one look. So it is with the passages that
it names: a report may be known to have evidence though none of them is likely to be it. A false "lost" and a false
"kept" cost most, since they are what an officer quotes and is blamed for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from align.alignment import OutcomeMatch
from diff.comparison import Level, Link, Listed, Status
from diff.judge import none_direct

WRONG: dict[Status, float] = {"lost": 4.0, "kept": 4.0, "gained": 3.0, "never": 3.0, "dropped": 4.0, "new": 3.0}
_QUOTED = 90  # characters of a statement that a reason quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFacts:
    """One report as far as one outcome is concerned."""

    evidence: Sequence[Link]
    considered: Sequence[Link]
    likely: float  # that the report has direct evidence at all
    worded: Link | None  # a statement with the outcome's own words that the judge does not count
    stale: bool  # the direct evidence is last year's text word for word
    doubts: Sequence[str]  # why the reading of the outcome or of a deciding statement is uncertain
    unsure: bool  # an officer looked and could not decide
    carried: str = ""  # how, and on what page, the earlier report's deciding statement stands in this one

    @property
    def level(self) -> Level:
        """The best grade that the report has for the outcome."""
        if any(link.grade == "direct" for link in self.evidence):
            return "direct"
        return "partial" if self.evidence else "none"

    @property
    def named(self) -> float:
        """How likely one of the direct links is right, whatever else there may be; 1 where a person chose one."""
        direct = [link for link in self.evidence if link.grade == "direct"]
        if any(link.ruled for link in direct):
            return 1.0
        return 1 - float(np.exp(none_direct([link.score for link in direct])))

    @property
    def best(self) -> Link | None:
        """The link that decides: a ruled one first, then the best by score."""
        return self.evidence[0] if self.evidence else next(iter(self.considered), None)

    def pages(self) -> str:
        """The pages of the direct links, in words."""
        pages = sorted({link.page for link in self.evidence if link.grade == "direct"})
        return f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(map(str, pages))}"


def listed_of(match: OutcomeMatch) -> Listed:
    """Where an outcome is printed."""
    if match.relation == "carried":
        return "carried"
    if match.before and match.after:
        return "both"
    return "before" if match.before else "after"


def status_of(match: OutcomeMatch, before: Level, after: Level) -> Status:
    """From direct evidence only; a dropped or new outcome is that, whatever is known of it."""
    if match.relation in ("dropped", "new"):
        return "dropped" if match.relation == "dropped" else "new"
    if before == "direct":
        return "kept" if after == "direct" else "lost"
    return "gained" if after == "direct" else "never"


def probability_of(match: OutcomeMatch, before: SideFacts, after: SideFacts) -> float:
    """How likely the status is right: that both sides are as they were judged, and the two outcomes one."""
    if match.relation in ("dropped", "new"):
        return 0.5 if match.doubt else 1.0
    sides = [s.likely if s.level == "direct" else 1 - s.likely for s in (before, after)]
    return round(sides[0] * sides[1], 4)


def doubts_of(
    match: OutcomeMatch, status: Status, before: SideFacts, after: SideFacts, probability: float
) -> list[str]:
    """Every reason for which a person should rule before anyone quotes the status."""
    doubts = [match.doubt] if match.doubt else []
    weighed = match.relation not in ("dropped", "new")
    unsure = weighed and (1 - probability) * WRONG[status] > 1
    sides = (before, "the earlier report"), (after, "the later report")
    doubtful = max(sides, key=lambda s: min(s[0].likely, 1 - s[0].likely))
    for side, when in sides:
        doubts.extend(f"{doubt} ({when})" for doubt in side.doubts)
        if side.unsure:
            doubts.append(f"an officer is unsure about a passage in {when}")
        elif (weighed and _faint(side, status)) or (
            unsure and (side is doubtful[0] or (1 - _certainty(side)) * WRONG[status] > 1)
        ):
            doubts.append(f"in {when} {_why_unsure(side)}")
        if side.worded and status in ("lost", "gained"):
            doubts.append(
                f"its own words stand on page {side.worded.page} of {when}, in a statement that was not counted"
            )
    if status == "lost" and after.carried:
        doubts.append(f"the passage that counted last year still stands, {after.carried}")
    return doubts


def _faint(side: SideFacts, status: Status) -> bool:
    """Whether a side that is said to have evidence can hardly say where."""
    return side.level == "direct" and (1 - side.named) * WRONG[status] > 1


def _certainty(side: SideFacts) -> float:
    return side.likely if side.level == "direct" else 1 - side.likely


def _why_unsure(side: SideFacts) -> str:
    best = side.best
    if best is None:
        return "nothing near it was found"
    if side.level == "direct":
        if side.named < 0.5:
            return f"nothing single stands out, the best passage being on page {best.page}"
        return f"the best passage, on page {best.page}, only just counts"
    faint = "nothing single stands out: " if side.likely >= 0.5 else ""
    if side.level == "partial":
        return f"{faint}only related statements were found, the best on page {best.page}"
    return f"{faint}a passage on page {best.page} nearly counts"


def reason_of(match: OutcomeMatch, status: Status, before: SideFacts, after: SideFacts, doubts: Iterable[str]) -> str:
    """The status explained in one sentence, with its pages and the nearest statement, and then what to check."""
    said = {
        "kept": lambda: f"Reported on {before.pages()} of the earlier report and {after.pages()} of the later one",
        "gained": lambda: (
            f"Reported on {after.pages()} of the later report; not found in the earlier one{_nearest(before)}"
        ),
        "lost": lambda: (
            f"Reported on {before.pages()} of the earlier report; not found in the later one{_nearest(after)}"
        ),
        "never": lambda: f"Nothing directly about it was found in either report{_nearest(after)}",
        "dropped": lambda: _dropped(match, after),
        "new": lambda: f"{_listed(match)}{_known(after)}",
    }[status]()
    if after.stale:
        said += " (word for word last year’s text)"
    checks = "; ".join(doubts)
    return f"{said}. Check: {checks}." if checks else f"{said}."


def with_doubt(reason: str, doubt: str) -> str:
    """A reason with one more thing to check."""
    return f"{reason[:-1]}; {doubt}." if ". Check: " in reason else f"{reason} Check: {doubt}."


def _nearest(side: SideFacts) -> str:
    """What comes nearest to evidence on a side that has none, in its own words."""
    best = side.best
    if best is None or best.ruled:
        return ""
    what = "only related statements" if side.level == "partial" else "the nearest statement"
    return f" ({what}, page {best.page}: “{_quoted(best.text)}”)"


def _quoted(text: str) -> str:
    """The start of a text, cut between words."""
    return text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _dropped(match: OutcomeMatch, after: SideFacts) -> str:
    gone = match.before is not None and not match.before.commitment
    where = "its commitment is gone from the later report" if gone else "the later report does not list it"
    return f"No longer listed: {where}{_known(after)}"


def _listed(match: OutcomeMatch) -> str:
    if match.returns is None:
        return "First listed in the later report"
    return (
        f"Listed again in the later report: it stood on page {match.returns.item.page_first} of {match.returns.report} "
        "and not in the report before this one"
    )


def _known(side: SideFacts) -> str:
    if side.level != "direct" or side.best is None:
        return ""
    if side.named < 0.5:
        return f"; nothing single stands out in it, the best passage being on page {side.best.page}"
    return f", which reports on it on {side.pages()}"
