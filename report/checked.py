"""What a check found of one report → words: where it differs from the committed reading, and how.

As plain runs of text, each with the part it plays, so that a terminal can colour what a log cannot.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from align.words import Run, word_changes
from diff.readings import Detail, Difference

State = Literal["same", "different", "new", "unreadable"]
Part = Literal["", "head", "removed", "added", "quiet"]
_AROUND = 8  # words of context beside a change
# What a PDF's text could steer a terminal with, and what neither XML nor UTF-8 can hold.
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_SIGN = {"added": "+", "missing": "-", "changed": "~", "moved": ">", "renumbered": "#"}
_KIND = {
    "added": "was not there", "missing": "is missing", "changed": "changed", "moved": "moved",
    "renumbered": "renumbered",
}  # fmt: skip
_STATES: dict[State, str] = {
    "same": "read the same", "different": "differ", "new": "not read before", "unreadable": "unreadable",
}  # fmt: skip
_NOT_READ = "not read before: accept with --update"


class Segment(NamedTuple):
    """A run of text and the part it plays."""

    text: str
    part: Part = ""


Line = list[Segment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One report read again: its id, its file, the folder of the committed reading, and what came of it.

    ``error`` is the sentence why it, or the committed reading, could not be read. ``accepted``: what differs has been
    written to the folder.
    """

    report: str
    file: str
    folder: str
    state: State
    differences: tuple[Difference, ...] = ()
    error: str = ""
    seconds: float = 0.0
    accepted: bool = False

    @property
    def failed(self) -> bool:
        """Whether somebody should look: it differs and was not accepted, or could not be read."""
        return self.state != "same" and not self.accepted


def headline(check: Check) -> str:
    """What came of one report, in one line."""
    if check.state == "unreadable":
        said = check.error
    elif check.state == "new":
        said = f"{check.folder}: {_NOT_READ}"
    elif check.state == "same":
        said = "reads the same"
    else:
        count = len(check.differences)
        said = f"{count} difference{'' if count == 1 else 's'}, [-{check.folder}-] {{+{check.file}+}}"
    return clean(f"{check.report}: {said}{' (accepted)' if check.accepted else ''}")


def summary(checks: Iterable[Check]) -> str:
    """How many reports read the same, and how many do not."""
    counts = Counter(check.state for check in checks)
    said = [f"{counts[state]} {words}" for state, words in _STATES.items() if counts[state]]
    return f"Reports: {', '.join(said) or 'none'}."


def difference_lines(difference: Difference) -> Iterator[Line]:
    """One difference: what it is about, then what was and what is, changed words marked."""
    yield [Segment(f"{_SIGN[difference.kind]} {_what(difference)} {_KIND[difference.kind]}", "head")]
    if difference.kind == "renumbered":
        yield [Segment("    "), *_marked(difference.before, difference.after)]
    elif text := _text(difference):
        yield [Segment("    "), *text]
    for detail in difference.details:
        yield [Segment(f"    {detail.what}: "), *_detail(detail)]


def plain_lines(check: Check, most: int | None = None) -> Iterator[str]:
    """All differences of one report as plain text, or the first ``most`` and how many more there are."""
    for difference in check.differences[:most]:
        for line in difference_lines(difference):
            yield "".join(segment.text for segment in line).rstrip()
    if most is not None and len(check.differences) > most:
        yield f"and {len(check.differences) - most} more"


def clean(text: str) -> str:
    """Text on one line that can steer no terminal and stands in any XML."""
    return _UNFIT.sub(" ", text)


def _what(difference: Difference) -> str:
    if difference.about == "ledger":
        return "account of words"
    name = clean(f"{difference.about} {difference.name}")
    return f"{name} (page {difference.page})" if difference.page else name


def _text(difference: Difference) -> Line:
    before, after = clean(difference.before), clean(difference.after)
    if difference.kind == "added" or not before:
        return [Segment(f"{{+{after}+}}", "added")] if after else []
    if difference.kind == "missing" or not after:
        return [Segment(f"[-{before}-]", "removed")]
    if before == after:
        return [Segment(_shortened(after, first=False, last=True), "quiet")]
    runs = word_changes(before, after, exact=True)
    if all(run.change == "kept" for run in runs):
        return [*_marked(before, after), Segment(" (only spaces differ)", "quiet")]
    return [segment for n, run in enumerate(runs) for segment in _run(run, n == 0, n == len(runs) - 1)]


def _run(run: Run, first: bool, last: bool) -> Iterator[Segment]:
    words = run.text.rstrip()
    space = run.text[len(words) :] or ("" if last else " ")
    if run.change == "kept":
        yield Segment(_shortened(words, first=first, last=last) + space)
    else:
        yield Segment(f"[-{words}-]" if run.change == "removed" else f"{{+{words}+}}", run.change)
        yield Segment(space)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Words that were kept, but for those far from a change. ``first`` and ``last``: no change before, or behind."""
    words = text.split(" ")
    head, tail = 0 if first else _AROUND, 0 if last else _AROUND
    if (first and last) or len(words) <= head + tail + 1:
        return text
    return " ".join([*words[:head], "…", *words[len(words) - tail :]])


def _marked(before: str, after: str) -> Line:
    return [Segment(f"[-{before}-]", "removed"), Segment(" "), Segment(f"{{+{after}+}}", "added")]


def _detail(detail: Detail) -> Line:
    if detail.what == "order":
        return [Segment("stands elsewhere among the others")]
    return _marked(clean(detail.before), clean(detail.after))
