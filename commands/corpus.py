"""A table of reports → what is compared with what: one run of years for each body and plan."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.errors import InputError
from extract.labels import slug

NEEDED = ("body", "plan", "year", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of the table: a report, whose it is, and where its PDF lies."""

    body: str
    plan: str
    year: str  # as written: 2024, or 2023/24; runs are in its order
    file: str  # a path or an address; a relative one starts from the table's folder
    report: str  # the report's id

    @property
    def run(self) -> str:
        """The id of the run of years that it belongs to."""
        return slug(f"{self.body} {self.plan}")


def is_table(names: Sequence[str]) -> bool:
    """Whether a user named a table of reports, and not reports."""
    return len(names) == 1 and names[0].lower().endswith(".csv")


def listed_in(table: Path) -> list[Listed]:
    """The reports of a table, in its order.

    A CSV in UTF-8 with the columns body, plan, year, file and, if wanted, report (the id; else body, plan and year).
    Raises ``InputError`` naming the row (the header is row 1) where a column or a value is missing, or an id or a year
    of one plan stands twice.
    """
    found: list[Listed] = []
    seen: dict[str, int] = {}
    for line, row in _rows(table):
        listed = _listed(table, line, row)
        for name in (listed.report, f"{listed.run} of {listed.year}"):
            if name in seen:
                raise InputError(table, f"row {line}: {name} stands in row {seen[name]} already.")
            seen[name] = line
        found.append(listed)
    if not found:
        raise InputError(table, "lists no reports.")
    return found


def runs_of(reports: Iterable[Listed]) -> dict[str, list[Listed]]:
    """The reports of each run, earliest first; runs in the order of the table."""
    runs: dict[str, list[Listed]] = {}
    for report in reports:
        runs.setdefault(report.run, []).append(report)
    return {name: sorted(run, key=lambda report: report.year) for name, run in runs.items()}


def _listed(table: Path, line: int, row: dict[str, str]) -> Listed:
    missing = [name for name in NEEDED if not row[name]]
    if missing:
        raise InputError(table, f"row {line}: {missing[0]} is blank.")
    file = row["file"] if "://" in row["file"] else str(table.parent / row["file"])
    report = slug(row.get("report") or f"{row['body']} {row['plan']} {row['year']}")
    return Listed(body=row["body"], plan=row["plan"], year=row["year"], file=file, report=report)


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
            if missing:
                raise InputError(table, f"row 1: the column {missing[0]!r} is missing; {', '.join(NEEDED)} are needed.")
            for row in reader:
                if any(row.values()):
                    yield reader.line_num, {name: (row.get(name) or "").strip() for name in (*NEEDED, "report")}
    except OSError as error:
        raise InputError(table, f"cannot be opened ({error.strerror}).") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(table, f"cannot be read as CSV in UTF-8 ({error}).") from None
