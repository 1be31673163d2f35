"""data/training → diff/judge.json: the weights of the judge and its thresholds, fitted on nothing else.

    python bench/fit_judge.py            writes diff/judge.json
    python bench/fit_judge.py --check    fails where the committed weights are not what the training gives

Five commitments of one kind of body stand for one report. Statements of other commitments are taken as no evidence.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from align.terms import Vocabulary
from diff.features import NAMES, Claim, Cube, Passage, features
from diff.judge import Judge

ROOT = Path(__file__).parent.parent
JUDGE = ROOT / "diff" / "judge.json"
COMMITMENTS = 5  # a report's
#: Signs that a statement is about the outcome. Cues of wording (length, "will") are left out: in the training texts
#: they tell how the texts were made, and they do not carry over to other writers.
USED = (
    "share", "share_context", "best_sentence", "cosine", "rarest", "count", "prefix_share",
    "beside_statements", "beside_outcomes", "title_share", "own", "own_share",
)  # fmt: skip
RIDGE = 1.0
MOST_FLAGGED = 0.45  # of the outcomes: what a person can be asked to look at


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stand-in report: features ``(outcomes, statements, names)``, whether direct, whether any link, and a random half."""

    cube: Cube
    direct: Cube
    linked: Cube
    half: Cube


def sheets() -> Iterator[Sheet]:
    """The training pools as stand-in reports, always in the same order."""
    chance = random.Random(1)
    for path in sorted((ROOT / "data" / "training").glob("*.json")):
        pools = json.loads(path.read_text(encoding="utf-8"))
        chance.shuffle(pools)
        for n in range(0, len(pools), COMMITMENTS):
            yield _sheet(pools[n : n + COMMITMENTS], chance)


def _sheet(pools: Sequence[dict[str, list[str]]], chance: random.Random) -> Sheet:
    claims = [
        Claim(text=o, title=str(pool["commitment"]), own=frozenset([str(k)]))
        for k, pool in enumerate(pools)
        for o in pool["outcomes"]
    ]
    passages = [Passage(text=s, lead_in="", key=str(k)) for k, pool in enumerate(pools) for s in pool["statements"]]
    vocabulary = Vocabulary([c.text for c in claims] + [p.text for p in passages])
    cube = features(claims, passages, vocabulary)
    direct, linked = np.zeros(cube.shape[:2]), np.zeros(cube.shape[:2])
    row = column = 0
    for pool in pools:
        for outcome, statement, grade in pool["links"]:
            linked[row + int(outcome), column + int(statement)] = 1.0
            direct[row + int(outcome), column + int(statement)] = float(int(grade) == 2)
        row, column = row + len(pool["outcomes"]), column + len(pool["statements"])
    half = np.array([chance.random() < 0.5 for _ in passages], dtype=np.float64)
    return Sheet(cube, direct, linked, half)


def fit(training: Sequence[Sheet]) -> tuple[dict[str, float], float]:
    """Logistic regression with no weight below nothing: more shared terms never make a link less likely."""
    columns = [NAMES.index(name) for name in USED]
    x = np.concatenate([s.cube[:, :, columns].reshape(-1, len(columns)) for s in training])
    y = np.concatenate([s.direct.reshape(-1) for s in training])
    spread = x.std(axis=0)
    z = x / spread

    def loss(theta: Cube) -> tuple[float, Cube]:
        logits = z @ theta[:-1] + theta[-1]
        p = 1 / (1 + np.exp(-logits))
        value = float(np.logaddexp(0, logits).sum() - logits @ y + RIDGE * theta[:-1] @ theta[:-1])
        return value, np.append(z.T @ (p - y) + 2 * RIDGE * theta[:-1], (p - y).sum())

    bounds = [(0.0, None)] * len(USED) + [(None, None)]
    found = minimize(loss, np.append(np.zeros(len(USED)), -3.0), jac=True, bounds=bounds, method="L-BFGS-B")
    weights = {name: round(float(w / s), 4) for name, w, s in zip(USED, found.x, spread, strict=False)}
    return {name: weight for name, weight in weights.items() if weight > 0}, round(float(found.x[-1]), 4)


def thresholds(training: Sequence[Sheet], weights: dict[str, float], intercept: float) -> Judge:
    """What counts: the points of the best F1 for direct and for any link; then the band that a person should check."""
    row = np.array([weights.get(name, 0.0) for name in NAMES])
    scores = [1 / (1 + np.exp(-(s.cube @ row + intercept))) for s in training]
    flat = np.concatenate([s.reshape(-1) for s in scores])
    direct = _best_point(flat, np.concatenate([s.direct.reshape(-1) for s in training]))
    partial = min(_best_point(flat, np.concatenate([s.linked.reshape(-1) for s in training])), direct)
    low, high = _doubt(training, scores, direct)
    return Judge(
        weights=weights, intercept=intercept, direct=direct, partial=partial, doubt_from=low, doubt_to=high
    )  # fmt: skip


def _best_point(scores: Cube, truth: Cube) -> float:
    order = np.argsort(-scores)
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    return round(float(scores[order][int(f1.argmax())]), 3)


def _doubt(training: Sequence[Sheet], scores: Sequence[Cube], direct: float) -> tuple[float, float]:
    """The band of best scores that catches most wrong statuses, where no more than ``MOST_FLAGGED`` fall into it.

    A stand-in report's statements, cut in halves at random, stand for the earlier and the later report.
    """
    best, truth = [], []
    for sheet, score in zip(training, scores, strict=True):
        for side in (sheet.half, 1 - sheet.half):
            best.append(np.where(side[None, :] > 0, score, 0.0).max(axis=1))
            truth.append((sheet.direct * side[None, :]).max(axis=1))
    sides = np.concatenate(best[0::2]), np.concatenate(best[1::2])
    wrong = np.concatenate(truth[0::2]) != (sides[0] >= direct)
    wrong |= np.concatenate(truth[1::2]) != (sides[1] >= direct)
    found = (-1.0, direct, direct)
    for low, high in product(direct * np.linspace(0.3, 1, 15), direct + (1 - direct) * np.linspace(0, 0.9, 19)):
        flagged = np.zeros(len(wrong), dtype=bool)
        for side in sides:
            flagged |= (side >= low) & (side < high)
        if flagged.mean() <= MOST_FLAGGED:
            found = max(found, (float((flagged & wrong).sum() / wrong.sum()), float(low), float(high)))
    print(f"statuses right {1 - wrong.mean():.3f}, wrong but flagged {found[0]:.3f} (training, in sample)")
    return round(found[1], 3), round(found[2], 3)


def main() -> int:
    """Fit, then write or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    training = list(sheets())
    judge = asdict(thresholds(training, *fit(training)))
    made = json.dumps({"about": "Made by bench/fit_judge.py from data/training.", "judge": judge}, indent=1) + "\n"
    if parser.parse_args().check:
        same = made == JUDGE.read_text(encoding="utf-8")
        print("the same" if same else f"not the same:\n{made}")
        return 0 if same else 1
    JUDGE.write_text(made, encoding="utf-8")
    print(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
