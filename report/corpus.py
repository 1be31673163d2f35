"""Results of many, each in its folder → one long table of each kind, over all of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.csv_text import csv_text
from extract.errors import InputError
from extract.parsed import json_text
from extract.schema import PACKAGE_PROFILE
from report.extracted import finish
from report.parquet import parquet_names
from report.publish import publish

#: What may stand first in every row, with what it means.
WHOSE = {
    "body": "Whose report it is, as the table of reports says",
    "plan": "What it reports on, as the table of reports says",
    "year": "The year of the report, as the table of reports says",
    "report": "The report, which is also the folder, beside this one, that the row comes from",
    "run": "The folder, beside this one, of the comparison that the row comes from",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The results in the folder ``name``, and what is said of them in every row: columns of ``WHOSE``, in order."""

    name: str
    whose: Mapping[str, str]


def write_corpus(
    folder: Path, parts: Sequence[Part], version: str, *, safe: bool = False, parquet: bool = False
) -> None:
    """Write the tables of all parts, one under the other, into ``folder``.

    The parts' own folders lie beside it. Raises ``InputError`` where one of their files is missing or was spoilt.
    """
    packages = [_package(folder.parent / part.name) for part in parts]
    shapes = _shapes(packages, list(parts[0].whose))

    def fill(new: Path) -> None:
        for name, shape in shapes.items():
            header = [field["name"] for field in shape["schema"]["fields"]]
            rows = (row for part in parts for row in _rows(folder.parent / part.name / f"{name}.csv", part, header))
            (new / f"{name}.csv").write_text(csv_text(header, rows), encoding="utf-8", newline="\n")
        described = {
            "$schema": PACKAGE_PROFILE, "name": "corpus", "title": f"{len(parts)} results, one under the other",
            "licenses": packages[0].get("licenses", []),
            "sources": [source for package in packages for source in package.get("sources", [])],
            "resources": list(shapes.values()), "version": version,
        }  # fmt: skip
        (new / "datapackage.json").write_text(json_text(described), encoding="utf-8", newline="\n")
        finish(new, safe=safe, parquet=parquet)

    csvs = {f"{name}.csv" for name in shapes}
    publish(folder, fill, {*csvs, *parquet_names(csvs), "datapackage.json"}, marker="datapackage.json")


def _package(folder: Path) -> dict[str, Any]:
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        return {**package, "resources": [resource for resource in package["resources"] if resource["name"]]}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(folder, "holds no results of extract or compare.") from None


def _rows(path: Path, part: Part, header: Sequence[str]) -> Iterator[list[str]]:
    """The rows of one part's table, as they are, after whose they are."""
    whose = list(part.whose.values())
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield whose + [row.get(column) or "" for column in header[len(whose) :]]
    except OSError as error:
        raise InputError(path, f"cannot be opened ({error.strerror}).") from None


def _shapes(packages: Sequence[dict[str, Any]], first: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Each table's description, with the columns that stand first. What one part lets a column hold, all may."""
    resources = [resource for package in packages for resource in package["resources"]]
    allowed: dict[tuple[str, str], dict[str, None]] = {}
    for resource in resources:
        for field in resource["schema"]["fields"]:
            values = field.get("constraints", {}).get("enum", ())
            allowed.setdefault((resource["name"], field["name"]), {}).update(dict.fromkeys(values))
    return {resource["name"]: _described(resource, first, allowed) for resource in resources}


def _described(
    shape: dict[str, Any], first: Sequence[str], allowed: Mapping[tuple[str, str], Mapping[str, None]]
) -> dict[str, Any]:
    """A table's description with the columns that stand first; its keys hold within a part, which the last names.

    A table that says whose it is by columns of the same names has them once.
    """
    whose = [
        {"name": name, "type": "string", "description": WHOSE[name], "constraints": {"required": True}}
        for name in first
    ]  # fmt: skip
    fields = [
        _widened(f, allowed[shape["name"], f["name"]]) for f in shape["schema"]["fields"] if f["name"] not in first
    ]
    schema = {**shape["schema"], "fields": [*whose, *fields]}
    if "primaryKey" in schema:
        schema["primaryKey"] = [first[-1], *schema["primaryKey"]]
    if "uniqueKeys" in schema:
        schema["uniqueKeys"] = [[first[-1], *key] for key in schema["uniqueKeys"]]
    if foreign := [_foreign(key, first[-1]) for key in schema.pop("foreignKeys", ()) if _always_there(key, fields)]:
        schema["foreignKeys"] = foreign
    return {**shape, "schema": schema}


def _widened(field: dict[str, Any], values: Mapping[str, None]) -> dict[str, Any]:
    return {**field, "constraints": {**field["constraints"], "enum": list(values)}} if values else field


def _always_there(key: dict[str, Any], fields: Sequence[dict[str, Any]]) -> bool:
    """Whether the columns of a key are never blank: beside the part's name a blank would name nothing."""
    needed = {field["name"] for field in fields if field.get("constraints", {}).get("required")}
    return needed.issuperset(key["fields"])


def _foreign(key: dict[str, Any], part: str) -> dict[str, Any]:
    there = key["reference"]
    return {"fields": [part, *key["fields"]], "reference": {**there, "fields": [part, *there["fields"]]}}
