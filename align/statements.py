"""Statements of two reports → what was repeated, restated or updated, what ended and what is new; many to many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from align.alignment import RULED, CommitmentMatch, Decided, StatementMatch, StatementRelation
from align.match import Pairing, also, assign
from align.sentences import Sense, Sentences, best_sentences
from align.similarity import Likeness, Matrix, above, wording
from align.terms import letters, tokens
from extract.report import Item, Report


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds that two statements are one a year apart, by what speaks for it (``python -m train.matching``)."""

    signs: tuple[float, ...]
    start: float

    def likely(self, signs: Iterable[Matrix]) -> Matrix:
        """The likelihood of each pair, 0..1, of one sign after the other."""
        odds: Matrix | float = self.start
        for weight, sign in zip(self.signs, signs, strict=True):
            odds = odds + weight * sign
        return np.asarray(1 / (1 + np.exp(-odds)))


#: By the root of their likeness, how far that stands above the next best of the earlier one and of the later one, and
#: by one commitment; by the same three of their likest sentences; and by the same of sentences as they are meant.
BY_WORDS = Weights((3.51, 2.93, 2.4, 2.92, 4.83, 3.74, 3.32), -7.51)
BY_SENSE = Weights((2.65, 1.59, 1.0, 2.49, 3.45, 2.73, 1.9, 1.87, 2.98, 3.44), -6.72)
_ELSEWHERE = 0.08  # taken off a likeness beside others, where commitments are not matched
_SENSED_ELSEWHERE = 0.05  # and off nearness in meaning, of which all statements of a plan have some
_LEAST = 0.30  # a match less likely than this is none
_BESIDE = 0.50  # what a second match of a statement needs
_RESTATED = 0.85  # of the letters alike: the same said again in nearly the same words


def match_statements(before: Report, after: Report, scores: Matrix, likeness: Likeness) -> tuple[StatementMatch, ...]:
    """Every statement of both reports in one match or more; several where one became two, or two became one.

    ``scores`` are their ``statement_scores``.
    """
    earlier, later = before.statements, after.statements
    pairs = pair_statements([i.text for i in earlier], [i.text for i in later], scores)
    made = [_match(earlier[i], later[j], float(scores[i, j]), likeness) for i, j in pairs]
    return (*made, *_alone(earlier, later, pairs))


def statement_scores(
    before: Report, after: Report, near: Matrix, likeness: Likeness, decided: Decided, sense: Sense | None = None
) -> Matrix:
    """How likely each two statements of two reports are the same, a person's rulings applied: see ``Decided``.

    ``near`` is what ``together`` says of them.
    """
    texts = [i.text for i in before.statements], [i.text for i in after.statements]
    return decided.applied("statement", *texts, likely_matches(*texts, near, likeness, sense))


def likely_matches(
    before: Sequence[str], after: Sequence[str], together: Matrix, likeness: Likeness, sense: Sense | None = None
) -> Matrix:
    """How likely each two statements are the same a year apart, 0..1, shape ``(len(before), len(after))``.

    ``together`` is 1 where the two stand in matched commitments, else 0; ``sense`` what their sentences mean, where
    somebody can tell.
    """
    if not before or not after:
        return np.zeros((len(before), len(after)))
    weights = BY_WORDS if sense is None else BY_SENSE
    return weights.likely(match_signs(before, after, together, likeness, sense))


def match_signs(
    before: Sequence[str], after: Sequence[str], together: Matrix, likeness: Likeness, sense: Sense | None = None
) -> Iterator[Matrix]:
    """What speaks for each match, one sign after the other, of shape ``(len(before), len(after))``: see ``BY_SENSE``.

    Raises ``ValueError`` where ``sense`` is not of these texts' sentences.
    """
    apart = np.where(together > 0, 0.0, 1.0)
    same = wording(before, after, _RESTATED)
    alike = np.maximum(likeness.matrix(before, after), same)
    yield np.sqrt(alike)
    alike -= _ELSEWHERE * apart
    yield above(alike)
    yield above(alike.T).T
    yield together
    earlier, later = Sentences.of(before), Sentences.of(after)

    def by_words(stretch: slice) -> Matrix:
        return likeness.matrix(earlier.parts[stretch], later.parts)

    best, ahead, behind = best_sentences(earlier, later, by_words, _ELSEWHERE * apart)
    yield np.sqrt(best)
    yield ahead
    yield behind
    if sense is not None:
        _check_sense(sense, earlier, later)
        yield from best_sentences(
            earlier, later, lambda stretch: sense.before[stretch] @ sense.after.T, _SENSED_ELSEWHERE * apart
        )


def _check_sense(sense: Sense, before: Sentences, after: Sentences) -> None:
    for side, vectors, texts in (("earlier", sense.before, before), ("later", sense.after, after)):
        if len(vectors) != len(texts.parts):
            raise ValueError(
                f"sense has {len(vectors)} vectors of the {side} report, whose statements have"
                f" {len(texts.parts)} sentences"
            )


def pair_statements(before: Sequence[str], after: Sequence[str], scores: Matrix) -> Pairing:
    """Which statements carry on as which, by their scores: the best assignment, and what became two or was two."""
    pairs = assign(scores, _LEAST)
    settled = {(i, j) for i, j in pairs if letters(before[i]) == letters(after[j])}  # word for word: nothing else
    rows, columns = {i for i, _ in settled}, {j for _, j in settled}
    more = ((i, j) for i, j in also(scores, pairs, _BESIDE) if i not in rows and j not in columns)
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
