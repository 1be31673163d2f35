"""What a wheel has compiled reads as the source does. `make compiled` makes it; `make test-slow` asks for that."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import RAW, ROOT
from random_pages import typeset
from random_tables import make

LEFT = {"extract.calls"}  # a list of pdfium's functions, which has extract.plain call them
REPORTS = 60  # random ones


def read(tree: Path, files: Sequence[Path]) -> tuple[list[str], dict[str, list[str]]]:
    """The compiled modules of the program in a folder, and what it makes of each file."""
    command = [sys.executable, str(ROOT / "tests" / "read_all.py"), str(tree)]
    names = "".join(f"{path}\n" for path in files)
    done = subprocess.run(command, input=names, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    modules, *told = map(json.loads, done.stdout.splitlines())
    return modules, dict(zip(map(str, files), told, strict=True))


@pytest.fixture(scope="module")
def tree() -> Path:
    """The program as a compiled wheel installs it."""
    tree = ROOT / "build" / "compiled"
    assert (tree / ".ready").exists(), "make compiled"
    return tree


def run(tree: Path, code: str) -> list[str]:
    """The lines that some code prints, run where the program of a folder is found first."""
    done = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def agrees(tree: Path, files: Sequence[Path]) -> None:
    none, source = read(ROOT, files)
    modules, compiled = read(tree, files)
    assert not none
    assert len(modules) > 40
    assert [name for name in source if source[name] != compiled[name]] == []
    assert len({told[0] for told in source.values()}) > len(files) / 2  # which do say different things


@pytest.mark.slow
def test_every_module_that_reading_imports_is_compiled(tree: Path) -> None:
    said = run(tree, "import extract.read, sys; print(*sys.modules, sep='\\n')")
    compiled = {f"extract.{path.name.partition('.')[0]}" for path in tree.glob("extract/*.so")}
    assert compiled == {name for name in said if name.startswith("extract.")} - LEFT


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("calls.text_object(None, 0)", "None"),
        ("calls.object_count(0)", "-1"),
        ("calls.char_size(None, 0)", "0.0"),
        ("calls.text_object()", "TypeError 2 plain arguments are wanted"),
        ("calls.text_object(None, 0, 0)", "TypeError 2 plain arguments are wanted"),
        ("calls.text_object(None, index=0)", "TypeError 2 plain arguments are wanted"),
        ("calls.text_object('a', 0)", "TypeError an integer is required"),
        ("calls.text_object(None, 1.0)", "TypeError 'float' object cannot be interpreted as an integer"),
        ("calls.text_object(None, 2**31)", "OverflowError larger than a C int"),
        ("calls.text_object(None, 2**70)", "OverflowError Python int too large to convert to C long"),
        ("calls.text_object(2**70, 0)", "OverflowError Python int too large to convert to C unsigned long"),
        ("calls.letter_width(None, 2**32, 1.0, None)", "OverflowError larger than a C unsigned int"),
        ("calls.letter_width(None, 32, 'wide', None)", "TypeError must be real number, not str"),
        ("calls.Function(0, 'i_p')", "ValueError there is no function at a null pointer"),
        ("calls.Function(1, 'i_pppppp')", "ValueError no function of the signature i_pppppp is known"),
    ],
)
@pytest.mark.slow
def test_a_function_of_c_takes_plain_numbers_or_says_what_is_wrong(tree: Path, call: str, told: str) -> None:
    code = (
        f"from extract import calls\ntry: print({call})\nexcept Exception as error: print(type(error).__name__, error)"
    )
    assert run(tree, code) == [told]


@pytest.mark.slow
def test_random_reports_are_read_the_same(tree: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{seed}.pdf" for seed in range(7000, 7000 + REPORTS)]
    for path in files:
        path.write_bytes(typeset(make(int(path.stem))))
    agrees(tree, [*sorted(RAW.glob("*.pdf")), *files])


@pytest.mark.slow
def test_other_peoples_files_are_read_or_refused_the_same(tree: Path, shared: Path) -> None:
    """Scans aside, which are read by other code and take long."""
    agrees(tree, sorted(path for path in shared.rglob("*.pdf") if "scanned" not in path.name))
