"""docs/data.md: what it says of columns is so, every line of code runs, pandas and DuckDB give the same answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from bench.data_page import NOTEBOOK, PAGE, READR, main, questions
from diff import compare_reports
from diff.schema import FIELDS
from extract import read_table
from extract.report import Report
from report.write import write_comparison

SAID = PAGE.read_text(encoding="utf-8")
START, ASKED = questions(SAID)
ROWS = {1: 9, 2: 3, 4: 6, 5: 5, 7: 6, 8: 5, 10: 16}  # of the samples, where a number can be told at once


@pytest.fixture(scope="module")
def beside(reports: tuple[Report, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples compared."""
    folder = tmp_path_factory.mktemp("page")
    write_comparison(compare_reports(*reports), folder / "comparison", "0", parquet=True)
    return folder


def plain(rows: Iterable[Iterable[Any]]) -> list[tuple[Any, ...]]:
    return [tuple(None if pd.isna(v) else round(float(v), 9) if _number(v) else v for v in row) for row in rows]


def _number(value: object) -> bool:
    return not isinstance(value, (str, bool))


def test_the_page_and_the_notebook_are_in_step() -> None:
    assert main(["--check"]) == 0


@pytest.mark.parametrize("n", range(10), ids=[str(n) for n in range(1, 11)])
def test_pandas_and_duckdb_give_the_same_answer(n: int, beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    title, pandas, sql = ASKED[n]
    monkeypatch.chdir(beside)
    names: dict[str, Any] = {}
    exec(f"{START}\n{pandas}", names)
    found = duckdb.sql(sql)
    assert list(names["answer"].columns) == found.columns
    rows = plain(found.fetchall())
    assert plain(names["answer"].itertuples(index=False)) == rows
    assert rows, f"{title} has no answer in the samples"
    assert len(rows) == ROWS.get(n + 1, len(rows))


def test_there_are_ten_questions_in_order() -> None:
    assert [title.partition(".")[0] for title, _, _ in ASKED] == [str(n) for n in range(1, 11)]


def test_the_notebook_runs(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(beside)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) == 21
    names: dict[str, Any] = {}
    for cell in code:
        exec(cell, names)


def test_each_line_that_loads_gives_the_right_types(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(beside)
    lines = SAID.partition("## Load it")[2].partition("```python\n")[2].partition("\n```")[0].splitlines()
    assert len(lines) == 6
    names = {"read_table": read_table, "pd": pd, "pl": pl, "duckdb": duckdb}
    for line in lines:
        loaded = eval(line, names)
        columns = list(loaded.columns)
        first = rows_of(loaded)[0]
        values = dict(zip(columns, first, strict=True))
        assert columns == [field.name for field in FIELDS["outcomes"]], line
        assert values["commitment"] == "1.", line
        assert str(values["review"]) in ("True", "False"), line
        assert 0 < float(values["probability"]) < 1, line
        assert values["after"] is None or pd.isna(values["after"]), line


def rows_of(frame: Any) -> list[tuple[Any, ...]]:
    if isinstance(frame, duckdb.DuckDBPyRelation):
        return frame.fetchall()
    return list(frame.iter_rows() if isinstance(frame, pl.DataFrame) else frame.itertuples(index=False))


def test_the_line_for_r_names_a_type_for_each_column() -> None:
    types = re.search(r'readr::read_csv\("comparison/outcomes.csv", col_types = "(\w+)", na = ""\)', SAID)
    assert types
    assert types[1] == "".join(READR[field.type] for field in FIELDS["outcomes"])
