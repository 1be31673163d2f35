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
from report.extracted import make_safe
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


def write_corpus(folder: Path, parts: Sequence[Part], version: str, *, safe: bool = False) -> None:
    """Write the tables of all parts, one under the other, into ``folder``.

    The parts' own folders lie beside it. Raises ``InputError`` where one of their files is missing or was spoilt.
    """
    packages = [(part, _package(folder.parent / part.name)) for part in parts]
    first = list(parts[0].whose)
    shapes = {resource["name"]: resource for _, package in packages for resource in package["resources"]}

    def fill(new: Path) -> None:
        for name, shape in shapes.items():
            header = [*first, *(field["name"] for field in shape["schema"]["fields"])]
            rows = (row for part in parts for row in _rows(folder.parent / part.name / f"{name}.csv", part, header))
            (new / f"{name}.csv").write_text(csv_text(header, rows), encoding="utf-8", newline="\n")
        described = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "corpus",
            "title": f"{len(parts)} results, one under the other",
            "resources": [_described(shape, first) for shape in shapes.values()], "version": version,
        }  # fmt: skip
        make_safe(new, wanted=safe)
        (new / "datapackage.json").write_text(json_text(described), encoding="utf-8", newline="\n")

    publish(folder, fill, {*(f"{name}.csv" for name in shapes), "datapackage.json"}, marker="datapackage.json")


def _package(folder: Path) -> dict[str, Any]:
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        return {"resources": [resource for resource in package["resources"] if resource["name"]]}
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


def _described(shape: dict[str, Any], first: Sequence[str]) -> dict[str, Any]:
    """A table's description with the columns that stand first; its key holds within a part, which the last names."""
    schema = dict(shape["schema"])
    whose = [{"name": name, "type": "string", "description": WHOSE[name]} for name in first]
    schema["fields"] = [*whose, *schema["fields"]]
    schema.pop("foreignKeys", None)
    if "primaryKey" in schema:
        schema["primaryKey"] = [first[-1], *schema["primaryKey"]]
    return {**shape, "schema": schema}
