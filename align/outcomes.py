"""Outcomes that stood for the earlier report and those of the later one → which carries on, is dropped or is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from align.alignment import RULED, UNDECIDED, CommitmentMatch, Decided, OutcomeMatch, StandingOutcome
from align.match import assign
from align.similarity import Likeness, Matrix, wording
from extract.report import Report

_LEAST = 0.30  # below this two outcomes are two
_SURE = 0.45  # below this a match, or above half of it a miss, is for a person to look at
_ELSEWHERE = 0.25  # how much more alike two outcomes must be whose commitments are not matched
_LEFT = 0.05  # what is enough where both stayed alone in the same place of the same list; a person then checks it
_SAME = 0.97  # of the letters alike: the same wording but for a comma
_REWORDED = 0.60  # of the letters alike at which two outcomes are one though their rare terms differ


def standing(report: Report) -> tuple[StandingOutcome, ...]:
    """The outcomes that a report prints itself."""
    return tuple(StandingOutcome(report=report.id, item=i, commitment=i.commitment) for i in report.outcomes)


def match_outcomes(
    before: Sequence[StandingOutcome],
    after: Report,
    commitments: Sequence[CommitmentMatch],
    likeness: Likeness,
    decided: Decided = UNDECIDED,
) -> tuple[OutcomeMatch, ...]:
    """Every outcome of both sides in exactly one match.

    Where one side has no outcomes column, the other's outcomes are ``carried`` to it: nothing is dropped, nothing new.
    """
    if not after.lists_outcomes:
        return tuple(OutcomeMatch(before=o, after=None, relation="carried", score=None) for o in before)
    later = standing(after)
    if not before:
        return tuple(OutcomeMatch(before=None, after=o, relation="carried", score=None) for o in later)
    scores = _scores(before, later, commitments, likeness)
    scores = decided.applied("outcome", [o.item.text for o in before], [o.item.text for o in later], scores)
    pairs = dict(assign(scores, _LEAST))
    pairs |= _left_together(scores, pairs, before, later, commitments)
    made = [
        _match(o, later[pairs[i]], float(scores[i, pairs[i]]), likeness)
        if i in pairs
        else _dropped(o, scores[i], later)
        for i, o in enumerate(before)
    ]
    taken = set(pairs.values())
    made.extend(_new(o, scores[:, j], before) for j, o in enumerate(later) if j not in taken)
    return tuple(_under_review(match, decided) for match in made)


def returning(
    gone: Sequence[StandingOutcome], matches: Sequence[OutcomeMatch], likeness: Likeness, decided: Decided = UNDECIDED
) -> tuple[OutcomeMatch, ...]:
    """The matches, of which new outcomes know the one among ``gone``, which older reports listed, that they are again.

    A person's decision holds here too. Only what would be a sure match from one year to the next is taken for a return.
    """
    new = [n for n, match in enumerate(matches) if match.relation == "new"]
    if not gone or not new:
        return tuple(matches)
    a, b = [o.item.text for o in gone], [o.item.text for n in new if (o := matches[n].after) is not None]
    by_wording = wording(a, b)
    scores = np.maximum(likeness.matrix(a, b), np.where(by_wording >= _REWORDED, by_wording, 0.0))
    found = {j: i for i, j in assign(decided.applied("outcome", a, b, scores), _SURE)}
    returned = {n: gone[found[j]] for j, n in enumerate(new) if j in found}
    return tuple(replace(match, returns=returned.get(n)) for n, match in enumerate(matches))


def _under_review(match: OutcomeMatch, decided: Decided) -> OutcomeMatch:
    """A match that a person is unsure of stays in doubt, however alike the texts are."""
    if (
        match.before
        and match.after
        and decided.of("outcome", match.before.item.text, match.after.item.text) == "unsure"
    ):
        return replace(match, doubt="an officer is unsure of this match")
    return match


def _scores(
    before: Sequence[StandingOutcome],
    later: Sequence[StandingOutcome],
    commitments: Sequence[CommitmentMatch],
    likeness: Likeness,
) -> Matrix:
    a, b = [o.item.text for o in before], [o.item.text for o in later]
    by_wording = wording(a, b)
    scores = np.maximum(likeness.matrix(a, b), np.where(by_wording >= _REWORDED, by_wording, 0.0))
    together = {(x, y) for match in commitments for x in match.before for y in match.after}
    apart = np.array([[(x.commitment, y.commitment) not in together for y in later] for x in before])
    return np.where(apart & (scores < 0.9), scores - _ELSEWHERE, scores)


def _left_together(
    scores: Matrix,
    pairs: dict[int, int],
    before: Sequence[StandingOutcome],
    later: Sequence[StandingOutcome],
    commitments: Sequence[CommitmentMatch],
) -> dict[int, int]:
    """Pairs of what stayed alone on both sides in the same place of a matched commitment's list.

    Lists mostly keep their order, so a rewording is likelier there than a chance. A match that was missed would look
    like a dropped outcome, which is the worse mistake.
    """
    together = {(x, y) for match in commitments for x in match.before for y in match.after}
    rows = [i for i in range(len(before)) if i not in pairs]
    columns = [j for j in range(len(later)) if j not in pairs.values()]
    left = np.zeros((len(rows), len(columns)))
    partner_of = {j: i for i, j in pairs.items()}
    for m, i in enumerate(rows):
        for n, j in enumerate(columns):
            same_list = (before[i].commitment, later[j].commitment) in together
            if same_list and _neighbours(i, before, {k: k for k in pairs}) == _neighbours(j, later, partner_of):
                left[m, n] = scores[i, j]
    return {rows[m]: columns[n] for m, n in assign(left, _LEFT)}


def _neighbours(
    place: int, outcomes: Sequence[StandingOutcome], names: dict[int, int]
) -> tuple[int | None, int | None]:
    """The nearest matched outcomes above and below in the same list, each named as ``names`` has it."""
    same = [k for k in names if outcomes[k].commitment == outcomes[place].commitment]
    above = max((k for k in same if k < place), default=None)
    below = min((k for k in same if k > place), default=None)
    return (None if above is None else names[above]), (None if below is None else names[below])


def _match(before: StandingOutcome, after: StandingOutcome, score: float, likeness: Likeness) -> OutcomeMatch:
    a, b = before.item.text, after.item.text
    same = float(wording([a], [b])[0, 0]) >= _SAME
    doubt = "" if same or score >= _SURE else f"the two wordings share little: “{a}” and “{b}”"
    return OutcomeMatch(
        before=before, after=after, relation="same" if same else "reworded",
        score=round(min(score, 1.0), 4), why=RULED if score > 1 else likeness.why(a, b), doubt=doubt,
    )  # fmt: skip


def _dropped(outcome: StandingOutcome, scores: Matrix, later: Sequence[StandingOutcome]) -> OutcomeMatch:
    return OutcomeMatch(before=outcome, after=None, relation="dropped", score=None, doubt=_near_miss(scores, later))


def _new(outcome: StandingOutcome, scores: Matrix, before: Sequence[StandingOutcome]) -> OutcomeMatch:
    return OutcomeMatch(before=None, after=outcome, relation="new", score=None, doubt=_near_miss(scores, before))


def _near_miss(scores: Matrix, others: Sequence[StandingOutcome]) -> str:
    """What the outcome may have become, or come from, after all; empty where nothing is near."""
    if not scores.size or float(scores.max()) < _SURE / 2:
        return ""
    return f"it may be the same as “{others[int(scores.argmax())].item.text}”"
