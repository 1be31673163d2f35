"""A decision on a plan's reports → whether it holds for others of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from diff.rulings import Ruling, Rulings
from extract.report import Report

Carried = Literal["holds", "stale", "elsewhere"]


def carries(ruling: Ruling, reports: Sequence[Report]) -> Carried:
    """Whether a decision holds for these reports, is about others, or finds its texts no more."""
    if not Rulings(applied=(ruling,)).stale(reports):
        return "holds"
    return "stale" if made_on(ruling) <= {report.id for report in reports} else "elsewhere"


def made_on(ruling: Ruling) -> set[str]:
    """The reports that a decision was made on; of evidence it is the one that the passage stands in."""
    named = {ruling.b_report} if ruling.kind == "evidence" else {ruling.a_report, ruling.b_report}
    return named - {""}
