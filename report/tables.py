"""A Comparison → its CSVs, each with the reports it is about first, and the Data Package that describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from align.alignment import Alignment
from diff.as_json import commitment_json, link_json, measure_json, outcome_json, statement_json
from diff.comparison import Comparison, Link, OutcomeDiff, Pair
from extract.csv_text import csv_text
from extract.schema import resource

_BOTH = ("before_report", "after_report")
#: The header of each CSV, by its file's stem.
COLUMNS: dict[str, tuple[str, ...]] = {
    "commitments": (*_BOTH, "before", "after", "relation", "score"),
    "outcomes": (
        *_BOTH, "before", "after", "commitment", "text", "listed", "relation", "status", "evidence_before",
        "evidence_after", "review", "reason", "probability",
    ),
    "evidence": (
        *_BOTH, "outcome_report", "outcome", "statement_report", "statement", "grade", "score", "page", "text", "why",
        "ruled", "kind", "direction",
    ),
    "statements": (*_BOTH, "before", "after", "relation", "score", "before_text", "after_text"),
    "measures": (
        *_BOTH, "before", "after", "what", "value_before", "value_after", "unit", "period_before", "period_after",
        "comparable", "reason",
    ),
}  # fmt: skip
_NUMBERS = {"score", "probability", "value_before", "value_after"}

Row = dict[str, Any]


def tables(comparison: Comparison) -> dict[str, str]:
    """File name → text of every CSV: RFC 4180 with LF, a header row, UTF-8 when encoded."""
    return {f"{name}.csv": table_text(name, _rows(comparison, make)) for name, make in _MAKERS.items()}


def table_text(name: str, rows: Iterable[Row]) -> str:
    """One CSV as text. Lists are not written: a row names one thing."""
    return csv_text(COLUMNS[name], ([_plain(row[column]) for column in COLUMNS[name]] for row in rows))


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e6 else value


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
        row = outcome_json(outcome)
        yield {name: row[name] for name in COLUMNS["outcomes"][2:]}


def _evidence_rows(pair: Pair) -> Iterator[Row]:
    for outcome in pair.outcomes:
        for report, links in ((pair.before.id, outcome.evidence.before), (pair.after.id, outcome.evidence.after)):
            for link in links:
                yield _evidence_row(outcome, report, link)


def _evidence_row(outcome: OutcomeDiff, report: str, link: Link) -> Row:
    shown = outcome.match.after or outcome.match.before
    assert shown is not None
    named = {"outcome_report": shown.report, "outcome": shown.item.id, "statement_report": report}
    return {**named, **link_json(link)}


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
    """The Data Package v2 descriptor of the CSVs, which names the reports compared."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "comparison",
        "title": " and ".join(r.title for r in comparison.reports),
        "resources": [
            resource(name, [{"name": c, "type": _type(c)} for c in columns]) for name, columns in COLUMNS.items()
        ],
        "reports": [
            {"report": r.id, "sha256": r.source.sha256, "parsed": f"parsed/{r.id}"} for r in comparison.reports
        ],
        "version": version,
    }


def _type(column: str) -> str:
    if column in _NUMBERS:
        return "number"
    if column in ("review", "ruled", "comparable"):
        return "boolean"
    return "integer" if column == "page" else "string"
