"""The comparisons of a library: asked for, made, found again, deleted."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from align.terms import letters
from desk.clock import now
from desk.database import Database, patterns
from desk.errors import no_such
from desk.records import ComparisonState, KeptComparison, KeptReport

PAGE = 50  # comparisons listed at a time
_SELECT = """
    select c.*, p.body, p.name, (select coalesce(max(id), 0) from change where plan = c.plan) as newest,
        (select json_group_array(json_array(report, year)) from
            (select report, year from compared where comparison = c.id order by place)) as reports
    from comparison c join plan p on p.id = c.plan
"""
#: Ids have no commas.
_OF_JUST = "(select group_concat(report) from (select report from compared where comparison = c.id order by place)) = ?"


def plan_id(sql: sqlite3.Connection, body: str, name: str) -> int:
    """The plan of that body and name, made where it is new. Dashes, spaces and capitals make no other plan."""
    wanted = letters(body), letters(name)
    for row in sql.execute("select id, body, name from plan order by id"):
        if (letters(row["body"]), letters(row["name"])) == wanted:
            return int(row["id"])
    made = sql.execute("insert into plan (body, name) values (?, ?)", (body, name))
    return int(made.lastrowid or 0)


def plans(db: Database) -> list[str]:
    """The names of the plans that there are."""
    with db.reading() as sql:
        return [row["name"] for row in sql.execute("select distinct name from plan order by name")]


def add_comparison(db: Database, body: str, plan: str, reports: Sequence[tuple[str, str]]) -> str:
    """A comparison that is to be made of reports (ids with their years, the earliest first); returns its id.

    One that is being made of just these, as after a double click, is that one.
    """
    comparison = uuid.uuid4().hex[:16]
    with db.writing() as sql:
        number = plan_id(sql, body, plan)
        same = f"select c.id from comparison c where c.state = 'waiting' and c.plan = ? and {_OF_JUST}"
        if row := sql.execute(same, (number, ",".join(report for report, _ in reports))).fetchone():
            return str(row["id"])
        sql.execute(
            "insert into comparison (id, plan, state, asked) values (?, ?, 'waiting', ?)", (comparison, number, now())
        )
        sql.executemany(
            "insert into compared (comparison, place, report, year) values (?, ?, ?, ?)",
            [(comparison, place, report, year) for place, (report, year) in enumerate(reports)],
        )
    return comparison


def comparison(db: Database, comparison_id: str) -> KeptComparison:
    """One comparison. Raises ``DeskError`` where there is none of that id."""
    with db.reading() as sql:
        found = list(_comparisons(sql, f"{_SELECT} where c.id = ?", (comparison_id,)))
    if not found:
        raise no_such("comparison")
    return found[0]


def comparisons(db: Database, words: str = "", page: int = 1) -> tuple[list[KeptComparison], int]:
    """Those in which every word of a search stands (body, plan, years, version, day), the newest first; how many."""
    years = "(select group_concat(year || ' ' || report, ' ') from compared where comparison = c.id)"
    said = f"p.body || ' ' || p.name || ' ' || {years} || ' ' || c.version || ' ' || c.asked"
    where = " and ".join([f"{said} like ? escape '!'" for _ in words.split()] or ["true"])
    with db.reading() as sql:
        found = list(_comparisons(
            sql, f"{_SELECT} where {where} order by c.asked desc, c.rowid desc limit {PAGE} offset {PAGE * (page - 1)}",
            patterns(words),
        ))  # fmt: skip
        counted = sql.execute(
            f"select count(*) from comparison c join plan p on p.id = c.plan where {where}", patterns(words)
        ).fetchone()
    return found, int(counted[0])


def like(db: Database, comparison: KeptComparison) -> list[KeptComparison]:
    """The newest finished comparisons of the same reports for the same plan, the newest first."""
    with db.reading() as sql:
        found = _comparisons(
            sql,
            f"{_SELECT} where c.state = 'done' and c.plan = ? and {_OF_JUST} "
            f"order by c.made desc, c.rowid desc limit {PAGE}",
            (comparison.plan, ",".join(comparison.ids)),
        )
        return list(found)


def plan_of(db: Database, reports: Sequence[KeptReport]) -> tuple[str, str]:
    """Body and plan of one body's reports: those of its last comparison with any of them, else as the reports say."""
    bodies = "select count(distinct o.body) from compared d join report o on o.id = d.report where d.comparison = c.id"
    body = next((report.body for report in reversed(reports) if report.body), "")
    marks = ",".join("?" * len(reports))
    with db.reading() as sql:
        row = sql.execute(
            "select p.body, p.name from comparison c join plan p on p.id = c.plan "
            f"join compared r on r.comparison = c.id where r.report in ({marks}) and ({bodies} and o.body <> '') <= 1 "
            "order by c.asked desc, c.rowid desc limit 1",
            [report.id for report in reports],
        ).fetchone()
    if row:
        return row["body"], row["name"]
    said = (report.plan or _heading(report.title) for report in reports)
    return body, next((plan for plan in said if plan), "")


def _heading(title: str) -> str:
    """What stands before a title's colon: as a rule the plan, and after it which report on it this is."""
    return re.split(r"\s*[:–—]\s", title)[0].strip()


def on_report(db: Database, report: str) -> list[KeptComparison]:
    """The comparisons that stand on a report, the newest first."""
    with db.reading() as sql:
        where = "where c.id in (select comparison from compared where report = ?) order by c.asked desc"
        return list(_comparisons(sql, f"{_SELECT} {where}", (report,)))


def waiting_comparisons(db: Database) -> list[KeptComparison]:
    """Those that are still to be made, as after a run that was cut off, the oldest first."""
    with db.reading() as sql:
        return list(_comparisons(sql, f"{_SELECT} where c.state = 'waiting' order by c.asked", ()))


def was_made(
    db: Database, comparison_id: str, version: str, policy: str, decisions: int, facts: dict[str, Any]
) -> None:
    """Its files are written, with all decisions up to the change ``decisions``."""
    with db.writing() as sql:
        sql.execute(
            "update comparison set state = 'done', why = '', made = ?, version = ?, policy = ?, decisions = ?, "
            "facts = ? where id = ?",
            (now(), version, policy, decisions, json.dumps(facts), comparison_id),
        )


def was_not_made(db: Database, comparison_id: str, state: ComparisonState, why: str = "") -> None:
    """It failed or was cancelled. One whose files were only to be renewed keeps the old ones."""
    with db.writing() as sql:
        sql.execute(
            "update comparison set state = case when made = '' then ? else 'done' end, why = ? where id = ?",
            (state, why, comparison_id),
        )


def wait_again(db: Database, comparison_id: str) -> None:
    """One that failed or was cancelled is to be made after all."""
    with db.writing() as sql:
        sql.execute("update comparison set state = 'waiting', why = '' where id = ?", (comparison_id,))


def forget_comparison(db: Database, comparison_id: str) -> None:
    """Delete a comparison for good, and its plan's decisions where no other comparison of that plan is left."""
    with db.writing() as sql:
        row = sql.execute("select plan from comparison where id = ?", (comparison_id,)).fetchone()
        if row is None:
            raise no_such("comparison")
        sql.execute("delete from comparison where id = ?", (comparison_id,))
        (left,) = sql.execute("select count(*) from comparison where plan = ?", (row["plan"],)).fetchone()
        if not left:
            for statement in (
                "delete from ruling where plan = ?", "update change set undoes = null where plan = ?",
                "delete from change where plan = ?", "delete from plan where id = ?",
            ):  # fmt: skip
                sql.execute(statement, (row["plan"],))
    db.forget()


def known_comparisons(db: Database) -> list[str]:
    """The ids of all."""
    with db.reading() as sql:
        return [row["id"] for row in sql.execute("select id from comparison")]


def _comparisons(sql: sqlite3.Connection, query: str, values: Iterable[object]) -> Iterable[KeptComparison]:
    for row in sql.execute(query, tuple(values)).fetchall():
        said = dict(row)
        reports = tuple((report, year) for report, year in json.loads(said["reports"]))
        yield KeptComparison(**{**said, "facts": json.loads(said["facts"]), "reports": reports})
