"""One parsed report → its folder. Apart from the rest, so that who only extracts waits for nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from extract.parsed import FILES
from report.parquet import parquet_names, write_parquet
from report.publish import publish
from report.spreadsheet import spreadsheet_safe


def write_extracted(parsed: Path, folder: Path, *, safe: bool = False, parquet: bool = False) -> None:
    """Put one parsed report, as it lies in the folder ``parsed``, into its own folder, with its pictures if it has any.

    ``safe`` keeps the CSVs' cells from starting a formula; ``parquet`` writes a Parquet file beside each.
    Pictures of an earlier run go, with or without new ones: they show what that run read. Raises
    ``InputError`` as ``publish`` does.
    """

    def fill(new: Path) -> None:
        shutil.copytree(parsed, new, dirs_exist_ok=True)
        finish(new, safe=safe, parquet=parquet)

    publish(folder, fill, {*FILES, *parquet_names(set(FILES)), "inspect"}, marker="datapackage.json")


def finish(folder: Path, *, safe: bool, parquet: bool) -> None:
    """What is asked for of a folder's CSVs once they stand: Parquet first, which takes their text as it was read."""
    if parquet:
        write_parquet(folder)
    make_safe(folder, wanted=safe)


def make_safe(folder: Path, *, wanted: bool) -> None:
    """Where ``wanted``, keep the cells of a folder's CSVs from starting a formula."""
    for path in folder.glob("*.csv") if wanted else ():
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        path.write_text(spreadsheet_safe(text), encoding="utf-8", newline="\n")
