"""A report → which of its cells are empty, and why: no such column, blank, or perhaps not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.report import DAMAGED, SUMMARY, UNOWNED, Commitment, Report

NOT_IN_REPORT, BLANK, BLANK_OR_UNREAD = "not-in-report", "blank", "blank-or-unread"
_HEADS = ("number", "title")  # columns that have no items: their cells are blank in commitments.csv


def roles_of(report: Report) -> tuple[str, ...]:
    """The roles that the items of a report may have."""
    found = [role for role in report.columns if role not in _HEADS]
    return tuple(dict.fromkeys([*found, SUMMARY, "note", *(item.role for item in report.items)]))


def missing_cells(report: Report) -> list[dict[str, Any]]:
    """One row for each column that the report lacks, and for each cell in which nothing was read."""
    return list(_rows(report))


def _rows(report: Report) -> Iterator[dict[str, Any]]:
    held = {(item.commitment, item.role) for item in report.items}
    damaged = any(finding.kind == DAMAGED for finding in report.findings)
    unsure = {finding.page for finding in report.findings if UNOWNED in finding.text}
    for role, label in report.columns.items():
        if label is None:
            yield {"role": role, "commitment": None, "why": NOT_IN_REPORT}
        elif role not in _HEADS:
            for commitment in report.commitments:
                if (commitment.id, role) not in held:
                    lost = damaged or not unsure.isdisjoint(_pages(commitment))
                    why = BLANK_OR_UNREAD if lost else BLANK
                    yield {"role": role, "commitment": commitment.id, "why": why}


def _pages(commitment: Commitment) -> range:
    return range(commitment.page_first, commitment.page_last + 1)
