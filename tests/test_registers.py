"""Real registers of other bodies, with labels that the program does not know: every row once, in order, whole."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from conftest import Run

KENT = ("title=Risk Title", "progress=Risk Event", "outcome=Consequence")
USFDS = ("title=Draft Practice", "progress=Final Practice", "delivery=Rationale for Revision")
FEDRAMP = ("title=Criterion", "outcome=Description", "progress=Severity")
# File, columns, rows counted on the pages, the first and the last.
REGISTERS = [
    ("kent-budget-risk-register-2025-01", KENT, 42, "High Needs Spending", "Backlog of maintenance for properties"),
    ("kent-budget-risk-register-2025-02", KENT, 42, "High Needs Spending", "Backlog of maintenance for properties"),
    ("usfds-revising-practices-2018", USFDS, 40, "Plan for Evidence-Building", "Engage Federal Experts"),
    ("fedramp-doc-acceptance-criteria__01b222c", FEDRAMP, 4, "Clarity", "Consistency"),
]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("name", "columns", "count", "first", "last"), REGISTERS, ids=[r[0] for r in REGISTERS])
def test_a_register_is_read_row_for_row(
    name: str, columns: tuple[str, ...], count: int, first: str, last: str, shared: Path, run: Run, tmp_path: Path
) -> None:
    named = [part for column in columns for part in ("--columns", column)]
    pdf = shared / "tables" / f"{name}.pdf"
    assert run("extract", pdf, "-o", "out", "-q", "--verify", "--label", "register", *named).returncode == 0
    folder = tmp_path / "out" / "register"
    found = rows(folder, "commitments")
    assert len(found) == count
    assert found[0]["title"].startswith(first)
    assert found[-1]["title"].startswith(last)
    pages = [int(row["page_first"]) for row in found]
    assert pages == sorted(pages)
    assert not [row["title"] for row in found if row["title"][:1].islower()], "a row's rest is no row of its own"
    ledger = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["ledger"]
    assert ledger["unowned"] == 0
    verified = ledger["verified"]
    assert not [kind for kind in ("lost", "doubled", "invented", "other_cell") if verified[kind]], "a false alarm"


def test_no_banner_and_nothing_unseen_gets_into_a_cell(shared: Path, run: Run, tmp_path: Path) -> None:
    """From page 2 on a second heading, clipped away, lies over the first risk; a stamp stands at each page's foot."""
    pdf = shared / "tables" / "kent-budget-risk-register-2025-01.pdf"
    named = [part for column in KENT for part in ("--columns", column)]
    assert run("extract", pdf, "-o", "out", "-q", "--label", "kent", *named).returncode == 0
    texts = [row["text"] for row in rows(tmp_path / "out" / "kent", "items")]
    strays = re.compile(r"Significant Risks|DRAFT|Appendix I|TOTAL £m|^£m$")
    assert not [text for text in texts if strays.search(text)]
    package = json.loads((tmp_path / "out" / "kent" / "datapackage.json").read_text(encoding="utf-8"))
    hidden = [f["page"] for f in package["findings"] if "Significant Risks" in f["text"]]
    assert hidden == list(range(2, 12))
