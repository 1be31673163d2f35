"""Results → a folder that appears whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from align.alignment import Alignment
from diff.as_json import alignment_json, comparison_json
from diff.comparison import Comparison
from extract.parsed import json_text, write_parsed
from extract.report import Report
from report.extracted import make_safe
from report.page.html import html_page
from report.page.pictures import Pages
from report.publish import publish
from report.spreadsheet import spreadsheet_safe
from report.tables import (
    commitment_rows,
    datapackage,
    measure_rows,
    statement_rows,
    table_text,
    tables,
)

_COMPARISON_FILES = {
    "comparison.json", "report.html", "report.xlsx", "briefing.docx", "datapackage.json", "commitments.csv",
    "outcomes.csv", "evidence.csv", "statements.csv", "measures.csv", "parsed",
}  # fmt: skip
_ALIGNMENT_FILES = {"alignment.json", "commitments.csv", "statements.csv", "measures.csv"}


def write_comparison(
    comparison: Comparison,
    folder: Path,
    version: str,
    *,
    safe: bool = False,
    pages_of: Callable[[Report], Pages] | None = None,
) -> None:
    """Write everything that ``compare`` promises. ``safe`` keeps the CSVs' cells from starting a formula.

    ``pages_of`` gives the pictures of a report's pages for report.html, so that each passage can be shown where it
    stands; it is asked last, so that they may be drawn meanwhile.
    """

    def fill(new: Path) -> None:
        for name, text in tables(comparison).items():
            _write(new / name, spreadsheet_safe(text) if safe else text)
        _write(new / "comparison.json", json_text(comparison_json(comparison, version)))
        _write(new / "datapackage.json", json_text(datapackage(comparison, version)))
        _write_office(comparison, new, version)
        for report in comparison.reports:
            place = new / "parsed" / report.id
            place.mkdir(parents=True)
            write_parsed(report, place, version)
            make_safe(place, wanted=safe)
        pages = {report.id: pages_of(report) for report in comparison.reports} if pages_of else {}
        _write(new / "report.html", html_page(comparison, version, pages))

    publish(folder, fill, _COMPARISON_FILES, marker="comparison.json")


def write_alignment(alignment: Alignment, folder: Path, version: str, *, safe: bool = False) -> None:
    """Write what ``align`` promises: what carries on between two reports."""
    rows = {"commitments": commitment_rows, "statements": statement_rows, "measures": measure_rows}
    both = {"before_report": alignment.before.id, "after_report": alignment.after.id}

    def fill(new: Path) -> None:
        for name, make in rows.items():
            text = table_text(name, ({**both, **row} for row in make(alignment)))
            _write(new / f"{name}.csv", spreadsheet_safe(text) if safe else text)
        _write(new / "alignment.json", json_text({**alignment_json(alignment), "version": version}))

    publish(folder, fill, _ALIGNMENT_FILES, marker="alignment.json")


def _write_office(comparison: Comparison, folder: Path, version: str) -> None:
    # Imported here: what writes these files is not for those who only extract.
    from report.office.briefing import briefing_bytes
    from report.office.workbook import workbook_bytes

    (folder / "briefing.docx").write_bytes(briefing_bytes(comparison, version))
    (folder / "report.xlsx").write_bytes(workbook_bytes(comparison, version))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
