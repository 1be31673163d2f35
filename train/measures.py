"""data/training/plans → the weights by which figures are paired from year to year, and how well it goes.

python -m train.measures            fits the weights that stand in align/figure_pairs.py and measures them
python -m train.measures --check    fails where those of align/figure_pairs.py are not these
python -m train.measures --show     also every pair missed, and every pair found that is not labelled

The labels are the figures that moved, as ``before>after unit``. A pair of figures that differ and are not labelled
counts as wrong, though whoever labelled named only the main ones: precision is at least what is said.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from align.alignment import UNDECIDED
from align.build import align_reports, vocabulary_of
from align.figure_pairs import START, WEIGHTS, pair_figures
from align.figure_signs import SIGNS
from align.measures import Case, figure_case
from align.similarity import Matrix, TermLikeness
from align.statements import statement_scores, together
from extract.report import Commitment, Item, Ledger, Report, Source
from train.plans import Key, Plan, read_plans
from train.regression import logistic

#: Plans of a few statements each, written for what the others have little of: brackets, periods, several figures.
FIGURES = Path(__file__).parent.parent / "data" / "training" / "figures"
WORTH = 3  # what a pair of these counts for beside one of a plan: there are few
FOLDS = 5
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_MOVED = re.compile(rf"(?P<a>{_NUMBER})\s?(?:%|m|bn|k)?\s?>\s?£?(?P<b>{_NUMBER})")


def report_of(plan: Plan, year: int) -> Report:
    """One year of a plan as a report without a place on any page."""
    commitments, items = [], []
    for r, row in enumerate(plan.rows):
        key = str(r + 1)
        commitments.append(Commitment(id=key, number=f"{key}.", title=row.titles[year], page_first=1, page_last=1))
        for role, texts in (("outcome", row.outcomes), ("progress", [s.text for s in row.years[year]])):
            items.extend(_item(key, role, n, text) for n, text in enumerate(texts, 1))
    return Report(
        id=f"{plan.file}-{year}", title=plan.body, body=plan.body, plan=None, date=plan.years[year], period=None,
        source=Source(path="", sha256="", pages=1), columns={"outcome": "Outcomes", "progress": "Progress"},
        commitments=tuple(commitments), items=tuple(items), engine="",
        ledger=Ledger(words=0, owned=0, furniture=0, unowned=0),
    )  # fmt: skip


def _item(key: str, role: str, n: int, text: str) -> Item:
    name = f"{key}.{role[0]}{n}"
    return Item(id=name, commitment=key, role=role, position=n, level=0, parent=None, text=text, spans=())


def item_id(key: Key) -> str:
    return f"{key[0] + 1}.p{key[1] + 1}"


def labels(plan: Plan) -> Iterator[tuple[str, str, float, float]]:
    """Each figure that moved: earlier statement, later statement, earlier value, later value."""
    for r, row in enumerate(plan.rows):
        for s, statement in enumerate(row.years[1]):
            for before, _, said in statement.carries:
                for match in _MOVED.finditer(_joined(said)):
                    a, b = (float(match[side].replace(",", "")) for side in ("a", "b"))
                    yield item_id(before), item_id((r, s)), a, b


def _joined(parts: tuple[str, ...]) -> str:
    """The figures of one match as written: a comma inside a number has split it."""
    text = parts[0] if parts else ""
    for last, part in pairwise(parts):
        inside = re.search(r"\d$", last) and re.match(r"\d{3}(?!\d)", part)
        text += ("," if inside else ", ") + part
    return text


def same_value(said: float, labelled: float) -> bool:
    """Labels round shares, and leave thousands and millions to the unit."""
    scaled = any(abs(said - labelled * scale) <= 0.006 * abs(said) for scale in (1, 1e3, 1e6, 1e9))
    return scaled or labelled in (round(said), int(said))


@dataclass(frozen=True, slots=True)
class Years:
    """The figures of two years of a plan: the case, which pairs are labelled, and how many labels have no figure."""

    plan: str
    case: Case
    truth: Matrix
    missing: int

    def known(self) -> Matrix:
        """Where a pair's truth is known: figures that have not moved are not labelled."""
        a, b = (np.array([p.figure.value for p in side]) for side in (self.case.before, self.case.after))
        return np.asarray((self.case.allowed > 0) & ((a[:, None] != b[None, :]) | (self.truth > 0)))

    def texts(self, i: int, j: int) -> str:
        """Two figures and the statements that they stand in."""
        a, b = self.case.before[i], self.case.after[j]
        x, y = self.case.items[0][a.statement], self.case.items[1][b.statement]
        return f"{a.figure.said!r} {b.figure.said!r} {self.plan} {x.id} {y.id}\n  {x.text}\n  {y.text}\n"


def years(plan: Plan) -> Years:
    """One plan, its statements matched as the program matches them."""
    first, second = report_of(plan, 0), report_of(plan, 1)
    alignment = align_reports(first, second)
    likeness = TermLikeness(vocabulary_of(first, second))
    near = together(first.statements, second.statements, alignment.commitments)
    scores = statement_scores(first, second, near, likeness, UNDECIDED)
    case = figure_case(first, second, alignment.statements, scores, near, likeness)
    truth, missing = np.zeros(case.allowed.shape), 0
    for label in labels(plan):
        cell = _cell(case, truth, *label)
        if cell is None:
            missing += 1
        else:
            truth[cell] = 1
    return Years(plan.file, case, truth, missing)


def _cell(case: Case, truth: Matrix, before: str, after: str, x: float, y: float) -> tuple[int, int] | None:
    """The place of a labelled pair: of several with those values, the two that are most alike."""
    rows, columns = (
        [n for n, p in enumerate(side) if items[p.statement].id == key and same_value(p.figure.value, value)]
        for side, items, key, value in ((case.before, case.items[0], before, x), (case.after, case.items[1], after, y))
    )
    cells = [(i, j) for i in rows for j in columns if case.allowed[i, j] and not truth[i, j]]
    return max(cells, key=lambda c: case.signs.of(*c)[[0, 1, 3, 5, 6, 9]].sum(), default=None)


def fit(plans: Sequence[Years], cases: Sequence[Years]) -> tuple[list[float], float]:
    """The weights, and where they start from."""
    group = [*plans, *(y for y in cases for _ in range(WORTH))]
    x = np.concatenate([y.case.signs.values[y.known()[y.case.signs.cells]] for y in group])
    truth = np.concatenate([y.truth[y.known()] for y in group])
    return logistic(x, truth)


@dataclass(slots=True)
class Tally:
    """How the pairs found stand beside the labels."""

    labelled: int = 0
    found: int = 0  # pairs of figures that differ
    right: int = 0
    against: int = 0  # wrong, and a figure of it is labelled as belonging elsewhere
    unmoved: int = 0  # pairs of equal figures, which are not labelled

    def add(self, y: Years, likely: Matrix, show: bool) -> None:
        pairs = set(pair_figures(y.case.before, y.case.after, likely))
        self.labelled += int(y.truth.sum()) + y.missing
        for i, j in sorted(pairs):
            moved = y.case.before[i].figure.value != y.case.after[j].figure.value
            elsewhere = not y.truth[i, j] and moved and bool(y.truth[i].any() or y.truth[:, j].any())
            self.right += bool(y.truth[i, j])
            self.found += bool(moved or y.truth[i, j])
            self.unmoved += not (moved or y.truth[i, j])
            self.against += elsewhere
            if show and moved and not y.truth[i, j]:
                print("AGAINST" if elsewhere else "UNLABELLED", round(float(likely[i, j]), 2), y.texts(i, j))
        for i, j in np.argwhere(y.truth > 0) if show else ():
            if (int(i), int(j)) not in pairs:
                print("MISSED", round(float(likely[i, j]), 2), y.texts(i, j))

    def __str__(self) -> str:
        rates = f"recall {self.right / self.labelled:.3f}, precision {self.right / self.found:.3f} at least"
        counts = f"{self.labelled} labelled, {self.found} found, {self.right} of them as labelled"
        return f"{rates} ({counts}, {self.against} against a label; {self.unmoved} more have not moved)"


def likelihoods(y: Years, weights: Sequence[float], start: float) -> Matrix:
    return y.case.signs.likely(weights, start)


def main() -> int:
    """Fit and say, or check."""
    show = "--show" in sys.argv
    group = [years(plan) for plan in read_plans()]
    cases = [years(plan) for plan in read_plans(sorted(FIGURES.glob("*.txt")))]
    weights, start = fit(group, cases)
    if "--check" in sys.argv:
        print(f"fitted {weights} and {start}; align/figure_pairs.py has {list(WEIGHTS)} and {START}")
        return int((weights, start) != (list(WEIGHTS), START))
    print(*(f"{sign:32s} {weight:6.2f}" for sign, weight in zip(SIGNS, weights, strict=True)), sep="\n")
    print(f"WEIGHTS = {weights}, START = {start}")
    plans, invented = Tally(), Tally()
    for n in range(FOLDS):
        fitted = fit([y for k, y in enumerate(group) if k % FOLDS != n], cases)
        for y in group[n::FOLDS]:
            plans.add(y, likelihoods(y, *fitted), show)
    for n, y in enumerate(cases):
        invented.add(y, likelihoods(y, *fit(group, cases[:n] + cases[n + 1 :])), show)
    print(f"plans, each fifth fitted without it: {plans}")
    print(f"data/training/figures, each fitted without it: {invented}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
