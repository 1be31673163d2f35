"""Two Reports → an Alignment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from align.alignment import UNDECIDED, Alignment, Decided, OutcomeMatch, StandingOutcome
from align.commitments import match_commitments
from align.measures import figure_case, pair_measures
from align.outcomes import match_outcomes, standing
from align.sentences import Sense
from align.similarity import Likeness, TermLikeness
from align.statements import match_statements, statement_scores, together
from align.terms import Vocabulary
from extract.report import Report


def align_reports(
    before: Report,
    after: Report,
    *,
    standing_before: Sequence[StandingOutcome] | None = None,
    likeness: Callable[[Vocabulary], Likeness] = TermLikeness,
    decided: Decided = UNDECIDED,
    sense: Sense | None = None,
) -> Alignment:
    """What carries on from one report to the next.

    ``standing_before`` are the outcomes that stand for the earlier report (default: those it prints); in a run of
    reports, outcomes carried through one stand for it. ``likeness`` makes the test of how alike two texts are.
    ``decided`` are a person's rulings on matches, which nothing outbids. ``sense`` says what the sentences of their
    statements mean, for whoever can tell; without it statements are matched by their words.

    Raises ``ValueError`` where ``sense`` is not of these reports' sentences.
    """
    vocabulary = vocabulary_of(before, after)
    test = likeness(vocabulary)
    outcomes = standing(before) if standing_before is None else standing_before
    commitments = match_commitments(before, after, outcomes, test, decided)
    near = together(before.statements, after.statements, commitments)
    scores = statement_scores(before, after, near, test, decided, sense)
    statements = match_statements(before, after, scores, test)
    return Alignment(
        before=before,
        after=after,
        commitments=commitments,
        outcomes=match_outcomes(outcomes, after, commitments, test, decided),
        statements=statements,
        measures=pair_measures(figure_case(before, after, statements, scores, near, test)),
    )


def vocabulary_of(*reports: Report) -> Vocabulary:
    """How rare each word is among the items of some reports, and the acronyms that they define."""
    return Vocabulary(
        [i.text for r in reports for i in r.items],
        [r.text for r in reports] + [c.title for r in reports for c in r.commitments],
    )


def standing_after(alignment: Alignment) -> tuple[StandingOutcome, ...]:
    """The outcomes that stand for an alignment's later report: those it prints, or those carried to it."""
    if alignment.after.lists_outcomes:
        return standing(alignment.after)
    where = {b: match.after[0] for match in alignment.commitments for b in match.before if match.after}
    return tuple(_carried(match, where) for match in alignment.outcomes if match.before is not None)


def _carried(match: OutcomeMatch, where: dict[str, str]) -> StandingOutcome:
    assert match.before is not None
    outcome = match.before
    return StandingOutcome(report=outcome.report, item=outcome.item, commitment=where.get(outcome.commitment, ""))
