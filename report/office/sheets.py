"""A Comparison → the sheets of report.xlsx as plain values: a heading, a width and an explanation for every column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from align.alignment import Measure, StatementMatch
from diff.comparison import Comparison, Link, OutcomeDiff, Pair, Standing
from diff.rulings import Ruling, resolve_rulings
from extract.report import Item, Report
from report import words
from report.decided import Decided, not_followed, ruling_words, signed_note
from report.measures import change_words
from report.office.columns import (
    COMMITMENTS,
    DECISIONS,
    EVIDENCE,
    FIGURES,
    LAST,
    OUTCOMES,
    STATEMENTS,
    THIS,
    YEARS,
    Amount,
    Cell,
    Column,
    Row,
    Share,
    Sheet,
)  # fmt: skip
from report.office.years import years_of
from report.phrases import day

_PASSED = 2  # of those looked at and not counted: the nearest, which the reason may quote; comparison.json has them all


def sheets_of(comparison: Comparison) -> tuple[Sheet, ...]:
    """Outcomes, Evidence, Statements, Figures, Commitments; Decisions if there are any, All years of more than two."""
    decided = Decided(comparison.rulings)
    made = (
        _sheet("Outcomes", "Every outcome: what was found in both reports, and why.", OUTCOMES, comparison, _outcomes),
        _sheet("Evidence", "Every passage that was counted for an outcome, and the nearest that were not.", EVIDENCE,
               comparison, partial(_evidence, decided)),
        _sheet("Statements", "What became of every statement of the progress column and the summary.", STATEMENTS,
               comparison, _statements),
        _sheet("Figures", "Figures of last year’s statements beside the same figures this year.", FIGURES, comparison,
               _figures),
        _sheet("Commitments", "Which commitments carry on.", COMMITMENTS, comparison, _commitments),
    )  # fmt: skip
    decisions = (_decisions(comparison),) if comparison.rulings else ()
    timeline = (_timeline(comparison),) if len(comparison.pairs) > 1 else ()
    return (*made, *decisions, *timeline)


def _sheet(
    name: str, says: str, columns: tuple[Column, ...], comparison: Comparison, make: Callable[[Pair], Iterable[Row]]
) -> Sheet:
    """All pairs in one sheet; which reports a row is about is only said where there are several pairs."""
    if len(comparison.pairs) == 1:
        return Sheet(name=name, says=says, columns=columns, rows=tuple(make(comparison.pairs[0])))
    rows = tuple((years_of(pair), *row) for pair in comparison.pairs for row in make(pair))
    return Sheet(name=name, says=says, columns=(YEARS, *columns), rows=rows)


def _outcomes(pair: Pair) -> Iterator[Row]:
    for o in pair.outcomes:
        yield (
            o.commitment, o.text, words.status_words(o), "Yes" if o.review else "", o.reason,
            words.LEVEL_FOUND[o.evidence_before], _pages(o.evidence.before), words.LEVEL_FOUND[o.evidence_after],
            _pages(o.evidence.after), "; ".join(f"{m.term} {m.before} → {m.after}" for m in o.mentions), None,
            words.LISTED[o.listed], _printed(o, pair), _other_wording(o), Share(o.probability),
        )  # fmt: skip


def _pages(links: Iterable[Link]) -> str:
    return ", ".join(map(str, sorted({link.page for link in links if link.grade == "direct"})))


def _printed(outcome: OutcomeDiff, pair: Pair) -> str:
    """The reports and pages that print an outcome, one a line; a carried one may come from a report before both."""
    titles = {r.id: name for r, name in ((pair.before, "last year’s report"), (pair.after, "this year’s report"))}
    sides = filter(None, (outcome.match.before, outcome.match.after))
    places = dict.fromkeys((titles.get(s.report, s.report), s.item.page_first) for s in sides)
    return "\n".join(f"{name}, page {page}" if page else name for name, page in places)


def _other_wording(outcome: OutcomeDiff) -> str:
    match = outcome.match
    return match.before.item.text if match.before and match.after and match.relation == "reworded" else ""


def _evidence(decided: Decided, pair: Pair) -> Iterator[Row]:
    for o in pair.outcomes:
        for later, counted, passed in (
            (False, o.evidence.before, o.considered.before), (True, o.evidence.after, o.considered.after),
        ):  # fmt: skip
            nearest = (link for n, link in enumerate(passed) if n < _PASSED or link.ruled)
            told = [(link, words.GRADE[link.grade]) for link in counted]
            told += [(link, words.NOT_COUNTED) for link in nearest]
            for link, as_what in told:
                yield _link(o, pair, later, link, as_what, decided.on(o, pair, later, link.text))


def _link(outcome: OutcomeDiff, pair: Pair, later: bool, link: Link, counted: str, ruling: Ruling | None) -> Row:
    kind = ", ".join(filter(None, (words.KIND[link.kind], words.DIRECTION[link.direction])))
    report = pair.after if later else pair.before
    return (
        outcome.commitment, outcome.text, words.status_words(outcome), THIS if later else LAST, link.page, link.text,
        counted, Share(link.score), ruling_words(ruling) if ruling else "", signed_note(ruling) if ruling else None,
        kind, link.why, report.title,
    )  # fmt: skip


def _decisions(comparison: Comparison) -> Sheet:
    """Every one that was given, in order, whether it applies or not."""
    resolved = resolve_rulings(comparison.rulings)
    stale = set(resolved.stale(comparison.reports))
    unfollowed = not_followed(comparison, resolved.applied)

    def applies(ruling: Ruling) -> str:
        if ruling in resolved.contradictory:
            return "No: others decided otherwise"
        if ruling not in resolved.applied:
            return "Yes: another says the same" if ruling.ruling != "unsure" else "No: others are sure"
        if ruling in unfollowed:
            return "No: another has one of its outcomes"
        return "No: its text stands in none of these reports" if ruling in stale else "Yes"

    return Sheet(
        name="Decisions", says="What people decided, whether it applies here or not.", columns=DECISIONS,
        rows=tuple(
            (words.RULED_ON[r.kind], r.a_text, r.b_text, ruling_words(r), r.by, r.on, r.note, applies(r))
            for r in comparison.rulings
        ),
    )  # fmt: skip


def _statements(pair: Pair) -> Iterator[Row]:
    before, after = _by_id(pair.before), _by_id(pair.after)
    for match in pair.alignment.statements:
        yield _statement(match, pair, before.get(match.before or ""), after.get(match.after or ""))


def _by_id(report: Report) -> dict[str, Item]:
    return {item.id: item for item in report.items}


def _statement(match: StatementMatch, pair: Pair, old: Item | None, new: Item | None) -> Row:
    home = pair.after.commitment(new.commitment) if new else pair.before.commitment(old.commitment) if old else None
    return (
        home.number if home else "Summary", words.STATEMENT[match.relation], *_said(old), *_said(new),
        None if match.score is None else Share(match.score),
    )  # fmt: skip


def _said(item: Item | None) -> tuple[Cell, Cell]:
    return (item.text, item.page_first or None) if item else ("", None)


def _figures(pair: Pair) -> Iterator[Row]:
    before, after = _by_id(pair.before), _by_id(pair.after)
    for m in pair.alignment.measures:
        yield _figure(m, before[m.before], after[m.after] if m.after else None)


def _figure(measure: Measure, old: Item, new: Item | None) -> Row:
    value = None if measure.value_after is None else Amount(measure.value_after, measure.unit)
    verdict = "Not found this year" if new is None else "Yes" if measure.comparable else "No"
    text, page = _said(new)
    return (
        measure.what, Amount(measure.value_before, measure.unit), old.page_first or None, value, page,
        change_words(measure), verdict, measure.reason, old.text, text,
    )  # fmt: skip


def _commitments(pair: Pair) -> Iterator[Row]:
    for match in pair.alignment.commitments:
        yield (
            *_named(match.before, pair.before), words.COMMITMENT[match.relation], *_named(match.after, pair.after),
            match.doubt,
        )  # fmt: skip


def _named(ids: Iterable[str], report: Report) -> tuple[Cell, Cell, Cell]:
    found = [c for c in map(report.commitment, ids) if c is not None]
    page = found[0].page_first if found else None
    return ", ".join(c.number for c in found), "\n".join(c.title for c in found), page or None


def _timeline(comparison: Comparison) -> Sheet:
    says = "How many passages are about the outcome, and whether the report lists it."
    heads = (Column(day(report.date) if report.date else report.id, 20, says) for report in comparison.reports)
    return Sheet(
        name="All years",
        says="Every outcome over all the reports.",
        columns=(Column("Outcome", 60, "The outcome as first printed."), *heads),
        rows=tuple(
            (row.text, *(_standing(row.reports.get(report.id)) for report in comparison.reports))
            for row in comparison.timeline
        ),
    )


def _standing(standing: Standing | None) -> str:
    if standing is None:
        return "not listed yet"
    many = f"{standing.evidence or 'no'} {'passage' if standing.evidence == 1 else 'passages'}"
    return f"{many}; listed" if standing.listed else f"{many}; not listed"
