"""The house itself: imports run one way, nothing heavy loads early."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from conftest import ROOT

ROOMS = ("extract", "align", "diff", "report", "workers", "desk")
PRINTING = {"print", "input", "exit", "breakpoint"}


def modules(room: str) -> list[tuple[str, ast.Module]]:
    return [(p.name, ast.parse(p.read_text(encoding="utf-8"))) for p in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_the_rooms_before_it(room: str) -> None:
    later = {*ROOMS[ROOMS.index(room) + 1 :], "cli", "commands"}
    seen = 0
    for name, tree in modules(room):
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                seen += 1
                assert not {n.split(".")[0] for n in names} & later, f"{room}/{name} imports {names}"
    assert seen > 5


@pytest.mark.parametrize("room", ROOMS)
def test_only_the_command_line_prints_or_exits(room: str) -> None:
    for name, tree in modules(room):
        called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        assert not called & PRINTING, f"{room}/{name}"


@pytest.mark.parametrize(
    "room",
    [
        "extract",
        "align",
        "diff",
        "report",
        "report.extracted",
        "extract.frames",
        "workers.intake",
        "commands.desk",
        "cli",
    ],
)
def test_importing_costs_nothing_heavy(room: str) -> None:
    heavy = (
        "numpy",
        "scipy",
        "pypdfium2",
        "jinja2",
        "rich",
        "pdfplumber",
        "camelot",
        "pandas",
        "onnxruntime",
        "tokenizers",
        "PIL",
        "xlsxwriter",
        "docx",
        "fsspec",
        "distributed",
        "lxml",
        "duckdb",
        "pyarrow",
        "starlette",
        "uvicorn",
    )
    code = f"import sys, {room}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_names_of_the_contract_can_be_imported() -> None:
    from align import align_reports
    from diff import compare_reports
    from extract import read_report

    assert all(callable(f) for f in (align_reports, compare_reports, read_report))
