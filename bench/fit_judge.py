"""data/training and the sample reports → diff/judge.json: the judge's weights and thresholds, fitted on nothing else.

    python bench/fit_judge.py            writes diff/judge.json
    python bench/fit_judge.py --check    fails where the committed weights are not what the training gives

In the training pools five commitments of one kind of body stand for one report, and statements of other commitments
are taken as no evidence. The pools were written so that shared words tell little; the samples were written as reports
are. Each counts for half.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from align.terms import Vocabulary
from diff.features import NAMES, Claim, Cube, Passage, features
from diff.judge import Judge

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "data" / "raw"))
from samples import Line, Sample, samples  # noqa: E402 - the folder is no package

JUDGE = ROOT / "diff" / "judge.json"
COMMITMENTS = 5  # a report's
#: Signs that a statement is about the outcome. Cues of wording (length, "will") are left out: in the training texts
#: they tell how the texts were made, and they do not carry over to other writers.
USED = (
    "share", "share_context", "best_sentence", "cosine", "rarest", "count", "prefix_share", "share_squared",
    "beside_statements", "beside_outcomes", "top_in_row", "top_in_column", "title_share",
    "own", "own_share", "own_beside_outcomes",
)  # fmt: skip
RIDGE = 1.0
MOST_FLAGGED = 0.45  # of the outcomes: what a person can be asked to look at


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report: features ``(outcomes, statements, names)``, and whether each pair is direct, and linked at all."""

    cube: Cube
    direct: Cube
    linked: Cube


@dataclass(frozen=True, slots=True)
class Couple:
    """Two reports with the same outcomes, and what one of their pairs counts for."""

    before: Sheet
    after: Sheet
    worth: float


def couples() -> list[Couple]:
    """All that there is to learn from, always in the same order."""
    pools = list(_pool_couples())
    real = _sample_couples()
    many, few = (sum(c.before.direct.size + c.after.direct.size for c in group) for group in (pools, real))
    return [*pools, *(replace(c, worth=many / few) for c in real)]


def _pool_couples() -> Iterator[Couple]:
    """Training pools as stand-in reports: half of the statements, at random, for each of two years."""
    chance = random.Random(1)
    for path in sorted((ROOT / "data" / "training").glob("*.json")):
        pools = json.loads(path.read_text(encoding="utf-8"))
        chance.shuffle(pools)
        for n in range(0, len(pools), COMMITMENTS):
            sheet = _pool_sheet(pools[n : n + COMMITMENTS])
            half = np.array([chance.random() < 0.5 for _ in range(sheet.direct.shape[1])])
            yield Couple(_columns(sheet, half), _columns(sheet, ~half), 1.0)


def _columns(sheet: Sheet, which: Cube) -> Sheet:
    return Sheet(sheet.cube[:, which], sheet.direct[:, which], sheet.linked[:, which])


def _pool_sheet(pools: Sequence[dict[str, list[str]]]) -> Sheet:
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
    return Sheet(cube, direct, linked)


def _sample_couples() -> list[Couple]:
    """The sample reports, the first with the second, and the second with the third."""
    first, second, third = list(samples())
    every = [
        line.text for s in (first, second, third) for p in s.promises for cell in p.cells.values() for line in cell
    ]
    vocabulary = Vocabulary(every)
    pairs = (first, second, first), (second, third, third)
    return [
        Couple(_sample_sheet(before, listing, vocabulary), _sample_sheet(after, listing, vocabulary), 1.0)
        for before, after, listing in pairs
    ]


def _sample_sheet(report: Sample, listing: Sample, vocabulary: Vocabulary) -> Sheet:
    """A sample's progress column, tested for the outcomes that another sample lists, both by the promises' order.

    A promise that was split keeps the place of the whole: ``2a`` and ``2b`` are the second.
    """
    outcomes = [(promise, line) for promise in listing.promises for line in promise.cells["outcomes"]]
    claims = [Claim(text=o.text, title=p.title, own=frozenset([p.number[0]])) for p, o in outcomes]
    lines = [(promise.number[0], line) for promise in report.promises for line in promise.cells["progress"]]
    passages = [
        Passage(text=line.text, lead_in=_lead_in([other for _, other in lines[:n]], line), key=place)
        for n, (place, line) in enumerate(lines)
    ]
    direct = np.array([[float(o.key in line.direct) for _, line in lines] for _, o in outcomes])
    partial = np.array([[float(o.key in line.partial) for _, line in lines] for _, o in outcomes])
    return Sheet(features(claims, passages, vocabulary), direct, direct + partial)


def _lead_in(above: Sequence[Line], line: Line) -> str:
    if not line.level:
        return ""
    return next((other.text for other in reversed(above) if other.level < line.level), "")


def fit(training: Sequence[Couple]) -> tuple[dict[str, float], float]:
    """Logistic regression with no weight below nothing: more shared terms never make a link less likely."""
    columns = [NAMES.index(name) for name in USED]
    sheets = [(sheet, couple.worth) for couple in training for sheet in (couple.before, couple.after)]
    x = np.concatenate([s.cube[:, :, columns].reshape(-1, len(columns)) for s, _ in sheets])
    y = np.concatenate([s.direct.reshape(-1) for s, _ in sheets])
    worth = np.concatenate([np.full(s.direct.size, w) for s, w in sheets])
    spread = x.std(axis=0)
    z = x / spread

    def loss(theta: Cube) -> tuple[float, Cube]:
        logits = z @ theta[:-1] + theta[-1]
        p = 1 / (1 + np.exp(-logits))
        value = float(worth @ (np.logaddexp(0, logits) - logits * y) + RIDGE * theta[:-1] @ theta[:-1])
        return value, np.append(z.T @ (worth * (p - y)) + 2 * RIDGE * theta[:-1], worth @ (p - y))

    bounds = [(0.0, None)] * len(USED) + [(None, None)]
    found = minimize(loss, np.append(np.zeros(len(USED)), -3.0), jac=True, bounds=bounds, method="L-BFGS-B")
    weights = {name: round(float(w / s), 3) for name, w, s in zip(USED, found.x, spread, strict=False)}
    return {name: weight for name, weight in weights.items() if weight > 0}, round(float(found.x[-1]), 3)


def thresholds(training: Sequence[Couple], weights: dict[str, float], intercept: float) -> Judge:
    """What counts: the points of the best F1 for direct and for any link; then the band that a person should check."""
    row = np.array([weights.get(name, 0.0) for name in NAMES])
    scored = [
        (sheet, couple.worth, 1 / (1 + np.exp(-(sheet.cube @ row + intercept))))
        for couple in training
        for sheet in (couple.before, couple.after)
    ]
    flat = np.concatenate([s.reshape(-1) for *_, s in scored])
    worth = np.concatenate([np.full(s.size, w) for _, w, s in scored])
    direct = _best_point(flat, np.concatenate([t.direct.reshape(-1) for t, *_ in scored]), worth)
    partial = min(_best_point(flat, np.concatenate([t.linked.reshape(-1) for t, *_ in scored]), worth), direct)
    low, high = _doubt(scored, direct)
    return Judge(
        weights=weights, intercept=intercept, direct=direct, partial=partial, doubt_from=low, doubt_to=high
    )  # fmt: skip


def _best_point(scores: Cube, truth: Cube, worth: Cube) -> float:
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum((truth * worth)[order])
    f1 = 2 * hits / (np.cumsum(worth[order]) + truth @ worth)
    return round(float(scores[order][int(f1.argmax())]), 3)


def _doubt(scored: Sequence[tuple[Sheet, float, Cube]], direct: float) -> tuple[float, float]:
    """The band of best scores that catches most wrong statuses, where no more than ``MOST_FLAGGED`` fall into it."""
    best = [score.max(axis=1) for *_, score in scored]
    right = [(sheet.direct.max(axis=1) > 0) == (top >= direct) for (sheet, *_), top in zip(scored, best, strict=True)]
    worth = np.concatenate([np.full(len(top), w) for (_, w, _), top in zip(scored[0::2], best[0::2], strict=True)])
    sides = np.concatenate(best[0::2]), np.concatenate(best[1::2])
    wrong = ~(np.concatenate(right[0::2]) & np.concatenate(right[1::2])) * worth
    found = (-1.0, direct, direct)
    for low, high in product(direct * np.linspace(0.2, 1, 17), direct + (1 - direct) * np.linspace(0, 0.9, 19)):
        flagged = np.zeros(len(wrong))
        for side in sides:
            flagged = np.maximum(flagged, (side >= low) & (side < high))
        if flagged @ worth <= MOST_FLAGGED * worth.sum():
            found = max(found, (float(flagged @ wrong / wrong.sum()), float(low), float(high)))
    print(f"in sample: statuses right {1 - wrong.sum() / worth.sum():.3f}, wrong but flagged {found[0]:.3f}")
    return round(found[1], 3), round(found[2], 3)


def main() -> int:
    """Fit, then write or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    training = couples()
    judge = asdict(thresholds(training, *fit(training)))
    made = (
        json.dumps({"about": "Made by bench/fit_judge.py from data/training and data/raw.", "judge": judge}, indent=1)
        + "\n"
    )
    if parser.parse_args().check:
        same = made == JUDGE.read_text(encoding="utf-8")
        print("the same" if same else f"not the same:\n{made}")
        return 0 if same else 1
    JUDGE.write_text(made, encoding="utf-8")
    print(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
