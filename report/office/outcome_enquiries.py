"""Outcomes, promises and repeated text of a Pair → the questions that they raise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from align.alignment import StandingOutcome
from diff.comparison import Link, OutcomeDiff, Pair
from diff.status import WRONG
from extract.labels import NUMBER, TITLE
from extract.report import OUTCOME, Item, Report
from report.office.enquiry import Enquiry, check_of, enquiry, says
from report.office.plain import shortened
from report.office.quoting import Quotation, quoted
from report.office.years import Names, capital, named

_OUTCOME, _QUOTE, _SHORT = 160, 180, 140  # characters
#: Below, a passage only just counts, as the reason of a status says too; a related one may be about something else.
_SURE, _RELATED = 1 - 1 / WRONG["lost"], 0.2
_AHEAD = re.compile(r"\b(?:will|shall|due|to|scheduled|planned|expected|aims?|intends?|plans?)\b", re.IGNORECASE)
_WORDS = 10  # a shorter statement that stands in both reports is a heading or a name, not stale news


def about_contradictions(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Figures that a report itself contradicts."""
    del names  # the finding names its report and page
    for finding in pair.findings:
        if finding.kind == "figures-contradict":
            yield enquiry("contradiction", finding.text.removesuffix(" Which is right?"), "Which of these is right?")


def about_columns(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Columns of the earlier report that the later one does not have."""
    for role, label in pair.before.columns.items():
        if label is None or role in (NUMBER, TITLE) or pair.after.columns.get(role) is not None:
            continue
        said = f"{capital(names.before)} has a column “{shortened(label, _SHORT)}”."
        if role == OUTCOME:
            many = f"{len(pair.before.outcomes)} outcomes" if len(pair.before.outcomes) != 1 else "1 outcome"
            said = f"{capital(names.before)} lists {many} under “{shortened(label, _SHORT)}”."
            asked = "Do all these outcomes still stand, and where is progress on each of them reported?"
        else:
            asked = "Why was it left out, and where is what it held now reported?"
        yield enquiry("column", said, f"{capital(names.after)} has no such column.", asked)


def about_dropped(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Outcomes that the later report no longer lists; surest first."""
    for outcome in _surest(pair, "dropped"):
        which = _printed(outcome.match.before, pair, names)
        said = f"The outcome {which} was not found among those that {names.after} lists."
        asked = "Has it been reached, taken into another outcome, or given up?"
        yield enquiry("dropped", said, asked, quotations=_outcome_quotes(outcome.match.before), check=check_of(outcome))


def about_lost(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Outcomes with a passage in the earlier report and none found in the later one; the best passage first."""
    for outcome in sorted(_surest(pair, "lost"), key=lambda o: (o.review, o.evidence_after, -_best(o).score)):
        best = _best(outcome)
        sure = best.ruled or best.score >= _SURE
        said = _from(pair.before, best, _QUOTE)
        parts = [
            f"On the outcome “{_named(outcome)}”, {names.before} says: {said.shown}."
            if sure
            else f"The nearest to the outcome “{_named(outcome)}” that was found in {names.before} is: {said.shown}."
        ]
        related = next((link for link in outcome.evidence.after if link.ruled or link.score >= _RELATED), None)
        quotations = [said]
        if related:
            quotations.append(near := _from(pair.after, related, _SHORT))
            parts.append(f"In {names.after} the nearest that was found is: {near.shown}.")
            parts.append("Is this the progress on it, and what else has been done?")
        else:
            parts.append(f"Nothing directly about this outcome was found in {names.after}.")
            when = "since" if sure else "in each year"
            parts.append(f"What has been done on it {when}, and where is it reported?")
        yield enquiry("lost", *parts, quotations=tuple(quotations), check=check_of(outcome))


def about_never(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Outcomes that neither report is found to say anything direct about; surest first."""
    for outcome in _surest(pair, "never"):
        origin = outcome.match.after or outcome.match.before
        said = f"Nothing directly about the outcome {_printed(origin, pair, names)} was found in either report."
        asked = "What has been done on it, and how is progress measured?"
        yield enquiry("never", said, asked, quotations=_outcome_quotes(origin), check=check_of(outcome))


def about_promises(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """What the earlier report says would have happened by the date of the later one and is not found there."""
    for promise in pair.promises:
        if promise.answered_by is not None or not promise.due or _to_come(promise.due, pair.after):
            continue
        if not _AHEAD.search(promise.promise):  # a report without a date: what was due may have been done by then
            continue
        item = pair.before.item(promise.statement)
        said = Quotation(
            report=pair.before.id, item=item.id, page=item.page_first, text=shortened(promise.promise, _QUOTE)
        )
        parts = says(pair.before, names.before, said), f"This was not found to be taken up in {names.after}."
        yield enquiry("promise", *parts, "What has come of it?", quotations=(said,))


def about_stale_text(pair: Pair, names: Names) -> Iterator[Enquiry]:
    """Statements that stand in both reports word for word: one question, with the longest of them."""
    repeated = [
        (pair.before.item(m.before), pair.after.item(m.after))
        for m in pair.alignment.statements
        if m.relation == "repeated" and m.before and m.after
    ]
    told = [(old, new) for old, new in repeated if len(new.text.split()) >= _WORDS and not new.text.endswith(":")]
    if not told:
        return
    old, new = max(told, key=lambda both: len(both[1].text))
    said = quoted(pair.after, new, _QUOTE)
    places = f"{names.before} (page {old.page_first}) and {names.after} (page {new.page_first})"
    others = len(told) - 1
    more = f", as {'does 1 other statement' if others == 1 else f'do {others} other statements'}" if others else ""
    parts = f"“{said.text}” stands word for word in both {places}{more}."
    yield enquiry("stale", parts, "Does it still describe the position today?", quotations=(said,))


def _surest(pair: Pair, status: str) -> list[OutcomeDiff]:
    found = [outcome for outcome in pair.outcomes if outcome.status == status]
    return sorted(found, key=lambda o: (o.review, -o.probability))


def _best(outcome: OutcomeDiff) -> Link:
    return next(link for link in outcome.evidence.before if link.grade == "direct")


def _from(report: Report, link: Link, most: int) -> Quotation:
    return Quotation(report=report.id, item=link.statement, page=link.page, text=shortened(link.text, most))


def _named(outcome: OutcomeDiff) -> str:
    return shortened(outcome.text, _OUTCOME).rstrip(".")


def _printed(outcome: StandingOutcome | None, pair: Pair, names: Names) -> str:
    """An outcome in quotation marks with the report and the page that print it."""
    assert outcome is not None
    text = f"“{shortened(outcome.item.text, _OUTCOME).rstrip('.')}”"
    page = outcome.item.page_first
    return f"{text} ({named(outcome.report, pair, names)}{f', page {page}' if page else ''})"


def _outcome_quotes(outcome: StandingOutcome | None) -> tuple[Quotation, ...]:
    assert outcome is not None
    item: Item = outcome.item
    text = shortened(item.text, _OUTCOME).rstrip(".")
    return (Quotation(report=outcome.report, item=item.id, page=item.page_first, text=text),)


def _to_come(due: str, after: Report) -> bool:
    """Whether a date lies behind the later report, as far as both are known."""
    return after.date is not None and due > after.date[: len(due)]
