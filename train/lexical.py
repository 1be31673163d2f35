"""data/training and the sample reports → diff/lexical.json: the lexical judge's weights, and the rule that fits them.

    python -m train.lexical            writes diff/lexical.json
    python -m train.lexical --check    fails where the committed weights are not what the training gives

Each source (pools, reports, plans, samples) counts for a share of its own, so that the many do not drown the few.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from scipy.optimize import minimize

from diff.carry import Carry
from diff.features import NAMES, features
from diff.judge import Cube, Rule
from diff.lexical import WEIGHTS, LexicalJudge
from train.carry import carried, fit_carry, other_years
from train.rule import fit_rule
from train.sheets import Sheet, sample_sheets, sheets

#: Signs that a statement is about the outcome. Cues of wording (length, "will") are left out: in the training texts
#: they tell how the texts were made, and they do not carry over to other writers.
USED = (
    "share", "share_context", "best_sentence", "cosine", "rarest", "count", "prefix_share", "share_squared",
    "beside_statements", "beside_outcomes", "top_in_row", "top_in_column", "title_share",
    "own", "own_share", "own_beside_outcomes",
)  # fmt: skip
RIDGE = 1.0
SHARES = {"pools": 0.1, "reports": 0.3, "plans": 0.4, "samples": 0.2}


def fit(group: Sequence[Sheet]) -> tuple[dict[str, float], float, float]:
    """Ordinal logistic regression with no weight below nothing: more shared words never make a link less likely.

    Returns the weights, the intercept of a direct link, and how much sooner any link is believed.
    """
    columns = [NAMES.index(name) for name in USED]
    x = np.concatenate(
        [features(s.claims, s.passages, s.vocabulary)[:, :, columns].reshape(-1, len(columns)) for s in group]
    )
    direct = np.concatenate([s.share(2).ravel() for s in group])
    linked = np.concatenate([s.share(1).ravel() for s in group])
    sizes = {source: sum(s.grades.size for s in group if s.source == source) for source in SHARES}
    worth = np.concatenate([(s.worth * SHARES[s.source] / sizes[s.source]).ravel() for s in group]) * len(x)
    spread = x.std(axis=0)
    z = x / spread

    def loss(theta: Cube) -> tuple[float, Cube]:
        logits, gap = z @ theta[:-2] + theta[-2], theta[-1]
        p, q = 1 / (1 + np.exp(-logits)), 1 / (1 + np.exp(-logits - gap))
        value = worth @ (
            np.logaddexp(0, logits) - logits * direct + np.logaddexp(0, logits + gap) - (logits + gap) * linked
        )
        slope = worth * (p - direct + q - linked)
        gradient = np.append(z.T @ slope + 2 * RIDGE * theta[:-2], [slope.sum(), worth @ (q - linked)])
        return float(value + RIDGE * theta[:-2] @ theta[:-2]), gradient

    bounds = [(0.0, None)] * len(USED) + [(None, None), (0.0, None)]
    start = np.append(np.zeros(len(USED)), [-3.0, 0.5])
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    weights = {name: round(float(w / s), 3) for name, w, s in zip(USED, found, spread, strict=False)}
    return {name: w for name, w in weights.items() if w > 0}, round(float(found[-2]), 3), round(float(found[-1]), 3)


def made() -> str:
    """The file as it should be."""
    group = [*sheets(), *sample_sheets()]
    weights, intercept, linked = fit(group)
    whole = [s for s in group if s.source != "pools"]
    none = Rule(direct=0.5, floor=0.5, partial=0.5, slope=1.0, offset=0.0)
    alone = Carry(own=1.0, other=0.0, continues=0.0, start=0.0)
    judge = LexicalJudge(weights=weights, intercept=intercept, linked=linked, carry=alone, rule=none)
    judged = [judge.judged(s.claims, s.passages, s.vocabulary) for s in whole]
    years = other_years(whole)
    carry = fit_carry(whole, judged, years)
    rule = fit_rule(whole, carried(carry, judged, years))
    said = {
        "weights": weights, "intercept": intercept, "linked": linked, "carry": asdict(carry), "rule": asdict(rule),
    }  # fmt: skip
    return (
        json.dumps({"about": "Made by train/lexical.py from data/training and data/raw.", "judge": said}, indent=1)
        + "\n"
    )


def main() -> int:
    """Fit, then write or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check, text = parser.parse_args().check, made()
    if check:
        same = text == WEIGHTS.read_text(encoding="utf-8")
        print("the same" if same else f"not the same:\n{text}")
        return 0 if same else 1
    WEIGHTS.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
