"""Links → status, whether a person should check it, and the reason in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from align.alignment import OutcomeMatch
from diff.comparison import Level, Link, Listed, Status
from diff.judge import Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFacts:
    """One report as far as one outcome is concerned."""

    evidence: Sequence[Link]
    considered: Sequence[Link]
    doubts: Sequence[str]  # why the reading of the outcome or of a deciding statement is uncertain
    unsure: bool  # an officer looked and could not decide

    @property
    def level(self) -> Level:
        """The best grade that the report has for the outcome."""
        if any(link.grade == "direct" for link in self.evidence):
            return "direct"
        return "partial" if self.evidence else "none"

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


def doubts_of(match: OutcomeMatch, before: SideFacts, after: SideFacts, judge: Judge) -> list[str]:
    """Every reason for which a person should rule before anyone quotes the status."""
    doubts = [match.doubt] if match.doubt else []
    for side, when in ((before, "the earlier report"), (after, "the later report")):
        doubts.extend(f"{doubt} ({when})" for doubt in side.doubts)
        if side.unsure:
            doubts.append(f"an officer is unsure about a passage in {when}")
        elif doubt := _near_the_threshold(side, judge):
            doubts.append(f"in {when} {doubt}")
    return doubts


def _near_the_threshold(side: SideFacts, judge: Judge) -> str:
    best = side.best
    if best is None or best.ruled:
        return ""
    if side.level == "partial" and best.score >= judge.doubt_from:
        return f"only related statements were found, the best on page {best.page}"
    if not judge.doubt_from <= best.score < judge.doubt_to:
        return ""
    if side.level == "direct":
        return f"the best passage, on page {best.page}, only just counts"
    return f"a passage on page {best.page} nearly counts"


def reason_of(match: OutcomeMatch, status: Status, before: SideFacts, after: SideFacts, doubts: Iterable[str]) -> str:
    """The status explained in one sentence, with its pages, and what to check where something is in doubt."""
    said = {
        "kept": lambda: f"Reported on {before.pages()} of the earlier report and {after.pages()} of the later one",
        "gained": lambda: (
            f"Reported on {after.pages()} of the later report; not found in the earlier one{_only(before)}"
        ),
        "lost": lambda: f"Reported on {before.pages()} of the earlier report; not found in the later one{_only(after)}",
        "never": lambda: f"Nothing directly about it was found in either report{_only(before) or _only(after)}",
        "dropped": lambda: _dropped(match, after),
        "new": lambda: f"First listed in the later report{_known(after)}",
    }[status]()
    checks = "; ".join(doubts)
    return f"{said}. Check: {checks}." if checks else f"{said}."


def _only(side: SideFacts) -> str:
    return ", only related statements" if side.level == "partial" else ""


def _dropped(match: OutcomeMatch, after: SideFacts) -> str:
    gone = match.before is not None and not match.before.commitment
    where = "its commitment is gone from the later report" if gone else "the later report does not list it"
    return f"No longer listed: {where}{_known(after)}"


def _known(side: SideFacts) -> str:
    return f", which reports on it on {side.pages()}" if side.level == "direct" else ""
