"""Outcomes × statements → what can be measured of each pair: the numbers that the judge weighs.

Everything is lexical: shares of the outcome's rare terms found in the statement, how the pair stands beside its
neighbours, and cues of wording ("will", figures). No number depends on the report's length or its subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from align.sentences import sentences
from align.similarity import TermLikeness, above
from align.terms import Vocabulary, tokens
from diff.judge import Claim, Cube, Passage

NAMES = (
    "share", "share_context", "best_sentence", "cosine", "rarest", "count", "prefix_share",
    "beside_statements", "beside_outcomes", "title_share", "own", "own_share", "own_beside_outcomes",
    "top_in_row", "top_in_column", "share_squared", "figures", "intends", "governs", "length", "outcome_length",
)  # fmt: skip

_INTENDS = re.compile(r"\b(will|plans? to|intends? to|aims? to|due to|proposed|scoping|exploring|considering)\b", re.I)
_GOVERNS = re.compile(r"\b(board|committee|steering|governance|terms of reference|strategy|working group)\b", re.I)
_PREFIX = 5  # letters by which two stems of one family (offend, offence) are told


def features(claims: Sequence[Claim], passages: Sequence[Passage], vocabulary: Vocabulary) -> Cube:
    """Shape ``(len(claims), len(passages), len(NAMES))``."""
    shape = (len(claims), len(passages))
    if not all(shape):
        return np.zeros((*shape, len(NAMES)))
    parts = [_Text.of(p.text, p.lead_in, vocabulary) for p in passages]
    rarities = _Rarities(vocabulary)
    outcomes = [_Text.of(c.text, "", vocabulary) for c in claims]
    raw = _raw(outcomes, parts, rarities)
    share, prefix = raw[:, :, 1], raw[:, :, 5]
    own = np.array([[p.key in c.own for p in passages] for c in claims], dtype=np.float64)
    cosine = TermLikeness(vocabulary).matrix([c.text for c in claims], [p.text for p in passages])
    blended = (share + prefix + cosine) / 3 + 0.15 * own
    beside_statements, top_in_row = _beside(blended)
    columns = _beside(blended.T)
    beside_outcomes, top_in_column = columns[0].T, columns[1].T
    title_share = _title_shares(claims, parts, vocabulary, rarities)
    cues = np.array([_cues(p) for p in passages])[None, :, :].repeat(len(claims), axis=0)
    lengths = np.array([np.log1p(len(tokens(c.text))) for c in claims])[:, None].repeat(len(passages), axis=1)
    columns_out = [
        raw[:, :, 0], share, raw[:, :, 2], cosine, raw[:, :, 3], raw[:, :, 4], prefix,
        beside_statements, beside_outcomes, title_share, own, own * share, own * beside_outcomes,
        top_in_row, top_in_column, share**2, cues[:, :, 0], cues[:, :, 1], cues[:, :, 2], cues[:, :, 3], lengths,
    ]  # fmt: skip
    return np.stack(columns_out, axis=2)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's stems: its own, with its lead-in's, sentence by sentence, and their first letters."""

    stems: frozenset[str]
    context: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    prefixes: frozenset[str]

    @classmethod
    def of(cls, text: str, lead_in: str, vocabulary: Vocabulary) -> _Text:
        own = frozenset(vocabulary.profile(text).stems)
        context = own | frozenset(vocabulary.profile(lead_in).stems) if lead_in else own
        parts = tuple(frozenset(vocabulary.profile(s).stems) for s in sentences(text))
        return cls(own, context, parts, frozenset(s[:_PREFIX] for s in context))


class _Rarities(dict[str, float]):
    """Stem → rarity, asked of the vocabulary once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __missing__(self, term: str) -> float:
        value = self[term] = self._vocabulary.rarity(term)
        return value

    def total(self, terms: Iterable[str]) -> float:
        return sum(self[t] for t in terms)


def _raw(outcomes: Sequence[_Text], statements: Sequence[_Text], rarities: _Rarities) -> Cube:
    """share, share with the lead-in, best sentence, rarest shared, how many shared, share by first letters; stacked.

    Texts become rows over the outcomes' stems, so that a product of matrices does for all pairs at once.
    """
    terms = sorted({s for o in outcomes for s in o.stems})
    column = {s: n for n, s in enumerate(terms)}
    prefixes: dict[str, list[int]] = {}
    for s, n in column.items():
        prefixes.setdefault(s[:_PREFIX], []).append(n)
    worth = np.array([rarities[s] for s in terms])
    of_outcomes = _rows([o.stems for o in outcomes], column)
    weighed = of_outcomes * worth
    whole = weighed.sum(axis=1, keepdims=True)
    scale = np.where(whole > 0, whole, 1.0)
    context = _rows([s.context for s in statements], column)
    share = weighed @ _rows([s.stems for s in statements], column).T / scale
    near = context.copy()
    for j, statement in enumerate(statements):
        near[j, [n for prefix in statement.prefixes for n in prefixes.get(prefix, ())]] = 1.0
    by_sentence = weighed @ _rows([s for text in statements for s in text.sentences], column).T
    starts = np.cumsum([0, *(len(text.sentences) for text in statements[:-1])])
    best = np.maximum.reduceat(by_sentence, starts, axis=1) / scale
    rarest = np.stack([(row * context).max(axis=1, initial=0.0) for row in weighed])
    rarest /= np.maximum(weighed.max(axis=1, initial=0.0, keepdims=True), 1e-9)
    count = np.log1p(of_outcomes @ context.T)
    return np.stack([share, weighed @ context.T / scale, best, rarest, count, weighed @ near.T / scale], axis=2)


def _rows(texts: Sequence[Iterable[str]], column: Mapping[str, int]) -> Cube:
    """For each text a row with 1 where it has a stem, of those that have a column."""
    out = np.zeros((len(texts), len(column)))
    for n, stems in enumerate(texts):
        out[n, [column[s] for s in stems if s in column]] = 1.0
    return out


def _beside(scores: Cube) -> tuple[Cube, Cube]:
    """How far each score of a row stands above the row's best other one, and whether it is the best."""
    if scores.shape[1] == 1:
        return scores.copy(), np.ones_like(scores)
    return above(scores), (scores >= scores.max(axis=1, keepdims=True)).astype(np.float64)


def _title_shares(claims: Sequence[Claim], parts: Sequence[_Text], vocabulary: Vocabulary, rarities: _Rarities) -> Cube:
    out = np.zeros((len(claims), len(parts)))
    rows: dict[str, list[float]] = {}
    for i, claim in enumerate(claims):
        if claim.title not in rows:
            stems = vocabulary.profile(claim.title).stems
            whole = rarities.total(stems) or 1.0
            rows[claim.title] = [rarities.total(s for s in stems if s in part.context) / whole for part in parts]
        out[i] = rows[claim.title]
    return out


def _cues(passage: Passage) -> tuple[float, float, float, float]:
    """Whether it has figures; the share of its sentences that intend, and that govern; the logarithm of its length.

    A long paragraph that ends on a plan is no plan: so sentences are counted, not the text marked as a whole.
    """
    parts = sentences(passage.text)
    return (
        float(bool(re.search(r"\d", passage.text))),
        sum(bool(_INTENDS.search(s)) for s in parts) / len(parts),
        sum(bool(_GOVERNS.search(s)) for s in parts) / len(parts),
        float(np.log1p(len(tokens(passage.text)))),
    )
