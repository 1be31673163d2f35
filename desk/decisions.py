"""The decisions on a plan's reports: saved at once, step by step, so that each step can be undone; never overwritten.

They belong to the plan and not to one comparison, so that next year's begins with them.
"""

from __future__ import annotations

import re
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence

from desk.clock import now
from desk.database import Database
from desk.errors import DeskError
from desk.records import Change, KeptRuling
from diff.rulings import ALLOWED, COLUMNS, Ruling

_LONGEST = 20_000  # characters of a text that is ruled on
_SIGNERS = 20  # names that are offered
_KEY = re.compile(r"[!-~]{8,64}")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # which no Office file could hold
_NAMES = ", ".join(f'"{column}"' for column in COLUMNS)


def decisions(db: Database, plan: int) -> list[KeptRuling]:
    """Those that stand, in the order in which they were made."""
    with db.reading() as sql:
        return _standing(sql, plan)


def newest_change(db: Database, plan: int) -> int:
    """The last change of a plan's decisions; 0 where there was none."""
    with db.reading() as sql:
        return int(sql.execute("select coalesce(max(id), 0) from change where plan = ?", (plan,)).fetchone()[0])


def save(db: Database, plan: int, added: Sequence[KeptRuling], taken: Iterable[str]) -> list[KeptRuling]:
    """Add decisions and take others away (by key), as one step; returns those that stand then.

    To save a step twice, as a page does that had no answer, changes nothing. Somebody else's decision that the page
    did not know of is not taken away: the two stand side by side, and are shown as a disagreement. Raises ``DeskError``
    where a decision's key is that of another plan's.
    """
    with db.writing() as sql:
        once = {ruling.key: ruling for ruling in added}
        known = {row["key"]: row["plan"] for row in _of_keys(sql, once)}
        if any(of != plan for of in known.values()):
            raise DeskError("This decision is kept with another plan already. Nothing was saved.", 409)
        new = [ruling for ruling in once.values() if ruling.key not in known]
        going = [row["key"] for row in _of_keys(sql, taken) if row["plan"] == plan and row["gone"] is None]
        if new or going:
            _step(sql, plan, new, going)
        return _standing(sql, plan)


def undo(db: Database, plan: int, change: int) -> list[KeptRuling]:
    """Take back what a step did: what it added goes, what it took away stands again. Returns those that stand then.

    A step that was undone stays so. Raises ``DeskError`` for one on which something was decided since, which would
    stand beside what comes back.
    """
    with db.writing() as sql:
        found = sql.execute("select * from change where id = ? and plan = ?", (change, plan)).fetchone()
        if found is None:
            raise DeskError("This step is not known; it may have been deleted.", 404)
        if not _undone(sql, change):
            going = _to_go(sql, found)
            if going is None:
                raise DeskError("Something was decided on this since. Undo that first, then this step.", 409)
            rows = sql.execute("select * from ruling where gone = ?", (change,)).fetchall()
            again = [KeptRuling(key=uuid.uuid4().hex, columns=_columns(row)) for row in rows]
            _step(sql, plan, again, going, undoes=change)
            was = [(row["key"], one.key) for row, one in zip(rows, again, strict=True)]
            sql.executemany("update ruling set again_of = ? where key = ?", was)
        return _standing(sql, plan)


def _to_go(sql: sqlite3.Connection, change: sqlite3.Row) -> list[str] | None:
    """What an undoing takes away: all that the step made, as it stands; ``None`` where that is not to be undone.

    That is where some of it went meanwhile, or where what comes back would stand beside another decision on the same.
    """
    made = [row["key"] for row in sql.execute("select key from ruling where made = ?", (change["id"],))]
    going = [key for key in (_as_it_stands(sql, one) for one in made) if key]
    if len(going) < len(made):
        return None
    back = [Ruling(**_columns(row)) for row in sql.execute("select * from ruling where gone = ?", (change["id"],))]
    stays = sql.execute("select * from ruling where plan = ? and gone is null", (change["plan"],)) if back else ()
    said = {one.about: one.ruling for one in back}
    others = [Ruling(**_columns(row)) for row in stays if row["key"] not in going]
    disagree = (len({one.ruling, said.get(one.about, one.ruling)} - {"unsure"}) > 1 for one in others)
    return None if any(disagree) else going


def _as_it_stands(sql: sqlite3.Connection, key: str) -> str | None:
    """The key under which a decision stands, which is another where it was taken away and brought back."""
    row = sql.execute("select gone from ruling where key = ?", (key,)).fetchone()
    while row and row["gone"] is not None:
        row = sql.execute("select key, gone from ruling where again_of = ?", (key,)).fetchone()
        key = row["key"] if row else key
    return key if row else None


def last_step(db: Database, plan: int, concerns: Callable[[KeptRuling], bool] = lambda _: True) -> Change | None:
    """The last step that was neither undone nor undid another; ``None`` where there is none.

    Only of those that changed nothing but decisions that somebody is concerned with.
    """
    with db.reading() as sql:
        rows = sql.execute(
            "select * from change where plan = ? and undoes is null order by id desc", (plan,)
        ).fetchall()
        steps = (_change(sql, row) for row in rows)
        return next((o for o in steps if not o.undone and all(map(concerns, (*o.added, *o.taken)))), None)


def stands(db: Database, keys: Iterable[str]) -> set[str]:
    """Those of the keys of which the decision stands, be it under another key since it was brought back."""
    with db.reading() as sql:
        return {key for key in keys if _as_it_stands(sql, key)}


def signers(db: Database, plan: int) -> list[str]:
    """The names that a plan's decisions were ever signed with, the newest first."""
    with db.reading() as sql:
        rows = sql.execute(
            "select by from ruling where plan = ? and by <> '' group by by order by max(rowid) desc limit ?",
            (plan, _SIGNERS),
        )
        return [row["by"] for row in rows]


def changes(db: Database, plan: int, most: int) -> list[Change]:
    """The last steps, the newest first."""
    with db.reading() as sql:
        found = sql.execute("select * from change where plan = ? order by id desc limit ?", (plan, most)).fetchall()
        return [_change(sql, row) for row in found]


def checked(said: Mapping[str, object]) -> KeptRuling:
    """A decision as a page sent it. Raises ``DeskError`` where it is none."""
    key = said.get("key")
    columns = {column: said.get(column) or "" for column in COLUMNS}
    fits = all(isinstance(value, str) and len(value) <= _LONGEST for value in columns.values())
    allowed = ALLOWED.get(str(columns["kind"]), ())
    if not (fits and isinstance(key, str) and _KEY.fullmatch(key) and columns["ruling"] in allowed):
        raise DeskError("This is no decision that the library could keep. Nothing was saved.", 422)
    clean = {name: _UNPRINTABLE.sub(" ", str(value)) for name, value in columns.items()}
    if not (clean["a_text"].strip() and clean["b_text"].strip()):
        raise DeskError("A decision is found again by its texts, so both are needed. Nothing was saved.", 422)
    return KeptRuling(key=key, columns=clean)


def checked_keys(said: Sequence[object]) -> list[str]:
    """Keys of decisions as a page sent them. Raises ``DeskError`` where they are none."""
    if not all(isinstance(key, str) and _KEY.fullmatch(key) for key in said):
        raise DeskError("This is nothing that the desk's own pages send.", 422)
    return [str(key) for key in said]


def as_ruling(kept: KeptRuling) -> Ruling:
    """As the comparison works with it."""
    return Ruling(**kept.columns)


def _step(
    sql: sqlite3.Connection, plan: int, added: Iterable[KeptRuling], taken: Iterable[str], undoes: int | None = None
) -> None:
    made = sql.execute("insert into change (plan, at, undoes) values (?, ?, ?)", (plan, now(), undoes)).lastrowid
    sql.executemany("update ruling set gone = ? where key = ?", [(made, key) for key in taken])
    marks = ", ".join("?" * (len(COLUMNS) + 3))
    sql.executemany(
        f"insert into ruling (key, plan, {_NAMES}, made) values ({marks})",
        [(ruling.key, plan, *(ruling.columns[column] for column in COLUMNS), made) for ruling in added],
    )


def _change(sql: sqlite3.Connection, row: sqlite3.Row) -> Change:
    undone = _undone(sql, row["id"])
    return Change(
        id=row["id"], at=row["at"], undone=undone, undoes=row["undoes"] is not None,
        undoable=not undone and _to_go(sql, row) is not None,
        added=tuple(_ruling(r) for r in sql.execute("select * from ruling where made = ?", (row["id"],))),
        taken=tuple(_ruling(r) for r in sql.execute("select * from ruling where gone = ?", (row["id"],))),
    )  # fmt: skip


def _standing(sql: sqlite3.Connection, plan: int) -> list[KeptRuling]:
    rows = sql.execute("select * from ruling where plan = ? and gone is null order by made, rowid", (plan,))
    return [_ruling(row) for row in rows]


def _of_keys(sql: sqlite3.Connection, keys: Iterable[str]) -> list[sqlite3.Row]:
    return [row for key in keys for row in sql.execute("select * from ruling where key = ?", (key,))]


def _undone(sql: sqlite3.Connection, change: int) -> bool:
    """Whether a step was undone, and that undoing was not undone in its turn."""
    undoings = [row["id"] for row in sql.execute("select id from change where undoes = ?", (change,))]
    return any(not _undone(sql, one) for one in undoings)


def _ruling(row: sqlite3.Row) -> KeptRuling:
    return KeptRuling(key=row["key"], columns=_columns(row), again_of=row["again_of"])


def _columns(row: sqlite3.Row) -> dict[str, str]:
    return {column: row[column] for column in COLUMNS}
