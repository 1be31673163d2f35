"""A Comparison → ``briefing.docx``: two to four pages for an officer to check, edit and take to a meeting.

Its length is bounded: of a long list it tells the first few, how many there are, and where the rest is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from docx.document import Document as WordDocument

from align.alignment import Measure
from diff.comparison import Comparison, Link, OutcomeDiff, Pair, Status
from extract.report import Report
from report import words
from report.enquiries import enquiries
from report.enquiry import check_of
from report.figure_enquiries import likely_moves
from report.measures import change_words, value_text
from report.page import day
from report.plain import shortened
from report.quoting import quoted_figure
from report.story import Point, story_of
from report.word_file import GAP, INDENT, Run, add, add_table, document_bytes, new_document
from report.years import Names, capital, names_of, years_of

_REPORTS, _POINTS, _OUTCOMES, _FIGURES, _READING = 4, 8, 4, 6, 3  # of each at most
_TEXT, _QUOTE, _FINDING, _CELL = 180, 200, 260, 110  # characters
_SECTIONS: tuple[Status, ...] = ("dropped", "lost")


def briefing_bytes(comparison: Comparison, version: str) -> bytes:
    """The whole file, about the last two reports; what is known of the years before is told in a line each."""
    pair = comparison.pairs[-1]
    names = names_of(pair)
    title = f"What changed between {names.before} and {names.after}"
    about = " · ".join(filter(None, (pair.after.body or pair.before.body, shortened(pair.after.title, _TEXT))))
    document = new_document(title, about, version)
    add(document, "Title", title)
    add(document, "Subtitle", about)
    _compared(document, comparison)
    _in_short(document, pair, comparison.pairs[:-1])
    _enquiries(document, pair)
    _outcomes(document, pair, names)
    _figures(document, pair, names)
    _reading(document, pair)
    return document_bytes(document)


def _compared(document: WordDocument, comparison: Comparison) -> None:
    add(document, "Heading 1", "What was compared")
    rows = [
        (shortened(r.title, _TEXT), day(r.date), str(r.source.pages), str(len(r.commitments)), _listed(r))
        for r in comparison.reports[-_REPORTS:]
    ]
    add_table(document, ("Report", "Date", "Pages", "Commitments", "Outcomes listed"), rows, (5.7, 3, 1.7, 3.4, 2.8))
    said = (
        " marks what a person should decide first. What was not found may still be there in other words: search the "
        "report before saying that it isn’t."
    )
    suggested = "A program read the reports and made these suggestions, each with its page. "
    add(document, "Body Text", suggested, (words.REVIEW, "Strong"), said).paragraph_format.space_before = GAP


def _listed(report: Report) -> str:
    return str(len(report.outcomes)) if report.lists_outcomes else "none"


def _in_short(document: WordDocument, pair: Pair, earlier: Sequence[Pair]) -> None:
    add(document, "Heading 1", "In short")
    _points(document, story_of(pair).first, _POINTS)
    for before in earlier[-_REPORTS:]:
        for point in story_of(before).first:
            if point.kind in _SECTIONS:
                add(document, "List Bullet", f"Before, {years_of(before)}: {point.text}")
    counts = Counter(outcome.status for outcome in pair.outcomes)
    checks = Counter(outcome.status for outcome in pair.outcomes if outcome.review)
    rows = [(words.STATUS[s], str(counts[s]), str(checks[s])) for s in words.ORDER if counts[s]]
    add_table(document, ("What was found", "Outcomes", words.REVIEW), rows, (9, 3, 4.6))


def _points(document: WordDocument, points: Sequence[Point], most: int) -> None:
    for point in points[:most]:
        page = f" (page {point.page})" if point.page and "page" not in point.text else ""
        add(document, "List Bullet", f"{shortened(point.text, _FINDING)}{page}")
    if len(points) > most:
        add(document, "List Bullet", f"{len(points) - most} more in report.html.")


def _enquiries(document: WordDocument, pair: Pair) -> None:
    asked = enquiries(pair)
    add(document, "Heading 1", "Suggested lines of enquiry")
    if not asked:
        add(document, "Body Text", "The program found nothing to ask about.")
    for one in asked:
        add(document, "List Number", one.text).paragraph_format.keep_with_next = bool(one.check)
        _check(document, one.check)


def _check(document: WordDocument, why: str) -> None:
    if why:
        add(document, "List Continue", (f"{words.REVIEW}: ", "Strong"), (shortened(why, _FINDING), "Emphasis"))


def _outcomes(document: WordDocument, pair: Pair, names: Names) -> None:
    add(document, "Heading 1", "Outcomes no longer listed, or not found this year")
    told = [(status, [o for o in pair.outcomes if o.status == status]) for status in _SECTIONS]
    if not any(outcomes for _, outcomes in told):
        add(document, "Body Text", "None.")
    for status, outcomes in told:
        if outcomes:
            add(document, "Heading 2", f"{words.STATUS[status]} ({len(outcomes)})")
        for outcome in sorted(outcomes, key=lambda o: o.review)[:_OUTCOMES]:
            _outcome(document, outcome, names)
        if len(outcomes) > _OUTCOMES:
            left = len(outcomes) - _OUTCOMES
            add(document, "Body Text", f"{left} more in report.html, and in the sheet Outcomes of report.xlsx.")


def _outcome(document: WordDocument, outcome: OutcomeDiff, names: Names) -> None:
    runs: list[Run] = [(shortened(outcome.text, _TEXT), "Strong")]
    if outcome.commitment:
        runs.append(f" (commitment {outcome.commitment.rstrip('.')})")
    if outcome.status == "lost" and outcome.evidence_after == "partial":
        runs.append(f", {words.ONLY_RELATED}")
    add(document, "List Bullet", *runs).paragraph_format.keep_with_next = True
    for name, links in ((names.before, outcome.evidence.before), (names.after, outcome.evidence.after)):
        for link in links[:1]:
            _quote(document, link, name)
    if outcome.mentions:
        counted = ", ".join(f"{m.term} {m.before} → {m.after}" for m in outcome.mentions)
        add(document, "List Continue", f"Words counted in the whole of each report: {counted}.")
    _check(document, check_of(outcome))


def _quote(document: WordDocument, link: Link, name: str) -> None:
    said = f"“{shortened(link.text, _QUOTE)}”"
    made = add(document, "Quote", said, f" ({name}, page {link.page}; {words.GRADE[link.grade]})")
    made.paragraph_format.left_indent = INDENT


def _figures(document: WordDocument, pair: Pair, names: Names) -> None:
    add(document, "Heading 1", "Figures that moved")
    measures = sorted(likely_moves(pair), key=lambda m: not m.comparable)
    if measures:
        years = capital(names.short_before), capital(names.short_after)
        rows = [_figure(measure, pair) for measure in measures[:_FIGURES]]
        add_table(document, ("This year’s words", *years, "Change, or why none is given"), rows, (6.6, 2.9, 2.9, 4.2))
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
    add(document, "Body Text", " ".join(said)).paragraph_format.space_before = GAP


def _figure(measure: Measure, pair: Pair) -> tuple[str, str, str, str]:
    old, new = pair.before.item(measure.before), pair.after.item(measure.after or "")
    said = quoted_figure(pair.after, new, measure.value_after or 0.0, measure.unit, _CELL)
    before, after = (value_text(value, measure.unit) for value in (measure.value_before, measure.value_after))
    change = change_words(measure) or shortened(measure.reason, _CELL)
    return f"“{said.text}”", f"{before} (page {old.page_first})", f"{after} (page {new.page_first})", change


def _reading(document: WordDocument, pair: Pair) -> None:
    if reading := story_of(pair).reading:
        add(document, "Heading 1", "How the reports were read")
        _points(document, reading, _READING)
    add(document, "Heading 1", "Where to look")
    for what in (
        "report.html: every outcome with its passages of both years, and what was looked at and not counted.",
        "report.xlsx: the same as tables to filter, with a column for your notes.",
        "Your decision beats the program’s: “evidence-trail rule” asks for it, and rulings.csv keeps it.",
    ):
        add(document, "List Bullet", what)
