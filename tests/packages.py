"""Output folders held to their Data Packages: by frictionless, and in what it does not look at."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

from extract.frames import read_table

PEOPLES = {"rulings.csv"}  # lies with the results, and is a person's


def package_of(folder: Path) -> dict[str, Any]:
    value = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


def problems(folder: Path) -> list[str]:
    """What is wrong with every package in a folder; nothing where all is well."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # frictionless's own
        import frictionless

        found = []
        packages = sorted(folder.rglob("datapackage.json"))
        assert packages, f"{folder} holds no package"
        for path in packages:
            report = frictionless.validate(str(path.resolve()))
            found += [f"{path}: {' '.join(map(str, error))}" for error in report.flatten(["fieldName", "message"])]
            found += unkept(path.parent)
    return found


def unkept(folder: Path) -> list[str]:
    """What frictionless does not look at: unique keys, files without a description, fields without a meaning."""
    package = package_of(folder)
    found = [] if "created" not in package else [f"{folder}: says when it was made, which no two runs share"]
    described = {resource["path"] for resource in package["resources"]}
    found += [f"{path} is not described" for path in folder.glob("*.csv") if path.name not in described | PEOPLES]
    for resource in package["resources"]:
        fields, frame = resource["schema"]["fields"], read_table(folder / resource["path"])
        found += [f"{resource['path']} {f['name']}: no description" for f in fields if not f.get("description")]
        found += [f"{resource['path']} {f['name']}: no unit" for f in fields if _counts(f) and "unit" not in f]
        for key in resource["schema"].get("uniqueKeys", []):
            rows = Counter(map(tuple, frame[key].fillna("").to_numpy().tolist()))
            found += [f"{resource['path']}: {row} stands {n} times" for row, n in rows.items() if n > 1]
    return found


def _counts(field: dict[str, Any]) -> bool:
    return field["type"] in ("integer", "number") and field["name"] not in ("position", "level")
