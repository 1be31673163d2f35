"""A Comparison → ``briefing.docx``: two to four pages for an officer to check, edit and take to a meeting.

Its length is bounded: of a long list it tells the first few, how many there are, and where the rest is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from align.alignment import Measure
from align.terms import letters
from diff.comparison import Comparison, Link, OutcomeDiff, Pair, Status
from diff.rulings import Ruling, resolve_rulings
from extract.report import Report
from report import words
from report.decided import Decided, not_followed, ruling_words, signed_note
from report.measures import change_words, value_text
from report.office.enquiries import enquiries
from report.office.enquiry import check_of
from report.office.figure_enquiries import likely_moves
from report.office.plain import shortened
from report.office.quoting import quoted_figure
from report.office.word_file import Run, WordFile
from report.office.years import Names, capital, names_of, years_of
from report.phrases import day
from report.story import Point, story_of

_REPORTS, _POINTS, _OUTCOMES, _FIGURES, _READING = 4, 8, 4, 6, 3  # of each at most
_TEXT, _QUOTE, _FINDING, _CELL, _SHORT = 180, 200, 260, 110, 90  # characters
_DECISIONS = 5  # told one by one
_SECTIONS: tuple[Status, ...] = ("dropped", "lost")


def briefing_bytes(comparison: Comparison, version: str) -> bytes:
    """The whole file, about the last two reports; what is known of the years before is told in a line each."""
    pair = comparison.pairs[-1]
    names = names_of(pair)
    title = f"What changed between {names.before} and {names.after}"
    about = " · ".join(filter(None, (_bodies(pair), _plan(pair), shortened(pair.after.title, _TEXT))))
    file = WordFile(title, about, version)
    file.add("Title", title)
    file.add("Subtitle", about)
    _compared(file, comparison)
    _in_short(file, pair, comparison.pairs[:-1])
    _enquiries(file, pair)
    _outcomes(file, pair, names, Decided(comparison.rulings))
    _decisions(file, comparison)
    _figures(file, pair, names)
    _reading(file, pair)
    return file.to_bytes()


def _bodies(pair: Pair) -> str:
    named = dict.fromkeys(report.body for report in (pair.before, pair.after) if report.body)
    return " and ".join(named)


def _plan(pair: Pair) -> str:
    """The plan, where the report's title does not say it."""
    plan = pair.after.plan or ""
    return "" if letters(plan) in letters(pair.after.title) else plan


def _compared(file: WordFile, comparison: Comparison) -> None:
    file.add("Heading 1", "What was compared")
    rows = [
        (shortened(r.title, _TEXT), day(r.date), str(r.source.pages), str(len(r.commitments)), _listed(r))
        for r in comparison.reports[-_REPORTS:]
    ]
    file.add_table(("Report", "Date", "Pages", "Commitments", "Outcomes listed"), rows, (5.7, 3, 1.7, 3.4, 2.8))
    said = (
        " marks what a person should decide first. What was not found may still be there in other words: search the "
        "report before saying that it isn’t."
    )
    suggested = "A program read the reports and made these suggestions, each with its page. "
    file.add("Body Text", suggested, (words.REVIEW, "Strong"), said, gap=True)


def _listed(report: Report) -> str:
    return str(len(report.outcomes)) if report.lists_outcomes else "none"


def _in_short(file: WordFile, pair: Pair, earlier: Sequence[Pair]) -> None:
    file.add("Heading 1", "In short")
    _points(file, story_of(pair).first, _POINTS)
    for before in earlier[-_REPORTS:]:
        for point in story_of(before).first:
            if point.kind in _SECTIONS:
                file.add("List Bullet", f"Before, {years_of(before)}: {point.text}")
    counts = Counter(outcome.status for outcome in pair.outcomes)
    checks = Counter(outcome.status for outcome in pair.outcomes if outcome.review)
    rows = [(words.STATUS[s], str(counts[s]), str(checks[s])) for s in words.ORDER if counts[s]]
    file.add_table(("What was found", "Outcomes", words.REVIEW), rows, (9, 3, 4.6))


def _points(file: WordFile, points: Sequence[Point], most: int) -> None:
    for point in points[:most]:
        page = f" (page {point.page})" if point.page and "page" not in point.text else ""
        file.add("List Bullet", f"{shortened(point.text, _FINDING)}{page}")
    if len(points) > most:
        file.add("List Bullet", f"{len(points) - most} more in report.html.")


def _enquiries(file: WordFile, pair: Pair) -> None:
    asked = enquiries(pair)
    file.add("Heading 1", "Suggested lines of enquiry")
    if not asked:
        file.add("Body Text", "The program found nothing to ask about.")
    for one in asked:
        file.add("List Number", one.text, keep=bool(one.check))
        _check(file, one.check)


def _check(file: WordFile, why: str) -> None:
    if why:
        file.add("List Continue", (f"{words.REVIEW}: ", "Strong"), (shortened(why, _FINDING), "Emphasis"))


def _outcomes(file: WordFile, pair: Pair, names: Names, decided: Decided) -> None:
    file.add("Heading 1", "Outcomes no longer listed, or not found this year")
    told = [(status, [o for o in pair.outcomes if o.status == status]) for status in _SECTIONS]
    if not any(outcomes for _, outcomes in told):
        file.add("Body Text", "None.")
    each = _OUTCOMES // sum(bool(outcomes) for _, outcomes in told) if any(outcomes for _, outcomes in told) else 0
    for status, outcomes in told:
        if outcomes:
            file.add("Heading 2", f"{words.STATUS[status]} ({len(outcomes)})")
        for outcome in sorted(outcomes, key=lambda o: o.review)[:each]:
            _outcome(file, outcome, pair, names, decided)
        if len(outcomes) > each:
            file.add(
                "Body Text", f"{len(outcomes) - each} more in report.html, and in the sheet Outcomes of report.xlsx."
            )


def _outcome(file: WordFile, outcome: OutcomeDiff, pair: Pair, names: Names, decided: Decided) -> None:
    runs: list[Run] = [(shortened(outcome.text, _TEXT), "Strong")]
    if outcome.commitment:
        runs.append(f" (commitment {outcome.commitment.rstrip('.')})")
    if outcome.status == "lost" and outcome.evidence_after == "partial":
        runs.append(f", {words.ONLY_RELATED}")
    file.add("List Bullet", *runs, keep=True)
    for later, links in ((False, outcome.evidence.before), (True, outcome.evidence.after)):
        for link in links[:1]:
            ruling = decided.on(outcome, pair, later, link.text)
            _quote(file, link, names.after if later else names.before, ruling)
    if outcome.mentions:
        counted = ", ".join(f"{m.term} {m.before} → {m.after}" for m in outcome.mentions)
        file.add("List Continue", f"Words counted in the whole of each report: {counted}.")
    _check(file, check_of(outcome))


def _quote(file: WordFile, link: Link, name: str, ruling: Ruling | None) -> None:
    said = f"“{shortened(link.text, _QUOTE)}”"
    ruled = f"; {words.RULED.lower()}: {_decision(ruling)}" if ruling else ""
    file.add("Quote", said, f" ({name}, page {link.page}; {words.GRADE[link.grade]}{ruled})", indent=True)


def _decision(ruling: Ruling) -> str:
    said, why = ruling_words(ruling).lower(), signed_note(ruling)
    return shortened(f"{said} ({why})" if why else said, _FINDING)


def _decisions(file: WordFile, comparison: Comparison) -> None:
    """Those that disagree, then the last that were gone by; the sheet Decisions has them all."""
    resolved = resolve_rulings(comparison.rulings)
    told = [(ruling, "; not gone by, since others disagree") for ruling in resolved.contradictory[-_DECISIONS:]]
    unfollowed = not_followed(comparison, resolved.applied)
    but = "; not followed, as another has one of its outcomes"
    told += [(ruling, but if ruling in unfollowed else "") for ruling in resolved.applied[-_DECISIONS:]]
    if told:
        file.add("Heading 1", "Officers’ decisions")
    for ruling, but in told:
        texts = f"“{shortened(ruling.b_text, _SHORT)}” for “{shortened(ruling.a_text, _SHORT)}”"
        file.add("List Bullet", f"{texts}: {_decision(ruling)}{but}")
    if (more := len(resolved.contradictory) + len(resolved.applied) - len(told)) > 0:
        file.add("Body Text", f"{more} more in the sheet Decisions of report.xlsx.")


def _figures(file: WordFile, pair: Pair, names: Names) -> None:
    file.add("Heading 1", "Figures that moved")
    measures = sorted(likely_moves(pair), key=lambda m: not m.comparable)
    if measures:
        years = capital(names.short_before), capital(names.short_after)
        rows = [_figure(measure, pair) for measure in measures[:_FIGURES]]
        file.add_table(("This year’s words", *years, "Change, or why none is given"), rows, (6.6, 2.9, 2.9, 4.2))
    said = [] if measures else ["None that is likely to be the same figure in both reports."]
    moved = sum(m.value_after not in (None, m.value_before) for m in pair.alignment.measures)
    gone = sum(m.value_after is None for m in pair.alignment.measures)
    more = moved - min(len(measures), _FIGURES)
    if more or gone:
        said.append(
            f"The sheet Figures of report.xlsx has {more} more that may have moved, and {gone} of {names.before} that "
            f"were not found in {names.after}."
        )
    said.append("A program paired the figures: look at both pages before quoting.")
    file.add("Body Text", " ".join(said), gap=True)


def _figure(measure: Measure, pair: Pair) -> tuple[str, str, str, str]:
    old, new = pair.before.item(measure.before), pair.after.item(measure.after or "")
    said = quoted_figure(pair.after, new, measure.value_after or 0.0, measure.unit, _CELL)
    before, after = (value_text(value, measure.unit) for value in (measure.value_before, measure.value_after))
    change = change_words(measure) or shortened(measure.reason, _CELL)
    return f"“{said.text}”", f"{before} (page {old.page_first})", f"{after} (page {new.page_first})", change


def _reading(file: WordFile, pair: Pair) -> None:
    if reading := story_of(pair).reading:
        file.add("Heading 1", "How the reports were read")
        _points(file, reading, _READING)
    file.add("Heading 1", "Where to look")
    for what in (
        "Save this file under another name before you edit it: briefing.docx is written anew with each comparison.",
        "report.html: every outcome with its passages of both years, and what was looked at and not counted.",
        "report.xlsx: the same as tables to filter, with a column for your notes.",
        "Your decision beats the program’s. Make it where you read the report: at the desk, or in report.html, which "
        "says how to keep it.",
    ):
        file.add("List Bullet", what)
