"""What the desk says in place of codes."""

from __future__ import annotations

from datetime import datetime

from desk.records import KeptReport
from report import words
from report.phrases import day

#: What a task is doing, with the name of the file.
_STEPS = {
    "read": "Reading {}", "recognised": "Recognising the text of {}", "drawn": "Drawing the pages of {}",
    "comparing": "Comparing the reports", "writing": "Writing the files",
}  # fmt: skip
CARRIED = {
    "holds": "holds", "stale": "finds its text no more", "elsewhere": "is about other years", "": "made since",
}  # fmt: skip
ROLES = {
    "": "Keep it as it is", "title": "The commitment", "number": "Its number", "outcome": "Outcomes",
    "progress": "Progress", "delivery": "How it is delivered",
}  # fmt: skip
_SHORT = 90


def step_words(what: str) -> str:
    """A step of a task, such as ``read plan.pdf``, in words."""
    step, _, file = what.partition(" ")
    return _STEPS[step].format(file)


def moment(at: str) -> str:
    """A time that the library keeps, on the clock of this machine: ``26 November 2026, 20:55``."""
    there = datetime.fromisoformat(at).astimezone()
    return f"{day(there.date().isoformat())}, {there:%H:%M}"


def short(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rsplit(' ', 1)[0]} …"


def ruling_words(kind: str, ruling: str) -> str:
    """A decision as the report says it."""
    return str((words.EVIDENCE_RULING if kind == "evidence" else words.MATCH_RULING)[ruling])


def outcomes_to_check(count: int) -> str:
    """How many outcomes a person should look at."""
    return "nothing to check" if not count else f"{count} to check before quoting"


def why_not_read(report: KeptReport) -> str:
    """Why a report could not be read. Where only its labels are unknown, a person at the desk can name them."""
    if not report.labels:
        return report.why
    return f"{report.file}, page {report.facts['page']}: has a table, but none of its columns is one that is known."
