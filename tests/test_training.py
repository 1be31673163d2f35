"""The labelled training reports are whole: every link points at a text, once, and the README counts them rightly."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

TRAINING = Path(__file__).parent.parent / "data" / "training"
FILES = sorted((TRAINING / "reports").glob("*.json"))


def _reports(path: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_link_points_at_an_outcome_and_a_statement_once(path: Path) -> None:
    for report in _reports(path):
        outcomes = {(c, o) for c, row in enumerate(report["commitments"]) for o in range(len(row["outcomes"]))}
        statements = {(c, s) for c, row in enumerate(report["commitments"]) for s in range(len(row["statements"]))}
        pairs = [tuple(link[:4]) for link in report["links"]]
        assert len(pairs) == len(set(pairs)), report["body"]
        assert {pair[:2] for pair in pairs} <= outcomes, report["body"]
        assert {pair[2:] for pair in pairs} <= statements, report["body"]
        assert {link[4] for link in report["links"]} <= {1, 2}, report["body"]


def test_the_readme_counts_the_reports_rightly() -> None:
    reports = list(chain.from_iterable(map(_reports, FILES)))
    rows = [row for report in reports for row in report["commitments"]]
    links = [link for report in reports for link in report["links"]]
    counted = {
        "invented progress reports": len(reports),
        "commitments": len(rows),
        "outcomes": sum(len(row["outcomes"]) for row in rows),
        "statements": sum(len(row["statements"]) for row in rows),
        "direct": sum(link[4] == 2 for link in links),
        "partial links": sum(link[4] == 1 for link in links),
        "of them between": sum(link[0] != link[2] for link in links),
    }
    said = (TRAINING / "README.md").read_text(encoding="utf-8").split("# Training reports")[1]
    for what, count in counted.items():
        assert re.search(rf"\b{count}\s+{what.replace(' ', chr(92) + 's+')}", said), (what, count)
