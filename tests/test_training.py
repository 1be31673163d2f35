"""The labelled training reports are whole: every link points at a text, once, and the README counts them rightly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from train.markings import agreed, further
from train.paragraphs import joined, joined_matches, paragraphs
from train.plans import PLANS, read_plan, read_plans
from train.rule import best_point
from train.sheets import Sheet, plan_sheets, pool_sheets, sheets

ROOT = Path(__file__).parent.parent
TRAINING = ROOT / "data" / "training"

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


def test_the_readme_counts_the_plans_rightly() -> None:
    plans = read_plans()
    rows = [row for plan in plans for row in plan.rows]
    statements = [s for row in rows for year in row.years for s in year]
    grades = [grade for s in statements for grade in s.links.values()]
    counted = {
        "invented plans": len(plans),
        "commitments": len(rows),
        "outcomes": sum(len(row.outcomes) for row in rows),
        "statements": len(statements),
        "direct": grades.count(2),
        "partial links": grades.count(1),
        "statements carry on": sum(len(s.carries) for s in statements),
        "promises": sum(len(plan.promises) for plan in plans),
    }
    said = (TRAINING / "README.md").read_text(encoding="utf-8").split("# Training plans")[1]
    for what, count in counted.items():
        assert re.search(rf"\b{count}\s+{what.replace(' ', chr(92) + 's+')}", said), (what, count)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("s A statement => 1z D", "no such outcome"),
        ("s A statement => 1a X", "no such outcome or grade"),
        ("- A bullet", "without a lead-in"),
        ("s A statement < 1.1 updated", "carries on what"),
        ("! 9.9 none", "no such statement"),
        ("what is this", "not understood"),
    ],
)
def test_a_plan_that_is_written_wrongly_names_its_line(lines: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "x-01.txt"
    path.write_text(f"body: B\ndomain: d\nyears: 1 2\n# Title\no a Outcome\n1\n{lines}\n2\ns Later\n", encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        read_plan(path)


def test_joined_neighbours_are_evidence_for_what_each_was_and_bullets_stand_alone() -> None:
    plain = next(s for s in plan_sheets() if any(said.lead_in for said in s.statements))
    groups = paragraphs(plain, Random(3), share=1.0)
    made = joined(plain, groups)
    assert list(chain.from_iterable(groups)) == list(range(len(plain.statements)))
    assert max(map(len, groups)) > 1
    for group, statement, column in zip(groups, made.statements, made.grades.T, strict=True):
        parts = [plain.statements[n] for n in group]
        assert {p.row for p in parts} == {statement.row}
        assert all(p.text.rstrip(".") in statement.text for p in parts)
        assert len(group) == 1 or not any(p.lead_in for p in parts)
        assert column.tolist() == plain.grades[:, group].max(axis=1).tolist()
    assert [s.text for s in joined(plain, [[n] for n in range(len(plain.statements))]).statements] == [
        s.text for s in plain.statements
    ]


def test_a_joined_statement_carries_on_what_one_of_its_parts_does() -> None:
    truth = np.zeros((4, 3))
    truth[1, 0] = truth[3, 2] = 1.0
    assert joined_matches(truth, [[0, 1], [2], [3]], [[0], [1, 2]]).tolist() == [[1, 0], [0, 0], [0, 1]]


def test_where_markings_differ_the_middle_one_holds_and_the_share_says_how_many_agree() -> None:
    three = [np.array([[0, 1, 2, 2]], dtype=np.float32), np.array([[0, 2, 2, 0]], dtype=np.float32),
             np.array([[1, 2, 2, 1]], dtype=np.float32)]  # fmt: skip
    assert agreed(three).tolist() == [[0, 2, 2, 1]]
    assert agreed(three[:2]).tolist() == [[0, 1, 2, 0]]
    sheet = replace(next(plan_sheets()), grades=agreed(three), markings=three)
    assert np.allclose(sheet.share(2), [[0, 2 / 3, 1, 1 / 3]])
    assert np.allclose(sheet.share(1), [[1 / 3, 1, 1, 2 / 3]])
    assert sheet.evidenced.tolist() == [1]
    assert replace(sheet, markings=[three[0], np.zeros_like(three[0])]).evidenced.tolist() == [0.5]
    assert sheet.first is three[0]
    assert replace(sheet, markings=()).first is sheet.grades


def direct_links(marked: Iterable[Sheet], number: int) -> int:
    """How many direct links the sheets have by one of their markings."""
    return sum(int((s.markings[number] == 2).sum()) for s in marked)


def test_every_plan_and_report_has_two_further_markings_of_every_statement() -> None:
    marked = [s for s in sheets() if s.source != "pools"]
    assert {s.source for s in marked} == {"plans", "reports"}
    assert all(len(s.markings) == 3 and {m.shape for m in s.markings} == {s.grades.shape} for s in marked)
    said = (TRAINING / "README.md").read_text(encoding="utf-8").split("# Further markings")[1]
    for number in range(3):
        assert f"{direct_links(marked, number):,}" in said, number


def test_the_plans_for_later_are_whole_and_the_readme_counts_them_rightly() -> None:
    paths = sorted((TRAINING / "later").glob("*.txt"))
    assert not {path.name for path in paths} & {path.name for path in PLANS.glob("*.txt")}
    sheets_of = list(plan_sheets(paths))
    marked = [s for s in sheets_of if len(s.markings) == 3]
    assert {len(s.markings) for s in sheets_of} == {1, 3}
    statements = sum(len(s.statements) for s in sheets_of)
    links = direct_links(sheets_of, 0)
    said = " ".join((TRAINING / "README.md").read_text(encoding="utf-8").split("# Plans for later")[1].split())
    assert f"{len(paths)} more plans: {statements:,} statements of both years, {links:,} direct links" in said
    counted = [direct_links(marked, number) for number in range(3)]
    assert f"{len(marked) // 2} of them were marked twice more" in said
    assert f"{counted[0]} direct links by the first marking, {counted[1]} and {counted[2]} by the others" in said


def test_pools_are_marked_once_more_within_their_commitments() -> None:
    marked = list(pool_sheets(again=True))
    assert len(marked) == 120
    assert all(np.array_equal(a.grades, b.markings[0]) for a, b in zip(pool_sheets(), marked, strict=True))
    assert all(len(s.markings) == 2 and not any(m[s.own == 0].any() for m in s.markings) for s in marked)
    said = (TRAINING / "README.md").read_text(encoding="utf-8").split("# Further markings")[1]
    for number in range(2):
        assert f"{direct_links(marked, number):,}" in said, number


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("2023 1.1: 1a D\n", "not each there once"),
        ("2023 1.1: 1a D\n2023 1.1: none\n", "not each there once"),
        ("2023 1.1: 1a X\n2023 1.2: none\n", "second/x.txt:1: not understood"),
        ("2023 1.1: 1a D, 1a P\n2023 1.2: none\n", "names an outcome twice"),
        ("2023 1.1: 9a D\n2023 1.2: none\n", "an outcome that is not there: 9a"),
    ],
)
def test_a_marking_that_does_not_fit_its_report_says_where(
    lines: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("train.markings.MARKINGS", tmp_path)
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "x.txt").write_text(lines, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        further("x", "2023", ["1a"], ["1.1", "1.2"])
    assert further("y", "2023", ["1a"], ["1.1"]) == [], "a report may have no further marking"


def test_the_rule_neither_asks_for_nor_counts_a_pair_on_which_markings_differ() -> None:
    scores = [np.array([[0.9, 0.6, 0.2]])]
    assert best_point(scores, [np.array([[1.0, 0.0, 0.0]])]) > 0.6
    assert 0.2 < best_point(scores, [np.array([[1.0, 0.5, 0.0]])]) <= 0.6, "it is not held against the judge"
    assert best_point(scores, [np.array([[1.0, 0.0, 0.5]])]) > 0.6, "it is not asked for"
