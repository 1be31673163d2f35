"""data/training/plans → figures that moved, as labelled: the weights by which figures are paired, and how well it goes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from align.build import align_reports, vocabulary_of
from align.figure_pairs import SIGNS, START, WEIGHTS, pair_figures
from align.measures import Case, figure_case
from align.similarity import Matrix, TermLikeness
from extract.report import Commitment, Item, Ledger, Report, Source
from train.plans import Key, Plan, read_plans

#: Plans of a few statements each, written for what the others have little of: brackets, periods, several figures.
FIGURES = Path(__file__).parent.parent / "data" / "training" / "figures"
WORTH = 3  # what a pair of these counts for beside one of a plan: there are few
FOLDS = 5
RIDGE = 1.0
_MOVED = re.compile(r"(?P<a>\d[\d,]*(?:\.\d+)?)\s?(?:%|m|bn|k)?\s?>\s?£?(?P<b>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^,]*)")


def report_of(plan: Plan, year: int) -> Report:
    """One year of a plan as a report without a place on any page."""
    commitments, items = [], []
    for r, row in enumerate(plan.rows):
        key = str(r + 1)
        commitments.append(Commitment(id=key, number=f"{key}.", title=row.titles[year], page_first=1, page_last=1))
        texts = [("outcome", "o", row.outcomes), ("progress", "p", [s.text for s in row.years[year]])]
        for role, sign, lines in texts:
            items.extend(
                Item(
                    id=f"{key}.{sign}{n}",
                    commitment=key,
                    role=role,
                    position=n,
                    level=0,
                    parent=None,
                    text=text,
                    spans=(),
                )
                for n, text in enumerate(lines, 1)
            )
    return Report(
        id=f"{plan.file}-{plan.years[year]}", title=plan.body, body=plan.body, plan=None, date=plan.years[year], period=None,
        source=Source(path="", sha256="", pages=1), columns={"outcome": "Outcomes", "progress": "Progress"},
        commitments=tuple(commitments), items=tuple(items), ledger=Ledger(words=0, owned=0, furniture=0, unowned=0), engine="",
    )  # fmt: skip


def item_id(key: Key) -> str:
    return f"{key[0] + 1}.p{key[1] + 1}"


def labels(plan: Plan) -> Iterator[tuple[str, str, float, float, str]]:
    """Each figure that moved: earlier statement, later statement, earlier value, later value, unit as labelled."""
    for r, row in enumerate(plan.rows):
        for s, statement in enumerate(row.years[1]):
            for before, _, said in statement.carries:
                for match in _MOVED.finditer(_joined(said)):
                    a, b = (float(match[side].replace(",", "")) for side in ("a", "b"))
                    yield item_id(before), item_id((r, s)), a, b, match["unit"].strip()


def _joined(parts: tuple[str, ...]) -> str:
    """The figures of one match as written: a comma inside a number has split it."""
    text = parts[0] if parts else ""
    for last, part in zip(parts, parts[1:], strict=False):
        inside = re.search(r"\d$", last) and re.match(r"\d{3}(?!\d)", part)
        text += ("," if inside else ", ") + part
    return text


def same_value(said: float, labelled: float) -> bool:
    """Labels round shares, and leave thousands and millions to the unit."""
    return any(abs(said - labelled * scale) <= 0.006 * abs(said) for scale in (1, 1e3, 1e6, 1e9)) or (
        round(said, 0) == labelled or int(said) == labelled
    )


@dataclass(frozen=True, slots=True)
class Years:
    """The figures of two years of a plan: the case, which pairs are labelled, and how many labels have no figure."""

    plan: str
    case: Case
    truth: Matrix
    missing: int
    wanted: frozenset[tuple[str, str]]  # pairs of statements whose figures are labelled

    def known(self) -> Matrix:
        """1 where a pair's truth is known: figures that have not moved are not labelled."""
        a, b = (np.array([p.figure.value for p in side]) for side in (self.case.before, self.case.after))
        return np.asarray((self.case.allowed > 0) & ((a[:, None] != b[None, :]) | (self.truth > 0)))


def years(plan: Plan) -> Years:
    """One plan, its statements matched as the program matches them."""
    first, second = report_of(plan, 0), report_of(plan, 1)
    alignment = align_reports(first, second)
    likeness = TermLikeness(vocabulary_of(first, second))
    case = figure_case(first, second, alignment.commitments, alignment.statements, likeness)
    truth, missing = np.zeros(case.allowed.shape), 0
    said = list(labels(plan))
    for label in said:
        cell = _cell(case, truth, *label[:4])
        if cell is None:
            missing += 1
        else:
            truth[cell] = 1
    return Years(plan.file, case, truth, missing, frozenset((a, b) for a, b, *_ in said))


def _cell(case: Case, truth: Matrix, before: str, after: str, x: float, y: float) -> tuple[int, int] | None:
    """The place of a labelled pair: of several with those values, the two that are most alike in kind and role."""
    rows, columns = (
        [n for n, p in enumerate(side) if items[p.statement].id == key and same_value(p.figure.value, value)]
        for side, items, key, value in ((case.before, case.items[0], before, x), (case.after, case.items[1], after, y))
    )
    cells = [(i, j) for i in rows for j in columns if case.allowed[i, j] and not truth[i, j]]
    return max(cells, key=lambda c: case.signs[c][[0, 1, 3, 5, 6, 9]].sum(), default=None)


def fit(plans: Sequence[Years], cases: Sequence[Years]) -> tuple[list[float], float]:
    """Logistic regression, to two places."""
    group = [*plans, *(y for y in cases for _ in range(WORTH))]
    x = np.concatenate([y.case.signs[y.known()] for y in group])
    truth = np.concatenate([y.truth[y.known()] for y in group])
    z = np.column_stack([x, np.ones(len(x))])

    def loss(theta: Matrix) -> tuple[float, Matrix]:
        logits = z @ theta
        value = float((np.logaddexp(0, logits) - logits * truth).sum() + RIDGE * theta[:-1] @ theta[:-1])
        gradient = z.T @ (1 / (1 + np.exp(-logits)) - truth)
        gradient[:-1] += 2 * RIDGE * theta[:-1]
        return value, gradient

    found = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x
    return [round(float(w), 2) for w in found[:-1]], round(float(found[-1]), 2)


@dataclass(slots=True)
class Tally:
    """How the pairs found stand beside the labels."""

    labelled: int = 0
    found: int = 0  # pairs of figures that differ
    right: int = 0
    against: int = 0  # wrong, and a figure of it is labelled as belonging elsewhere
    unmoved: int = 0  # pairs of equal figures, which are not labelled

    @property
    def recall(self) -> float:
        return self.right / self.labelled

    @property
    def precision(self) -> float:
        return self.right / self.found

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f}, precision {self.precision:.3f} at least; {self.labelled} labelled, {self.found} "
            f"found, {self.right} right, {self.against} against a label, {self.found - self.right - self.against} not "
            f"labelled; {self.unmoved} more have not moved"
        )


def likelihoods(y: Years, weights: Sequence[float], start: float) -> Matrix:
    return np.asarray(np.where(y.case.allowed > 0, 1 / (1 + np.exp(-(y.case.signs @ np.array(weights) + start))), 0.0))


def count(tally: Tally, y: Years, likely: Matrix, show: bool = False) -> None:
    tally.labelled += int(y.truth.sum()) + y.missing
    for i, j in pair_figures(y.case.before, y.case.after, likely):
        a, b = y.case.before[i], y.case.after[j]
        if y.truth[i, j]:
            tally.right += 1
            tally.found += 1
        elif a.figure.value == b.figure.value:
            tally.unmoved += 1
        else:
            tally.found += 1
            wrong = bool(y.truth[i].any() or y.truth[:, j].any())
            tally.against += wrong
            if show:
                x, z = y.case.items[0][a.statement], y.case.items[1][b.statement]
                print(
                    f"\n{y.plan} {x.id} {z.id} {'AGAINST' if wrong else 'unlabelled'} {likely[i, j]:.2f} {a.figure.said!r} {b.figure.said!r}\n  {x.text}\n  {z.text}"
                )
    if show:
        got = set(pair_figures(y.case.before, y.case.after, likely))
        for i, j in np.argwhere(y.truth > 0):
            if (i, j) not in got:
                a, b = y.case.before[i], y.case.after[j]
                x, z = y.case.items[0][a.statement], y.case.items[1][b.statement]
                print(
                    f"\n{y.plan} {x.id} {z.id} MISSED {likely[i, j]:.2f} {a.figure.said!r} {b.figure.said!r} {np.round(y.case.signs[i, j], 2)}\n  {x.text}\n  {z.text}"
                )


def main() -> int:
    """Fit and say, or check."""
    group = [years(plan) for plan in read_plans()]
    cases = [years(plan) for plan in read_plans(sorted(FIGURES.glob("*.txt")))]
    weights, start = fit(group, cases)
    if "--check" in sys.argv:
        print(f"fitted {weights} and {start}; align/figure_pairs.py has {list(WEIGHTS)} and {START}")
        return int((weights, start) != (list(WEIGHTS), START))
    for sign, weight in zip(SIGNS, weights, strict=True):
        print(f"{sign:40s} {weight:6.2f}")
    print(f"WEIGHTS = {weights}, START = {start}")
    tally = Tally()
    for n in range(FOLDS):
        fitted = fit([y for k, y in enumerate(group) if k % FOLDS != n], cases)
        for y in group[n::FOLDS]:
            count(tally, y, likelihoods(y, *fitted), "--show" in sys.argv)
    print("on bodies that it was not fitted on:", tally)
    tally = Tally()
    for n, y in enumerate(cases):
        count(tally, y, likelihoods(y, *fit(group, cases[:n] + cases[n + 1 :])), "--show" in sys.argv)
    print("on cases of data/training/figures, each fitted without it:", tally)
    return 0


if __name__ == "__main__":
    sys.exit(main())
