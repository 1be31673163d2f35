"""Small things that a library keeps from day to day, and which plan reports are on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desk.database import Database
from desk.records import KeptReport


def keep(db: Database, name: str, value: str) -> None:
    """Remember a value."""
    with db.writing() as sql:
        sql.execute("insert or replace into kept (name, value) values (?, ?)", (name, value))


def kept(db: Database, name: str) -> str:
    """A value; empty where none is remembered."""
    with db.reading() as sql:
        row = sql.execute("select value from kept where name = ?", (name,)).fetchone()
    return str(row["value"]) if row else ""


def plan_of(db: Database, reports: Sequence[KeptReport]) -> tuple[str, str]:
    """Body and plan of reports: those of the last comparison with any of them, else as the reports say."""
    marks = ",".join("?" * len(reports))
    with db.reading() as sql:
        row = sql.execute(
            "select p.body, p.name from comparison c join plan p on p.id = c.plan "
            f"join compared r on r.comparison = c.id where r.report in ({marks}) "
            "order by c.asked desc, c.rowid desc limit 1",
            [report.id for report in reports],
        ).fetchone()
    if row:
        return row["body"], row["name"]
    body = next((report.body for report in reversed(reports) if report.body), "")
    said = (report.plan or _heading(report.title) for report in reports)
    return body, next((plan for plan in said if plan), "")


def _heading(title: str) -> str:
    """What stands before a title's colon: as a rule the plan, and after it which report on it this is."""
    return re.split(r"\s*[:–—]\s", title)[0].strip()
