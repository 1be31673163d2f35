"""The reports of a library: kept, found again, settled, forgotten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desk.clock import now
from desk.database import Database, patterns
from desk.errors import DeskError, no_such
from desk.records import KeptReport, Named
from extract.labels import slug

_MOST = 200  # reports listed at a time
_LONGEST_ID = 120  # bytes; results have folders by that name, which may have 255
_NOT_AN_ID = {"news"}  # an address of the desk's own below /reports


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person says of a report: whose it is, of which plan, and of which year (2025 or 2025-06)."""

    body: str
    plan: str
    year: str


def add_report(db: Database, sha256: str, file: str) -> KeptReport:
    """The report of a PDF that lies in its place by now: a new one, to be read, or the one that is there already."""
    with db.writing() as sql:
        row = sql.execute("select * from report where sha256 = ?", (sha256,)).fetchone()
        if row is None:
            sql.execute(
                "insert into report (id, sha256, file, state, added) values (?, ?, ?, 'waiting', ?)",
                (free_id(sql, file.rsplit(".", 1)[0]), sha256, file, now()),
            )
            row = sql.execute("select * from report where sha256 = ?", (sha256,)).fetchone()
    return _report(row)


def free_id(sql: sqlite3.Connection, wanted: str) -> str:
    """An id that no report has yet: the one wanted, as an identifier that a folder can be called, or with a number."""
    wanted = slug(wanted).encode()[:_LONGEST_ID].decode(errors="ignore").strip("-")
    taken = {row["id"] for row in sql.execute("select id from report")} | _NOT_AN_ID
    n = 1
    while (name := wanted if n == 1 else f"{wanted}-{n}") in taken:
        n += 1
    return name


def report(db: Database, report_id: str) -> KeptReport:
    """One report. Raises ``DeskError`` where there is none of that id."""
    with db.reading() as sql:
        row = sql.execute("select * from report where id = ?", (report_id,)).fetchone()
    if row is None:
        raise no_such("report")
    return _report(row)


def reports(db: Database, ids: Sequence[str]) -> list[KeptReport]:
    """Those reports, in that order; those that are not there are left out."""
    with db.reading() as sql:
        marks = ",".join("?" * len(ids))
        rows = sql.execute(f"select * from report where id in ({marks})", ids).fetchall()
    found = {row["id"]: _report(row) for row in rows}
    return [found[one] for one in dict.fromkeys(ids) if one in found]


def all_reports(db: Database, words: str = "") -> list[KeptReport]:
    """Reports in which every word of a search stands (body, plan, year, title, file), by body, plan and year."""
    said = "body || ' ' || plan || ' ' || year || ' ' || file || ' ' || coalesce(facts ->> 'title', '')"
    with db.reading() as sql:
        rows = sql.execute(
            f"select * from report where {_all_of(said, words)} order by body, plan, year desc, file limit {_MOST}",
            patterns(words),
        ).fetchall()
    return [_report(row) for row in rows]


def _all_of(said: str, words: str) -> str:
    return " and ".join([f"{said} like ? escape '!'" for _ in words.split()] or ["true"])


def waiting_reports(db: Database) -> list[KeptReport]:
    """Reports that are still to be read, as after a run that was cut off."""
    with db.reading() as sql:
        return [_report(row) for row in sql.execute("select * from report where state = 'waiting' order by added")]


def was_read(db: Database, report_id: str, version: str, facts: dict[str, Any]) -> None:
    """A reading succeeded. What a person settled stays; the rest is as the report says."""
    with db.writing() as sql:
        row = sql.execute("select * from report where id = ?", (report_id,)).fetchone()
        if row is None:  # deleted meanwhile
            return
        said = {name: facts[name] for name in ("body", "plan", "year", "sure")}
        facts = {name: fact for name, fact in facts.items() if name not in said} | {"read_at": now()}
        settled = row["sure"] and row["year"]
        sql.execute(
            "update report set state = 'read', why = '', version = ?, facts = ?, body = ?, plan = ?, year = ?, "
            "sure = ? where id = ?",
            (
                version, json.dumps(facts), row["body"] or said["body"], row["plan"] or said["plan"],
                row["year"] if settled else said["year"], bool(settled or said["sure"]), report_id,
            ),
        )  # fmt: skip


def was_not_read(db: Database, report_id: str, why: str, facts: dict[str, Any]) -> None:
    """A reading failed, for a reason in words."""
    with db.writing() as sql:
        sql.execute(
            "update report set state = 'failed', why = ?, facts = ? where id = ?", (why, json.dumps(facts), report_id)
        )


def settle(db: Database, report_id: str, said: Settled) -> None:
    """Keep what a person says of a report."""
    with db.writing() as sql:
        sql.execute(
            "update report set body = ?, plan = ?, year = ?, sure = 1 where id = ?",
            (said.body, said.plan, said.year, report_id),
        )


def name_columns(db: Database, report_id: str, body: str, named: Named) -> None:
    """Keep what a person says of columns, for this report, which is to be read anew, and for its body's others."""
    with db.writing() as sql:
        sql.execute(
            "update report set named = ?, body = ?, state = 'waiting', why = '' where id = ?",
            (json.dumps(named), body, report_id),
        )
        for role, labels in named.items():
            for label in labels:
                sql.execute("insert or replace into setting (body, role, label) values (?, ?, ?)", (body, role, label))


def remembered(db: Database) -> dict[str, dict[str, list[str]]]:
    """Body → role → the labels that a person named for its reports."""
    found: dict[str, dict[str, list[str]]] = {}
    with db.reading() as sql:
        for row in sql.execute("select * from setting order by body, role, label"):
            found.setdefault(row["body"], {}).setdefault(row["role"], []).append(row["label"])
    return found


def forget_report(db: Database, report_id: str) -> str:
    """Delete a report that no comparison stands on; returns the SHA-256 of its PDF. Raises ``DeskError`` for others."""
    with db.writing() as sql:
        row = sql.execute("select sha256 from report where id = ?", (report_id,)).fetchone()
        if row is None:
            raise no_such("report")
        (used,) = sql.execute("select count(*) from compared where report = ?", (report_id,)).fetchone()
        if used:
            what = "1 comparison stands" if used == 1 else f"{used} comparisons stand"
            raise DeskError(f"{what} on this report. Delete {'it' if used == 1 else 'them'} first.", 409)
        sql.execute("delete from report where id = ?", (report_id,))
        sql.execute("delete from setting where body not in (select body from report)")
    db.forget()
    return str(row["sha256"])


def known_files(db: Database) -> list[str]:
    """The SHA-256 of every PDF that is kept."""
    with db.reading() as sql:
        return [row["sha256"] for row in sql.execute("select sha256 from report")]


def _report(row: sqlite3.Row) -> KeptReport:
    said = dict(row)
    return KeptReport(
        **{**said, "sure": bool(said["sure"]), "facts": json.loads(said["facts"]), "named": json.loads(said["named"])}
    )
