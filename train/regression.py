"""Signs of pairs, and which pairs are true → the weights of a logistic regression, as they stand in the program."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from align.similarity import Matrix

RIDGE = 1.0


def logistic(x: Matrix, truth: Matrix) -> tuple[list[float], float]:
    """The weight of each column of ``x`` (pairs, signs), and where they start from, to two places."""
    z = np.column_stack([x, np.ones(len(x))])

    def loss(theta: Matrix) -> tuple[float, Matrix]:
        logits = z @ theta
        value = float((np.logaddexp(0, logits) - logits * truth).sum() + RIDGE * theta[:-1] @ theta[:-1])
        gradient = z.T @ (1 / (1 + np.exp(-logits)) - truth)
        gradient[:-1] += 2 * RIDGE * theta[:-1]
        return value, gradient

    found = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x
    return [round(float(w), 2) for w in found[:-1]], round(float(found[-1]), 2)
