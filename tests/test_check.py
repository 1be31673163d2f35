"""`evidence-trail check`: the samples read as committed; whatever does not is shown, counted, accepted on demand."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import PARSED, RAW, ROOT, Run, sample_pdf
from lxml import etree

ID = "estuary-and-moors-2024"
PDF = sample_pdf("2024")


@pytest.fixture
def parsed(tmp_path: Path) -> Path:
    """A copy of the committed readings."""
    return Path(shutil.copytree(PARSED, tmp_path / "parsed", ignore=shutil.ignore_patterns("inspect")))


def edit(folder: Path, old: str, new: str, name: str = "items.csv") -> None:
    path = folder / ID / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def without(folder: Path, item: str) -> None:
    for name in ("items.csv", "spans.csv"):
        path = folder / ID / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        left = [line for line in lines if not line.startswith(f"{item},")]
        assert len(left) < len(lines)
        path.write_text("".join(left), encoding="utf-8", newline="\n")


def git(folder: Path, *arguments: str) -> str:
    names = ("-c", "user.name=A. Clerk", "-c", "user.email=clerk@tarnley.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", "-C", folder, *names, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def commit(folder: Path) -> None:
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    git(folder, "add", "-A", "parsed")
    git(folder, "commit", "-q", "-m", "Readings")


def test_the_samples_read_as_committed(run: Run) -> None:
    done = run("check", *sorted(RAW.glob("*.pdf")), "--against", PARSED)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Reports: 3 read the same.\n")


def test_version_and_path_do_not_count_and_unnamed_folders_are_not_looked_at(run: Run, parsed: Path) -> None:
    edit(parsed, '"version": "', '"version": "9.', "datapackage.json")
    edit(parsed, '"path": "data/raw', '"path": "elsewhere', "datapackage.json")
    (parsed / "estuary-and-moors-2025" / "items.csv").write_text("spoilt", encoding="utf-8")
    assert run("check", PDF, "--against", parsed).returncode == 0


def test_a_changed_word_is_shown_and_exits_with_1(run: Run, parsed: Path) -> None:
    edit(parsed, "at least once a month", "at least twice a month")
    done = run("check", PDF, "--against", parsed)
    assert done.returncode == 1
    assert "item 1.o2 (page 2) changed" in done.stdout
    assert "at least [-twice-] {+once+} a month." in done.stdout
    assert "--update" in done.stderr
    coloured = run("check", PDF, "--against", parsed, FORCE_COLOR="1", TERM="xterm").stdout
    assert re.search(r"\x1b\[31m\[-twice-\]\x1b\[0m", coloured)
    assert re.search(r"\x1b\[32m\{\+once\+\}\x1b\[0m", coloured)
    plain = run("check", PDF, "--against", parsed, FORCE_COLOR="1", TERM="xterm", NO_COLOR="1").stdout
    assert "\x1b[31m" not in plain


def test_items_that_came_or_went_are_shown(run: Run, parsed: Path) -> None:
    without(parsed, "1.o4")
    path = parsed / ID / "items.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "5.o99,5,outcome,99,0,,Paint the ferry blue.,8,8\n", encoding="utf-8"
    )
    done = run("check", PDF, "--against", parsed)
    assert done.returncode == 1
    assert "+ item 1.o4 (page 2) was not there" in done.stdout
    assert "{+Cut the wait between a charge and the first hearing.+}" in done.stdout
    assert re.search(r"- item 5\.o99 .*is missing\n +\[-Paint the ferry blue\.-\]", done.stdout)
    assert "1.o5" not in done.stdout, "what stands beside it has not changed"


def test_a_row_that_names_another_page_or_fell_apart_is_shown(run: Run, parsed: Path) -> None:
    edit(parsed, "at least once a month.,2,2", "at least once a month.,2,3")
    done = run("check", PDF, "--against", parsed)
    assert done.returncode == 1
    assert "pages in items.csv: [-2 to 3-] {+2 to 2+}" in done.stdout
    edit(parsed, "at least once a month.,2,3", "at least once, a month.,2,2")
    done = run("check", PDF, "--against", parsed)
    assert "pages in items.csv: [- a month. to 2-]" in done.stdout


def test_a_report_without_a_folder_is_a_difference(run: Run, tmp_path: Path) -> None:
    done = run("check", PDF, "--against", tmp_path / "none")
    assert done.returncode == 1
    assert "not read before: accept with --update" in done.stdout
    assert not (tmp_path / "none").exists()


def test_what_cannot_be_read_exits_with_3_and_the_rest_is_compared(run: Run, parsed: Path, tmp_path: Path) -> None:
    (tmp_path / "torn.pdf").write_bytes(b"no PDF")
    done = run("check", "torn.pdf", PDF, "--against", parsed, "--junit", "check.xml")
    assert done.returncode == 3
    assert "Error: torn.pdf" in done.stderr
    assert f"{ID}: reads the same" in done.stdout
    (error,) = etree.parse(tmp_path / "check.xml").findall(".//error")
    assert "torn.pdf" in error.get("message")
    edit(parsed, "item,commitment", "item,commitments")
    assert run("check", PDF, "--against", parsed).returncode == 3


def test_json_holds_every_difference(run: Run, parsed: Path) -> None:
    edit(parsed, "at least once a month", "at least twice a month")
    done = run("check", PDF, "--against", parsed, "--json", "--github")
    (check,) = json.loads(done.stdout)
    assert (check["report"], check["state"], check["accepted"], check["error"]) == (ID, "different", False, None)
    (difference,) = check["differences"]
    assert (difference["about"], difference["kind"], difference["name"], difference["page"]) == (
        "item", "changed", "1.o2", 2,
    )  # fmt: skip
    assert "twice" in difference["before"]
    assert "once" in difference["after"]
    assert "::error" in done.stderr


def test_quiet_says_nothing(run: Run, parsed: Path) -> None:
    edit(parsed, "at least once a month", "at least twice a month")
    done = run("check", PDF, "--against", parsed, "-q")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_readings_kept_safe_for_spreadsheets_are_compared_as_such(run: Run, tmp_path: Path) -> None:
    assert run("extract", PDF, "-o", "parsed", "--spreadsheet-safe", "-q").returncode == 0
    assert run("check", PDF, "--against", "parsed", "--spreadsheet-safe").returncode == 0
    done = run("check", PDF, "--against", "parsed")
    assert done.returncode == 1
    assert "[-'=1,240-] {+=1,240+}" in done.stdout


def test_a_verified_reading_is_verified_again(run: Run, parsed: Path) -> None:
    assert run("extract", PDF, "-o", parsed, "--verify", "-q").returncode == 0
    assert run("check", PDF, "--against", parsed).returncode == 0
    edit(parsed, '"lost": 0', '"lost": 7', "datapackage.json")
    done = run("check", PDF, "--against", parsed)
    assert done.returncode == 1
    assert "second reader: lost: [-7-] {+0+}" in done.stdout


def test_nothing_is_remembered(run: Run, parsed: Path, tmp_path: Path) -> None:
    kept = tmp_path / "remembered"
    assert run("check", PDF, "--against", parsed, EVIDENCE_TRAIL_CACHE=str(kept)).returncode == 0
    assert not kept.exists()


def test_update_accepts_where_all_is_committed(run: Run, parsed: Path, tmp_path: Path) -> None:
    edit(parsed, "at least once a month", "at least twice a month")
    shutil.rmtree(parsed / "estuary-and-moors-2026")
    commit(tmp_path)
    before = (parsed / "estuary-and-moors-2025" / "datapackage.json").stat().st_mtime_ns
    done = run("check", *sorted(RAW.glob("*.pdf")), "--against", "parsed", "--update")
    assert done.returncode == 0, done.stderr
    assert "(accepted)" in done.stdout
    for name in ("items.csv", "spans.csv", "commitments.csv"):
        for report in (ID, "estuary-and-moors-2026"):
            assert (parsed / report / name).read_bytes() == (PARSED / report / name).read_bytes()
    assert (parsed / "estuary-and-moors-2025" / "datapackage.json").stat().st_mtime_ns == before
    commit(tmp_path)
    assert run("check", *sorted(RAW.glob("*.pdf")), "--against", "parsed").returncode == 0


def test_update_refuses_where_git_could_not_bring_it_back(run: Run, parsed: Path, tmp_path: Path) -> None:
    edit(parsed, "at least once a month", "at least twice a month")
    spoilt = (parsed / ID / "items.csv").read_bytes()
    wanted = ("check", PDF, "--against", "parsed", "--update")
    done = run(*wanted)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not kept by git" in done.stderr
    commit(tmp_path)
    edit(parsed, "Tell every victim", "Tell some victims")
    for more in ((), ("--force",)):
        done = run(*wanted, *more)
        assert done.returncode == 2
        assert "not committed" in done.stderr
    git(tmp_path, "checkout", "-q", "parsed")
    (parsed / ID / "note.txt").write_text("mine", encoding="utf-8")
    assert run(*wanted).returncode == 2, "a new file is not committed either"
    (parsed / ID / "note.txt").unlink()
    assert (parsed / ID / "items.csv").read_bytes() == spoilt
    (tmp_path / "elsewhere.txt").write_text("changes outside of DIR do not matter", encoding="utf-8")
    assert run(*wanted).returncode == 0


def test_a_folder_that_git_ignores_is_not_kept_by_it(run: Run, parsed: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("parsed/\n", encoding="utf-8")
    edit(parsed, "at least once a month", "at least twice a month")
    assert run("check", PDF, "--against", "parsed", "--update").returncode == 2
    assert run("check", PDF, "--against", "parsed", "--update", "--force").returncode == 0
    assert run("check", PDF, "--against", "parsed").returncode == 0


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--against", "parsed", "--force"),
        ("--against", "parsed", PDF),
        ("--against", "parsed", "--label", "a", "--label", "b"),
    ],
    ids=["no folder", "force alone", "one id twice", "labels that do not fit"],
)  # fmt: skip
def test_wrong_usage(run: Run, wrong: tuple[object, ...]) -> None:
    assert run("check", PDF, *wrong).returncode == 2


ALLOWED = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "time", "skipped"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
}
INSIDE = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "error"}}


def as_ci_systems_read_it(path: Path) -> etree._Element:
    """The root, once its elements, attributes and counts are as GitLab, Jenkins and its xUnit plugin read them."""
    root = etree.parse(path).getroot()
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) == ALLOWED[element.tag]
        assert {child.tag for child in element} <= INSIDE.get(element.tag, set())
        assert len(element) <= 1 or element.tag in ("testsuites", "testsuite")
        assert re.fullmatch(r"\d{1,3}\.\d{3}", element.get("time", "0.000"))
    for suite in (root, *root):
        counted = {name: len(suite.findall(f".//{tag}")) for name, tag in
                   (("tests", "testcase"), ("failures", "failure"), ("errors", "error"))}  # fmt: skip
        assert {name: int(suite.get(name)) for name in counted} == counted
    return root


def test_junit_is_as_ci_systems_read_it(run: Run, parsed: Path, tmp_path: Path) -> None:
    edit(parsed, "at least once a month", "at least twice\x01 & <often> a month")
    shutil.rmtree(parsed / "estuary-and-moors-2026")
    done = run("check", *sorted(RAW.glob("*.pdf")), "nowhere.pdf", "--against", parsed, "--junit", "out/check.xml")
    assert done.returncode == 3
    root = as_ci_systems_read_it(tmp_path / "out" / "check.xml")
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert [*cases] == [ID, "estuary-and-moors-2025", "estuary-and-moors-2026", "nowhere"]
    assert [len(case) for case in cases.values()] == [1, 0, 1, 1]
    assert "[-twice  & <often>-] {+once+}" in cases[ID][0].text
    assert cases["nowhere"][0].tag == "error"


def unescaped(text: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_github_gets_one_annotation_a_report_escaped(run: Run, parsed: Path, tmp_path: Path) -> None:
    edit(parsed, "at least once a month", "at least 50% of::the month")
    shutil.copy(PDF, tmp_path / "odd, name: 100%.pdf")
    files = (PDF, "odd, name: 100%.pdf")
    done = run("check", *files, "--against", "parsed", GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(tmp_path))
    assert done.returncode == 1
    first, second = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    match = re.fullmatch(r"::error file=([^,:]*),title=([^,:]*)::(.*)", first)
    assert match is not None
    assert match[1] == f"parsed/{ID}/items.csv"
    assert "at least [-50% of::the-] {+once a+} month." in unescaped(match[3]).splitlines()[2]
    assert "50%25 of" in match[3]
    assert second.startswith("::error file=odd%2C name%3A 100%25.pdf,title=")


def test_words_of_a_pdf_are_no_commands_to_github(run: Run, parsed: Path) -> None:
    edit(parsed, "Tell every victim what", "::add-mask::month ##[error]what")
    lines = run("check", PDF, "--against", parsed, "--github").stdout.splitlines()
    token = lines[0].removeprefix("::stop-commands::")
    assert len(token) >= 32
    end = lines.index(f"::{token}::")
    assert any("::add-mask::" in line for line in lines[1:end])
    assert len(lines) == end + 2
    assert lines[end + 1].startswith("::error ")
    assert token != run("check", PDF, "--against", parsed, "--github").stdout.splitlines()[0][-len(token) :]


@pytest.mark.parametrize("surroundings", [{"GITHUB_ACTIONS": ""}, {"GITHUB_ACTIONS": "true", "off": "--no-github"}])
def test_no_annotations_elsewhere(run: Run, parsed: Path, surroundings: dict[str, str]) -> None:
    edit(parsed, "at least once a month", "at least twice a month")
    off = [surroundings.pop("off")] if "off" in surroundings else []
    done = run("check", PDF, "--against", parsed, *off, **surroundings)
    assert "::" not in done.stdout


def pytest_in(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", *more], cwd=folder,
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "PYTEST_ADDOPTS": "", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_the_fixture_fails_with_what_differs(parsed: Path, tmp_path: Path) -> None:
    shutil.copy(PDF, tmp_path / f"{ID}.pdf")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_ours.py").write_text(
        f'def test_our_reports(evidence_trail_check):\n    evidence_trail_check("{ID}.pdf", against="parsed")\n',
        encoding="utf-8",
    )
    done = pytest_in(tmp_path)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout + done.stderr
    edit(parsed, "at least once a month", "at least twice a month")
    done = pytest_in(tmp_path)
    assert done.returncode == 1
    assert "at least [-twice-] {+once+} a month." in done.stdout
    assert "Traceback" not in done.stdout


def test_the_plugin_costs_a_start_of_pytest_nothing() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import commands.pytest_plugin; "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['commands', 'commands.pytest_plugin']"


def test_the_hook_names_a_command_that_there_is(run: Run, parsed: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *command = hook["entry"].split()
    assert (program, hook["language"]) == ("evidence-trail", "python")
    assert run(*command, *hook["args"], PDF).returncode == 0


def test_the_files_to_copy_name_options_that_there_are(run: Run) -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.S)
    assert len(blocks) >= 3
    assert all(yaml.safe_load(block) for block in blocks)
    said = {name: run(name, "--help").stdout for name in ("check", "compare", "extract")}
    used = re.findall(r"evidence-trail (check|compare|extract) ([^\n`|]*)", text)
    assert {command for command, _ in used} == said.keys()
    for command, rest in used:
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in said[command], (command, option)
