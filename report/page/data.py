"""A Comparison → what the script of report.html works with: texts, places, what each status follows from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from align.alignment import StandingOutcome
from diff.comparison import Comparison, OutcomeDiff, Pair, Weights
from diff.middle import twins
from diff.rulings import COLUMNS, Ruling
from diff.status import WRONG
from extract.report import Item, Report
from report import words
from report.page.view import outcome_id

Json = dict[str, Any]


def page_data(comparison: Comparison) -> Json:
    """Everything as plain values; items are named by their ids, reports by their place in ``reports``."""
    return {
        "key": _key(comparison.reports),
        "columns": COLUMNS,
        "rulings": [_ruling(ruling) for ruling in comparison.rulings],
        "rule": {"slope": comparison.rule.slope, "offset": comparison.rule.offset, "wrong": WRONG},
        "words": _words(),
        "reports": [_report(report) for report in comparison.reports],
        "pairs": [_pair(n, pair, comparison) for n, pair in enumerate(comparison.pairs, 1)],
        "twins": _twins(comparison.pairs),
    }


def _twins(pairs: Sequence[Pair]) -> Json:
    """Each outcome's id → where it stands in the pair before (0) and after (1): the pair's place, its id there."""
    found: dict[str, dict[int, tuple[int, str]]] = {}
    for n, (first, second) in enumerate(pairwise(pairs)):
        for i, j in twins(first, second):
            one, other = outcome_id(n + 1, first.outcomes[i]), outcome_id(n + 2, second.outcomes[j])
            found.setdefault(one, {})[1] = n + 1, other
            found.setdefault(other, {})[0] = n, one
    return found


def _key(reports: Iterable[Report]) -> str:
    """The same for the same files, whichever program compares them: under it a browser keeps the decisions."""
    return hashlib.sha256(" ".join(r.source.sha256 for r in reports).encode()).hexdigest()[:16]


def _ruling(ruling: Ruling) -> Json:
    return {column: getattr(ruling, column) for column in COLUMNS}


def _words() -> Json:
    return {
        "status": words.STATUS, "order": words.ORDER, "onlyRelated": words.ONLY_RELATED, "level": words.LEVEL_FOUND,
        "review": words.REVIEW, "ruled": words.RULED, "evidence": words.EVIDENCE_RULING, "match": words.MATCH_RULING,
    }  # fmt: skip


def _report(report: Report) -> Json:
    return {
        "id": report.id,
        "title": report.title,
        "items": {item.id: _item(item) for item in report.items},
        "statements": [item.id for item in report.statements],
        "doubts": {item.id: item.doubt for item in report.items if item.doubt},
        "titles": {c.id: c.title for c in report.commitments},
    }


def _item(item: Item) -> list[Any]:
    """Text, the page it starts on, and its lines: page, x0, top, x1, bottom, in whole points."""
    lines = [[s.page, round(s.x0), round(s.top), round(s.x1), round(s.bottom)] for s in item.spans]
    return [item.text, item.page_first, lines]


def _pair(n: int, pair: Pair, comparison: Comparison) -> Json:
    ids = [report.id for report in comparison.reports]
    return {
        "before": ids.index(pair.before.id),
        "after": ids.index(pair.after.id),
        "outcomes": {outcome_id(n, outcome): _outcome(outcome) for outcome in pair.outcomes},
        "still": {item.id: still for item in pair.before.statements if (still := pair.alignment.still_said(item.id))},
    }


def _outcome(outcome: OutcomeDiff) -> Json:
    match = outcome.match
    first, second = outcome.evidence, outcome.considered
    links = ((*first.before, *second.before), (*first.after, *second.after))
    return {
        "before": _standing(match.before),
        "after": _standing(match.after),
        "relation": match.relation,
        "doubt": match.doubt,
        "sides": [
            {**_weights(w), "judged": {link.statement: link.judged for link in of_side if link.judged}}
            for w, of_side in zip(outcome.weights, links, strict=True)
        ],
    }


def _standing(outcome: StandingOutcome | None) -> Json | None:
    if outcome is None:
        return None
    return {"report": outcome.report, "item": outcome.item.id, "text": outcome.item.text}


def _weights(weights: Weights) -> Json:
    return {**asdict(weights), "none": round(weights.none, 6)}
