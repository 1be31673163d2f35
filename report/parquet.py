"""A folder's CSVs → a Parquet file beside each, with the types of its ``datapackage.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
_CSV = """header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n',
max_line_size = 100000000"""


def write_parquet(folder: Path) -> None:
    """Write the Parquet files. The CSVs must be as the program reads them, not made safe for spreadsheets."""
    import duckdb

    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    # One thread and the CSV's order, so that the same rows give the same bytes.
    with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as engine:
        for resource in package["resources"]:
            engine.execute(_statement(folder, resource))


def parquet_names(csvs: set[str]) -> set[str]:
    """What the Parquet files beside some CSVs are called; other names are left out."""
    return {f"{name.removesuffix('.csv')}.parquet" for name in csvs if name.endswith(".csv")}


def _statement(folder: Path, resource: dict[str, Any]) -> str:
    fields = resource["schema"]["fields"]
    columns = ", ".join(f"{_quoted(field['name'])}: '{_TYPES[field['type']]}'" for field in fields)
    source = _quoted(str(folder / resource["path"]))
    target = _quoted(str((folder / resource["path"]).with_suffix(".parquet")))
    read = f"read_csv({source}, columns = {{{columns}}}, {_CSV})"
    return f"COPY (SELECT * FROM {read}) TO {target} (FORMAT parquet, COMPRESSION zstd)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
