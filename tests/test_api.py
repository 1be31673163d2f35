"""The Python API: every example of its page runs, every public name is described, and says what it raises."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
from importlib import import_module

import pytest
from conftest import ROOT

ROOMS = ("extract", "align", "diff")
PUBLIC = [(room, name) for room in ROOMS for name in import_module(room).__all__]
PUBLIC += [("workers.intake", "intake"), ("workers.job", "Job"), ("workers.limits", "Limits")]


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(text, {}, "docs/api.md", "docs/api.md", 0)
    said: list[str] = []
    ran = doctest.DocTestRunner().run(examples, out=said.append)
    assert ran.attempted > 20
    assert not ran.failed, "".join(said)


@pytest.mark.parametrize(("room", "name"), PUBLIC)
def test_every_public_name_is_described(room: str, name: str) -> None:
    thing = getattr(import_module(room), name)
    assert (inspect.getdoc(thing) or "").strip(), f"{room}.{name} has no docstring"
    if inspect.isclass(thing):
        for member, value in vars(thing).items():
            if inspect.isfunction(value) and not member.startswith("_"):
                assert inspect.getdoc(value), f"{room}.{name}.{member}"
            if isinstance(value, property) and not member.startswith("_"):
                assert inspect.getdoc(value), f"{room}.{name}.{member}"
    else:
        signature = inspect.signature(thing)
        assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values())
        assert signature.return_annotation is not inspect.Signature.empty


def test_the_page_lists_every_public_name() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`([\w.]+)`", text))
    assert not {name for room, name in PUBLIC if room in ROOMS} - listed


def functions_that_raise() -> list[tuple[str, ast.FunctionDef]]:
    """Public functions of modules of all rooms that raise ``InputError`` themselves."""
    found = []
    for room in ("extract", "align", "diff", "report", "workers", "commands"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    raised = [n for n in ast.walk(node) if isinstance(n, ast.Raise) and n.exc is not None]
                    if any("InputError" in ast.unparse(n.exc) for n in raised if n.exc):
                        found.append((f"{path.relative_to(ROOT)}:{node.name}", node))
    return found


def test_a_public_function_that_refuses_input_says_so() -> None:
    functions = functions_that_raise()
    assert len(functions) > 8
    assert [name for name, node in functions if "raise" not in (ast.get_docstring(node) or "").lower()] == []


UNITS = re.compile(r"points?|pages?|pixels?|seconds?|bytes|MB|shape|per cent|probabilit|0\.\.1|log", re.I)


def test_numbers_of_public_records_have_their_unit_said() -> None:
    """A field that is a float says in a comment, its docstring or its module's what it counts in."""
    silent = []
    for room in ("extract", "align", "diff"):
        for name in import_module(room).__all__:
            thing = getattr(import_module(room), name)
            if inspect.isclass(thing) and any(
                "float" in str(kind) for kind in getattr(thing, "__annotations__", {}).values()
            ):
                about = f"{inspect.getsource(thing)} {inspect.getdoc(inspect.getmodule(thing))}"
                if not UNITS.search(about):
                    silent.append(f"{room}.{name}")
    assert silent == []
