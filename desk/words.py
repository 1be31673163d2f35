"""What the desk says in place of codes."""

from __future__ import annotations

from datetime import datetime

from desk.records import Brought, Change, KeptReport
from report import words
from report.phrases import day

#: What a task is doing, with the name of the file.
_STEPS = {
    "read": "Reading {}", "recognised": "Recognising the text of {}", "drawn": "Drawing the pages of {}",
    "comparing": "Comparing the reports", "writing": "Writing the files",
}  # fmt: skip
_CARRIED = {
    "holds": ("holds", "hold"), "stale": ("finds its text no more", "find their texts no more"),
    "disputed": ("is disputed, so it does not apply", "are disputed, so none of them applies"),
    "unmet": ("is not followed, as another has one of its outcomes",) * 2,
    "elsewhere": ("is about other years", "are about other years"), "": ("made since", "made since"),
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


def moment_exact(at: str) -> str:
    """As ``moment``, to the second: for those that were made one soon after another."""
    return f"{moment(at)}:{datetime.fromisoformat(at):%S}"


def carried_words(state: str, count: int = 1) -> str:
    """Whether a decision holds in a comparison, or several do."""
    return _CARRIED[state][count != 1]


def short(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rsplit(' ', 1)[0]} …"


def change_words(change: Change) -> str:
    """A step of somebody's in a sentence: what was decided, or taken back; the first of several, and how many more."""
    of = change.added or change.taken
    first = of[0].columns
    what = "the decision" if change.added else "taking back the decision"
    by = f" ({first['by']})" if first["by"] else ""
    more = f", and {len(of) - 1} more" if len(of) > 1 else ""
    return f"{what} “{words.ruling_words(first['kind'], first['ruling'])}”{by} on: {short(first['b_text'])}{more}"


def brought_words(brought: Brought) -> str:
    """What came in with a library's file."""
    counts = {"report": brought.reports, "comparison": brought.comparisons, "decision": brought.decisions}
    new = [words.many(count, what) for what, count in counts.items() if count]
    said = [f"New here: {', '.join(new)}."] if new else []
    if brought.taken:
        were = "was" if brought.taken == 1 else "were"
        said.append(f"{words.many(brought.taken, 'decision')} {were} taken back there, and now here.")
    if brought.gone:
        gone, were = words.many(brought.gone, "decision"), "was" if brought.gone == 1 else "were"
        said.append(f"{gone} of the file {were} taken back here since: undo that if it should stand.")
    if brought.reports or brought.comparisons:
        said.append("What is to be read or compared anew is being made.")
    return " ".join(said) or "Everything in the file is here already."


def outcomes_to_check(count: int) -> str:
    """How many outcomes a person should look at."""
    return "nothing to check" if not count else f"{count} to check before quoting"


def why_not_read(report: KeptReport) -> str:
    """Why a report could not be read. Where only its labels are unknown, a person at the desk can name them."""
    if not report.labels:
        return report.why
    return f"{report.file}, page {report.facts['page']}: has a table, but none of its columns is one that is known."
