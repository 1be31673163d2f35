"""The judge that comes with the program: a tuned small encoder, the words that texts share, and how pairs compete.

Three things are known of a pair: what the encoder sees when outcome and statement meet token by token
(``diff.interaction``), what words they share (``diff.features``), and how the pair stands beside its neighbours, since
sibling outcomes compete for a statement. A head weighs them. All of it is learned by ``make train`` from
``data/training``; ``weights/CARD.md`` says how well it does and where it fails.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from align.sentences import Sense
from align.terms import Vocabulary
from diff import features as lexical
from diff import interaction
from diff.carry import Carry
from diff.encoder import WEIGHTS, WIDTH, Encoder, encoder
from diff.head import Head
from diff.interaction import Interaction
from diff.judge import Claim, Cube, Judgement, Passage, Rule
from diff.meaning import read_passages, sense

BESIDE = (
    "row_gap", "row_rank", "column_gap", "column_rank", "own_row_gap", "own_column_gap", "own_direct", "row_best",
    "previous", "next", "previous_share", "next_share",
)  # fmt: skip
SUBSTANCE = "substance"
NAMES = (*interaction.NAMES, *BESIDE, *(f"lexical_{name}" for name in lexical.NAMES), SUBSTANCE)
_FAR = 8.0  # log-odds: a gap beyond this tells no more


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedJudge:
    """The encoder, what it says of pairs, and the head that weighs everything."""

    encoder: Encoder
    interaction: Interaction
    head: Head
    carry: Carry
    rule: Rule
    name: str = "learned"

    @classmethod
    def shipped(cls) -> LearnedJudge:
        """The one that comes with the program. Raises ``FileNotFoundError`` where its weights are not there."""
        said = json.loads((WEIGHTS / "head.json").read_text(encoding="utf-8"))
        return cls(
            encoder=encoder(), interaction=Interaction.read(WEIGHTS / "interaction.npz"), head=Head.of(said),
            carry=Carry(**said["carry"]), rule=Rule(**said["rule"]),
        )  # fmt: skip

    def judged(self, claims: Sequence[Claim], passages: Sequence[Passage], vocabulary: Vocabulary) -> Judgement:
        """How likely each statement is evidence for each outcome."""
        known, vectors = cube(self.encoder, self.interaction, claims, passages, vocabulary)
        known[..., -1] = self.head.substance.logits(vectors)
        direct, linked = self.head.probabilities(known)
        return Judgement(direct=direct, linked=np.maximum(direct, linked))

    def sense(self, before: Sequence[Passage], after: Sequence[Passage], vocabulary: Vocabulary) -> Sense:
        """What the sentences of the statements of two reports mean."""
        return sense(self.encoder, before, after, vocabulary)


def cube(
    reader: Encoder,
    meeting: Interaction,
    claims: Sequence[Claim],
    passages: Sequence[Passage],
    vocabulary: Vocabulary,
) -> tuple[Cube, Cube]:
    """Everything that is known of each pair, shape ``(len(claims), len(passages), len(NAMES))``; and each passage.

    The last feature, the passage's substance, is left at 0: it is for the head to fill from the second array, the
    passages' unit vectors ``(len(passages), WIDTH)``.
    """
    if not claims or not passages:
        return np.zeros((len(claims), len(passages), len(NAMES))), np.zeros((len(passages), WIDTH))
    spelt = vocabulary.spelt
    outcomes = reader.encode([(spelt(c.text), spelt(c.title)) for c in claims])
    statements = read_passages(reader, passages, vocabulary)
    parts = meeting.parts(outcomes, statements)
    own = np.array([[p.key in c.own for p in passages] for c in claims], dtype=np.float64)
    words = lexical.features(claims, passages, vocabulary)
    beside = _beside(parts[..., 0], own)
    keys = [p.key for p in passages]
    around = [_around(values, keys) for values in (parts[..., 0], words[..., lexical.NAMES.index("share")])]
    vectors = np.array([s.tokens.mean(axis=0) for s in statements], dtype=np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.concatenate([parts, beside, *around, words, np.zeros((*own.shape, 1))], axis=2), vectors


def _around(values: Cube, keys: Sequence[str]) -> Cube:
    """What the statements right above and below have, since neighbours are mostly about one thing: shape ``(…, 2)``.

    A statement without a neighbour in its own row of the table gets what the outcome has on average.
    """
    alone = np.broadcast_to(values.mean(axis=1, keepdims=True), values.shape)
    follows = np.array([n > 0 and key == keys[n - 1] for n, key in enumerate(keys)])
    above = np.where(follows, np.roll(values, 1, axis=1), alone)
    below = np.where(np.append(follows[1:], False), np.roll(values, -1, axis=1), alone)
    return np.stack([above, below], axis=2)


def _beside(direct: Cube, own: Cube) -> Cube:
    """How each pair stands beside the others, by the encoder's log-odds: shape ``(…, 8)``."""
    row_gap, column_gap = _gap(direct), _gap(direct.T).T
    inside = np.where(own > 0, direct, -np.inf)
    own_row, own_column = _gap(inside), _gap(inside.T).T
    best = np.broadcast_to(direct.max(axis=1, keepdims=True), direct.shape)
    return np.stack(
        [row_gap, _rank(direct), column_gap, _rank(direct.T).T,
         np.where(own > 0, own_row, 0.0), np.where(own > 0, own_column, 0.0), own * direct, best], axis=2,
    )  # fmt: skip


def _gap(scores: Cube) -> Cube:
    """How far each score stands above the best other one of its row (below it: negative), at most ``_FAR``."""
    if scores.shape[1] == 1:
        return np.full_like(scores, _FAR)
    ordered = np.sort(scores, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    with np.errstate(invalid="ignore"):
        gaps = scores - np.where(scores >= best, second, best)
    return np.clip(np.nan_to_num(gaps, nan=0.0, posinf=_FAR, neginf=-_FAR), -_FAR, _FAR)


def _rank(scores: Cube) -> Cube:
    """The logarithm of each score's rank in its row, 0 for the best; ties share the better one."""
    ranks = (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    return np.asarray(np.log1p(ranks), dtype=np.float64)
