"""Comparisons of many runs of reports, each in its folder → one long table of each kind, over all of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.csv_text import csv_text
from extract.errors import InputError
from extract.parsed import json_text
from report.extracted import make_safe
from report.publish import publish

#: What stands first in every row: whose report, on which plan, and the folder of that run's own results.
_WHOSE = (
    ("body", "Whose reports they are, as the table of reports says"),
    ("plan", "What they report on, as the table of reports says"),
    ("run", "The folder, beside this one, of the comparison that the row comes from"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One body's reports on one plan, compared in the folder ``name``."""

    body: str
    plan: str
    name: str


def write_corpus(folder: Path, runs: Sequence[Run], version: str, *, safe: bool = False) -> None:
    """Write the tables of all runs, one under the other, into ``folder``.

    The runs' own folders lie beside it. Raises ``InputError`` where one of their files is missing or was spoilt.
    """
    packages = [(run, _package(folder.parent / run.name)) for run in runs]
    shapes = {resource["name"]: resource for _, package in packages for resource in package["resources"]}

    def fill(new: Path) -> None:
        for name, shape in shapes.items():
            header = [column for column, _ in _WHOSE] + [field["name"] for field in shape["schema"]["fields"]]
            rows = (row for run, _ in packages for row in _rows(folder.parent / run.name / f"{name}.csv", run, header))
            (new / f"{name}.csv").write_text(csv_text(header, rows), encoding="utf-8", newline="\n")
        described = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "corpus",
            "title": f"{len(runs)} runs of reports, compared year by year",
            "resources": [_described(shape) for shape in shapes.values()], "version": version,
        }  # fmt: skip
        make_safe(new, wanted=safe)
        (new / "datapackage.json").write_text(json_text(described), encoding="utf-8", newline="\n")

    publish(folder, fill, {*(f"{name}.csv" for name in shapes), "datapackage.json"}, marker="datapackage.json")


def _package(folder: Path) -> dict[str, Any]:
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        return {"resources": [resource for resource in package["resources"] if resource["name"]]}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(folder, "holds no results of compare.") from None


def _rows(path: Path, run: Run, header: Sequence[str]) -> Iterator[list[str]]:
    """The rows of one run's table, as they are, after whose they are."""
    whose = [run.body, run.plan, run.name]
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield whose + [row.get(column) or "" for column in header[len(whose) :]]
    except OSError as error:
        raise InputError(path, f"cannot be opened ({error.strerror}).") from None


def _described(shape: dict[str, Any]) -> dict[str, Any]:
    """A table's description with the columns that stand first; its key holds within a run."""
    schema = dict(shape["schema"])
    whose = [{"name": name, "type": "string", "description": text} for name, text in _WHOSE]
    schema["fields"] = [*whose, *schema["fields"]]
    schema.pop("foreignKeys", None)
    if "primaryKey" in schema:
        schema["primaryKey"] = ["run", *schema["primaryKey"]]
    return {**shape, "schema": schema}
