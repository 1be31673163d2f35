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

COMPILED = ROOT / "build" / "compiled"
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


def agrees(files: Sequence[Path]) -> None:
    assert (COMPILED / ".ready").exists(), "make compiled"
    none, source = read(ROOT, files)
    modules, compiled = read(COMPILED, files)
    assert not none
    assert len(modules) > 40
    assert [name for name in source if source[name] != compiled[name]] == []
    assert len({told[0] for told in source.values()}) > len(files) / 2  # which do say different things


@pytest.mark.slow
def test_every_module_that_reading_imports_is_compiled() -> None:
    assert (COMPILED / ".ready").exists(), "make compiled"
    asked = "import extract.read, sys; print(*(n for n in sys.modules if n.startswith('extract.')))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=COMPILED, capture_output=True, text=True, check=True)
    compiled = {f"extract.{path.name.partition('.')[0]}" for path in COMPILED.glob("extract/*.so")}
    assert compiled == set(done.stdout.split()) - LEFT


@pytest.mark.slow
def test_random_reports_are_read_the_same(tmp_path: Path) -> None:
    files = [tmp_path / f"{seed}.pdf" for seed in range(7000, 7000 + REPORTS)]
    for path in files:
        path.write_bytes(typeset(make(int(path.stem))))
    agrees([*sorted(RAW.glob("*.pdf")), *files])


@pytest.mark.slow
def test_other_peoples_files_are_read_or_refused_the_same(shared: Path) -> None:
    """Scans aside, which are read by other code and take long."""
    agrees(sorted(path for path in shared.rglob("*.pdf") if "scanned" not in path.name))
