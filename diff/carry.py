"""What one report's evidence tells of the other's: a statement that carries on is mostly about the same outcomes.

So each link is judged twice, once in each report, and the two judgements mend each other's mistakes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.alignment import StatementMatch
from diff.judge import Cube, Judgement
from extract.report import Item

_SURE = 1e-4  # probabilities are kept this far from 0 and 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """Weights, in log-odds, of a pair's own judgement and of that of the statement it carries on; fitted on plans."""

    own: float
    other: float
    continues: float
    start: float

    def applied(self, here: Judgement, there: Judgement, matches: Cube) -> Judgement:
        """``here`` with what ``there`` adds. ``matches``: ``(statements here, statements there)``, 0 where none."""
        if not matches.size or not here.direct.size:
            return here
        rows = features(here.direct, there.direct, matches)
        direct = 1 / (1 + np.exp(-(rows @ [self.own, self.other, self.continues] + self.start)))
        return Judgement(direct=direct, linked=np.maximum(direct, here.linked))


def features(here: Cube, there: Cube, matches: Cube) -> Cube:
    """For each pair: its own log-odds, those of the best match of its statement by how sure that is, and how sure."""
    best = matches.argmax(axis=1)
    continues = np.broadcast_to(matches.max(axis=1), here.shape)
    return np.stack([_log_odds(here), _log_odds(there)[:, best] * continues, continues], axis=2)


def _log_odds(probabilities: Cube) -> Cube:
    kept = np.clip(probabilities, _SURE, 1 - _SURE)
    return np.asarray(np.log(kept / (1 - kept)))


def match_matrix(before: Sequence[Item], after: Sequence[Item], matches: Sequence[StatementMatch]) -> Cube:
    """Scores of the matches between two lists of statements, shape ``(len(before), len(after))``, 0 where none."""
    rows, columns = {i.id: n for n, i in enumerate(before)}, {i.id: n for n, i in enumerate(after)}
    out = np.zeros((len(before), len(after)))
    for match in matches:
        if match.before in rows and match.after in columns:
            out[rows[match.before], columns[match.after]] = match.score or 0.0
    return out
