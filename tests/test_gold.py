"""The figures that the program must keep, scored as other people's scorer does it, on texts that are not ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

EXACT = {"commitments_f1": 1.0, "items_f1": 0.99, "levels_right": 0.99, "characters_right": 0.9995, "summary_f1": 0.99,
         "columns_right": 1.0, "items_with_a_place": 1.0}  # fmt: skip
PAIR = "standing-together-priority-2-2022", "standing-together-priority-2-2023"
READINGS = [
    *((f"{name}.pdf", name) for name in PAIR),
    *((f"variants/{name}-untagged.pdf", name) for name in PAIR),
    *((f"variants/{name}-portrait.pdf", name) for name in PAIR),
    *((f"variants/{name}-horizontal.pdf", name) for name in PAIR),
    *((f"variants/{name}-borderless.pdf", name) for name in PAIR),
    ("cases/pcc-priority-one-2021-ruled.pdf", "pcc-priority-one-2021"),
    ("cases/pcc-priority-one-2021-borderless.pdf", "pcc-priority-one-2021"),
    ("cases/pcc-priority-one-2022-horizontal.pdf", "pcc-priority-one-2022"),
    ("cases/fire-inspection-2020-horizontal.pdf", "fire-inspection-2020"),
    ("cases/pcc-priority-one-2022-untagged.pdf", "pcc-priority-one-2022"),
    ("cases/fire-inspection-2020-ruled.pdf", "fire-inspection-2020"),
    ("cases/fire-inspection-2021-portrait.pdf", "fire-inspection-2021"),
    ("cases/fire-inspection-2021-untagged.pdf", "fire-inspection-2021"),
]


def score(shared: Path, kind: str, gold: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, shared / "score.py", kind, shared / "gold" / f"{gold}.json", folder, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(("pdf", "gold"), READINGS, ids=[pdf for pdf, _ in READINGS])
def test_a_report_is_read_exactly(pdf: str, gold: str, shared: Path, run: Run, tmp_path: Path) -> None:
    assert run("extract", shared / "reports" / pdf, "-o", "out", "-q").returncode == 0
    found = score(shared, "extract", gold, tmp_path / "out" / Path(pdf).stem)
    assert found["unowned_words"] == 0
    assert {k: found[k] for k, least in EXACT.items() if found[k] < least} == {}


def compared(shared: Path, run: Run, folder: Path, gold: str, *pdfs: str) -> dict[str, float]:
    assert run("compare", *(shared / "reports" / pdf for pdf in pdfs), "-o", "out", "-q").returncode == 0
    return score(shared, "compare", gold, folder / "out")


def test_the_pair_is_compared_well_enough(shared: Path, run: Run, tmp_path: Path) -> None:
    found = compared(shared, run, tmp_path, "standing-together-evidence", *(f"{name}.pdf" for name in PAIR))
    assert found["continuity_f1"] >= 0.75
    assert found["status_accuracy"] >= 0.65
    assert found["wrong_and_unflagged"] == 0
    assert found["flagged_share"] <= 0.75
    assert found["evidence_f1"] >= 0.55
    assert found["evidence_in_top_3"] >= 0.92
    assert found["promises_f1"] >= 0.75
    assert found["measures_recall"] >= 0.4


@pytest.mark.parametrize(
    ("gold", "unflagged", "pdfs"),
    [
        ("pcc-priority-one-2021-2022", 0, ("pcc-priority-one-2021-ruled", "pcc-priority-one-2022-untagged")),
        ("fire-inspection-2020-2021", 2, ("fire-inspection-2020-ruled", "fire-inspection-2021-portrait")),
    ],
)
def test_other_bodies_match_and_their_evidence_is_found(
    gold: str, unflagged: int, pdfs: tuple[str, str], shared: Path, run: Run, tmp_path: Path
) -> None:
    found = compared(shared, run, tmp_path, gold, *(f"cases/{pdf}.pdf" for pdf in pdfs))
    assert found["commitment_pairs_f1"] >= 0.95
    assert found["outcome_pairs_f1"] >= 0.9
    assert found["continuity_f1"] >= 0.8
    assert found["measures_recall"] >= 0.8
    assert found["evidence_f1"] >= 0.75
    assert found["evidence_in_top_3"] >= 0.92
    assert found["status_accuracy"] >= 0.65
    assert found["wrong_and_unflagged"] <= unflagged
