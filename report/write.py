"""Results → a folder that appears whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from align.alignment import Alignment
from diff.as_json import alignment_json, comparison_json
from diff.comparison import Comparison
from diff.schema import COLUMNS
from diff.tables import alignment_package, alignment_tables, datapackage, tables
from extract.parsed import json_text, write_parsed
from extract.report import Report
from report.extracted import finish
from report.page.html import html_page
from report.page.pictures import Pages
from report.parquet import parquet_names
from report.publish import publish

_COMPARISON_FILES = {
    "comparison.json", "report.html", "report.xlsx", "briefing.docx", "datapackage.json", "parsed",
    *(f"{name}.csv" for name in COLUMNS),
}  # fmt: skip
_ALIGNMENT_FILES = {
    "alignment.json", "datapackage.json", "reports.csv", "commitments.csv", "statements.csv", "measures.csv",
}  # fmt: skip


def write_comparison(
    comparison: Comparison,
    folder: Path,
    version: str,
    *,
    safe: bool = False,
    parquet: bool = False,
    pages_of: Callable[[Report], Pages] | None = None,
) -> None:
    """Write everything that ``compare`` promises. ``safe`` keeps the CSVs' cells from starting a formula.

    ``parquet`` writes a Parquet file beside each CSV. ``pages_of`` gives the pictures of a report's pages for
    report.html, so that each passage can be shown where it stands; it is asked last, so that they may be drawn
    meanwhile.
    """

    def fill(new: Path) -> None:
        _write_tables(new, tables(comparison), datapackage(comparison, version), safe=safe, parquet=parquet)
        _write(new / "comparison.json", json_text(comparison_json(comparison, version)))
        _write_office(comparison, new, version)
        for report in comparison.reports:
            place = new / "parsed" / report.id
            place.mkdir(parents=True)
            write_parsed(report, place, version)
            finish(place, safe=safe, parquet=parquet)
        pages = {report.id: pages_of(report) for report in comparison.reports} if pages_of else {}
        _write(new / "report.html", html_page(comparison, version, pages))

    names = _COMPARISON_FILES | parquet_names(_COMPARISON_FILES)
    publish(folder, fill, names, marker="comparison.json")


def write_alignment(alignment: Alignment, folder: Path, version: str, *, safe: bool = False) -> None:
    """Write what ``align`` promises: what carries on between two reports."""

    def fill(new: Path) -> None:
        _write_tables(new, alignment_tables(alignment), alignment_package(alignment, version), safe=safe)
        _write(new / "alignment.json", json_text({**alignment_json(alignment), "version": version}))

    publish(folder, fill, _ALIGNMENT_FILES, marker="alignment.json")


def _write_tables(
    folder: Path, csvs: dict[str, str], package: dict[str, Any], *, safe: bool, parquet: bool = False
) -> None:
    for name, text in csvs.items():
        _write(folder / name, text)
    _write(folder / "datapackage.json", json_text(package))
    finish(folder, safe=safe, parquet=parquet)


def _write_office(comparison: Comparison, folder: Path, version: str) -> None:
    # Imported here: what writes these files is not for those who only extract.
    from report.office.briefing import briefing_bytes
    from report.office.workbook import workbook_bytes

    (folder / "briefing.docx").write_bytes(briefing_bytes(comparison, version))
    (folder / "report.xlsx").write_bytes(workbook_bytes(comparison, version))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
