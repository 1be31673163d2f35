"""The command line as a user types it: results, exit statuses, what goes where."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from conftest import PARSED, ROOT, Run, sample_pdf

from extract import read_parsed, read_report

SCHEMA = json.loads((ROOT / "diff" / "comparison.schema.json").read_text(encoding="utf-8"))
FILES = {
    "comparison.json", "report.html", "report.xlsx", "briefing.docx", "datapackage.json", "reports.csv",
    "commitments.csv", "outcomes.csv", "evidence.csv", "statements.csv", "measures.csv", "timeline.csv", "parsed",
}  # fmt: skip


def folders() -> tuple[Path, Path]:
    return PARSED / "estuary-and-moors-2024", PARSED / "estuary-and-moors-2025"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_compare_writes_every_file_and_ends_with_the_page(run: Run, tmp_path: Path) -> None:
    done = run("compare", sample_pdf("2024"), sample_pdf("2025"), sample_pdf("2026"))
    assert done.returncode == 0, done.stderr
    out = tmp_path / "comparison"
    assert {path.name for path in out.iterdir()} == FILES
    assert done.stderr.strip().endswith(str(Path("comparison") / "report.html"))
    assert "Reported last year; not found this year" in " ".join(done.stdout.split())
    assert [path.name for path in tmp_path.iterdir()] == ["comparison"], "nothing half-written stays behind"
    jsonschema.validate(json.loads((out / "comparison.json").read_text(encoding="utf-8")), SCHEMA)


def test_the_schema_refuses_what_is_not_a_comparison(run: Run) -> None:
    done = run("diff", *folders(), "--json")
    value = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    value["pairs"][0]["outcomes"][0]["status"] = "vanished"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, SCHEMA)


def test_extract_then_diff_gives_what_compare_gives(run: Run, tmp_path: Path) -> None:
    pdfs = sample_pdf("2024"), sample_pdf("2025")
    assert run("compare", *pdfs, "-o", "a", "-q").returncode == 0
    assert run("extract", *pdfs, "-o", "p", "-q").returncode == 0
    assert run("diff", "p/estuary-and-moors-2024", "p/estuary-and-moors-2025", "-o", "b", "-q").returncode == 0
    for name in ("outcomes.csv", "evidence.csv", "statements.csv", "measures.csv", "comparison.json", "report.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("diff", *folders(), "-o", name, "-q").returncode == 0
    for path in sorted((tmp_path / "a").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path.name


def test_align_says_what_carries_on(run: Run, tmp_path: Path) -> None:
    done = run("align", *folders())
    assert done.returncode == 0, done.stderr
    assert "Outcomes: 20 carried" in done.stdout
    out = tmp_path / "alignment"
    assert {path.name for path in out.iterdir()} == {
        "alignment.json",
        "datapackage.json",
        "reports.csv",
        "commitments.csv",
        "statements.csv",
        "measures.csv",
    }
    assert [row["relation"] for row in rows(out / "commitments.csv")] == ["same"] * 5


def test_every_file_loads_as_its_schema_says(run: Run, tmp_path: Path) -> None:
    assert run("diff", *folders(), "-q").returncode == 0
    out = tmp_path / "comparison"
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        frame = pd.read_csv(out / resource["path"], keep_default_na=False, na_values=[""])
        assert list(frame.columns) == [field["name"] for field in resource["schema"]["fields"]]
        if resource["name"] not in ("reports", "timeline"):
            assert list(frame.columns)[:2] == ["before_report", "after_report"]
        for field in resource["schema"]["fields"]:
            if field["type"] == "number":
                assert pd.api.types.is_numeric_dtype(frame[field["name"]]), (resource["name"], field["name"])
    outcomes = pd.read_csv(out / "outcomes.csv")
    assert outcomes["review"].dtype == bool
    assert len(outcomes) == 20


def test_json_goes_to_standard_output_alone(run: Run) -> None:
    done = run("extract", sample_pdf("2026"), "--json")
    assert json.loads(done.stdout)[0]["report"]["id"] == "estuary-and-moors-2026"
    assert done.stderr == ""


def test_quiet_says_nothing(run: Run) -> None:
    done = run("diff", *folders(), "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_fail_on_exits_with_1_only_for_what_was_asked(run: Run) -> None:
    assert run("diff", *folders(), "--fail-on", "lost,dropped").returncode == 1
    assert run("diff", *folders(), "--fail-on", "dropped").returncode == 0
    assert run("diff", *folders(), "--fail-on", "vanished").returncode == 2


@pytest.mark.parametrize("command", ["compare", "extract", "align", "diff", "check"])
def test_help_shows_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout
    assert f"evidence-trail {command}" in done.stdout


def test_wrong_usage_exits_with_2(run: Run) -> None:
    assert run().returncode == 2
    assert run("compare", sample_pdf("2024")).returncode == 2
    same = run("compare", sample_pdf("2024"), sample_pdf("2024"))
    assert same.returncode == 2
    assert "the same file" in same.stderr
    assert run("extract", sample_pdf("2024"), "--columns", "progress").returncode == 2
    assert run("extract", sample_pdf("2024"), "--pages", "9-3").returncode == 2
    assert run("extract", sample_pdf("2024"), "--label", "a", "--label", "b").returncode == 2


def test_the_same_file_under_another_name_is_refused(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(sample_pdf("2024").read_bytes())
    done = run("compare", sample_pdf("2024"), copy)
    assert done.returncode == 2
    assert "copy.pdf is the same file as" in done.stderr
    assert not (tmp_path / "comparison").exists()


def test_two_files_of_one_name_need_labels(run: Run, tmp_path: Path) -> None:
    for year in ("2024", "2025"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "report.pdf").write_bytes(sample_pdf(year).read_bytes())
    done = run("compare", "2024/report.pdf", "2025/report.pdf")
    assert done.returncode == 2
    assert "--label" in done.stderr
    named = run("compare", "2024/report.pdf", "2025/report.pdf", "--label", "first", "--label", "second", "-q")
    assert named.returncode == 0, named.stderr
    assert {path.name for path in (tmp_path / "comparison" / "parsed").iterdir()} == {"first", "second"}


def test_a_folder_with_other_things_in_it_is_not_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me", encoding="utf-8")
    done = run("diff", *folders(), "-o", "mine")
    assert done.returncode == 3
    assert "holds other files" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_second_run_keeps_the_rulings_that_lie_with_the_results_and_uses_them(run: Run, tmp_path: Path) -> None:
    assert run("diff", *folders(), "-q").returncode == 0
    out = tmp_path / "comparison"
    link = next(row for row in rows(out / "evidence.csv") if row["statement_report"].endswith("2025"))
    ruling = {
        "kind": "evidence", "a_report": link["outcome_report"], "a_item": link["outcome"],
        "a_text": next(r["text"] for r in rows(out / "outcomes.csv") if r["before"] == link["outcome"]),
        "b_report": link["statement_report"], "b_item": link["statement"], "b_text": link["text"],
        "ruling": "no", "by": "A. Officer", "on": "2026-11-01", "note": "about another service",
    }  # fmt: skip
    with (out / "rulings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ruling))
        writer.writeheader()
        writer.writerow(ruling)
    again = run("diff", *folders())
    assert "Using the rulings in" in again.stderr
    assert (out / "rulings.csv").exists()
    still = [
        (r["outcome"], r["statement"]) for r in rows(out / "evidence.csv") if r["statement_report"].endswith("2025")
    ]
    assert (link["outcome"], link["statement"]) not in still
    value = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    passed = [
        x for o in value["pairs"][0]["outcomes"] if o["before"] == link["outcome"] for x in o["considered"]["after"]
    ]
    assert [x["ruled"] for x in passed if x["statement"] == link["statement"]] == [True]


def test_spreadsheet_safe_leaves_no_cell_that_starts_a_formula(run: Run, tmp_path: Path) -> None:
    assert run("extract", sample_pdf("2024"), "-o", "plain", "-q").returncode == 0
    assert run("extract", sample_pdf("2024"), "-o", "safe", "-q", "--spreadsheet-safe").returncode == 0
    name = Path("estuary-and-moors-2024") / "items.csv"
    plain = [row["text"] for row in rows(tmp_path / "plain" / name)]
    safe = [row["text"] for row in rows(tmp_path / "safe" / name)]
    assert [text for text in plain if text.startswith(("=", "+"))]
    assert not [text for text in safe if text.startswith(("=", "+", "-", "@"))]
    assert [text.removeprefix("'") for text in safe] == plain


def test_pages_restrict_the_reading(run: Run, tmp_path: Path) -> None:
    assert run("extract", sample_pdf("2024"), "--pages", "2-5", "-q").returncode == 0
    out = tmp_path / "data" / "parsed" / "estuary-and-moors-2024"
    assert {row["page"] for row in rows(out / "spans.csv")} == {"2", "3", "4", "5"}
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert package["settings"] == {"columns": {}, "pages": [2, 3, 4, 5]}
    assert read_parsed(out) == read_report(sample_pdf("2024"), pages=[2, 3, 4, 5])
    assert [row["number"] for row in rows(out / "commitments.csv")] == ["1.", "2.", "3."]
