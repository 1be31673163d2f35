"""A Comparison → the plain values of ``comparison.json`` (``evidence-trail/1``, see ``comparison.schema.json``)."""

from __future__ import annotations

from typing import Any

from align.alignment import Alignment, CommitmentMatch, Measure, OutcomeMatch, StandingOutcome, StatementMatch
from diff.comparison import Comparison, Link, OutcomeDiff, Pair, Promise, Sides, TimelineRow
from extract.parsed import ledger_json, told_json
from extract.report import Report

SCHEMA = "evidence-trail/1"

Json = dict[str, Any]


def comparison_json(comparison: Comparison, version: str) -> Json:
    """The whole of ``comparison.json`` as dicts, lists, strings and numbers, in a fixed order."""
    return {
        "schema": SCHEMA,
        "version": version,
        "judge": comparison.judge,
        "reports": [report_json(r) for r in comparison.reports],
        "pairs": [_pair(p) for p in comparison.pairs],
        "timeline": [_timeline_row(t) for t in comparison.timeline],
    }


def report_json(report: Report) -> Json:
    """What is known of one report, without its items."""
    return {
        "report": report.id, "body": report.body, "plan": report.plan, "title": report.title, "date": report.date,
        "period": list(report.period) if report.period else None,
        "file": report.source.path, "sha256": report.source.sha256, "pages": report.source.pages,
        "columns": dict(report.columns),
        "findings": [{"kind": f.kind, "text": f.text, "page": f.page} for f in report.findings],
        "ledger": ledger_json(report.ledger), "settings": told_json(report.told),
    }  # fmt: skip


def alignment_json(alignment: Alignment) -> Json:
    """What carries on between two reports, before any evidence is judged."""
    return {
        "before": alignment.before.id,
        "after": alignment.after.id,
        "commitments": [commitment_json(c, alignment) for c in alignment.commitments],
        "outcomes": [_match(o) for o in alignment.outcomes],
        "statements": [statement_json(s) for s in alignment.statements],
        "measures": [measure_json(m) for m in alignment.measures],
    }


def _match(match: OutcomeMatch) -> Json:
    """``before_report`` and ``after_report`` say which report prints the item: it may be an older one."""
    return {
        "before": _item(match.before), "after": _item(match.after),
        "before_report": _report(match.before), "after_report": _report(match.after),
        "relation": match.relation, "score": match.score,
    }  # fmt: skip


def _pair(pair: Pair) -> Json:
    return {
        **alignment_json(pair.alignment),
        "outcomes": [outcome_json(o) for o in pair.outcomes],
        "promises": [_promise(p) for p in pair.promises],
        "findings": [{"kind": f.kind, "text": f.text, "report": f.report, "page": f.page} for f in pair.findings],
    }


def commitment_json(match: CommitmentMatch, alignment: Alignment) -> Json:
    """A match of commitments, by their numbers as printed."""
    return {
        "before": [_printed(alignment.before, c) for c in match.before],
        "after": [_printed(alignment.after, c) for c in match.after],
        "relation": match.relation,
        "score": match.score,
    }


def _printed(report: Report, commitment: str) -> str:
    found = report.commitment(commitment)
    return (found.number or found.id) if found else commitment


def outcome_json(outcome: OutcomeDiff) -> Json:
    """One outcome with its evidence."""
    return {
        **_match(outcome.match),
        "commitment": outcome.commitment, "text": outcome.text, "listed": outcome.listed, "status": outcome.status,
        "probability": outcome.probability, "review": outcome.review, "reason": outcome.reason,
        "evidence_before": outcome.evidence_before, "evidence_after": outcome.evidence_after,
        "mentions": [{"term": m.term, "before": m.before, "after": m.after} for m in outcome.mentions],
        "evidence": _sides(outcome.evidence), "considered": _sides(outcome.considered),
    }  # fmt: skip


def _item(outcome: StandingOutcome | None) -> str | None:
    return outcome.item.id if outcome else None


def _report(outcome: StandingOutcome | None) -> str | None:
    return outcome.report if outcome else None


def _sides(sides: Sides) -> Json:
    return {"before": [link_json(link) for link in sides.before], "after": [link_json(link) for link in sides.after]}


def link_json(link: Link) -> Json:
    """One link."""
    return {
        "statement": link.statement, "grade": link.grade, "score": link.score, "page": link.page, "text": link.text,
        "why": link.why, "kind": link.kind, "direction": link.direction, "ruled": link.ruled,
    }  # fmt: skip


def statement_json(match: StatementMatch) -> Json:
    """What became of one statement."""
    return {"before": match.before, "after": match.after, "relation": match.relation, "score": match.score}


def measure_json(measure: Measure) -> Json:
    """One figure a report later."""
    return {
        "before": measure.before, "after": measure.after, "what": measure.what, "value_before": measure.value_before,
        "value_after": measure.value_after, "unit": measure.unit, "period_before": measure.period_before,
        "period_after": measure.period_after, "comparable": measure.comparable, "reason": measure.reason,
    }  # fmt: skip


def _promise(promise: Promise) -> Json:
    return {
        "statement": promise.statement, "promise": promise.promise, "due": promise.due,
        "answered_by": promise.answered_by,
    }  # fmt: skip


def _timeline_row(row: TimelineRow) -> Json:
    return {
        "outcome": row.outcome,
        "text": row.text,
        "reports": {k: {"item": s.item, "listed": s.listed, "evidence": s.evidence} for k, s in row.reports.items()},
    }
