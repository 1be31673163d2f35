"""data/training/plans → how likely two statements are one a year apart: the weights that stand in align/statements.py.

python -m train.matching            prints them, with their quality on bodies that they were not fitted on
python -m train.matching --check    fails where those of align/statements.py are not these
python -m train.matching --words    only those by words, which need no encoder

Each plan is learned from twice: as it is, and with neighbours joined to paragraphs (``train/paragraphs.py``). The
encoder has never seen the plans, so that nearness in meaning tells here what it tells of other reports.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from align.similarity import Matrix
from align.statements import BY_SENSE, BY_WORDS, Weights, match_signs, pair_statements
from diff.encoder import encoder
from diff.meaning import sense
from train.paragraphs import SHARE, joined, joined_matches, paragraphs
from train.plans import Plan, read_plans
from train.regression import logistic
from train.sheets import Sheet, match_parts, plan_sheets

FOLDS = 5
WRITTEN, JOINED = "as written", "joined to paragraphs"
OFTEN = 0.7  # of the years of a plan have joined paragraphs, so that a paragraph may meet what it was made of


@dataclass(frozen=True, slots=True)
class Years:
    """Two years of a plan: what speaks for each match, and whether it is one."""

    texts: tuple[list[str], list[str]]
    signs: Matrix  # (before, after, signs)
    truth: Matrix  # (before, after)


def every(sensing: bool = False) -> dict[str, list[Years]]:
    """All plans, in the order of their files, both ways; ``sensing``: with what the sentences mean."""
    chance, group = Random(1), list(plan_sheets())
    made: dict[str, list[Years]] = {WRITTEN: [], JOINED: []}
    for plan, before, after in zip(read_plans(), group[::2], group[1::2], strict=True):
        truth = carried_on(plan, (len(before.statements), len(after.statements)))
        made[WRITTEN].append(years(before, after, truth, sensing))
        a, b = (paragraphs(s, chance, SHARE if chance.random() < OFTEN else 0.0) for s in (before, after))
        made[JOINED].append(years(joined(before, a), joined(after, b), joined_matches(truth, a, b), sensing))
    return made


def carried_on(plan: Plan, shape: tuple[int, int]) -> Matrix:
    """1 where a statement of the later year is labelled as carrying on one of the earlier."""
    place = {key: n for n, key in enumerate((k, s) for k, r in enumerate(plan.rows) for s in range(len(r.years[0])))}
    truth = np.zeros(shape)
    for column, said in enumerate(s for row in plan.rows for s in row.years[1]):
        for key, *_ in said.carries:
            truth[place[key], column] = 1.0
    return truth


def years(before: Sheet, after: Sheet, truth: Matrix, sensing: bool) -> Years:
    """What the program would know of two years."""
    a, b, together, likeness = match_parts(before, after)
    meant = sense(encoder(), before.passages, after.passages, likeness.vocabulary) if sensing else None
    signs = np.stack(list(match_signs(a, b, together, likeness, meant)), axis=2)
    return Years((a, b), signs, truth)


def fit(group: Sequence[Years]) -> Weights:
    """The weights that the program would have of these."""
    x = np.concatenate([y.signs.reshape(-1, y.signs.shape[2]) for y in group])
    signs, start = logistic(x, np.concatenate([y.truth.ravel() for y in group]))
    return Weights(tuple(signs), start)


def right(year: Years, weights: Weights) -> Matrix:
    """Of the pairs that the program would match: how many are right, how many there are, how many there should be."""
    pairs = pair_statements(*year.texts, weights.likely(np.moveaxis(year.signs, 2, 0)))
    return np.array([sum(year.truth[p] for p in pairs), len(pairs), year.truth.sum()])


def quality(group: dict[str, list[Years]]) -> str:
    """F1, precision and recall on bodies that the weights were not fitted on."""
    totals = dict.fromkeys(group, np.zeros(3))
    for n in range(FOLDS):
        weights = fit([y for found in group.values() for k, y in enumerate(found) if k % FOLDS != n])
        for name, found in group.items():
            totals[name] = totals[name] + sum(right(y, weights) for y in found[n::FOLDS])
    return "; ".join(
        f"{name} F1 {2 * hit / (got + wanted):.3f}, precision {hit / got:.3f}, recall {hit / wanted:.3f}"
        for name, (hit, got, wanted) in totals.items()
    )


def main() -> int:
    """Fit and say, or check."""
    kinds = {"BY_WORDS": (False, BY_WORDS)} | ({} if "--words" in sys.argv else {"BY_SENSE": (True, BY_SENSE)})
    others = 0
    for name, (sensing, shipped) in kinds.items():
        group = every(sensing)
        fitted = fit([y for found in group.values() for y in found])
        if "--check" in sys.argv:
            print(f"{name}: fitted {fitted}; align/statements.py has {shipped}")
            others += fitted != shipped
            continue
        print(f"{name} = {fitted}\n  on other bodies: {quality(group)}")
    return int(others > 0)


if __name__ == "__main__":
    sys.exit(main())
