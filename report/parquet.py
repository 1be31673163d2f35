"""A folder's CSVs → a Parquet file beside each, with the types of its ``datapackage.json``."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
_CSV = """header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n'"""
# One thread and the CSV's order, so that the same rows give the same bytes; nothing is fetched from the network.
_SETTINGS: dict[str, Any] = {"threads": 1, "preserve_insertion_order": True, "autoinstall_known_extensions": False}
_LINE = 2 << 20  # bytes of a row that DuckDB allows by itself; a row is never longer than its file


def write_parquet(folder: Path) -> None:
    """Write the Parquet files. The CSVs must be as the program reads them, not made safe for spreadsheets.

    They are made in a folder of their own: in a user's, DuckDB would take ``[1]`` for a pattern and ``year=2024`` for a
    column.
    """
    import duckdb

    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    with (
        tempfile.TemporaryDirectory() as plain,
        duckdb.connect(config=_SETTINGS) as engine,
    ):
        source, target = Path(plain) / "rows.csv", Path(plain) / "rows.parquet"
        for resource in package["resources"]:
            shutil.copyfile(folder / resource["path"], source)
            engine.execute(_statement(source, target, resource["schema"]["fields"]))
            shutil.move(target, (folder / resource["path"]).with_suffix(".parquet"))


def parquet_names(csvs: set[str]) -> set[str]:
    """What the Parquet files beside some CSVs are called; other names are left out."""
    return {f"{name.removesuffix('.csv')}.parquet" for name in csvs if name.endswith(".csv")}


def _statement(source: Path, target: Path, fields: list[dict[str, Any]]) -> str:
    columns = ", ".join(f"{_quoted(field['name'])}: '{_TYPES[field['type']]}'" for field in fields)
    longest = max(_LINE, source.stat().st_size)
    read = f"read_csv({_quoted(str(source))}, columns = {{{columns}}}, {_CSV}, max_line_size = {longest})"
    return f"COPY (SELECT * FROM {read}) TO {_quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
