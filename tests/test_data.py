"""Output folders as data: their packages hold, and frames and Parquet files have the types that they give."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import PARSED, YEARS, Run, sample_pdf
from packages import package_of, problems

import cli
from align import align_reports
from commands import options
from diff import Comparison, compare_reports, read_rulings
from extract import InputError, read_parsed, read_table, write_parsed
from extract.missing import missing_cells
from extract.parsed import datapackage
from extract.report import Finding, Report
from report.parquet import write_parquet
from report.write import write_alignment, write_comparison

AWKWARD = [
    "NA",
    "None",
    "1.",
    "true",
    '"quoted", with a comma',
    "two\nlines",
    "“Füße” — 7 °C",
    "=1+1",
    "'",
    "  spaced ",
]
RULINGS = """kind,a_report,a_item,a_text,b_report,b_item,b_text,ruling,by,on,note
outcome,,,{a},,,{b},no,AB,2026-07-01,
"""


@pytest.fixture(scope="module")
def comparison(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports)


@pytest.fixture(scope="module")
def out(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "comparison"
    write_comparison(comparison, folder, "1.2.3", parquet=True)
    return folder


def awkward(report: Report) -> Report:
    """A report whose first items say what programs like to take for something else."""
    said = dict(zip(range(len(AWKWARD)), AWKWARD, strict=True))
    return replace(report, items=tuple(replace(i, text=said.get(n, i.text)) for n, i in enumerate(report.items)))


def test_the_samples_keep_what_their_packages_say(reports: tuple[Report, ...], out: Path, tmp_path: Path) -> None:
    write_alignment(align_reports(*reports[:2]), tmp_path / "alignment", "1.2.3")
    for folder in (out, tmp_path / "alignment", PARSED):
        assert problems(folder) == []
    assert len(list(out.rglob("datapackage.json"))) == 4


def test_a_package_holds_with_rulings_and_awkward_texts(reports: tuple[Report, ...], tmp_path: Path) -> None:
    first, last = awkward(reports[0]), reports[2]
    path = tmp_path / "rulings.csv"
    path.write_text(RULINGS.format(a=f'"{first.outcomes[-1].text}"', b=f'"{last.outcomes[-1].text}"'), encoding="utf-8")
    made = compare_reports(first, last, rulings=read_rulings([path]))
    write_comparison(made, tmp_path / "out", "0")
    assert problems(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("outcomes.csv", ",gained,", ",won,", "won"),
        ("outcomes.csv", "2.o1", "2.o77", "foreign key"),
        ("evidence.csv", ",estuary-and-moors-2024,", ",somebody-else,", "foreign key"),
        ("reports.csv", "estuary-and-moors-2026", "estuary-and-moors-2025", "primary key"),
        ("evidence.csv", ",0.", ",7.", "maximum"),
        ("statements.csv", ",ended,", ",over,", "over"),
    ],
)
def test_what_breaks_a_rule_is_found(name: str, old: str, new: str, said: str, out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(out, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    assert any(said in problem.lower() for problem in problems(folder)), problems(folder)


def test_a_package_says_whose_the_text_is_and_what_read_it(out: Path) -> None:
    for path in (out, out / "parsed" / "estuary-and-moors-2024"):
        package = package_of(path)
        assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
        assert package["version"] == "1.2.3"
        assert "publisher" in package["licenses"][0]["title"]
        assert package["sources"][0]["title"].startswith("Safer and Fairer 2023-26")
        assert package["sources"][0]["path"] == "estuary-and-moors-2024.pdf"
    assert len(package_of(out)["sources"]) == 3


def test_a_file_name_tells_nothing_of_the_machine(reports: tuple[Report, ...], tmp_path: Path) -> None:
    for path in ("/home/me/a report.pdf", r"C:\me\a report.pdf", "https://example.org/x/a report.pdf?key=1"):
        write_parsed(replace(reports[0], source=replace(reports[0].source, path=path)), tmp_path, "0")
        assert package_of(tmp_path)["sources"][0]["path"] == "a report.pdf"
        assert problems(tmp_path) == []


def test_a_file_name_that_no_package_may_hold_is_left_out(reports: tuple[Report, ...], tmp_path: Path) -> None:
    for path in (".hidden.pdf", "~draft.pdf", "a..pdf"):
        write_parsed(replace(reports[0], source=replace(reports[0].source, path=path)), tmp_path, "0")
        assert package_of(tmp_path)["sources"] == [{"title": reports[0].title}]
        assert package_of(tmp_path)["source"]["path"] == path


@pytest.mark.slow
def test_rule_renews_the_parquet_files_that_were_asked_for(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "with")
    shutil.copytree(out, tmp_path / "without", ignore=shutil.ignore_patterns("*.parquet"))
    for name in ("with", "without"):
        there = {path.name for path in (tmp_path / name).rglob("*.parquet")}
        done = CliRunner().invoke(cli.main, ["rule", str(tmp_path / name), "--no-pictures", "-q"], input="n\nq\n")
        assert done.exit_code == 0, done.output
        assert {path.name for path in (tmp_path / name).rglob("*.parquet")} == there
        assert bool(there) == (name == "with")
    assert (tmp_path / "with" / "rulings.csv").exists()
    assert problems(tmp_path / "with") == []


def test_the_name_of_another_copy_is_the_one_that_was_given(run: Run, tmp_path: Path) -> None:
    """Of the same file read before, under another name."""
    shutil.copy(sample_pdf("2024"), tmp_path / "copy.pdf")
    for name, folder in ((sample_pdf("2024"), "estuary-and-moors-2024"), ("copy.pdf", "copy")):
        assert run("extract", name, "-q", "-o", "p").returncode == 0
        assert package_of(tmp_path / "p" / folder)["sources"][0]["path"] == Path(name).name


def test_no_column_a_blank_cell_and_an_unread_one_are_told_apart(reports: tuple[Report, ...]) -> None:
    assert missing_cells(reports[1]) == [{"role": "outcome", "commitment": None, "why": "not-in-report"}]
    gone = replace(reports[0], items=tuple(i for i in reports[0].items if (i.commitment, i.role) != ("3", "delivery")))
    assert missing_cells(gone) == [{"role": "delivery", "commitment": "3", "why": "blank"}]
    page = reports[0].commitments[2].page_first
    lost = Finding(kind="reading", text="4 words stand on the page, but in no item: “one two”.", page=page)
    assert [row["why"] for row in missing_cells(replace(gone, findings=(lost,)))] == ["blank-or-unread"]
    assert [row["why"] for row in missing_cells(replace(gone, findings=(replace(lost, page=1),)))] == ["blank"]
    damaged = Finding(kind="damaged", text="It ends before its end.")
    assert [row["why"] for row in missing_cells(replace(gone, findings=(damaged,)))] == ["blank-or-unread"]


def test_an_empty_cell_says_what_it_means_or_is_not_allowed(out: Path) -> None:
    packages = [package_of(path.parent) for path in out.rglob("datapackage.json")]
    fields = [field for package in packages for r in package["resources"] for field in r["schema"]["fields"]]
    assert len(fields) > 80
    for field in fields:
        needed = field.get("constraints", {}).get("required", False)
        labels = [value["label"] for value in field.get("missingValues", [])]
        assert needed == (not labels), field["name"]
        assert all(labels)


def frames(report: Report, comparison: Comparison) -> dict[str, Callable[[], pd.DataFrame]]:
    parsed = {name: getattr(report, f"{name}_frame") for name in ("commitments", "items", "spans")}
    names = ("reports", "commitments", "outcomes", "evidence", "statements", "measures")
    return {
        **{f"parsed/{report.id}/{name}": made for name, made in parsed.items()},
        **{name: getattr(comparison, f"{name}_frame") for name in names},
    }


def test_frames_are_what_the_csvs_hold(reports: tuple[Report, ...], comparison: Comparison, out: Path) -> None:
    for name, made in frames(reports[0], comparison).items():
        loaded = read_table(out / f"{name}.csv")
        pd.testing.assert_frame_equal(made(), loaded)
        assert len(loaded) >= 3
    outcomes = comparison.outcomes_frame()
    assert outcomes["commitment"].iloc[0] == "1."  # no number
    assert {str(outcomes[c].dtype) for c in ("probability", "review", "text")} == {"Float64", "boolean", "string"}
    assert outcomes["after"].isna().any()
    assert [float(p) for p in outcomes["probability"]] == [o.probability for p in comparison.pairs for o in p.outcomes]


def test_awkward_texts_come_out_as_they_are(reports: tuple[Report, ...], tmp_path: Path) -> None:
    report = awkward(reports[0])
    write_parsed(report, tmp_path, "0")
    write_parquet(tmp_path)
    texts = [item.text for item in report.items]
    assert report.items_frame()["text"].tolist() == texts
    assert column(tmp_path / "items.parquet", "text") == texts


def column(path: Path, name: str) -> list[Any]:
    with duckdb.connect() as engine:
        return [row[0] for row in engine.execute(f"SELECT {name} FROM '{path}'").fetchall()]


def test_parquet_files_have_the_rows_and_types_of_the_csvs(out: Path) -> None:
    types = {"VARCHAR": "string", "BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean"}
    seen = 0
    for path in sorted(out.rglob("*.csv")):
        described = {r["path"]: r["schema"]["fields"] for r in package_of(path.parent)["resources"]}[path.name]
        with duckdb.connect() as engine:
            there = engine.execute(f"DESCRIBE FROM '{path.with_suffix('.parquet')}'").fetchall()
            rows = engine.execute(f"FROM '{path.with_suffix('.parquet')}'").fetchall()
        assert [(row[0], types[row[1]]) for row in there] == [(f["name"], f["type"]) for f in described]
        frame = read_table(path)
        assert rows == [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False)]
        seen += 1
    assert seen == 16


def test_parquet_holds_the_text_as_read_and_goes_when_not_asked_for(run: Run, tmp_path: Path) -> None:
    asked = ("extract", sample_pdf("2024"), "-q", "-o", "p", "--spreadsheet-safe")
    assert run(*asked, "--parquet").returncode == 0
    folder = tmp_path / "p" / "estuary-and-moors-2024"
    assert any(text.startswith("=1,240") for text in column(folder / "items.parquet", "text"))
    assert "'=1,240" in (folder / "items.csv").read_text(encoding="utf-8")
    assert run(*asked).returncode == 0
    assert not list(folder.glob("*.parquet"))


def test_a_folder_of_an_odd_name_has_no_say_in_what_is_written(reports: tuple[Report, ...], tmp_path: Path) -> None:
    odd = tmp_path / "year=2024" / "it's [1]*?"
    odd.mkdir(parents=True)
    write_parsed(reports[0], odd, "0")
    write_parquet(odd)
    shutil.copy(odd / "items.parquet", tmp_path / "items.parquet")
    assert column(tmp_path / "items.parquet", "item") == [item.id for item in reports[0].items]
    assert len(list(odd.iterdir())) == 7


def test_what_is_missing_is_said(out: Path, reports: tuple[Report, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"evidence-trail\[frames\]"):
        reports[0].items_frame()
    monkeypatch.setattr(options, "find_spec", lambda name: None)
    done = CliRunner().invoke(cli.main, ["extract", str(sample_pdf("2024")), "--parquet"])
    assert done.exit_code == 2
    assert "evidence-trail[parquet]" in done.stderr


def test_a_table_that_no_package_describes_is_refused(out: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_table(tmp_path / "items.csv")
    shutil.copy(out / "outcomes.csv", tmp_path / "mine.csv")
    (tmp_path / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    with pytest.raises(InputError, match="is not described"):
        read_table(tmp_path / "mine.csv")


@pytest.mark.slow
def test_tables_of_many_reports_keep_what_their_package_says(run: Run, tmp_path: Path) -> None:
    lines = [f"Estuary,Safer,{year},{sample_pdf(year)}" for year in YEARS]
    (tmp_path / "reports.csv").write_text("\n".join(["body,plan,year,file", *lines]), encoding="utf-8")
    assert run("extract", "reports.csv", "-o", "p", "-q", "--parquet").returncode == 0
    assert run("compare", "reports.csv", "-o", "c", "-q", "--parquet", "--no-pictures").returncode == 0
    for name in ("p", "c"):
        assert problems(tmp_path / name) == []
        assert (tmp_path / name / "all" / "commitments.parquet").exists()
    everything = package_of(tmp_path / "c" / "all")
    assert len(everything["sources"]) == 3
    keys = {r["name"]: r["schema"].get("foreignKeys", []) for r in everything["resources"]}
    assert keys["evidence"][-1]["fields"][0] == "run"


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """Every report of ``folder`` in a pair of the same plan, the earlier first."""
    found = sorted(path.stem for path in folder.rglob("*.pdf"))
    made: list[tuple[str, str]] = []
    for plan, years in (("fire", ("2020", "2021")), ("pcc", ("2021", "2022")), ("standing", ("2022", "2023"))):
        first, second = ([name for name in found if name.startswith(plan) and year in name] for year in years)
        count = max(len(first), len(second))
        made += zip(islice(cycle(first), count), islice(cycle(second), count), strict=True)
    assert {name for pair in made for name in pair} == set(found)
    return [(Path(a), Path(b)) for a, b in made]


@pytest.mark.slow
def test_other_peoples_reports_keep_what_their_packages_say(shared: Path, tmp_path: Path) -> None:
    pdfs = sorted(str(path) for path in (shared / "reports").rglob("*.pdf"))
    done = CliRunner().invoke(cli.main, ["extract", *pdfs, "-o", str(tmp_path / "p"), "-q"])
    assert done.exit_code == 0, done.output
    for n, (before, after) in enumerate(pairs(shared / "reports")):
        comparison = compare_reports(read_parsed(tmp_path / "p" / before), read_parsed(tmp_path / "p" / after))
        write_comparison(comparison, tmp_path / "c" / str(n), "0")
    assert problems(tmp_path) == []


def test_no_package_says_when_it_was_made(out: Path) -> None:
    for path in out.rglob("datapackage.json"):
        assert "created" not in json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("year", YEARS)
def test_the_committed_packages_are_what_is_written_today(year: str, reports: tuple[Report, ...]) -> None:
    report = reports[YEARS.index(year)]
    golden = package_of(PARSED / report.id)
    made = datapackage(report, golden["version"])
    assert golden.pop("source")["sha256"] == made.pop("source")["sha256"]
    assert golden == made


def test_a_long_text_and_a_name_of_other_letters_hold_too(reports: tuple[Report, ...], tmp_path: Path) -> None:
    items = (replace(reports[0].items[0], text="ö" * (3 << 20)), *reports[0].items[1:])
    write_parsed(replace(reports[0], id="plän-2024", items=items), tmp_path, "0")
    write_parquet(tmp_path)
    assert len(column(tmp_path / "items.parquet", "text")[0]) == 3 << 20
    assert problems(tmp_path) == []
