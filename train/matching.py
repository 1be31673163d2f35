"""data/training/plans → how likely two statements are one a year apart: the weights that stand in align/statements.py.

python -m train.matching            prints them, with their quality on bodies that they were not fitted on
python -m train.matching --check    fails where those of align/statements.py are not these
python -m train.matching --words    only those by words, which need no encoder

The encoder has never seen the plans, so that nearness in meaning tells here what it tells of other reports.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.similarity import Matrix
from align.statements import BY_SENSE, BY_WORDS, Weights, match_signs, pair_statements
from diff.encoder import encoder
from diff.meaning import nearness
from train.plans import read_plans
from train.regression import logistic
from train.sheets import match_parts, plan_sheets

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Years:
    """Two years of a plan: what speaks for each match, and whether it is one."""

    texts: tuple[list[str], list[str]]
    signs: Matrix  # (before, after, signs)
    truth: Matrix  # (before, after)


def years(sensing: bool = False) -> list[Years]:
    """All plans, in the order of their files; ``sensing``: with nearness in meaning."""
    made: list[Years] = []
    group = list(plan_sheets())
    for plan, (before, after) in zip(read_plans(), zip(group[::2], group[1::2], strict=True), strict=True):
        a, b, together, likeness = match_parts(before, after)
        sense = nearness(encoder(), before.passages, after.passages, likeness.vocabulary) if sensing else None
        place = {
            key: n for n, key in enumerate((k, s) for k, r in enumerate(plan.rows) for s in range(len(r.years[0])))
        }
        truth = np.zeros(together.shape)
        for column, said in enumerate(s for row in plan.rows for s in row.years[1]):
            for key, *_ in said.carries:
                truth[place[key], column] = 1.0
        made.append(Years((a, b), match_signs(a, b, together, likeness, sense), truth))
    return made


def fit(group: Sequence[Years]) -> Weights:
    """The weights that the program would have of these."""
    x = np.concatenate([y.signs.reshape(-1, y.signs.shape[2]) for y in group])
    signs, start = logistic(x, np.concatenate([y.truth.ravel() for y in group]))
    return Weights(tuple(signs), start)


def f1(group: Sequence[Years], weights: Weights) -> float:
    """Of the pairs that the program would match."""
    hit = got = wanted = 0.0
    for y in group:
        pairs = pair_statements(*y.texts, weights.likely(y.signs))
        hit, got, wanted = hit + sum(y.truth[p] for p in pairs), got + len(pairs), wanted + y.truth.sum()
    return 2 * hit / (got + wanted)


def main() -> int:
    """Fit and say, or check."""
    kinds = {"BY_WORDS": (False, BY_WORDS)} | ({} if "--words" in sys.argv else {"BY_SENSE": (True, BY_SENSE)})
    others = 0
    for name, (sensing, shipped) in kinds.items():
        group = years(sensing)
        fitted = fit(group)
        if "--check" in sys.argv:
            print(f"{name}: fitted {fitted}; align/statements.py has {shipped}")
            others += fitted != shipped
            continue
        blind = [f1(group[n::FOLDS], fit([y for k, y in enumerate(group) if k % FOLDS != n])) for n in range(FOLDS)]
        print(f"{name} = {fitted}; F1 on other bodies {np.mean(blind):.3f}")
    return int(others > 0)


if __name__ == "__main__":
    sys.exit(main())
