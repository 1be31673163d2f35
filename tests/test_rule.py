"""``evidence-trail rule``: the most decisive question first, saved as one goes, applied at once, resumed later."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PARSED, ROOT, Run

from diff import Comparison, compare_reports, read_rulings
from diff.questions import next_question
from diff.rulings import write_rulings
from extract.report import Report


@pytest.fixture
def compared(run: Run, tmp_path: Path) -> Path:
    folders = [PARSED / f"estuary-and-moors-{year}" for year in ("2024", "2025")]
    assert run("diff", *folders, "-o", "out", "-q").returncode == 0
    return tmp_path / "out"


def rule(folder: Path, typed: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), "rule", str(folder), *options]
    return subprocess.run(command, input=typed, capture_output=True, text=True, encoding="utf-8", timeout=120)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def under_review(folder: Path) -> list[str]:
    pairs = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))["pairs"]
    return [o["text"] for pair in pairs for o in pair["outcomes"] if o["review"]]


def test_answers_are_saved_and_the_results_follow(compared: Path) -> None:
    before = under_review(compared)
    assert before
    done = rule(compared, "d\nd\nq\n", "--by", "A. Okafor")
    assert done.returncode == 0, done.stderr
    rows = table(compared / "rulings.csv")
    assert [(r["kind"], r["ruling"], r["by"]) for r in rows] == [("evidence", "direct", "A. Okafor")] * 2
    said = "".join(done.stderr.split())  # the terminal breaks lines where it likes
    assert all("".join(r["a_text"].split()) in said and r["on"] for r in rows)
    assert len(under_review(compared)) <= len(before)
    assert sum(r["ruled"] == "true" for r in table(compared / "evidence.csv")) == 2
    again = rule(compared, "q\n")
    assert "".join(rows[0]["b_text"].split()) not in "".join(again.stderr.split())


@pytest.mark.slow
def test_every_question_can_be_answered_and_then_nothing_is_left_to_ask(compared: Path) -> None:
    done = rule(compared, "n\n" * 400)
    assert done.returncode == 0, done.stderr
    assert "0 outcomes still to check" in done.stderr or "still to check" in done.stderr.rsplit("decisions", 1)[1]
    assert "Aborted" not in done.stderr


@pytest.mark.slow
def test_input_that_ends_is_a_stop(compared: Path) -> None:
    done = rule(compared, "n\n")
    assert done.returncode == 0, done.stderr
    assert [r["ruling"] for r in table(compared / "rulings.csv")] == ["no"]


@pytest.mark.slow
def test_skipped_questions_come_again_next_time(compared: Path) -> None:
    first, second = rule(compared, "s\nq\n").stderr, rule(compared, "q\n").stderr
    asked = [part.split("\n")[0] for part in first.split("to check · ")[1:]]
    assert asked[0] == second.split("to check · ")[1].split("\n")[0]
    assert not (compared / "rulings.csv").exists()


def test_a_folder_without_results_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = rule(tmp_path, "")
    assert done.returncode == 3
    assert "holds no results of compare" in done.stderr


def test_the_least_certain_outcome_is_asked_first(reports: tuple[Report, ...]) -> None:
    comparison: Comparison = compare_reports(*reports[:2])
    question = next_question(comparison)
    assert question is not None
    waiting = [o.probability for pair in comparison.pairs for o in pair.outcomes if o.review]
    assert question.outcome.probability == min(waiting)
    assert question.left == len(waiting)


def test_rulings_come_back_as_they_were_written(reports: tuple[Report, ...], tmp_path: Path) -> None:
    question = next_question(compare_reports(*reports[:2]))
    assert question is not None
    from dataclasses import replace

    made = [replace(question.ruling, ruling="unsure", note='a "quoted", note\nof two lines')]
    write_rulings(tmp_path / "rulings.csv", made)
    assert read_rulings([tmp_path / "rulings.csv"]) == made
