"""What a report says of itself: title, body, plan, date and period; ``None`` where it does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from extract.layout import Document
from extract.lines import raw_text
from extract.outside import Outside
from extract.rows import LogicalTable
from extract.texts import tidy

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sept sep|october oct|november nov|december dec".split("|"), 1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(rf"\b(?:(\d{{1,2}})\s*(?:st|nd|rd|th)?\s+)?({_MONTH})\.?,?\s+((?:19|20)\d\d)\b", re.I)
_PERIOD = re.compile(
    rf"({_MONTH})\.?\s+((?:19|20)\d\d)\s*(?:to|–|-|until)\s*(?:the end of\s+)?({_MONTH})\.?\s+((?:19|20)\d\d)", re.I
)
_TEXT = attrgetter("text")
_PLAN = re.compile(r"^(.*?\b(?:plan|strategy|programme|framework)\b(?:\s*\(?\d{4}\s*[-–/]\s*\d{2,4}\)?)?)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A report's own account of itself."""

    title: str
    body: str | None
    plan: str | None
    date: str | None
    period: tuple[str, str] | None


def about(document: Document, logical: LogicalTable, outside: Outside, labels: Sequence[str]) -> About:
    """Title from the metadata, else from a heading or the table's title row; date from the title or the labels."""
    heads = [tidy(raw_text([line])) for line in outside.headings]
    title = tidy(document.title or "") or tidy(logical.title) or (heads[0] if heads else Path(document.path).stem)
    said = [title, tidy(logical.title), *map(tidy, labels), *heads]
    plan = _PLAN.match(title)
    return About(
        title=title,
        body=_body(document),
        plan=tidy(plan.group(1)) if plan else None,
        date=next((date for text in said if (date := _date(text))), None),
        period=next((period for text in said if (period := _period(text))), None),
    )


def _body(document: Document) -> str | None:
    """The author that the file names, if the pages name it too: often it is a person, or the program that wrote it."""
    author = tidy(document.author or "")
    if not author:
        return None
    said = {text.strip(".,;:()").lower() for text in set(map(_TEXT, document.words))}
    return author if all(part.lower() in said for part in author.split()) else None


def _date(text: str) -> str | None:
    if _PERIOD.search(text) or re.search(r"\bsince\b", text, re.I):
        return None  # a period's ends are not the report's date
    match = _DATE.search(text)
    if not match:
        return None
    day, month, year = match.groups()
    return f"{year}-{_MONTHS[month.lower()]:02d}" + (f"-{int(day):02d}" if day and 1 <= int(day) <= 31 else "")


def _period(text: str) -> tuple[str, str] | None:
    match = _PERIOD.search(text)
    if not match:
        return None
    a, year_a, b, year_b = match.groups()
    return f"{year_a}-{_MONTHS[a.lower()]:02d}", f"{year_b}-{_MONTHS[b.lower()]:02d}"
