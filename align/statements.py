"""Statements of two reports → what was repeated, restated or updated, what ended and what is new; many to many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from align.alignment import RULED, UNDECIDED, CommitmentMatch, Decided, StatementMatch, StatementRelation
from align.match import Pairing, also, assign
from align.similarity import Likeness, Matrix, wording
from align.terms import letters, tokens
from extract.report import Item, Report


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds that two statements are one a year apart, by what speaks for it (``python -m train.matching``)."""

    signs: tuple[float, ...]
    start: float

    def likely(self, signs: Matrix) -> Matrix:
        """The likelihood of each pair, 0..1."""
        return np.asarray(1 / (1 + np.exp(-(signs @ self.signs + self.start))))


#: By the root of their likeness, how far it stands above the next best of the earlier one and of the later one, and by
#: one commitment; the other also by how near they are in meaning, and how far that stands above.
BY_WORDS = Weights((8.72, 6.35, 4.8, 2.9), -7.35)
BY_SENSE = Weights((5.91, 3.59, 2.33, 2.53, 2.57, 3.37, 2.92), -6.63)
_ELSEWHERE = 0.08  # taken off a likeness beside others, where commitments are not matched
_SENSED_ELSEWHERE = 0.05  # and off nearness in meaning, of which all statements of a plan have some
_LEAST = 0.30  # a match less likely than this is none
_BESIDE = 0.50  # what a second match of a statement needs
_NEAR = 0.70  # and how near it must come to the best one
_RESTATED = 0.85  # of the letters alike: the same said again in nearly the same words
_FAR = 0.3  # how far a likeness stands above nothing at all


def match_statements(
    before: Report,
    after: Report,
    commitments: Sequence[CommitmentMatch],
    likeness: Likeness,
    decided: Decided = UNDECIDED,
    sense: Matrix | None = None,
) -> tuple[StatementMatch, ...]:
    """Every statement of both reports in one match or more; several where one became two, or two became one."""
    earlier, later = before.statements, after.statements
    a, b = [i.text for i in earlier], [i.text for i in later]
    likely = likely_matches(a, b, together(earlier, later, commitments), likeness, sense)
    scores = decided.applied("statement", a, b, likely)
    pairs = pair_statements(a, b, scores)
    made = [_match(earlier[i], later[j], float(max(likely[i, j], scores[i, j])), likeness) for i, j in pairs]
    return (*made, *_alone(earlier, later, pairs))


def likely_matches(
    before: Sequence[str], after: Sequence[str], together: Matrix, likeness: Likeness, sense: Matrix | None = None
) -> Matrix:
    """How likely each two statements are the same a year apart, 0..1, shape ``(len(before), len(after))``.

    ``together`` is 1 where the two stand in matched commitments, else 0; ``sense`` how near they are in meaning, -1..1,
    where somebody can tell.
    """
    if not before or not after:
        return np.zeros((len(before), len(after)))
    weights = BY_WORDS if sense is None else BY_SENSE
    return weights.likely(match_signs(before, after, together, likeness, sense))


def match_signs(
    before: Sequence[str], after: Sequence[str], together: Matrix, likeness: Likeness, sense: Matrix | None = None
) -> Matrix:
    """What speaks for each match: shape ``(len(before), len(after), 4)``, or 7 where ``sense`` is known."""
    same = wording(before, after)
    alike = np.maximum(likeness.matrix(before, after), np.where(same >= _RESTATED, same, 0.0))
    signs = [np.sqrt(alike), *_stands(alike, together, _ELSEWHERE), together]
    if sense is not None:
        signs += [sense, *_stands(sense, together, _SENSED_ELSEWHERE)]
    return np.stack(signs, axis=2)


def _stands(scores: Matrix, together: Matrix, elsewhere: float) -> tuple[Matrix, Matrix]:
    """How far each pair stands above the others of the earlier statement and of the later one."""
    placed = scores - np.where(together > 0, 0.0, elsewhere)
    return _above(placed), _above(placed.T).T


def _above(scores: Matrix) -> Matrix:
    """How far each score stands above the best other one of its row, or below it."""
    if scores.shape[1] == 1:
        return np.full_like(scores, _FAR)
    ordered = np.sort(scores, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.asarray(scores - np.where(scores >= best, second, best))


def pair_statements(before: Sequence[str], after: Sequence[str], scores: Matrix) -> Pairing:
    """Which statements carry on as which, by their scores: the best assignment, and what became two or was two."""
    pairs = assign(scores, _LEAST)
    settled = {(i, j) for i, j in pairs if letters(before[i]) == letters(after[j])}  # word for word: nothing else
    rows, columns = {i for i, _ in settled}, {j for _, j in settled}
    more = ((i, j) for i, j in also(scores, pairs, _BESIDE, _NEAR) if i not in rows and j not in columns)
    return sorted([*pairs, *more])


def together(earlier: Sequence[Item], later: Sequence[Item], commitments: Sequence[CommitmentMatch]) -> Matrix:
    """1 where two statements stand under matched commitments, or one of them in a summary; else 0."""
    pairs = {(x, y) for match in commitments for x in match.before for y in match.after}
    rows = [
        [float(not (i.commitment and j.commitment) or (i.commitment, j.commitment) in pairs) for j in later]
        for i in earlier
    ]
    return np.array(rows).reshape(len(earlier), len(later))


def _match(before: Item, after: Item, score: float, likeness: Likeness) -> StatementMatch:
    same = float(wording([before.text], [after.text])[0, 0])
    return StatementMatch(
        before=before.id, after=after.id, relation=_relation(before.text, after.text, same),
        score=round(min(score, 1.0), 4), why=RULED if score > 1 else likeness.why(before.text, after.text),
    )  # fmt: skip


def _relation(before: str, after: str, same: float) -> StatementRelation:
    if letters(before) == letters(after):
        return "repeated"
    return "restated" if same >= _RESTATED and _figures(before) == _figures(after) else "updated"


def _figures(text: str) -> set[str]:
    return {t for t in tokens(text) if t[0].isdigit()}


def _alone(earlier: Sequence[Item], later: Sequence[Item], pairs: Iterable[tuple[int, int]]) -> list[StatementMatch]:
    pairs = list(pairs)
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    ended = [
        StatementMatch(before=i.id, after=None, relation="ended", score=None)
        for n, i in enumerate(earlier)
        if n not in left
    ]
    new = [
        StatementMatch(before=None, after=i.id, relation="new", score=None)
        for n, i in enumerate(later)
        if n not in right
    ]
    return [*ended, *new]
