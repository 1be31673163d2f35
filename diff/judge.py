"""What a judge of evidence is: outcomes × statements → how likely each statement is evidence, and what follows from it.

Two come with the program: ``learned`` (``diff.learned``, the default) and ``lexical`` (``diff.lexical``), which has
nothing learned of meaning. Anything with these attributes can judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from align.sentences import Sense
from align.terms import Vocabulary

if TYPE_CHECKING:
    from diff.carry import Carry

Cube = NDArray[np.float64]
JudgeName = Literal["learned", "lexical"]
JUDGES: tuple[JudgeName, ...] = ("learned", "lexical")
_EVEN = 0.5  # from here on something is more likely than not
_LEAST = 1e-6  # probabilities are kept this far from 0 and 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An outcome as the judge sees it: its text, its commitment's title, and which statements are its own."""

    text: str
    title: str
    own: frozenset[str]  # keys of commitments whose statements stand in the outcome's own row


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A statement as the judge sees it: its text, the lead-in it hangs on, and its commitment's key."""

    text: str
    lead_in: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Probabilities, each of shape ``(len(claims), len(passages))``: of a direct link, and of any link."""

    direct: Cube
    linked: Cube


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """From probabilities to what counts. The numbers are fitted beside the judge, on texts that the judge did not see.

    Where a report is more likely than not to have direct evidence at all, a link whose probability reaches ``direct``
    is direct, and that of its best statement where it reaches ``floor``: below, many faint signs say that there is
    some, and none of them where. In other reports only a link that is itself more likely than not is direct. A link
    that is not direct is partial where the probability of any link reaches ``partial``.
    ``slope`` and ``offset`` turn the chance that one link or another is direct into that of the report having any.
    """

    direct: float
    floor: float
    partial: float
    slope: float
    offset: float

    def found(self, scores: Sequence[float] | Cube) -> float:
        """How likely a report has direct evidence for an outcome, by the probabilities of its statements.

        Links of one outcome err together, so the noisy-or of the scores claims too much; it is set right on the scale
        of log-odds (Platt 1999).
        """
        if len(scores) == 0:
            return 0.0
        either = min(max(1 - float(np.exp(none_direct(scores))), _LEAST), 1 - _LEAST)
        return float(1 / (1 + np.exp(-(self.slope * np.log(either / (1 - either)) + self.offset))))

    def least(self, scores: Cube) -> float:
        """The score from which on a link of one outcome counts, by those of all statements of a report."""
        if self.found(scores) < _EVEN:
            return max(self.direct, _EVEN)
        best = float(scores.max(initial=0.0))
        return min(self.direct, best) if best >= self.floor else self.direct


def none_direct(scores: Sequence[float] | Cube) -> float:
    """The log of the chance that no link is direct, were they independent (the other side of a noisy-or)."""
    return float(np.log1p(-np.clip(scores, _LEAST, 1 - _LEAST)).sum())


class Judge(Protocol):
    """A judge of evidence, with the carry and the rule that fit its probabilities."""

    @property
    def name(self) -> str:
        """What the results call it."""

    @property
    def carry(self) -> Carry:
        """How judgements of two reports are weighed together."""

    @property
    def rule(self) -> Rule:
        """What counts, by this judge's probabilities."""

    def judged(self, claims: Sequence[Claim], passages: Sequence[Passage], vocabulary: Vocabulary) -> Judgement:
        """How likely each statement is evidence for each outcome."""


@runtime_checkable
class Sensing(Protocol):
    """What a judge of meaning can do besides: tell statements of two reports that say the same in other words."""

    def sense(self, before: Sequence[Passage], after: Sequence[Passage], vocabulary: Vocabulary) -> Sense | None:
        """What the sentences of their statements mean; ``None`` where that is not known."""


@dataclass(frozen=True, slots=True)
class Remembering:
    """A judge that judges the same outcomes and statements once: for comparing the same reports again and again.

    The vocabulary is taken to be the same as well, as it is for the same reports.
    """

    judge: Judge
    _judgements: dict[tuple[tuple[Claim, ...], tuple[Passage, ...]], Judgement] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The judge's own."""
        return self.judge.name

    @property
    def carry(self) -> Carry:
        """The judge's own."""
        return self.judge.carry

    @property
    def rule(self) -> Rule:
        """The judge's own."""
        return self.judge.rule

    def judged(self, claims: Sequence[Claim], passages: Sequence[Passage], vocabulary: Vocabulary) -> Judgement:
        """What the judge says, or said before."""
        key = tuple(claims), tuple(passages)
        if key not in self._judgements:
            self._judgements[key] = self.judge.judged(claims, passages, vocabulary)
        return self._judgements[key]

    def sense(self, before: Sequence[Passage], after: Sequence[Passage], vocabulary: Vocabulary) -> Sense | None:
        """What the judge says, where it is one of meaning."""
        return self.judge.sense(before, after, vocabulary) if isinstance(self.judge, Sensing) else None


@cache
def shipped_judge(name: JudgeName = "learned") -> Judge:
    """A judge that comes with the program, loaded when it is first asked for."""
    if name == "lexical":
        from diff.lexical import LexicalJudge

        return LexicalJudge.shipped()
    from diff.learned import LearnedJudge

    return LearnedJudge.shipped()
