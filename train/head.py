"""The tuned encoder and the sheets it never saw → diff/weights/head.json: the head and the rule of what counts.

    python -m train.head [--report]     writes it; with --report prints quality by source, cross-validated by body

What the head is fitted on is what the program itself computes at run time (``diff.learned.cube`` with the exported
encoder), so nothing differs between the two.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from diff.carry import Carry
from diff.encoder import WEIGHTS, Encoder
from diff.head import Head, Substance, Trees
from diff.interaction import Interaction
from diff.judge import Cube, Judgement, Rule
from diff.learned import NAMES, SUBSTANCE, cube
from train.carry import carried, fit_carry, other_years
from train.rule import counted, fit_rule
from train.sheets import Sheet, held_out, sample_sheets, sheets

FOLDS = 5
TREES = {"max_iter": 120, "learning_rate": 0.06, "max_leaf_nodes": 8, "min_samples_leaf": 60, "l2_regularization": 5.0}
#: Signs against a link; all that is in neither set speaks for one.
AGAINST = frozenset({"row_rank", "column_rank", "lexical_intends", "lexical_governs"})
#: What speaks for neither side by itself, and how a text was written, which does not carry over to other writers.
NEITHER = frozenset({"title_near", "own_direct", "lexical_title_share"})
UNUSED = frozenset({"lexical_length", "lexical_outcome_length"})


@dataclass(frozen=True, slots=True)
class Known:
    """A sheet with what is known of its pairs, and the unit vectors of its statements."""

    sheet: Sheet
    cube: Cube
    vectors: Cube


def known(group: Sequence[Sheet]) -> list[Known]:
    """Compute what the program would; the substance of a statement is told by those of other bodies."""
    reader, meeting = Encoder(), Interaction.read(WEIGHTS / "interaction.npz")
    made = [Known(s, *cube(reader, meeting, s.claims, s.passages, s.vocabulary)) for s in group]
    fold = folds(group)
    for n in range(FOLDS):
        others = fit_substance([k for k in made if fold[k.sheet.body] != n])
        for k in made:
            if fold[k.sheet.body] == n:
                k.cube[..., -1] = others.logits(k.vectors)
    return made


def folds(group: Sequence[Sheet]) -> dict[str, int]:
    """Which fold each body belongs to."""
    return {body: n % FOLDS for n, body in enumerate(sorted({s.body for s in group}))}


def fit_substance(group: Sequence[Known]) -> Substance:
    """What statements that are direct evidence for something have in common."""
    vectors = np.concatenate([k.vectors for k in group])
    tells = np.concatenate([(k.sheet.grades == 2).any(axis=0) for k in group])
    line = LogisticRegression(C=1.0, max_iter=3000).fit(vectors, tells)
    return Substance(np.round(line.coef_[0], 4), round(float(line.intercept_[0]), 4))


def fit_head(group: Sequence[Known]) -> Head:
    """Two sets of trees for each target, one without the substance; a feature may move a probability one way only."""
    sets = {
        least: [_fit_trees(group, least, frozenset(unused)) for unused in (UNUSED, UNUSED | {SUBSTANCE})]
        for least in (2, 1)
    }
    return Head(names=NAMES, direct=sets[2], linked=sets[1], substance=fit_substance(group))


def _fit_trees(group: Sequence[Known], least: int, unused: frozenset[str]) -> Trees:
    rows = np.concatenate([k.cube.reshape(-1, len(NAMES)) for k in group])
    rows[:, [n for n, name in enumerate(NAMES) if name in unused]] = 0.0
    ways = [0 if name in NEITHER | unused else -1 if name in AGAINST else 1 for name in NAMES]
    share = np.concatenate([k.sheet.share(least).ravel() for k in group])
    # Where the markings differ the pair stands twice, as a link and as none, each for as much as says so.
    split = (share > 0) & (share < 1)
    truth = np.append(share > 0, np.zeros(split.sum(), dtype=bool))
    worth = np.append(np.where(split, share, 1.0), 1 - share[split])
    forest = HistGradientBoostingClassifier(**TREES, monotonic_cst=ways, early_stopping=False, random_state=0)
    return _arrays(forest.fit(np.concatenate([rows, rows[split]]), truth, worth))


def _arrays(forest: HistGradientBoostingClassifier) -> Trees:
    """scikit-learn's trees as plain arrays, every leaf pointing at itself."""
    nodes = [predictors[0].nodes for predictors in forest._predictors]
    most = max(len(n) for n in nodes)
    shape = (len(nodes), most)
    feature, cut, value = np.zeros(shape, int), np.zeros(shape), np.zeros(shape)
    left = np.tile(np.arange(most), (len(nodes), 1))
    right = left.copy()
    for t, tree in enumerate(nodes):
        inner = tree["is_leaf"] == 0
        n = np.flatnonzero(inner)
        feature[t, n], cut[t, n] = tree["feature_idx"][n], np.round(tree["num_threshold"][n], 5)
        left[t, n], right[t, n] = tree["left"][n], tree["right"][n]
        value[t, : len(tree)] = np.round(tree["value"], 5)
    depth = max(int(tree["depth"].max()) for tree in nodes)
    start = round(float(np.ravel(forest._baseline_prediction)[0]), 5)
    return Trees(feature, cut, left, right, value, start, depth)


def judged(head: Head, k: Known) -> Judgement:
    """What a head says of a sheet."""
    direct, linked = head.probabilities(k.cube)
    return Judgement(direct=direct, linked=np.maximum(direct, linked))


def out_of_fold(group: Sequence[Known]) -> list[Judgement]:
    """Each sheet judged by a head that saw no sheet of its body."""
    fold = folds([k.sheet for k in group])
    heads = [fit_head([k for k in group if fold[k.sheet.body] != n]) for n in range(FOLDS)]
    return [judged(heads[fold[k.sheet.body]], k) for k in group]


def written(head: Head, carry: Carry, rule: Rule) -> str:
    """The head and its rule as JSON, a line an array."""
    direct, linked = (
        [{name: getattr(trees, name) for name in Trees.__slots__} for trees in sets]
        for sets in (head.direct, head.linked)
    )
    said: dict[str, Any] = {
        "about": "Made by train/head.py from data/training.", "carry": asdict(carry),
        "rule": asdict(rule), "names": list(head.names), "direct": direct, "linked": linked,
        "substance": asdict(head.substance),
    }  # fmt: skip
    return json.dumps(said, default=lambda a: a.tolist()) + "\n"


def quality(group: Sequence[Known], made: Sequence[Judgement], rule: Rule) -> None:
    """Print, by source, average precision and F1 of direct links, and how many sides are told rightly."""
    for source in sorted({k.sheet.source for k in group}):
        chosen = [(k, j) for k, j in zip(group, made, strict=True) if k.sheet.source == source]
        scores = np.concatenate([j.direct.ravel() for _, j in chosen])
        truth = np.concatenate([(k.sheet.grades == 2).ravel() for k, _ in chosen])
        order = np.argsort(-scores, kind="stable")
        precise = (np.cumsum(truth[order]) / np.arange(1, len(order) + 1) * truth[order]).sum() / truth.sum()
        links = [counted(rule, j) for _, j in chosen]
        both = np.concatenate([found.ravel() for found in links]) & truth
        f1 = 2 * both.sum() / (sum(found.sum() for found in links) + truth.sum())
        told = [
            found.any(axis=1) == (k.sheet.grades == 2).any(axis=1) for found, (k, _) in zip(links, chosen, strict=True)
        ]
        sides = np.concatenate(told)
        print(f"{source:8s} {len(chosen):3d} sheets: AP {precise:.3f}, F1 {f1:.3f}, sides right {sides.mean():.3f}")


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true")
    report = parser.parse_args().report
    group = known([s for s in (*sheets(), *sample_sheets()) if held_out(s)])
    blind = out_of_fold(group)
    found = [k.sheet for k in group]
    years = other_years(found)
    carry = fit_carry(found, blind, years)
    mended = carried(carry, blind, years)
    rule = fit_rule(found, mended)
    print(carry, rule, sep="\n")
    quality(group, blind, rule)
    print("with what the other year tells:")
    quality(group, mended, rule)
    if not report:
        (WEIGHTS / "head.json").write_text(written(fit_head(group), carry, rule), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
