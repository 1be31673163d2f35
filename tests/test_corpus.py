"""A table of reports: each body's plan in its folder, one long table of all, and a word on each row that is wrong."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from conftest import Run, sample_pdf

from commands.corpus import listed_in, runs_of
from extract import InputError

HEADER = "body,plan,year,file"


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "reports.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_runs_are_by_body_and_plan_in_the_order_of_their_years(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "B,Plan,2025,b25.pdf",
        "A,Plan,2024/25,a.pdf",
        "B,Plan,2024,b24.pdf",
        "B,Other,2024,https://x.org/o.pdf",
    )
    runs = runs_of(listed_in(path))
    assert {name: [r.year for r in run] for name, run in runs.items()} == {
        "b-plan": ["2024", "2025"], "a-plan": ["2024/25"], "b-other": ["2024"],
    }  # fmt: skip
    assert [r.report for r in runs["b-plan"]] == ["b-plan-2024", "b-plan-2025"]
    assert runs["b-plan"][0].file == str(tmp_path / "b24.pdf")
    assert runs["b-other"][0].file == "https://x.org/o.pdf"


@pytest.mark.parametrize(
    ("rows", "header", "words"),
    [
        ((), HEADER, "lists no reports"),
        (("A,P,2024",), "body,plan,year", "row 1: the column 'file' is missing; body, plan, year, file are needed"),
        (("A,P,2024,a.pdf", "A,P,,b.pdf"), HEADER, "row 3: year is blank"),
        (("A,P,2024,a.pdf", "A,P,2024,b.pdf"), HEADER, "row 3: a-p-2024 stands in row 2 already"),
        (("A,P,2024,a.pdf,x", "A,P,2025,b.pdf,x"), f"{HEADER},report", "row 3: x stands in row 2 already"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_row(
    rows: tuple[str, ...], header: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=words):
        listed_in(table(tmp_path, *rows, header=header))


def test_a_corpus_is_compared_run_by_run_and_told_in_one_table(run: Run, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"Estuary,Safer,2024,{sample_pdf('2024')}", f"Estuary,Safer,2025,{sample_pdf('2025')}",
        f"Estuary,Safer,2026,{sample_pdf('2026')}", f"Moors,“Fairer”,2025,{sample_pdf('2025')}",
        f"Moors,“Fairer”,2024,{sample_pdf('2024')}", f"Alone,Plan,2024,{sample_pdf('2026')}",
        "Gone,Plan,2024,gone.pdf", f"Twice,Plan,2024,{sample_pdf('2024')}", f"Twice,Plan,2025,{sample_pdf('2024')}",
    )  # fmt: skip
    done = run("compare", path, "-o", "corpus", "--no-pictures", "--judge", "lexical", "--json")
    assert done.returncode == 3, "one PDF is missing"
    assert f"Error: {tmp_path / 'gone.pdf'}: there is no such file" in done.stderr
    assert "Alone, Plan: not compared, since fewer than two reports could be read." in done.stderr
    assert "Twice, Plan: " in done.stderr
    assert "are the same file" in done.stderr
    out = tmp_path / "corpus"
    assert sorted(p.name for p in out.iterdir()) == ["all", "estuary-safer", "moors-fairer"]
    told = json.loads(done.stdout)
    assert [row["run"] for row in told] == ["estuary-safer", "moors-fairer"]
    outcomes = rows_of(out / "all" / "outcomes.csv")
    assert {(r["body"], r["plan"], r["run"]) for r in outcomes} == {
        ("Estuary", "Safer", "estuary-safer"), ("Moors", "“Fairer”", "moors-fairer"),
    }  # fmt: skip
    for name in ("outcomes", "evidence", "statements", "measures", "commitments"):
        each = [rows_of(out / run_name / f"{name}.csv") for run_name in ("estuary-safer", "moors-fairer")]
        whole = rows_of(out / "all" / f"{name}.csv")
        assert [{k: v for k, v in row.items() if k not in ("body", "plan", "run")} for row in whole] == each[0] + each[
            1
        ]
    statuses = Counter(row["status"] for row in outcomes)
    assert statuses == Counter(told[0]["statuses"]) + Counter(told[1]["statuses"])
    package = json.loads((out / "all" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        frame = pd.read_csv(out / "all" / resource["path"])
        assert list(frame.columns) == [field["name"] for field in resource["schema"]["fields"]]
    said = json.loads((out / "moors-fairer" / "comparison.json").read_text(encoding="utf-8"))
    assert [(r["report"], r["body"], r["plan"]) for r in said["reports"]] == [
        ("moors-fairer-2024", "Moors", "“Fairer”"), ("moors-fairer-2025", "Moors", "“Fairer”"),
    ]  # fmt: skip


def test_statuses_that_a_publisher_wants_to_know_of_fail_the_run(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, f"A,P,2024,{sample_pdf('2024')}", f"A,P,2025,{sample_pdf('2025')}")
    common = ("compare", path, "-o", "corpus", "--no-pictures", "--judge", "lexical")
    assert run(*common, "--fail-on", "dropped").returncode == 0
    done = run(*common, "--fail-on", "lost,dropped")
    assert done.returncode == 1
    assert "Found what --fail-on asks for: " in done.stderr


def test_a_table_of_one_pdf_is_no_table(run: Run) -> None:
    done = run("compare", sample_pdf("2024"))
    assert done.returncode == 2
    assert "or a table of reports (.csv)" in done.stderr


def test_a_table_is_extracted_into_one_table_too(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, f"Estuary,Safer,2024,{sample_pdf('2024')}", f"Moors,Safer,2025,{sample_pdf('2025')}")
    done = run("extract", path, "-o", "parsed")
    assert done.returncode == 0, done.stderr
    each = [rows_of(tmp_path / "parsed" / name / "items.csv") for name in ("estuary-safer-2024", "moors-safer-2025")]
    whole = rows_of(tmp_path / "parsed" / "all" / "items.csv")
    assert [(row["body"], row["year"], row["report"], row["item"], row["text"]) for row in whole] == [
        *(("Estuary", "2024", "estuary-safer-2024", row["item"], row["text"]) for row in each[0]),
        *(("Moors", "2025", "moors-safer-2025", row["item"], row["text"]) for row in each[1]),
    ]
    package = json.loads((tmp_path / "parsed" / "all" / "datapackage.json").read_text(encoding="utf-8"))
    items = next(resource for resource in package["resources"] if resource["name"] == "items")
    assert items["schema"]["primaryKey"] == ["report", "item"]
