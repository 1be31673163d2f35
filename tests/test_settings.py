"""What a project settles in a file: found, checked, beaten by the environment and the command line, and shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.core import ParameterSource
from conftest import ROOT, Run, sample_pdf

from cli import main
from commands.configured import add_columns
from commands.settings import Settings, checked, options_of

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
    assert shown["extract.out"] == (str(tmp_path / "readings"), f"{file}, line 7"), "from where the file lies"
    assert shown["compare.out"] == ("comparison", "default")
    assert shown["extract.columns"] == ("progress=What we did, progress=Done so far", f"{file}, line 9")
    assert shown["extract.jobs"] == ("3", "environment, EVIDENCE_TRAIL_EXTRACT_JOBS")
    assert shown["compare.pictures"] == ("true", "default")
    assert shown["labels.estuary-and-moors-2024.pdf"] == ("first year", f"{file}, line 13")


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
        ("jobs = 'two'", "jobs must be a whole number from 1 to 512; it is 'two'."),
        ("jobs = true", "jobs must be a whole number from 1 to 512; it is True."),
        ("cache = 'no'", "cache must be true or false; it is 'no'."),
        ("rulings = 3", "rulings must be a list of texts; it is 3."),
        ("jobs = 0", "jobs must be a whole number from 1 to 512; it is 0."),
        ("out = ''", "out must be a text; it is ''."),
        ("judge = 'lexicall'", "judge: 'lexicall' is not one of"),
        ("[columns]\nProgress = 'Done'", "columns: 'Progress=Done' is not of the form"),
        ("[labels]\na = ' '", "labels must be a table of files"),
        ("max_pages = 3", "max_pages is no setting. Did you mean max-pages?"),
        ("[tool.evidence-trail]\njobs = 2", "settings stand at the top, without [tool.evidence-trail]"),
        ("dask = 'tcp://elsewhere:8786'", "dask is no setting."),
        ("[rule]\njudge = 'lexical'", "rule.judge is no setting."),
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
    assert f"{tmp_path / 'evidence-trail.toml'}, line 1: fail-on: 'lots' is no status" in done.stderr


def test_help_needs_no_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("nonsense = 1\n", encoding="utf-8")
    assert run("--help").returncode == 0
    assert run("compare", "--help").returncode == 0
    assert run("--no-settings", "--show-settings").returncode == 0
    assert run("--show-settings").returncode == 2


def test_rulings_are_found_from_where_the_file_lies(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("rulings = ['ours.csv']\n", encoding="utf-8")
    (tmp_path / "inner").mkdir()
    done = run("compare", sample_pdf("2024"), sample_pdf("2025"), cwd=tmp_path / "inner")
    assert done.returncode == 3
    assert f"{tmp_path / 'ours.csv'}: the rulings cannot be opened" in done.stderr


def test_the_command_line_adds_to_the_columns_and_beats_them(run: Run, tmp_path: Path) -> None:
    text = "[columns]\nprogress = ['What we did', 'Done']\nobstacles = 'In the way'\noutcome = 'Hoped for'\n"
    (tmp_path / "evidence-trail.toml").write_text(text, encoding="utf-8")
    shown = rows(run("--show-settings", EVIDENCE_TRAIL_COLUMNS="progress=Our steps; delivery=hoped FOR").stdout)
    value, source = shown["extract.columns"]
    assert value == "progress=Our steps, delivery=hoped FOR, obstacles=In the way", "a label plays one role"
    assert source == "environment, EVIDENCE_TRAIL_COLUMNS"


def test_columns_of_both_reach_the_reading() -> None:
    context = click.Context(main.commands["extract"])
    context.params["columns"] = (("progress", "Our steps"),)
    add_columns(context, Settings(values={"extract": {"columns": ["progress=Done", "obstacles=In the way"]}}))
    assert context.params["columns"] == (("progress", "Our steps"), ("obstacles", "In the way"))


@pytest.mark.parametrize(
    ("fixed", "beaten_by", "parameter"),
    [
        ("cache = false", ["--cache"], ("cache", True)),
        ("pictures = false", ["--pictures"], ("pictures", True)),
        ("verify = true", ["--no-verify"], ("verify", False)),
        ("spreadsheet-safe = true", ["--no-spreadsheet-safe"], ("safe", False)),
        ("fail-on = ['lost']", ["--fail-on", "none"], ("fail_on", [])),
        ("jobs = 3", ["--jobs", "2"], ("jobs", 2)),
        ("out = 'settled'", ["-o", "said"], ("out", Path("said"))),
        ("judge = 'lexical'", ["--judge", "learned"], ("judge", "learned")),
    ],
)
def test_whatever_a_file_says_can_be_unsaid(
    fixed: str, beaten_by: list[str], parameter: tuple[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evidence-trail.toml").write_text(fixed, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    name, expected = parameter
    root = click.Context(main)
    compare = main.commands["compare"]
    settled = compare.make_context("compare", ["a.pdf", "b.pdf"], parent=root)
    assert settled.params[name] != expected
    assert settled.get_parameter_source(name) is ParameterSource.DEFAULT_MAP
    assert compare.make_context("compare", ["a.pdf", "b.pdf", *beaten_by], parent=root).params[name] == expected


def test_a_folder_at_the_top_is_that_of_comparisons_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("[align]\nout = 'aligned'\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    assert rows(run("--show-settings").stdout)["align.out"][0] == "aligned"
    (tmp_path / "evidence-trail.toml").write_text("out = 'results'\n[diff]\nout = 'other'\n", encoding="utf-8")
    shown = rows(run("--show-settings").stdout)
    outs = {key: value for key, (value, _) in shown.items() if key.endswith(".out")}
    assert outs == {
        "compare.out": "results", "diff.out": "other", "extract.out": "data/parsed", "align.out": "alignment"
    }  # fmt: skip


def test_a_table_of_a_command_beats_what_holds_for_all_wherever_it_stands() -> None:
    said = {"extract": {"jobs": 2}, "jobs": 5}
    settings = checked(Path("x.toml"), said, {}, main.commands)
    assert settings.values["extract"]["jobs"] == 2
    assert settings.values["compare"]["jobs"] == 5


def test_a_variable_of_the_command_beats_that_of_all_and_both_beat_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("jobs = 9\ncache = true\n", encoding="utf-8")
    shown = rows(
        run("--show-settings", EVIDENCE_TRAIL_JOBS="4", EVIDENCE_TRAIL_DIFF_JOBS="5",
            EVIDENCE_TRAIL_USE_CACHE="no", EVIDENCE_TRAIL_FAIL_ON="lost,dropped").stdout
    )  # fmt: skip
    assert shown["compare.jobs"] == ("4", "environment, EVIDENCE_TRAIL_JOBS")
    assert shown["diff.jobs"] == ("5", "environment, EVIDENCE_TRAIL_DIFF_JOBS")
    assert shown["compare.cache"] == ("false", "environment, EVIDENCE_TRAIL_USE_CACHE")
    assert shown["compare.fail-on"] == ("lost, dropped", "environment, EVIDENCE_TRAIL_FAIL_ON")


@pytest.mark.parametrize("arguments", [["--show-settings"], ["extract", "none.pdf"]])
def test_a_wrong_variable_is_named(run: Run, arguments: list[str]) -> None:
    done = run(*arguments, EVIDENCE_TRAIL_JOBS="many")
    assert done.returncode == 2
    assert "'many' is not a whole number from 1 to 512. It comes from EVIDENCE_TRAIL_JOBS." in done.stderr


def test_settings_as_json_keep_their_types(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("jobs = 2\nfail-on = 'lost'\n", encoding="utf-8")
    told = {row["setting"]: row for row in json.loads(run("--show-settings", "--json").stdout)}
    file = tmp_path / "evidence-trail.toml"
    assert told["compare.jobs"] == {"setting": "compare.jobs", "value": 2, "from": f"{file}, line 1"}
    assert told["compare.fail-on"]["value"] == ["lost"]
    assert told["compare.rulings"]["value"] is None
    assert told["compare.cache"] == {"setting": "compare.cache", "value": True, "from": "default"}


def test_a_file_is_named_by_its_stem_too_and_the_run_says_what_it_follows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("[labels]\nestuary-and-moors-2024 = 'Year one'\n", encoding="utf-8")
    done = run("extract", sample_pdf("2024"), "-o", "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["year-one"]
    assert f"Settings: {tmp_path / 'evidence-trail.toml'}" in done.stderr
    without = run("--no-settings", "extract", sample_pdf("2024"), "-o", "plain", "--quiet")
    assert (without.stdout, without.stderr) == ("", "")
    assert [path.name for path in (tmp_path / "plain").iterdir()] == ["estuary-and-moors-2024"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[tool.evidence_trail]\njobs = 1\n",
            "[tool.evidence_trail] is no section. Did you mean [tool.evidence-trail]",
        ),
        ("[tool]\nevidence-trail = 3\n", "evidence-trail must be a section"),
        ("[project]\nname = 'x'\n\n[tool.evidence-trail]\njobz = 1\n", "pyproject.toml, line 5: jobz is no setting."),
        ("[tool.evidence-trail\njobs = 1\n", "cannot be read as TOML"),
    ],
)
def test_a_pyproject_that_means_us_is_held_to_it(text: str, said: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    done = run("--show-settings")
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("text", [b"[tool.other]\njobs = 'x'\n", b"tool = 3\n", b"not toml [", b"\xff\xfe"])
def test_a_pyproject_of_other_tools_may_be_as_it_likes(text: bytes, run: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text)
    assert rows(run("--show-settings").stdout)["compare.jobs"] == ("not set", "default")


def test_a_file_with_a_mark_before_its_first_letter_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("jobs = 2\n", encoding="utf-8-sig")
    assert rows(run("--show-settings").stdout)["compare.jobs"][0] == "2"


def test_json_and_no_settings_alone_are_wrong_usage(run: Run) -> None:
    assert run("--json").returncode == 2
    assert run("--no-settings").returncode == 2


@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_fits_a_terminal_of_80_and_tells_of_reading_last(run: Run, command: str) -> None:
    text = run(*[command] * bool(command), "--help", COLUMNS="80").stdout
    assert max(map(len, text.splitlines())) <= 80
    assert "..." not in text.partition("\n")[2], "a sentence is cut"
    assert "RANGE" not in text
    if "--max-memory" in text:
        assert text.index("--help") < text.index("How files are read:") < text.index("--max-memory")


def test_commands_stand_in_the_order_of_use(run: Run) -> None:
    listed = run("--help").stdout.partition("Commands:")[2]
    assert [line.split()[0] for line in listed.splitlines() if line][:5] == [
        "compare", "extract", "align", "diff", "rule",
    ]  # fmt: skip


def test_the_page_on_settings_tells_of_every_setting_and_its_example_holds() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    example = tomllib.loads(page.partition("```toml\n")[2].partition("```")[0])
    settings = checked(Path("evidence-trail.toml"), example, {}, main.commands)
    assert settings.values["extract"]["out"] == Path("data/parsed")
    assert settings.label("somewhere/Annual report FINAL v3.pdf") == "plan-2024"
    keys = {key for name, command in main.commands.items() for key, _ in options_of(name, command)}
    assert [key for key in sorted(keys | {"labels"}) if f"`{key}`" not in page] == []


def test_every_switch_that_a_file_can_turn_has_its_opposite() -> None:
    switches = [
        option for name, command in main.commands.items() for _, option in options_of(name, command) if option.is_flag
    ]
    assert len(switches) > 10
    assert [option.opts for option in switches if not option.secondary_opts] == []


def test_no_setting_names_an_address() -> None:
    keys = {key for name, command in main.commands.items() for key, _ in options_of(name, command)}
    assert "jobs" in keys
    assert "dask" not in keys


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("evidence-trail com", "compare"),
        ("evidence-trail compare --max-m", "--max-memory"),
        ("evidence-trail compare --judge l", "lexical"),
        ("evidence-trail compare --no-c", "--no-cache"),
        ("evidence-trail compare --fail-on lost,dr", "lost,dropped"),
        ("evidence-trail extract --columns pro", "progress="),
        ("evidence-trail compare 2024.pdf 20", "file:20"),
        ("evidence-trail extract rep", "file:rep"),
        ("evidence-trail compare --rulings ru", "file:ru"),
        ("evidence-trail align data/pa", "dir:data/pa"),
        ("evidence-trail check --against pa", "dir:pa"),
        ("evidence-trail rule com", "dir:com"),
    ],
)
def test_a_shell_completes_commands_options_values_and_files(words: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "evidence-trail.toml").write_text("nonsense = 1\n", encoding="utf-8")
    asked = {"_EVIDENCE_TRAIL_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[0] = 'evidence-trail'; from cli import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **asked}, cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    kind, colon, value = expected.partition(":")
    assert (f"{kind},{value}" if colon else f"plain,{expected}") in done.stdout.split()


def test_starting_up_loads_little() -> None:
    """What is not used costs nothing: the help is there in a tenth of a second (`python bench/startup.py`)."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import cli, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout)
    assert not {"numpy", "rich", "jinja2", "psutil", "filelock", "rapidfuzz", "pypdfium2", "tomllib", "email"} & set(
        loaded
    )
    assert len(loaded) < 330
