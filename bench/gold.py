"""Every figure of the evidence, by body and judge, against the gold answers in ``../shared``; also the calibration.

    python bench/gold.py [--judge learned|lexical] [--details]

The gold is for measuring: nothing is fitted to it, and nothing here writes a file of the project. "Rulings needed" asks
for the outcomes in the program's own order (least certain first) until every status is right, a person's ruling setting
each asked one right. Calibration is over the pairs that the judge scores above 0.1 and whose grade both markings share.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))

from diff import Comparison, compare_reports  # noqa: E402 - the rooms are found from the root
from diff.judge import JUDGES, JudgeName, shipped_judge  # noqa: E402
from extract import read_report  # noqa: E402
from report.write import write_comparison  # noqa: E402

PAIRS = {
    "standing-together-evidence": ("standing-together-priority-2-2022", "standing-together-priority-2-2023"),
    "pcc-priority-one-2021-2022": ("cases/pcc-priority-one-2021-ruled", "cases/pcc-priority-one-2022-untagged"),
    "fire-inspection-2020-2021": ("cases/fire-inspection-2020-ruled", "cases/fire-inspection-2021-portrait"),
}
SHOWN = (
    "evidence_f1", "evidence_precision", "evidence_recall", "evidence_in_top_1", "evidence_in_top_3", "status_accuracy",
    "wrong_and_unflagged", "flagged_share", "rulings_needed", "promises_f1", "promises_answered_right",
    "continuity_f1", "measures_recall", "commitment_pairs_f1", "outcome_pairs_f1",
)  # fmt: skip
LEAST = 0.1  # pairs scored below are left out of the calibration: nearly all pairs are none, and are scored so
BINS = 10


@dataclass(frozen=True, slots=True)
class Scored:
    """A body's figures, and what its calibration is drawn from: probabilities beside what was so."""

    figures: dict[str, Any]
    links: list[tuple[float, bool]]
    statuses: list[tuple[float, bool]]


def scorer() -> ModuleType:
    """``../shared/score.py``, as it stands there."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(gold_name: str, judge: JudgeName, score: ModuleType) -> Scored:
    """Compare one pair and hold it against its gold."""
    gold = json.loads((SHARED / "gold" / f"{gold_name}.json").read_text(encoding="utf-8"))
    reports = [read_report(SHARED / "reports" / f"{name}.pdf") for name in PAIRS[gold_name]]
    comparison = compare_reports(*reports, judge=shipped_judge(judge))
    with tempfile.TemporaryDirectory() as folder:
        write_comparison(comparison, Path(folder) / "out", "0")
        figures = score.score_compare(gold, Path(folder) / "out")
    right = _right(comparison, gold, score)
    figures["rulings_needed"] = _rulings_needed(right)
    return Scored(figures, list(_links(comparison, gold, judge, score)), [(p, ok) for p, _, ok in right])


def _right(comparison: Comparison, gold: dict[str, Any], score: ModuleType) -> list[tuple[float, bool, bool]]:
    """For each outcome with a gold status: its probability, whether it is under review, whether it is right."""
    texts = {o["id"]: score.norm(o["text"]) for o in gold["outcomes"]}
    found = {}
    for outcome in comparison.pairs[0].outcomes:
        for side in (outcome.match.before, outcome.match.after):
            if side is not None:
                found.setdefault(score.norm(side.item.text), outcome)
    rows = []
    for said in gold["status"]:
        allowed = said["status"] if isinstance(said["status"], list) else [said["status"]]
        outcome = found.get(texts[said["outcome"]])
        if outcome is None:
            rows.append((0.0, True, False))
        else:
            rows.append((outcome.probability, outcome.review, outcome.status in allowed))
    return rows


def _rulings_needed(rows: list[tuple[float, bool, bool]]) -> int:
    """How many outcomes a person is asked before all that is left is right, in the order of ``evidence-trail rule``."""
    order = sorted(rows, key=lambda row: (not row[1], row[0]))
    return max((n + 1 for n, row in enumerate(order) if not row[2]), default=0)


def _links(
    comparison: Comparison, gold: dict[str, Any], judge: JudgeName, score: ModuleType
) -> Iterator[tuple[float, bool]]:
    """Every link offered or considered: its score, and whether the gold has it as direct; contested ones left out."""
    texts = {o["id"]: score.norm(o["text"]) for o in gold["outcomes"]}
    wanted = {s["outcome"] for s in gold["status"]}
    outcome_of = {text: key for key, text in texts.items() if key in wanted}
    own = gold.get("scope") == "own"
    for side in ("before", "after"):
        ids = {score.norm(s["text"]): s for s in gold["statements"][side]}
        grades = {(e["outcome"], e["statement"]): e["grade"] for e in gold["evidence"]}
        for outcome in comparison.pairs[0].outcomes:
            stands = [score.norm(m.item.text) for m in (outcome.match.before, outcome.match.after) if m is not None]
            key = next((outcome_of[text] for text in stands if text in outcome_of), None)
            for link in (*getattr(outcome.evidence, side), *getattr(outcome.considered, side)):
                statement = ids.get(score.norm(link.text))
                if key is None or statement is None or link.score <= LEAST:
                    continue
                grade = grades.get((key, statement["id"]), "none")
                if grade == "contested" or (own and grade == "none" and "same commitment" not in link.why):
                    continue
                yield link.score, grade == "direct"


def calibration_error(rows: list[tuple[float, bool]]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over ``BINS`` bins of equal count, and each bin's mean score, share right and count.

    After Naeini, Cooper and Hauskrecht (2015), with equal counts.
    """
    if not rows:
        return 0.0, []
    ordered = np.array(sorted(rows), dtype=float)
    bins = [part for part in np.array_split(ordered, min(BINS, len(ordered))) if len(part)]
    table = [(float(p[:, 0].mean()), float(p[:, 1].mean()), len(p)) for p in bins]
    return sum(abs(a - b) * n for a, b, n in table) / len(ordered), table


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", choices=JUDGES, action="append")
    parser.add_argument("--details", action="store_true", help="also each wrong status")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        print("../shared is not there: its gold answers are what this measures against")
        return 2
    score = scorer()
    for judge in arguments.judge or JUDGES:
        found = {name: scored(name, judge, score) for name in PAIRS}
        print(f"\njudge: {judge}\n{'':26s}" + "".join(f"{name.split('-')[0]:>12s}" for name in found))
        for figure in SHOWN:
            values = [f.figures.get(figure) for f in found.values()]
            print(f"{figure:26s}" + "".join(f"{'' if v is None else round(v, 3):>12}" for v in values))
        for what in ("links", "statuses"):
            error, table = calibration_error([row for f in found.values() for row in getattr(f, what)])
            print(f"calibration of {what}: expected error {error:.3f}")
            print("  " + "  ".join(f"{a:.2f}→{b:.2f} ({n})" for a, b, n in table))
        if arguments.details:
            for name, f in found.items():
                print(name, *f.figures["_confusion"], sep="\n    ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
