"""Probabilities on sheets that the judge did not see → the rule of what counts (``diff.judge.Rule``).

A pair on which the markings of a sheet differ is neither asked for nor held against the judge; that a report has
evidence for an outcome is so to the share of the markings that have some.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from diff.judge import Cube, Judgement, Rule
from train.markings import Grades
from train.sheets import Sheet

#: The share of outcomes that a report has direct evidence for, taken before it is read. The invented plans have 78 to
#: 83 of 100, by their three markings; writers who invent a report leave less out than those who must report, so less
#: is taken for granted.
EVIDENCED = 0.65
_POINTS = [float(point) for point in np.arange(5, 90) / 100]


def fit_rule(group: Sequence[Sheet], judged: Sequence[Judgement]) -> Rule:
    """The log-odds of a report having any direct link, and with these the points from which one counts.

    The points are those of the best F1 on the average report: for direct links as the rule counts them.
    """
    slope, offset = _found(group, judged)
    shares = [s.share(2) for s in group]
    start = Rule(direct=0.5, floor=0.5, partial=0.5, slope=slope, offset=offset)
    tried = (replace(start, direct=point, floor=point) for point in _POINTS)
    rule = max(tried, key=lambda r: _f1_of(r, shares, judged))
    partial = best_point([j.linked for j in judged], [s.share(1) for s in group])
    return replace(rule, floor=_floor(shares, judged, rule), partial=max(partial, rule.direct / 2))


def best_point(scores: Sequence[Cube], shares: Sequence[Grades]) -> float:
    """The score from which on a link counts: of whole hundredths, the one of the best F1 on the average report.

    ``shares`` are those of the markings that have each link (``Sheet.share``).
    """

    def average(least: float) -> float:
        return _average_f1([s >= least for s in scores], shares)

    return float(max(_POINTS, key=average))


def _floor(shares: Sequence[Grades], judged: Sequence[Judgement], rule: Rule) -> float:
    """From where the best statement of a report that is likely to have evidence counts: also by F1 on average.

    Of points that do as well, to three places, the lowest: each higher one says “not found” more often.
    """

    def average(floor: float) -> float:
        return round(_f1_of(replace(rule, floor=floor), shares, judged), 3)

    return float(max(np.arange(0, round(100 * rule.direct) + 1) / 100, key=average))


def counted(rule: Rule, said: Judgement) -> NDArray[np.bool_]:
    """Which pairs of outcome and statement are direct links by a rule, as ``diff.evidence`` decides it."""
    return np.array([row >= rule.least(row) for row in said.direct])


def _f1_of(rule: Rule, shares: Sequence[Grades], judged: Sequence[Judgement]) -> float:
    return _average_f1([counted(rule, said) for said in judged], shares)


def _average_f1(links: Sequence[NDArray[np.bool_]], shares: Sequence[Grades]) -> float:
    """F1 on the average sheet that has a link, of the pairs on which its markings agree."""
    both = zip(links, shares, strict=True)
    return float(np.mean([_f1(c[s % 1 == 0], s[s % 1 == 0] == 1) for c, s in both if s.max() == 1]))


def _f1(links: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return float(2 * (links & truth).sum() / (links.sum() + truth.sum()))


def _found(group: Sequence[Sheet], judged: Sequence[Judgement]) -> tuple[float, float]:
    """Platt's two numbers for the noisy-or of an outcome's scores, as if ``EVIDENCED`` of the sides had evidence."""
    plain = Rule(direct=0.5, floor=0.5, partial=0.5, slope=1.0, offset=0.0)
    either = np.array([plain.found(list(row)) for j in judged for row in j.direct])
    truth = np.concatenate([s.evidenced for s in group])
    odds = np.log(either / (1 - either))
    some, none = truth * EVIDENCED / truth.mean(), (1 - truth) * (1 - EVIDENCED) / (1 - truth.mean())

    def loss(theta: Cube) -> float:
        logits = theta[0] * odds + theta[1]
        return float(some @ np.logaddexp(0, -logits) + none @ np.logaddexp(0, logits))

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return round(float(slope), 3), round(float(offset), 3)
