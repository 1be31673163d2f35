"""Firm intentions of the earlier report with a date, and whether the later report takes them up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from align.alignment import StatementMatch
from align.terms import normal
from diff.comparison import Promise
from extract.report import PROGRESS, Report

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if m[3:] else m for m in _MONTHS)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")
_PLEDGE = re.compile(r"\b(?:will|shall)\b(?!\s+continue)", re.I)
_FIRM = re.compile(
    r"\b(?:is|are|was|were|now)\s+(?:due\s+)?to\b|\bdue\b|\bto be\b"
    r"|\b(?:begins?|starts?|opens?|launch(?:es)?|goes? live)\b"
    r"|\b(?:scheduled|planned|expected|promised|agreed|resolved|decided|committed|pledged|undertaken)\b",
    re.I,
)
_WHEN = re.compile(
    rf"\b(?:by|in|from|during|before|until|at|on|for)\s+(?:the\s+)?(?:end of\s+|early\s+|late\s+|mid[- ])?"
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?:({_MONTH})\.?\s+)?((?:20)\d\d)\b|\b(?:by|in|during|before)\s+(?:the\s+)?"
    r"(?:(?:end of|early|late|next|coming)\s+)*(spring|summer|autumn|winter|new year|year|quarter|months?)\b",
    re.I,
)


def find_promises(before: Report, matches: Sequence[StatementMatch]) -> tuple[Promise, ...]:
    """The promises of the earlier report's progress column, in order: one a statement, its firmest sentence.

    A promise is a sentence that says that something will be done, or one with a date still to come by which something
    is due, decided or expected. It is answered by the most alike later statement that is not the same words again.
    """
    made: list[Promise] = []
    for item in before.items:
        if item.role != PROGRESS:
            continue
        said = [(s, due) for s in _SENTENCE.split(item.text) if (due := _due(s, before.date)) is not None]
        if said:
            sentence, due = max(said, key=lambda one: bool(one[1]))  # one with a date can be held against the calendar
            answer = _answer(item.id, matches)
            made.append(Promise(statement=item.id, promise=sentence, due=due or None, answered_by=answer))
    return tuple(made)


def _due(sentence: str, written: str | None) -> str | None:
    """The date that a sentence promises something for (ISO 8601, "" for none said); ``None`` if it promises nothing."""
    pledged = bool(_PLEDGE.search(sentence))
    if not pledged and not _FIRM.search(sentence):
        return None
    dates = [_date(when) for when in _WHEN.finditer(normal(sentence))]
    to_come = [d for d in dates if d and (written is None or d >= written[: len(d)])]
    if to_come:
        return to_come[0]
    return "" if pledged or "" in dates else None


def _date(when: re.Match[str]) -> str:
    """ISO 8601, as far as it is said; "" for a season."""
    day, month, year, _ = when.groups()
    if year is None:
        return ""
    return year + (f"-{_number(month):02d}" if month else "") + (f"-{int(day):02d}" if day and month else "")


def _number(month: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))


def _answer(statement: str, matches: Iterable[StatementMatch]) -> str | None:
    found = [m for m in matches if m.before == statement and m.after is not None and m.relation != "repeated"]
    return max(found, key=lambda m: m.score or 0.0).after if found else None
