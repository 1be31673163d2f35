"""Pairs of a run → one row an outcome, one column a report."""

from __future__ import annotations

from collections.abc import Sequence

from align.alignment import StandingOutcome
from diff.comparison import OutcomeDiff, Pair, Standing, TimelineRow
from extract.report import Report

_Key = tuple[str, str]  # (report, item) of an outcome as printed


def timeline_of(reports: Sequence[Report], pairs: Sequence[Pair]) -> tuple[TimelineRow, ...]:
    """Every outcome of a run in the order in which it is first printed, and where it stands in each report."""
    rows: dict[_Key, dict[str, Standing]] = {}  # by where the outcome was first printed
    texts: dict[_Key, str] = {}
    first: dict[_Key, _Key] = {}  # where printed → where first printed
    for n, pair in enumerate(pairs):
        for outcome in pair.outcomes:
            match = outcome.match
            origin = match.before or match.after
            assert origin is not None
            known = match.returns or origin  # what lapsed and returned is one outcome
            key = first.get(_key(known), _key(known))
            first[_key(origin)] = key
            if match.after is not None:
                first[_key(match.after)] = key
            row = rows.setdefault(key, {})
            texts.setdefault(key, origin.item.text)
            if n == 0 or pair.before.id not in row:
                row[pair.before.id] = _standing(match.before, pair.before, outcome, after=False)
            row[pair.after.id] = _standing(match.after, pair.after, outcome, after=True)
    ids = [report.id for report in reports]
    return tuple(
        TimelineRow(
            outcome="/".join(key), text=texts[key], reports={i: row[i] for i in ids if i in row},
        )
        for key, row in rows.items()
    )  # fmt: skip


def _key(outcome: StandingOutcome) -> _Key:
    return outcome.report, outcome.item.id


def _standing(outcome: StandingOutcome | None, report: Report, diff: OutcomeDiff, *, after: bool) -> Standing:
    links = diff.evidence.after if after else diff.evidence.before
    printed = outcome is not None and outcome.report == report.id
    return Standing(
        item=outcome.item.id if printed and outcome is not None else None,
        listed=printed,
        evidence=sum(link.grade == "direct" for link in links),
    )
