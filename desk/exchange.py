"""A whole library → one file, and back into another library, beside what is there.

The file is a ZIP: ``library.json`` says what there is, and the rest are PDFs and results by the names of ``places.py``
(the results for people, who may open the file without a desk).
It may come from a stranger: nothing is taken over by its own name, no reading is believed, and no result is taken in,
since a page or a Word file could hold anything. Each PDF is read and each comparison made anew.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import shutil
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.comparisons import plan_id
from desk.database import Database
from desk.decisions import checked, checked_keys, decisions, save, stands
from desk.errors import DeskError
from desk.places import PDF, Places
from desk.receiving import clean_name, disk
from desk.records import Brought, KeptRuling
from desk.reports import free_id
from desk.words import ROLES
from diff.rulings import COLUMNS
from extract.labels import slug

_FORMAT = "evidence-trail-library/1"
_LIST = "library.json"
_LONGEST_LIST = 50_000_000  # bytes; a decision takes about one thousand
_ROOM = 100_000_000  # bytes of the disk that are left free
#: What the standard library raises on a file that is damaged, or made to be.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip
_PIECE = 1 << 20
_ID = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
Json = dict[str, Any]


def export_library(db: Database, places: Places) -> Path:
    """A new temporary file with all of a library; who asked for it removes it. Raises ``DeskError`` at a full disk."""
    with db.reading() as sql:
        said = _listed(sql)
    handle, name = tempfile.mkstemp(dir=places.incoming, suffix=".zip")
    try:
        with (
            disk(),
            os.fdopen(handle, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as to,
        ):
            to.writestr(_LIST, json.dumps(said, ensure_ascii=False))
            for report in said["reports"]:
                _pack(to, places, places.pdf(report["sha256"]))
            for comparison in said["comparisons"]:
                for path in sorted(places.results(comparison["id"]).rglob("*")):
                    _pack(to, places, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _pack(to: zipfile.ZipFile, places: Places, path: Path) -> None:
    if path.is_file():
        to.write(path, path.relative_to(places.folder).as_posix())


def _listed(sql: sqlite3.Connection) -> Json:
    def rows(query: str) -> list[Json]:
        return [dict(row) for row in sql.execute(query)]

    names = ", ".join(f'r."{column}"' for column in COLUMNS)
    return {
        "format": _FORMAT,
        "reports": rows("select id, sha256, file, added, body, plan, year, sure, named from report"),
        "comparisons": [
            {**one, "reports": rows_of(sql, one["id"])}
            for one in rows(
                "select c.id, p.body, p.name, c.state, c.asked, c.made, c.version "
                "from comparison c join plan p on p.id = c.plan"
            )
        ],
        "rulings": rows(
            f"select r.key, p.body as plan_body, p.name as plan_name, {names} "
            "from ruling r join plan p on p.id = r.plan where r.gone is null order by r.made, r.rowid"
        ),
        "taken": rows(
            "select r.key, p.body as plan_body, p.name as plan_name from ruling r join plan p on p.id = r.plan "
            "where r.gone is not null order by r.made, r.rowid"
        ),
        "settings": rows("select body, role, label from setting"),
    }


def rows_of(sql: sqlite3.Connection, comparison: str) -> list[list[str]]:
    """The reports of a comparison, each with its year, the earliest first."""
    found = sql.execute("select report, year from compared where comparison = ? order by place", (comparison,))
    return [[row["report"], row["year"]] for row in found]


def import_library(db: Database, places: Places, file: Path) -> Brought:
    """Take over what a file holds and this library lacks. What has to be read or made anew waits for that.

    Raises ``DeskError`` where the file is no library, is damaged, or does not fit on the disk: then nothing came in but
    what is whole.
    """
    try:
        with zipfile.ZipFile(file) as source, disk():
            needed, free = sum(info.file_size for info in source.infolist()), shutil.disk_usage(places.folder).free
            if needed > free - _ROOM:
                raise DeskError(f"The file holds {needed:,} bytes, and {free:,} are free on the disk.", 507)
            said = _checked(source)
            return _Import(db, places, source, said).run()
    except _DAMAGED:
        raise DeskError("The file is damaged, or is no library that the desk exported. Export it again.", 422) from None


def _checked(source: zipfile.ZipFile) -> Json:
    """What the file says that it holds, each field of its own kind."""
    try:
        said = _said(source)
        return {
            "reports": [_report(one) for one in said["reports"]],
            "comparisons": [_comparison(one) for one in said["comparisons"]],
            "rulings": [(_text(one["plan_body"]), _text(one["plan_name"]), checked(one)) for one in said["rulings"]],
            "taken": [
                (_text(one["plan_body"]), _text(one["plan_name"]), *checked_keys([one["key"]]))
                for one in said.get("taken", [])
            ],
            "settings": [(_text(one["body"]), _role(one["role"]), _text(one["label"])) for one in said["settings"]],
        }
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        raise DeskError("The file is no library that this desk can take in.", 422) from None


def _said(source: zipfile.ZipFile) -> Json:
    if source.getinfo(_LIST).file_size > _LONGEST_LIST:
        raise ValueError("too long")
    said: Json = json.loads(source.read(_LIST))
    if said["format"] != _FORMAT:
        raise ValueError("another format")
    return said


def _report(said: Json) -> Json:
    named = {_role(role): [_text(label) for label in labels] for role, labels in json.loads(said["named"]).items()}
    return {
        "id": slug(_text(said["id"])), "sha256": _fits(_SHA256, said["sha256"]),
        "file": clean_name(_text(said["file"])), "added": _time(said["added"]),
        "body": _text(said["body"]), "plan": _text(said["plan"]), "year": _text(said["year"]),
        "sure": int(bool(said["sure"])), "named": json.dumps(named),
    }  # fmt: skip


def _comparison(said: Json) -> Json:
    return {
        "id": _fits(_ID, said["id"]), "body": _text(said["body"]), "name": _text(said["name"]),
        "asked": _time(said["asked"]),
        "state": "waiting" if said["state"] in ("waiting", "done") else "cancelled",
        "reports": [(slug(_text(report)), _text(year)) for report, year in said["reports"]],
    }  # fmt: skip


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a character is none
    return value


def _role(value: object) -> str:
    if not value or value not in ROLES:
        raise ValueError
    return str(value)


def _time(value: object) -> str:
    datetime.fromisoformat(_fits(_TIME, value))
    return str(value)


def _fits(pattern: re.Pattern[str], value: object) -> str:
    if not pattern.fullmatch(_text(value)):
        raise ValueError
    return str(value)


class _Import:
    """One file on its way into a library: its PDFs, then what a person said of them, then the comparisons."""

    def __init__(self, db: Database, places: Places, source: zipfile.ZipFile, said: Json) -> None:
        self.db, self.places, self.source, self.said = db, places, source, said
        self.ids: dict[str, str] = {}  # a report's id there → here

    def run(self) -> Brought:
        """Take everything over, and count what is new."""
        reports = sum([self._take_report(report) for report in self.said["reports"]])
        new = taken = gone = 0
        by_plan: dict[tuple[str, str], tuple[list[KeptRuling], list[str]]] = {}
        for body, plan, ruling in self.said["rulings"]:
            by_plan.setdefault((body, plan), ([], []))[0].append(self._here(ruling))
        for body, plan, key in self.said["taken"]:
            by_plan.setdefault((body, plan), ([], []))[1].append(key)
        for (body, plan), (rulings, keys) in by_plan.items():
            with self.db.writing() as sql:
                number = plan_id(sql, body, plan)
            before = Counter(tuple(one.columns.values()) for one in decisions(self.db, number))
            after = Counter(tuple(one.columns.values()) for one in save(self.db, number, rulings, keys))
            new += (after - before).total()
            taken += (before - after).total()
            in_file = {one.key for one in rulings}
            gone += len(in_file - stands(self.db, in_file))
        made = sum([self._take_comparison(comparison) for comparison in self.said["comparisons"]])
        with self.db.writing() as sql:
            sql.executemany("insert or ignore into setting (body, role, label) values (?, ?, ?)", self.said["settings"])
        return Brought(reports=reports, comparisons=made, decisions=new, taken=taken, gone=gone)

    def _here(self, ruling: KeptRuling) -> KeptRuling:
        """A decision with the ids that its reports have here."""
        renamed = {name: self.ids.get(ruling.columns[name], ruling.columns[name]) for name in ("a_report", "b_report")}
        return KeptRuling(key=ruling.key, columns={**ruling.columns, **renamed})

    def _take_report(self, report: Json) -> bool:
        """Whether the report was not here."""
        place = self.places.pdf(report["sha256"])
        if not place.exists():
            with self._unpacked(f"reports/{report['sha256']}/{PDF}") as (path, sha256):
                if sha256 != report["sha256"]:
                    raise DeskError(f"{report['file']} is damaged in the file. Export the library again.", 422)
                place.parent.mkdir(exist_ok=True)
                path.replace(place)
        with self.db.writing() as sql:
            row = sql.execute("select id from report where sha256 = ?", (report["sha256"],)).fetchone()
            name = row["id"] if row else free_id(sql, report["id"])
            if not row:
                sql.execute(
                    "insert into report (id, sha256, file, state, added, body, plan, year, sure, named) "
                    "values (:id, :sha256, :file, 'waiting', :added, :body, :plan, :year, :sure, :named)",
                    {**report, "id": name},
                )
        self.ids[report["id"]] = name
        return row is None

    def _take_comparison(self, comparison: Json) -> bool:
        """A comparison that is not here, to be made; whether it was not, and can be."""
        reports = [(self.ids[report], year) for report, year in comparison["reports"] if report in self.ids]
        if len(reports) < max(2, len(comparison["reports"])):
            return False  # what it stood on is not in the file
        with self.db.writing() as sql:
            if sql.execute("select 1 from comparison where id = ?", (comparison["id"],)).fetchone():
                return False
            sql.execute(
                "insert into comparison (id, plan, state, asked) values (:id, :plan, :state, :asked)",
                {**comparison, "plan": plan_id(sql, comparison["body"], comparison["name"])},
            )
            sql.executemany(
                "insert into compared (comparison, place, report, year) values (?, ?, ?, ?)",
                [(comparison["id"], place, *one) for place, one in enumerate(reports)],
            )
        return True

    @contextmanager
    def _unpacked(self, name: str) -> Iterator[tuple[Path, str]]:
        """A file of the ZIP beside the library's own, with its SHA-256; no longer than the ZIP says that it is."""
        try:
            info = self.source.getinfo(name)
        except KeyError:
            raise DeskError(f"{name} is missing from the file. Export the library again.", 422) from None
        digest = hashlib.sha256()
        handle, made = tempfile.mkstemp(dir=self.places.incoming)
        try:
            with self.source.open(info) as packed, os.fdopen(handle, "wb") as file:
                while piece := packed.read(_PIECE):
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            yield Path(made), digest.hexdigest()
        finally:
            Path(made).unlink(missing_ok=True)
