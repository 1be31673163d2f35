"""Enquiry: one question that an officer may put, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from diff.comparison import OutcomeDiff
from extract.report import Report
from report.office.plain import one_line, shortened
from report.office.quoting import Quotation
from report.office.years import capital

#: In the order in which a briefing gives them.
Kind = Literal["contradiction", "column", "dropped", "lost", "vanished", "promise", "moved", "stale", "never"]
_CHECK = " Check: "
_TITLE = 80  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """``text`` says what the reports say, with pages, and ends with the question.

    ``check`` is what to look at before it is asked, empty where the program is sure of what it says. ``about`` names
    the items that it rests on, ``report/item``, and names in them, so that no two questions are about the same.
    """

    kind: Kind
    text: str
    quotations: tuple[Quotation, ...] = ()
    check: str = ""
    about: frozenset[str] = frozenset()


def enquiry(
    kind: Kind, *parts: str, quotations: tuple[Quotation, ...] = (), check: str = "", name: str = ""
) -> Enquiry:
    """An enquiry whose sentences are ``parts``, the question last. ``name``: a name that it is about as well."""
    about = frozenset([*(f"{q.report}/{q.item}" for q in quotations), *([name] if name else [])])
    return Enquiry(kind=kind, text=one_line(" ".join(parts)), quotations=quotations, check=check, about=about)


def says(report: Report, name: str, said: Quotation) -> str:
    """Where a report says something, and what: “Under “Safer roads”, the 2022 report says: “…” (page 3).”"""
    commitment = report.commitment(report.item(said.item).commitment)
    where = (
        f"Under “{shortened(commitment.title, _TITLE)}”, {name}" if commitment and commitment.title else capital(name)
    )
    return f"{where} says: {said.shown}."


def check_of(outcome: OutcomeDiff) -> str:
    """What to check of an outcome before its status is quoted, as a sentence; empty where nothing is."""
    if not outcome.review:
        return ""
    why = outcome.reason.partition(_CHECK)[2]
    return one_line(why[:1].upper() + why[1:]) if why else "The program is not sure of what it found."
