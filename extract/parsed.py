"""Report ⇄ the CSVs in a folder of ``data/parsed``."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extract.csv_text import csv_text
from extract.errors import InputError
from extract.missing import missing_cells, roles_of
from extract.report import Commitment, Finding, Item, Ledger, Report, Source, Span, Told, Verification
from extract.schema import COLUMNS, PACKAGE_PROFILE, resources, rights

FILES = ("commitments.csv", "items.csv", "spans.csv", "datapackage.json")


def write_parsed(report: Report, folder: Path, version: str) -> list[Path]:
    """Write a report's four files into an existing folder; returns their paths."""
    for name in COLUMNS:
        (folder / f"{name}.csv").write_text(csv_of(report, name), encoding="utf-8", newline="\n")
    _write_package(folder, datapackage(report, version))
    return [folder / name for name in FILES]


def csv_of(report: Report, name: str) -> str:
    """One of a report's CSVs, by its file's stem, as text."""
    rows: dict[str, Iterable[Sequence[object]]] = {
        "commitments": ((c.id, c.number, c.title, c.page_first, c.page_last) for c in report.commitments),
        "items": (
            (i.id, i.commitment, i.role, i.position, i.level, i.parent or "", i.text, i.page_first, i.page_last)
            for i in report.items
        ),
        "spans": ((i.id, s.page, s.x0, s.top, s.x1, s.bottom) for i in report.items for s in i.spans),
    }
    return csv_text(COLUMNS[name], rows[name])


def rename_parsed(folder: Path, report_id: str, source: str) -> None:
    """Call a report that lies in a folder by another id, and its PDF by another path."""
    package = _package(folder / "datapackage.json")
    package["name"] = package["report"]["id"] = report_id
    package["source"]["path"] = source
    package |= rights([(package["title"], source)])
    _write_package(folder, package)


def json_text(value: Any) -> str:
    """JSON as this program writes it: UTF-8, one space of indent, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _write_package(folder: Path, package: dict[str, Any]) -> None:
    (folder / "datapackage.json").write_text(json_text(package), encoding="utf-8", newline="\n")


def datapackage(report: Report, version: str) -> dict[str, Any]:
    """The Data Package v2 descriptor of a parsed report."""
    return {
        "$schema": PACKAGE_PROFILE,
        "name": report.id,
        "title": report.title,
        **rights([(report.title, report.source.path)]),
        "resources": resources(roles_of(report)),
        "report": {
            "id": report.id, "title": report.title, "body": report.body, "plan": report.plan, "date": report.date,
            "period": list(report.period) if report.period else None,
        },
        "source": {"path": report.source.path, "sha256": report.source.sha256, "pages": report.source.pages},
        "columns": dict(report.columns),
        "missing": missing_cells(report),
        "findings": [{"kind": f.kind, "text": f.text, "page": f.page} for f in report.findings],
        "doubts": {i.id: i.doubt for i in report.items if i.doubt},
        "ledger": ledger_json(report.ledger),
        "engine": report.engine,
        "settings": told_json(report.told),
        "version": version,
        "text": report.text,
    }  # fmt: skip


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """The account of a report's words, with what a second reader says of it under ``verified`` (null if not asked)."""
    verified = asdict(ledger.verified) if ledger.verified else None
    if verified:
        verified = {name: list(value) if isinstance(value, tuple) else value for name, value in verified.items()}
    return {
        "words": ledger.words, "owned": ledger.owned, "furniture": ledger.furniture, "unowned": ledger.unowned,
        "verified": verified,
    }  # fmt: skip


def _ledger(said: dict[str, Any]) -> Ledger:
    counts = dict(said)
    verified = counts.pop("verified", None)
    again = None if verified is None else Verification(**{name: _checked(v) for name, v in verified.items()})
    return Ledger(**{name: _count(value) for name, value in counts.items()}, verified=again)


def _checked(value: Any) -> Any:
    """A count, a text or a list of pages of what the second reader says."""
    if isinstance(value, list):
        return tuple(_count(page) for page in value)
    return value if isinstance(value, str) else _count(value)


def read_parsed(folder: str | Path) -> Report:
    """Read a report back from its folder.

    Raises ``InputError`` naming the file, and the row where there is one (the header is row 1), where a file or a
    column is missing, an id stands twice, or a value is not of its column's type.
    """
    folder = Path(folder)
    package = _package(folder / "datapackage.json")
    try:
        return _report(folder, package)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        why = f"lacks {error}" if isinstance(error, KeyError) else f"is not as it was written ({error})"
        raise InputError(folder / "datapackage.json", f"{why}. Extract the report again.") from None


def _report(folder: Path, package: dict[str, Any]) -> Report:
    about, source = _object(package, "report"), _object(package, "source")
    commitments = tuple(_commitments(folder / "commitments.csv"))
    doubts = {name: _text(doubt) for name, doubt in package.get("doubts", {}).items()}
    return Report(
        id=_text(about["id"]), title=_text(about["title"]), body=_maybe(about["body"]), plan=_maybe(about["plan"]),
        date=_maybe(about["date"]), period=_period(about["period"]),
        source=Source(path=_text(source["path"]), sha256=_text(source["sha256"]), pages=_count(source["pages"])),
        columns={role: _maybe(label) for role, label in package["columns"].items()},
        commitments=commitments, items=tuple(_items(folder, {c.id for c in commitments}, doubts)),
        findings=tuple(_finding(said) for said in package["findings"]), ledger=_ledger(_object(package, "ledger")),
        engine=_text(package["engine"]), told=_told(package.get("settings", {})), text=_text(package.get("text", "")),
    )  # fmt: skip


def said_pages(folder: str | Path) -> dict[str, tuple[str, str]]:
    """The first and last page of each item as its row says. ``read_parsed`` goes by the spans instead."""
    rows = _rows(Path(folder) / "items.csv", COLUMNS["items"])
    return {row["item"]: (row["page_first"], row["page_last"]) for _, row in rows}


def told_json(told: Told) -> dict[str, Any]:
    """What a person told the reading, as results name it."""
    columns = {role: list(labels) for role, labels in told.columns.items()}
    return {"columns": columns, "pages": None if told.pages is None else list(told.pages)}


def _told(said: dict[str, Any]) -> Told:
    columns = {role: tuple(_text(label) for label in labels) for role, labels in said.get("columns", {}).items()}
    pages = said.get("pages")
    return Told(columns=columns, pages=None if pages is None else tuple(_count(page) for page in pages))


def _object(package: dict[str, Any], name: str) -> dict[str, Any]:
    if not isinstance(package[name], dict):
        raise TypeError(f"{name} is no object")
    return dict(package[name])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} stands where a text should")
    return value


def _maybe(value: object) -> str | None:
    return None if value is None else _text(value)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{str(value)[:40]!r} stands where a whole number should")
    return value


def _period(value: Any) -> tuple[str, str] | None:
    if value is None:
        return None
    first, last = map(_text, value)
    return first, last


def _finding(said: dict[str, Any]) -> Finding:
    page = said["page"]
    return Finding(kind=_text(said["kind"]), text=_text(said["text"]), page=None if page is None else _count(page))


def _package(path: Path) -> dict[str, Any]:
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(path, "there is no such file. Name a folder that `evidence-trail extract` wrote.") from None
    except (OSError, ValueError) as error:
        raise InputError(path, f"is not a JSON file that can be read ({error}).") from None
    if not isinstance(package, dict):
        raise InputError(path, "holds no JSON object. Extract the report again.")
    return package


def _rows(path: Path, columns: Sequence[str]) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or [])]
            if missing:
                raise InputError(path, f"row 1: the column {missing[0]!r} is missing.")
            for row in reader:
                yield reader.line_num, {k: v or "" for k, v in row.items() if k is not None}
    except FileNotFoundError:
        raise InputError(path, "there is no such file. Extract the report again.") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(path, f"cannot be read as CSV in UTF-8 ({error}).") from None


def _commitments(path: Path) -> Iterable[Commitment]:
    seen: set[str] = set()
    for line, row in _rows(path, COLUMNS["commitments"]):
        _once(path, line, row["commitment"], seen)
        yield Commitment(
            id=row["commitment"], number=row["number"], title=row["title"],
            page_first=_whole(path, line, row, "page_first"), page_last=_whole(path, line, row, "page_last"),
        )  # fmt: skip


def _items(folder: Path, commitments: set[str], doubts: dict[str, str]) -> Iterable[Item]:
    spans = _spans(folder / "spans.csv")
    path, seen = folder / "items.csv", set[str]()
    for line, row in _rows(path, COLUMNS["items"]):
        _once(path, line, row["item"], seen)
        if row["commitment"] and row["commitment"] not in commitments:
            raise InputError(path, f"row {line}: commitment {row['commitment']!r} is not in commitments.csv.")
        if not row["role"]:
            raise InputError(path, f"row {line}: the role is blank.")
        yield Item(
            id=row["item"], commitment=row["commitment"], role=row["role"],
            position=_whole(path, line, row, "position"), level=_whole(path, line, row, "level"),
            parent=row["parent"] or None, text=row["text"], spans=tuple(spans.get(row["item"], ())),
            doubt=doubts.get(row["item"], ""),
        )  # fmt: skip


def _spans(path: Path) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for line, row in _rows(path, COLUMNS["spans"]):
        try:
            x0, top, x1, bottom = (float(row[c]) for c in ("x0", "top", "x1", "bottom"))
        except ValueError:
            raise InputError(path, f"row {line}: a coordinate is not a number.") from None
        span = Span(page=_whole(path, line, row, "page"), x0=x0, top=top, x1=x1, bottom=bottom)
        spans.setdefault(row["item"], []).append(span)
    return spans


def _once(path: Path, line: int, name: str, seen: set[str]) -> None:
    if not name:
        raise InputError(path, f"row {line}: the id is blank.")
    if name in seen:
        raise InputError(path, f"row {line}: the id {name!r} stands twice.")
    seen.add(name)


def _whole(path: Path, line: int, row: dict[str, str], column: str) -> int:
    try:
        return int(row[column])
    except ValueError:
        raise InputError(path, f"row {line}: {column} is {row[column]!r}, not a whole number.") from None
