"""A Comparison or an Alignment → its CSVs, each with the reports it is about first, and their Data Package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from align.alignment import Alignment
from diff.as_json import commitment_json, link_json, measure_json, outcome_json, statement_json
from diff.comparison import Comparison, Link, OutcomeDiff, Pair
from diff.schema import COLUMNS, described
from extract.csv_text import csv_text
from extract.report import Report
from extract.schema import PACKAGE_PROFILE, file_name, rights

Row = dict[str, Any]


def tables(comparison: Comparison) -> dict[str, str]:
    """File name → text of every CSV: RFC 4180 with LF, a header row, UTF-8 when encoded."""
    return {f"{name}.csv": comparison_csv(comparison, name) for name in COLUMNS}


def comparison_csv(comparison: Comparison, name: str) -> str:
    """One of a comparison's CSVs, by its file's stem, as text."""
    return table_text(name, report_rows(comparison.reports) if name == "reports" else _rows(comparison, _MAKERS[name]))


def alignment_tables(alignment: Alignment) -> dict[str, str]:
    """File name → text of every CSV of what carries on between two reports."""
    both = {"before_report": alignment.before.id, "after_report": alignment.after.id}
    made = {
        f"{name}.csv": table_text(name, ({**both, **r} for r in rows(alignment))) for name, rows in _CARRIES.items()
    }
    return {"reports.csv": table_text("reports", report_rows((alignment.before, alignment.after))), **made}


def table_text(name: str, rows: Iterable[Row]) -> str:
    """One CSV as text. Lists are not written: a row names one thing."""
    return csv_text(COLUMNS[name], ([_plain(row[column]) for column in COLUMNS[name]] for row in rows))


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e6 else value


def report_rows(reports: Iterable[Report]) -> Iterator[Row]:
    """One row a report."""
    for report in reports:
        first, last = report.period or (None, None)
        yield {
            "report": report.id, "title": report.title, "body": report.body, "plan": report.plan, "date": report.date,
            "period_from": first, "period_to": last, "file": file_name(report.source.path),
            "sha256": report.source.sha256, "pages": report.source.pages, "lists_outcomes": report.lists_outcomes,
        }  # fmt: skip


def commitment_rows(alignment: Alignment) -> Iterator[Row]:
    """One row a pair of numbers; one side is blank where there is none."""
    for match in alignment.commitments:
        row = commitment_json(match, alignment)
        for before in row["before"] or [None]:
            for after in row["after"] or [None]:
                yield {**row, "before": before, "after": after}


def statement_rows(alignment: Alignment) -> Iterator[Row]:
    """One row a match of statements, with both texts."""
    for match in alignment.statements:
        yield {
            **statement_json(match),
            "before_text": alignment.before.item(match.before).text if match.before else None,
            "after_text": alignment.after.item(match.after).text if match.after else None,
        }


def measure_rows(alignment: Alignment) -> Iterator[Row]:
    """One row a figure."""
    yield from map(measure_json, alignment.measures)


def _outcome_rows(pair: Pair) -> Iterator[Row]:
    for outcome in pair.outcomes:
        row = {**outcome_json(outcome), **_named(outcome)}
        yield {name: row[name] for name in COLUMNS["outcomes"][2:]}


def _evidence_rows(pair: Pair) -> Iterator[Row]:
    for outcome in pair.outcomes:
        for report, links in ((pair.before.id, outcome.evidence.before), (pair.after.id, outcome.evidence.after)):
            for link in links:
                yield _evidence_row(outcome, report, link)


def _evidence_row(outcome: OutcomeDiff, report: str, link: Link) -> Row:
    return {**_named(outcome), "statement_report": report, **link_json(link)}


def _named(outcome: OutcomeDiff) -> Row:
    """What an outcome is called: the report that prints it, the later one first, and its item there."""
    shown = outcome.match.after or outcome.match.before
    assert shown is not None
    return {"outcome_report": shown.report, "outcome": shown.item.id}


_CARRIES: dict[str, Callable[[Alignment], Iterator[Row]]] = {
    "commitments": commitment_rows, "statements": statement_rows, "measures": measure_rows,
}  # fmt: skip
_MAKERS: dict[str, Callable[[Pair], Iterator[Row]]] = {
    "commitments": lambda pair: commitment_rows(pair.alignment),
    "outcomes": _outcome_rows,
    "evidence": _evidence_rows,
    "statements": lambda pair: statement_rows(pair.alignment),
    "measures": lambda pair: measure_rows(pair.alignment),
}


def _rows(comparison: Comparison, make: Callable[[Pair], Iterator[Row]]) -> Iterator[Row]:
    for pair in comparison.pairs:
        for row in make(pair):
            yield {"before_report": pair.before.id, "after_report": pair.after.id, **row}


def datapackage(comparison: Comparison, version: str) -> dict[str, Any]:
    """The Data Package v2 descriptor of a comparison's CSVs, which names the reports compared."""
    parsed = {"reports": [
        {"report": r.id, "sha256": r.source.sha256, "parsed": f"parsed/{r.id}"} for r in comparison.reports
    ]}  # fmt: skip
    return _package("comparison", comparison.reports, COLUMNS, parsed, version)


def alignment_package(alignment: Alignment, version: str) -> dict[str, Any]:
    """The Data Package v2 descriptor of the CSVs of what carries on."""
    reports = alignment.before, alignment.after
    named = {"reports": [{"report": r.id, "sha256": r.source.sha256} for r in reports]}
    return _package("alignment", reports, ("reports", *_CARRIES), named, version)


def _package(
    name: str, reports: Sequence[Report], tables: Iterable[str], more: dict[str, Any], version: str
) -> dict[str, Any]:
    return {
        "$schema": PACKAGE_PROFILE,
        "name": name,
        "title": " and ".join(r.title for r in reports),
        **rights([(r.title, r.source.path) for r in reports]),
        "resources": described(tables),
        **more,
        "version": version,
    }
