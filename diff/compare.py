"""Two or more Reports → a Comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from align.alignment import Alignment, OutcomeMatch, StandingOutcome
from align.build import align_reports, standing_after, vocabulary_of
from align.outcomes import standing
from align.terms import Vocabulary
from diff.comparison import Comparison, OutcomeDiff, Pair, Sides
from diff.evidence import Links, link_outcomes
from diff.features import Claim
from diff.findings import find_pair
from diff.judge import Judge, trained_judge
from diff.mentions import mentions
from diff.promises import find_promises
from diff.rulings import EvidenceRuling, Ruling, Rulings, resolve_rulings
from diff.status import SideFacts, doubts_of, listed_of, reason_of, status_of
from diff.timeline import timeline_of
from extract.report import Report


def compare_reports(*reports: Report, rulings: Iterable[Ruling] = (), judge: Judge | None = None) -> Comparison:
    """Compare two or more reports of one plan, in the order given, each with the next.

    ``rulings`` are a person's decisions (see ``diff.read_rulings``) and beat the program. ``judge`` weighs links
    (default: the one that comes with the program). Raises ``ValueError`` for fewer than two reports.
    """
    if len(reports) < 2:
        raise ValueError("a comparison needs two reports or more")
    resolved = resolve_rulings(rulings)
    vocabulary = vocabulary_of(*reports)
    pairs: list[Pair] = []
    outcomes = standing(reports[0])
    for before, after in pairwise(reports):
        alignment = align_reports(before, after, standing_before=outcomes, decided=resolved.decided)
        pairs.append(diff_alignment(alignment, vocabulary, resolved, judge or trained_judge()))
        outcomes = standing_after(alignment)
    return Comparison(reports=reports, pairs=tuple(pairs), timeline=timeline_of(reports, pairs))


def diff_alignment(alignment: Alignment, vocabulary: Vocabulary, rulings: Rulings, judge: Judge) -> Pair:
    """One pair of reports: evidence, status, review and reasons of every outcome, promises and findings."""
    matches = alignment.outcomes
    links = {side: _side_links(matches, alignment, side, vocabulary, rulings, judge) for side in ("before", "after")}
    outcomes = [
        _outcome(match, alignment, links["before"][i], links["after"][i], vocabulary, rulings, judge)
        for i, match in enumerate(matches)
    ]
    return Pair(
        alignment=alignment,
        outcomes=tuple(outcomes),
        promises=find_promises(alignment.before, alignment.statements),
        findings=find_pair(alignment, rulings),
    )


def _side_links(
    matches: Sequence[OutcomeMatch],
    alignment: Alignment,
    side: str,
    vocabulary: Vocabulary,
    rulings: Rulings,
    judge: Judge,
) -> list[Links]:
    """The links of every outcome into one report, each outcome in the wording of that report where it has one."""
    report = alignment.before if side == "before" else alignment.after
    across = alignment.commitments_across(side)
    claims = [_claim(_text(match, side), _own_commitments(match, across), report) for match in matches]
    decided = [_decisions(match, side, report, rulings) for match in matches]
    return link_outcomes(claims, report, vocabulary, judge, decided)


def _decisions(match: OutcomeMatch, side: str, report: Report, rulings: Rulings) -> dict[str, EvidenceRuling]:
    """Statement id → the decision on it under either wording of the outcome; that of its own report goes first."""
    wordings = [outcome.item.text for outcome in reversed(_sides(match, side))]
    return {item: said for text in wordings for item, said in rulings.evidence(text, report).items()}


def _claim(text: str, own: frozenset[str], report: Report) -> Claim:
    titles = [c.title for key in sorted(own) if (c := report.commitment(key))]
    return Claim(text=text, title=" ".join(titles), own=own)


def _own_commitments(
    match: OutcomeMatch, across: tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]
) -> frozenset[str]:
    """The ids, in one side's report, of the commitments that an outcome belongs to."""
    from_before, from_after = across
    own: frozenset[str] = frozenset()
    if match.before is not None:
        own |= from_before.get(match.before.commitment, frozenset())
    if match.after is not None:
        own |= from_after.get(match.after.commitment, frozenset())
    return own


def _text(match: OutcomeMatch, side: str) -> str:
    return _sides(match, side)[0].item.text


def _sides(match: OutcomeMatch, side: str) -> list[StandingOutcome]:
    """The outcome as it stands on a side, then on the other; at least one."""
    order = (match.before, match.after) if side == "before" else (match.after, match.before)
    return [outcome for outcome in order if outcome is not None]


def _outcome(
    match: OutcomeMatch,
    alignment: Alignment,
    links_before: Links,
    links_after: Links,
    vocabulary: Vocabulary,
    rulings: Rulings,
    judge: Judge,
) -> OutcomeDiff:
    before = _facts(match, "before", alignment.before, links_before, rulings)
    after = _facts(match, "after", alignment.after, links_after, rulings)
    status = status_of(match, before.level, after.level)
    doubts = doubts_of(match, before, after, judge)
    shown = match.after or match.before
    assert shown is not None
    return OutcomeDiff(
        match=match,
        commitment=_number(shown, alignment),
        text=shown.item.text,
        listed=listed_of(match),
        status=status,
        evidence_before=before.level,
        evidence_after=after.level,
        review=bool(doubts),
        reason=reason_of(match, status, before, after, doubts),
        mentions=mentions(
            shown.item.text, (*links_before[0], *links_after[0]), alignment.before, alignment.after, vocabulary
        ),
        evidence=Sides(before=links_before[0], after=links_after[0]),
        considered=Sides(before=links_before[1], after=links_after[1]),
    )


def _facts(match: OutcomeMatch, side: str, report: Report, links: Links, rulings: Rulings) -> SideFacts:
    outcome = match.before if side == "before" else match.after
    evidence, considered = links
    deciding = [report.item(link.statement).doubt for link in evidence[:1]]
    read = [outcome.item.doubt] if outcome is not None and outcome.report == report.id else []
    return SideFacts(
        evidence=evidence,
        considered=considered,
        doubts=[doubt for doubt in (*read, *deciding) if doubt],
        unsure="unsure" in _decisions(match, side, report, rulings).values(),
    )


def _number(outcome: StandingOutcome, alignment: Alignment) -> str:
    """The commitment's number as printed in the report that prints the outcome; its id where that is an older one."""
    for report in (alignment.after, alignment.before):
        if outcome.report == report.id and (commitment := report.commitment(outcome.item.commitment)):
            return commitment.number or commitment.id
    return outcome.item.commitment
