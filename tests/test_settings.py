"""What a project settles in a file: found, checked, beaten by the environment and the command line, and shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run, sample_pdf

FILE = """
judge = "lexical"
max-pages = 4
cache = false

[extract]
out = "readings"

[columns]
progress = ["What we did", "Done so far"]

[labels]
"estuary-and-moors-2024.pdf" = "first year"
"""


def rows(text: str) -> dict[str, tuple[str, str]]:
    split = [[part.strip() for part in line.split("  ") if part.strip()] for line in text.splitlines()]
    return {key: (value, source) for key, value, source in split}


def test_settings_are_found_above_the_folder_and_shown_with_their_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "inner").mkdir()
    done = run("--show-settings", cwd=tmp_path / "inner", EVIDENCE_TRAIL_EXTRACT_JOBS="3")
    assert done.returncode == 0, done.stderr
    shown = rows(done.stdout)
    file = tmp_path / "evidence-trail.toml"
    assert shown["compare.judge"] == ("lexical", f"{file}, line 2")
    assert shown["extract.max-pages"] == ("4", f"{file}, line 3")
    assert shown["compare.cache"] == ("false", f"{file}, line 4")
    assert shown["extract.out"] == ("readings", f"{file}, line 7")
    assert shown["compare.out"] == ("comparison", "default")
    assert shown["extract.columns"] == ("progress=What we did, progress=Done so far", f"{file}, line 9")
    assert shown["extract.jobs"] == ("3", "environment, EVIDENCE_TRAIL_EXTRACT_JOBS")
    assert shown["compare.pictures"] == ("true", "default")
    assert shown["labels.estuary-and-moors-2024.pdf"] == ("first year", f"{file}, line 12")


def test_they_hold_and_the_command_line_beats_them(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text(FILE, encoding="utf-8")
    done = run("extract", sample_pdf("2024"))
    assert "has more than the 4 pages allowed" in done.stderr
    done = run("extract", sample_pdf("2024"), "--max-pages", "50")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "readings").iterdir()] == ["first-year"]
    again = run("extract", sample_pdf("2024"), "--max-pages", "50", "-o", "elsewhere", "--label", "mine")
    assert "taken from what was read before" not in again.stderr, "cache = false"
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["mine"]


def test_pyproject_serves_too_and_a_file_of_our_own_beats_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.evidence-trail.compare]\njobs = 1\n", encoding="utf-8")
    shown = rows(run("--show-settings").stdout)
    assert shown["compare.jobs"][0] == "1"
    assert shown["extract.jobs"] == ("not set", "default")
    (tmp_path / "evidence-trail.toml").write_text("jobs = 2\n", encoding="utf-8")
    assert rows(run("--show-settings").stdout)["compare.jobs"][0] == "2"


def test_the_search_ends_at_the_root_of_the_repository(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("jobs = 7\n", encoding="utf-8")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    shown = rows(run("--show-settings", cwd=tmp_path / "repository").stdout)
    assert shown["compare.jobs"] == ("not set", "default")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max-page = 3", "max-page is no setting. Did you mean max-pages?"),
        ("[compare]\njugde = 'lexical'", "compare.jugde is no setting. Did you mean judge?"),
        ("[extrct]\nout = 'x'", "extrct is no setting. Did you mean extract?"),
        ("[rule]\nfail-on = 'lost'", "rule.fail-on is no setting."),
        ("jobs = 'two'", "jobs must be a whole number; it is 'two'."),
        ("jobs = true", "jobs must be a whole number; it is True."),
        ("cache = 'no'", "cache must be true or false; it is 'no'."),
        ("rulings = 'a.csv'", "rulings must be a list of texts; it is 'a.csv'."),
        ("columns = ['x']", "columns must be a table of roles"),
        ("labels = 3", "labels must be a table of files"),
        ("compare = 3", "compare must be a table, [compare]"),
        ("jobs = ", "cannot be read as TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_the_nearest_that_is_right(
    text: str, said: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "evidence-trail.toml").write_text(text, encoding="utf-8")
    done = run("compare", sample_pdf("2024"), sample_pdf("2025"))
    assert done.returncode == 2
    assert f"{tmp_path / 'evidence-trail.toml'}" in done.stderr
    assert said in done.stderr
    assert not (tmp_path / "comparison").exists()


def test_values_are_checked_as_on_the_command_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("fail-on = ['lost', 'lots']\n", encoding="utf-8")
    done = run("compare", sample_pdf("2024"), sample_pdf("2025"))
    assert done.returncode == 2
    assert "'lots' is no status" in done.stderr


def test_help_needs_no_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("nonsense = 1\n", encoding="utf-8")
    assert run("--help").returncode == 0


def test_rulings_are_found_from_where_the_file_lies(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("rulings = ['ours.csv']\n", encoding="utf-8")
    (tmp_path / "inner").mkdir()
    done = run("compare", sample_pdf("2024"), sample_pdf("2025"), cwd=tmp_path / "inner")
    assert done.returncode == 3
    assert f"{tmp_path / 'ours.csv'}: the rulings cannot be opened" in done.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("evidence-trail com", "compare"),
        ("evidence-trail compare --max-m", "--max-memory"),
        ("evidence-trail compare --judge l", "lexical"),
    ],
)
def test_a_shell_completes_commands_options_and_values(words: str, expected: str) -> None:
    asked = {"_EVIDENCE_TRAIL_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[0] = 'evidence-trail'; from cli import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert f"plain,{expected}" in done.stdout.split()


def test_starting_up_loads_little() -> None:
    """What is not used costs nothing: the help is there in a tenth of a second (`python bench/startup.py`)."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import cli, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout)
    assert not {"numpy", "rich", "jinja2", "psutil", "filelock", "rapidfuzz", "pypdfium2"} & set(loaded)
    assert len(loaded) < 330
