"""Statements of two reports → what was repeated, restated or updated, what ended and what is new; many to many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from align.alignment import RULED, UNDECIDED, CommitmentMatch, Decided, StatementMatch, StatementRelation
from align.match import also, assign
from align.similarity import Likeness, Matrix, wording
from align.terms import letters, tokens
from extract.report import Item, Report

_LEAST = 0.22  # below this two statements are about two things
_BESIDE = 0.30  # what a second match of a statement needs
_NEAR = 0.60  # and how near it must come to the best one
_ELSEWHERE = 0.08  # how much more alike statements must be whose commitments are not matched
_RESTATED = 0.85  # of the letters alike: the same said again in nearly the same words


def match_statements(
    before: Report,
    after: Report,
    commitments: Sequence[CommitmentMatch],
    likeness: Likeness,
    decided: Decided = UNDECIDED,
) -> tuple[StatementMatch, ...]:
    """Every statement of both reports in one match or more; several where one became two, or two became one."""
    earlier, later = before.statements, after.statements
    a, b = [i.text for i in earlier], [i.text for i in later]
    alike = np.maximum(likeness.matrix(a, b), np.where((same := wording(a, b)) >= _RESTATED, same, 0.0))
    scores = decided.applied("statement", a, b, alike - _apart(earlier, later, commitments))
    pairs = assign(scores, _LEAST)
    settled = {(i, j) for i, j in pairs if letters(a[i]) == letters(b[j])}  # word for word: became nothing else
    rows, columns = {i for i, _ in settled}, {j for _, j in settled}
    more = ((i, j) for i, j in also(scores, pairs, _BESIDE, _NEAR) if i not in rows and j not in columns)
    pairs = sorted([*pairs, *more])
    made = [
        _match(earlier[i], later[j], float(max(alike[i, j], scores[i, j])), float(same[i, j]), likeness)
        for i, j in pairs
    ]
    return (*made, *_alone(earlier, later, pairs))


def _apart(earlier: Sequence[Item], later: Sequence[Item], commitments: Sequence[CommitmentMatch]) -> Matrix:
    """What is taken off the likeness of statements that stand under commitments not matched (0 for a summary's)."""
    together = {(x, y) for match in commitments for x in match.before for y in match.after}
    return np.array(
        [
            [0.0 if not (i.commitment and j.commitment) or (i.commitment, j.commitment) in together else _ELSEWHERE
             for j in later]
            for i in earlier
        ]
    ).reshape(len(earlier), len(later))  # fmt: skip


def _match(before: Item, after: Item, score: float, same: float, likeness: Likeness) -> StatementMatch:
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
