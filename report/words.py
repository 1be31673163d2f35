"""What people see in place of the program's codes. These words are the project's contract with its readers."""

from __future__ import annotations

from align.alignment import CommitmentRelation, StatementRelation
from diff.comparison import Direction, Grade, Kind, Level, Link, Listed, OutcomeDiff, Status
from extract.report import Verification

STATUS: dict[Status, str] = {
    "kept": "Reported in both years",
    "gained": "Reported this year, not last",
    "lost": "Reported last year; not found this year",
    "never": "Nothing directly about it in either report",
    "dropped": "No longer listed",
    "new": "First listed this year",
}
ONLY_RELATED = "with only related statements this year"
CARRIED = "Last year’s outcome, checked against this year’s report"
REVIEW = "Check before quoting"
RULED = "Officer’s decision"
GRADE: dict[Grade, str] = {"direct": "about this outcome", "partial": "related only"}
#: The best that a report has for an outcome.
LEVEL_FOUND: dict[Level, str] = {"direct": GRADE["direct"], "partial": GRADE["partial"], "none": "nothing found"}
#: What an officer may decide of a passage, and of a match.
EVIDENCE_RULING = {"direct": "About this outcome", "partial": "Related only", "no": "Not about it", "unsure": "Unsure"}
MATCH_RULING = {"yes": "The same", "no": "Not the same", "unsure": "Unsure"}
RULED_ON = {
    "evidence": "Evidence", "commitment": "Same commitment", "outcome": "Same outcome", "statement": "Same statement",
}  # fmt: skip
#: What became of a commitment.
COMMITMENT: dict[CommitmentRelation, str] = {
    "same": "In both reports", "reworded": "In both reports, reworded", "split": "Split up this year",
    "merged": "Merged this year", "dropped": "No longer in the table", "new": "First in the table this year",
}  # fmt: skip
LISTED: dict[Listed, str] = {
    "both": "In both reports", "before": "In last year’s report only", "after": "In this year’s report only",
    "carried": CARRIED,
}  # fmt: skip
KIND: dict[Kind, str] = {"result": "a result", "activity": "something done", "plan": "something planned", "unclear": ""}
DIRECTION: dict[Direction, str] = {"towards": "towards it", "away": "away from it", "unclear": ""}
#: What became of a statement. A match that was not found is no proof that there is none.
STATEMENT: dict[StatementRelation, str] = {
    "repeated": "Word for word as last year", "updated": "Updated this year",
    "restated": "Said in other words this year", "ended": "No match found this year", "new": "No match found last year",
}  # fmt: skip
NOT_COUNTED = "looked at, not counted"
#: What is marked on the picture of a page: the roles that are known, and what belongs to no item.
MARK = {
    "outcome": "outcome", "progress": "progress", "delivery": "delivery", "summary": "summary", "note": "other text",
    "number": "commitment", "title": "commitment", "header": "header row", "heading": "heading",
    "furniture": "page furniture",
}  # fmt: skip
LEVEL = ("paragraph", "bullet", "sub-bullet")
#: The signs before and after an item's id in the picture of a page, in letters that every font has.
SIGNS = (
    "-  bullet", "--  sub-bullet", ":  lead-in", "›  belongs to the lead-in above", "…  goes on from the page before",
    "?  uncertain, hatched", "no colour: not read",
)  # fmt: skip
#: What a scrutiny officer wants to read first.
ORDER: tuple[Status, ...] = ("lost", "dropped", "gained", "new", "never", "kept")


def status_words(outcome: OutcomeDiff) -> str:
    """An outcome's status in the words that people see."""
    words = STATUS[outcome.status]
    only_related = outcome.status == "lost" and outcome.evidence_after == "partial"
    return f"{words}, {ONLY_RELATED}" if only_related else words


def mark_words(kind: str) -> str:
    """A role or owner as people see it; a column that plays no known role is called by the slug of its label."""
    return MARK.get(kind, kind.replace("-", " "))


def level_words(level: int) -> str:
    """An item's level as people see it."""
    return LEVEL[min(level, len(LEVEL) - 1)]


def link_words(link: Link) -> str:
    """How a statement bears on an outcome, as far as it can be told: “about this outcome, a result, away from it”."""
    return ", ".join(filter(None, (GRADE[link.grade], KIND[link.kind], DIRECTION[link.direction])))


def verified_words(said: Verification) -> str:
    """What a second reader found, with what it could not check: a clean result claims no more than was looked at."""
    words = (
        f"{said.reader} read {many(said.pages, 'page')} again: {many(said.lost, 'word')} lost, {said.doubled} doubled"
    )
    tables = len(said.cells_checked) + len(said.cells_unchecked)
    text = f"{words}, {said.invented} invented, {said.other_cell} in another cell"
    text += f" (cells could be checked on {len(said.cells_checked)} of {many(tables, 'page')} of the table)"
    return text + (f"; {many(len(said.pages_unread), 'page')} could not be read again" if said.pages_unread else "")


def ruling_words(kind: str, ruling: str) -> str:
    """A decision as people see it."""
    return str((EVIDENCE_RULING if kind == "evidence" else MATCH_RULING)[ruling])


def many(n: int, what: str) -> str:
    """So many things: “1 page”, “2 pages”."""
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
