"""Commitments of two reports → which is which, by title, outcomes and text together, whatever their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.alignment import UNDECIDED, CommitmentMatch, Decided, StandingOutcome
from align.match import assign
from align.similarity import Likeness, Matrix, wording
from extract.report import OUTCOME, PROGRESS, Item, Report

_LEAST = 0.30  # a pair less alike than this is two different commitments
_SAME_TITLE = 0.90  # of the letters alike: the same title but for a word or two
_PART = 0.30  # what a half of a split commitment must share with the whole
_SAME_OUTCOME = 0.85  # alike enough, by terms or letters, to be one outcome
_OUTCOMES = 0.8  # what sharing every outcome counts for
_ALIKE_TEXT = 0.10  # of what two commitments say, where nothing else is known of either
_TITLE, _TEXT = 0.6, 0.4  # the title is written to name the commitment; its text says more, and changes more


def match_commitments(
    before: Report,
    after: Report,
    standing: Sequence[StandingOutcome],
    likeness: Likeness,
    decided: Decided = UNDECIDED,
) -> tuple[CommitmentMatch, ...]:
    """Every commitment of both reports in exactly one match; splits and merges hold several ids on one side.

    ``standing`` are the outcomes that stand for the earlier report: a commitment that keeps its outcomes is the same
    promise, whatever its title.
    """
    titles = _titles(before, after, likeness)
    texts = likeness.matrix(_texts(before), _texts(after))
    scores = _TITLE * titles + _TEXT * texts
    scores = np.maximum(scores, _OUTCOMES * _shared_outcomes(before, after, standing, likeness))
    scores = np.maximum(scores, np.where(titles >= 0.95, titles, 0.0))
    named = [c.title for c in before.commitments], [c.title for c in after.commitments]
    scores = decided.applied("commitment", *named, scores)
    pairs = assign(np.where(scores >= _LEAST, scores + _same_number(before, after), 0.0), _LEAST)
    pairs += _left_over(texts, scores, pairs)
    groups = {i: [j] for i, j in pairs}
    sources = {j: [i] for i, j in pairs}
    _add_parts(scores, groups, sources)
    return tuple(_matches(before, after, scores, titles, groups, sources))


def _titles(before: Report, after: Report, likeness: Likeness) -> Matrix:
    a, b = [c.title for c in before.commitments], [c.title for c in after.commitments]
    by_terms = likeness.matrix(a, b)
    by_wording = wording(a, b)
    # Alike letters alone mean little below a point: any two English titles share half of theirs.
    return np.maximum(by_terms, np.where(by_wording >= 0.75, by_wording, 0.0))


def _texts(report: Report) -> list[str]:
    """What each commitment says in all: its title, outcomes and progress."""
    by_commitment: dict[str, list[Item]] = {c.id: [] for c in report.commitments}
    for item in report.items:
        if item.role in (OUTCOME, PROGRESS) and item.commitment in by_commitment:
            by_commitment[item.commitment].append(item)
    return [" . ".join([c.title, *(i.text for i in by_commitment[c.id])]) for c in report.commitments]


def _shared_outcomes(before: Report, after: Report, standing: Sequence[StandingOutcome], likeness: Likeness) -> Matrix:
    """The share of a later commitment's outcomes that an earlier one has nearly word for word."""
    a, b = [o.item.text for o in standing], [o.text for o in after.outcomes]
    out = np.zeros((len(before.commitments), len(after.commitments)))
    if not a or not b:
        return out
    same = np.maximum(likeness.matrix(a, b), wording(a, b)) >= _SAME_OUTCOME
    for i, earlier in enumerate(before.commitments):
        rows = [n for n, outcome in enumerate(standing) if outcome.commitment == earlier.id]
        for j, later in enumerate(after.commitments):
            columns = [n for n, outcome in enumerate(after.outcomes) if outcome.commitment == later.id]
            if rows and columns:
                out[i, j] = float(same[np.ix_(rows, columns)].any(axis=0).mean())
    return out


def _left_over(texts: Matrix, scores: Matrix, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of what stayed alone, in the same place of both tables and clearly the most alike in what they say.

    A title may be rewritten altogether. A match that was missed would look like a promise that was dropped.
    """
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    found: list[tuple[int, int]] = []
    for i, j in zip(*np.nonzero((texts >= _ALIKE_TEXT) & (scores >= 0)), strict=True):
        alone = i not in rows and j not in columns
        clear = _best(texts[i], int(j)) and _best(texts[:, j], int(i))
        if alone and clear and sum(r < i for r in rows) == sum(c < j for c in columns):
            found.append((int(i), int(j)))
    return found


def _best(scores: Matrix, place: int) -> bool:
    """Whether a score stands well above all others."""
    return all(float(scores[place]) >= 1.5 * float(s) for n, s in enumerate(scores) if n != place)


def _same_number(before: Report, after: Report) -> Matrix:
    """A nudge that settles ties: commitments mostly keep their number from year to year."""
    ids = [c.id for c in after.commitments]
    return np.array([[0.05 if c.id == other else 0.0 for other in ids] for c in before.commitments]).reshape(
        len(before.commitments), len(ids)
    )


def _add_parts(scores: Matrix, groups: dict[int, list[int]], sources: dict[int, list[int]]) -> None:
    """Splits and merges: what stayed alone joins the commitment it is most alike, where it is clearly the one."""
    if not scores.size:
        return
    for j in range(scores.shape[1]):
        i = int(scores[:, j].argmax())
        if j not in sources and i in groups and _clearly(scores[:, j]) and len(sources[groups[i][0]]) == 1:
            groups[i].append(j)
            sources[j] = [i]
    for i in range(scores.shape[0]):
        j = int(scores[i].argmax())
        if i not in groups and j in sources and _clearly(scores[i]) and len(groups[sources[j][0]]) == 1:
            groups[i] = [j]
            sources[j].append(i)


def _clearly(scores: Matrix) -> bool:
    """Whether the best score is enough for a part, and stands well above the next."""
    return float(scores.max()) >= _PART and _best(scores, int(scores.argmax()))


def _matches(
    before: Report,
    after: Report,
    scores: Matrix,
    titles: Matrix,
    groups: dict[int, list[int]],
    sources: dict[int, list[int]],
) -> list[CommitmentMatch]:
    made: list[CommitmentMatch] = []
    for i, commitment in enumerate(before.commitments):
        js = groups.get(i)
        if js is None:
            made.append(_alone(commitment.id, before=True))
        elif len(js) == 1 and len(sources[js[0]]) > 1:
            if sources[js[0]][0] == i:
                made.append(_merged(before, after, sources[js[0]], js[0], scores))
        else:
            made.append(_matched(before, after, i, js, scores, titles))
    made.extend(_alone(c.id, before=False) for j, c in enumerate(after.commitments) if j not in sources)
    return made


def _alone(commitment: str, *, before: bool) -> CommitmentMatch:
    if before:
        return CommitmentMatch(before=(commitment,), after=(), relation="dropped", score=None)
    return CommitmentMatch(before=(), after=(commitment,), relation="new", score=None)


def _matched(
    before: Report, after: Report, i: int, js: Sequence[int], scores: Matrix, titles: Matrix
) -> CommitmentMatch:
    ids = tuple(after.commitments[j].id for j in sorted(js))
    score = round(min(float(min(scores[i, j] for j in js)), 1.0), 4)
    earlier = before.commitments[i]
    if len(js) > 1:
        return CommitmentMatch(before=(earlier.id,), after=ids, relation="split", score=score)
    later = after.commitments[js[0]]
    doubt = "" if score >= _LEAST else f"the titles share little: “{earlier.title}” and “{later.title}”"
    return CommitmentMatch(
        before=(earlier.id,),
        after=ids,
        relation="same" if titles[i, js[0]] >= _SAME_TITLE else "reworded",
        score=max(score, 0.0),
        doubt=doubt,
    )


def _merged(before: Report, after: Report, group: Sequence[int], j: int, scores: Matrix) -> CommitmentMatch:
    return CommitmentMatch(
        before=tuple(before.commitments[i].id for i in sorted(group)),
        after=(after.commitments[j].id,),
        relation="merged",
        score=round(min(float(min(scores[i, j] for i in group)), 1.0), 4),
    )
