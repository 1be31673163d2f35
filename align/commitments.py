"""Commitments of two reports → which is which, by title, outcomes and text together, whatever their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from align.alignment import UNDECIDED, CommitmentMatch, Decided
from align.match import assign
from align.similarity import Likeness, Matrix, wording
from extract.report import OUTCOME, PROGRESS, Item, Report

_LEAST = 0.30  # a pair less alike than this is two different commitments
_SAME_TITLE = 0.90  # of the letters alike: the same title but for a word or two
_PART = 0.30  # what a half of a split commitment must share with the whole
_TITLE, _TEXT = 0.6, 0.4  # the title is written to name the commitment; its text says more, and changes more


def match_commitments(
    before: Report, after: Report, likeness: Likeness, decided: Decided = UNDECIDED
) -> tuple[CommitmentMatch, ...]:
    """Every commitment of both reports in exactly one match; splits and merges hold several ids on one side."""
    titles = _titles(before, after, likeness)
    scores = _TITLE * titles + _TEXT * likeness.matrix(_texts(before), _texts(after))
    scores = np.maximum(scores, np.where(titles >= 0.95, titles, 0.0))
    named = [c.title for c in before.commitments], [c.title for c in after.commitments]
    scores = decided.applied("commitment", *named, scores)
    pairs = assign(np.where(scores >= _LEAST, scores + _same_number(before, after), 0.0), _LEAST)
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
    ordered = sorted((float(s) for s in scores), reverse=True)
    return ordered[0] >= _PART and (len(ordered) == 1 or ordered[0] >= 1.5 * ordered[1])


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
    if len(js) > 1:
        return CommitmentMatch(before=(before.commitments[i].id,), after=ids, relation="split", score=score)
    same = titles[i, js[0]] >= _SAME_TITLE
    return CommitmentMatch(
        before=(before.commitments[i].id,), after=ids, relation="same" if same else "reworded", score=score
    )


def _merged(before: Report, after: Report, group: Sequence[int], j: int, scores: Matrix) -> CommitmentMatch:
    return CommitmentMatch(
        before=tuple(before.commitments[i].id for i in sorted(group)),
        after=(after.commitments[j].id,),
        relation="merged",
        score=round(min(float(min(scores[i, j] for i in group)), 1.0), 4),
    )
