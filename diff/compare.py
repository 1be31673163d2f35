"""Two or more Reports → a Comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from align.alignment import Alignment, OutcomeMatch, StandingOutcome
from align.build import align_reports, standing_after, vocabulary_of
from align.outcomes import returning, standing
from align.similarity import TermLikeness
from align.terms import Vocabulary, normal
from diff.carry import match_matrix
from diff.comparison import Comparison, OutcomeDiff, Pair, Sides, Weights
from diff.evidence import Found, Judged, judge_report, link_outcomes, passages_of
from diff.findings import find_pair
from diff.judge import Claim, Judge, Sensing, shipped_judge
from diff.mentions import mentions
from diff.middle import mark_middle
from diff.promises import find_promises
from diff.rulings import EvidenceRuling, Ruling, Rulings, resolve_rulings
from diff.status import SideFacts, doubts_of, listed_of, probability_of, reason_of, status_of
from diff.timeline import timeline_of
from extract.report import DAMAGED, Report


def compare_reports(*reports: Report, rulings: Iterable[Ruling] = (), judge: Judge | None = None) -> Comparison:
    """Compare two or more reports of one plan, in the order given, each with the next.

    ``rulings`` are a person's decisions (see ``diff.read_rulings``) and beat the program. ``judge`` weighs links
    (default: the one that comes with the program). Raises ``ValueError`` for fewer than two reports.
    """
    if len(reports) < 2:
        raise ValueError("a comparison needs two reports or more")
    given, judge = tuple(rulings), judge or shipped_judge()
    resolved = resolve_rulings(given)
    vocabulary = vocabulary_of(*reports)
    pairs: list[Pair] = []
    outcomes, gone = standing(reports[0]), dict[tuple[str, str], StandingOutcome]()
    likeness = TermLikeness(vocabulary)
    for before, after in pairwise(reports):
        sense = judge.sense(passages_of(before), passages_of(after), vocabulary) if isinstance(judge, Sensing) else None
        alignment = align_reports(before, after, standing_before=outcomes, decided=resolved.decided, sense=sense)
        matches = returning(list(gone.values()), alignment.outcomes, likeness, resolved.decided)
        alignment = replace(alignment, outcomes=matches)
        pairs.append(diff_alignment(alignment, vocabulary, resolved, judge))
        outcomes, gone = standing_after(alignment), still_gone(gone, matches)
    marked = mark_middle(pairs)
    return Comparison(
        reports=reports, judge=judge.name, rule=judge.rule, pairs=marked, timeline=timeline_of(reports, marked),
        rulings=given,
    )  # fmt: skip


def still_gone(
    gone: Mapping[tuple[str, str], StandingOutcome], matches: Iterable[OutcomeMatch]
) -> dict[tuple[str, str], StandingOutcome]:
    """Outcomes that were dropped by now and have not returned, by report and item."""
    left = dict(gone)
    for match in matches:
        if match.relation == "dropped" and match.before is not None:
            left[match.before.report, match.before.item.id] = match.before
        elif match.returns is not None:
            left.pop((match.returns.report, match.returns.item.id), None)
    return left


def diff_alignment(alignment: Alignment, vocabulary: Vocabulary, rulings: Rulings, judge: Judge) -> Pair:
    """One pair of reports: evidence, status, review and reasons of every outcome, promises and findings."""
    found_before, found_after = _found(alignment, vocabulary, rulings, judge)
    texts = normal(alignment.before.text), normal(alignment.after.text)
    outcomes = [
        _outcome(match, alignment, found_before[i], found_after[i], texts, vocabulary, rulings)
        for i, match in enumerate(alignment.outcomes)
    ]
    return Pair(
        alignment=alignment,
        outcomes=tuple(outcomes),
        promises=find_promises(alignment.before, alignment.statements),
        findings=find_pair(alignment, rulings),
    )


def _found(
    alignment: Alignment, vocabulary: Vocabulary, rulings: Rulings, judge: Judge
) -> tuple[list[Found], list[Found]]:
    """What each report has for every outcome, the outcome in the wording of that report where it has one.

    The reports are judged apart; then what a statement was judged as a report earlier or later is weighed with it.
    """
    judged: list[Judged] = []
    decided: list[list[dict[str, EvidenceRuling]]] = []
    for side, report in (("before", alignment.before), ("after", alignment.after)):
        across = alignment.commitments_across(side)
        claims = [_claim(_text(m, side), _own_commitments(m, across), report) for m in alignment.outcomes]
        decided.append([_decisions(m, side, report, rulings) for m in alignment.outcomes])
        judged.append(judge_report(claims, report, vocabulary, judge, decided[-1]))
    before, after = judged
    matches = match_matrix(before.statements, after.statements, alignment.statements)
    carry = judge.carry.applied
    mended = (
        replace(before, judgement=carry(before.judgement, after.judgement, matches)),
        replace(after, judgement=carry(after.judgement, before.judgement, matches.T)),
    )
    first, second = (link_outcomes(j, vocabulary, judge.rule, d) for j, d in zip(mended, decided, strict=True))
    return first, second


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
    found_before: Found,
    found_after: Found,
    texts: tuple[str, str],
    vocabulary: Vocabulary,
    rulings: Rulings,
) -> OutcomeDiff:
    """``texts`` are the two reports' whole texts, for counting words in."""
    stale = frozenset(m.after for m in alignment.statements if m.relation == "repeated" and m.after)
    before = _facts(match, "before", alignment.before, found_before, rulings, frozenset())
    after = _facts(match, "after", alignment.after, found_after, rulings, stale)
    after = replace(after, carried=_carried(before, alignment, _decisions(match, "after", alignment.after, rulings)))
    status = status_of(match, before.level, after.level)
    probability = probability_of(match, before, after)
    doubts = doubts_of(match, status, before, after, probability)
    shown = match.after or match.before
    assert shown is not None
    return OutcomeDiff(
        match=match,
        commitment=_number(shown, alignment),
        text=shown.item.text,
        listed=listed_of(match),
        status=status,
        probability=probability,
        evidence_before=before.level,
        evidence_after=after.level,
        review=bool(doubts),
        reason=reason_of(match, status, before, after, doubts),
        mentions=mentions(shown.item.text, (*before.evidence, *after.evidence), *texts, vocabulary),
        evidence=Sides(before=found_before.evidence, after=found_after.evidence),
        considered=Sides(before=found_before.considered, after=found_after.considered),
        weights=(
            _weights(found_before, _doubt(match.before, alignment.before)),
            _weights(found_after, _doubt(match.after, alignment.after)),
        ),
    )


def _weights(found: Found, doubt: str) -> Weights:
    return Weights(none=found.none, scores=found.scores, worded=found.worded, doubt=doubt)


def _facts(
    match: OutcomeMatch, side: str, report: Report, found: Found, rulings: Rulings, stale: frozenset[str]
) -> SideFacts:
    """``stale`` are the report's statements that stand word for word in the report before it."""
    outcome = match.before if side == "before" else match.after
    direct = [link.statement for link in found.evidence if link.grade == "direct"]
    deciding = [report.item(link.statement).doubt for link in found.evidence[:1]]
    return SideFacts(
        evidence=found.evidence,
        considered=found.considered,
        likely=found.likely,
        worded=found.by_words,
        stale=bool(direct) and stale.issuperset(direct),
        doubts=[doubt for doubt in (_doubt(outcome, report), *deciding) if doubt],
        unsure="unsure" in _decisions(match, side, report, rulings).values(),
    )


def _carried(before: SideFacts, alignment: Alignment, decisions: Mapping[str, EvidenceRuling]) -> str:
    """How the earlier report's deciding statement stands in the later one, unless a person has ruled on it there."""
    if before.level != "direct":
        return ""
    said = before.evidence[0]
    still = next((i for i in alignment.still_said(said.statement) if decisions.get(i, "unsure") == "unsure"), None)
    if still is None:
        return ""
    item = alignment.after.item(still)
    same = normal(item.text) == normal(said.text)
    return f"{'word for word' if same else 'reworded'}, on page {item.page_first}"


def _doubt(outcome: StandingOutcome | None, report: Report) -> str:
    """Why what a report says of an outcome is uncertain: its file is damaged, or the outcome, if printed there, is hard
    to read.

    In a damaged file words may be missing, so nothing that was not found there is known to be gone.
    """
    if any(finding.kind == DAMAGED for finding in report.findings):
        return "the file is damaged, so words may be missing"
    return outcome.item.doubt if outcome is not None and outcome.report == report.id else ""


def _number(outcome: StandingOutcome, alignment: Alignment) -> str:
    """The commitment's number as printed in the report that prints the outcome; its id where that is an older one."""
    for report in (alignment.after, alignment.before):
        if outcome.report == report.id and (commitment := report.commitment(outcome.item.commitment)):
            return commitment.number or commitment.id
    return outcome.item.commitment
