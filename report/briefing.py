"""A Comparison → ``briefing.docx``: two to four pages for an officer to check, edit and take to a meeting.

Its length is bounded: of a long list it tells the first few, how many there are, and where the rest is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from docx.document import Document as WordDocument

from diff.comparison import Comparison, Link, OutcomeDiff, Pair, Status
from extract.report import Report
from report import words
from report.enquiries import enquiries
from report.enquiry import check_of
from report.measures import moved_measures, vanished_measures
from report.page import day
from report.plain import shortened
from report.story import Point, story_of
from report.word_file import Run, add, add_table, document_bytes, new_document
from report.years import Names, capital, names_of, years_of

_OUTCOMES, _FIGURES, _POINTS, _READING = 5, 8, 8, 3  # of each at most
_TEXT, _QUOTE, _FINDING = 180, 240, 260  # characters
_SECTIONS: tuple[Status, ...] = ("dropped", "lost")


def briefing_bytes(comparison: Comparison, version: str) -> bytes:
    """The whole file, about the last two reports; what is known of the years before is told in a line each."""
    pair = comparison.pairs[-1]
    names = names_of(pair)
    title = f"What changed: {years_of(pair)}"
    body = pair.after.body or pair.before.body or ""
    document = new_document(title, f"{body} progress reports compared".strip(), version)
    add(document, "Title", title)
    add(document, "Subtitle", body or shortened(pair.after.title, _TEXT))
    _compared(document, comparison)
    _in_short(document, pair, comparison.pairs[:-1])
    _enquiries(document, pair)
    _outcomes(document, pair, names)
    _figures(document, pair, names)
    _before_you_quote(document, version)
    return document_bytes(document)


def _compared(document: WordDocument, comparison: Comparison) -> None:
    add(document, "Heading 1", "What was compared")
    rows = [
        (shortened(r.title, _TEXT), day(r.date), str(r.source.pages), str(len(r.commitments)), _listed(r))
        for r in comparison.reports[-_FIGURES:]
    ]
    add_table(document, ("Report", "Date", "Pages", "Commitments", "Outcomes listed"), rows, (7.6, 3, 1.6, 2.4, 2))
    made = add(
        document, "Body Text",
        "A program read the reports and made these suggestions, each with its page. ",
        (words.REVIEW, "Strong"), " marks what a person should decide first. What was not found may still be there, in "
        "other words: search the report before saying that it isn’t.",
    )  # fmt: skip
    made.paragraph_format.space_before = GAP


def _listed(report: Report) -> str:
    return str(len(report.outcomes)) if report.lists_outcomes else "none"


def _in_short(document: WordDocument, pair: Pair, earlier: Sequence[Pair]) -> None:
    add(document, "Heading 1", "In short")
    story = story_of(pair)
    for point in story.first[:_POINTS]:
        _point(document, point)
    for point in story.reading[:_READING]:
        _point(document, point)
    left = len(story.first[_POINTS:]) + len(story.reading[_READING:])
    if left:
        add(document, "List Bullet", f"{left} more in report.html.")
    for before in earlier[-_READING:]:
        for point in story_of(before).first:
            if point.kind in _SECTIONS:
                add(document, "List Bullet", f"Before, {years_of(before)}: {point.text}")
    counts = Counter(outcome.status for outcome in pair.outcomes)
    checks = Counter(outcome.status for outcome in pair.outcomes if outcome.review)
    rows = [(words.STATUS[s], str(counts[s]), str(checks[s])) for s in words.ORDER if counts[s]]
    add_table(document, ("What was found", "Outcomes", words.REVIEW), rows, (9, 3, 4.6))


def _point(document: WordDocument, point: Point) -> None:
    page = f" (page {point.page})" if point.page and "page" not in point.text else ""
    add(document, "List Bullet", f"{shortened(point.text, _FINDING)}{page}")


def _enquiries(document: WordDocument, pair: Pair) -> None:
    asked = enquiries(pair)
    add(document, "Heading 1", "Suggested lines of enquiry")
    if not asked:
        add(document, "Body Text", "The program found nothing to ask about.")
    for one in asked:
        add(document, "List Number", one.text)
        if one.check:
            add(
                document, "List Continue", (f"{words.REVIEW}: ", "Strong"), (shortened(one.check, _FINDING), "Emphasis")
            )


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
    text = f"{outcome.commitment} {shortened(outcome.text, _TEXT)}".strip()
    runs: list[Run] = [(text, "Strong")]
    if outcome.status == "lost" and outcome.evidence_after == "partial":
        runs.append(f" ({words.ONLY_RELATED})")
    add(document, "List Bullet", *runs)
    sides = (names.before, outcome.evidence.before), (names.after, outcome.evidence.after)
    for name, links in sides:
        if links:
            _quote(document, links[0], name)
    if outcome.mentions:
        counted = ", ".join(f"{m.term} {m.before} → {m.after}" for m in outcome.mentions)
        add(document, "List Continue", f"Words counted in the whole of each report: {counted}.")
    if check := check_of(outcome):
        add(document, "List Continue", (f"{words.REVIEW}: ", "Strong"), (shortened(check, _FINDING), "Emphasis"))


def _quote(document: WordDocument, link: Link, name: str) -> None:
    said = f"“{shortened(link.text, _QUOTE)}”"
    add(document, "Quote", said, f" ({name}, page {link.page}; {words.GRADE[link.grade]})")


def _figures(document: WordDocument, pair: Pair, names: Names) -> None:
    add(document, "Heading 1", "Figures that moved")
    moved, gone = moved_measures(pair), vanished_measures(pair)
    if moved:
        heads = (
            "What",
            capital(names.short_before),
            capital(names.short_after),
            "Change, or why they can’t be compared",
        )
        rows = [
            (shortened(m.what, _TEXT // 2), f"{m.before} (page {m.page_before})", f"{m.after} (page {m.page_after})",
             m.change or shortened(m.reason, _TEXT))
            for m in moved[:_FIGURES]
        ]  # fmt: skip
        add_table(document, heads, rows, (5, 3.2, 3.2, 5.2))
    said = [] if moved else ["No figure was found in both reports that has moved."]
    if len(moved) > _FIGURES:
        said.append(f"{len(moved) - _FIGURES} more in the sheet Figures of report.xlsx.")
    if gone:
        many = f"{len(gone)} figures" if len(gone) > 1 else "1 figure"
        said.append(
            f"{many} of {names.before} {'were' if len(gone) > 1 else 'was'} not found in {names.after}: see there."
        )
    said.append("A program paired the figures: look at both pages before quoting.")
    add(document, "Body Text", " ".join(said))


def _before_you_quote(document: WordDocument, version: str) -> None:
    add(document, "Heading 1", "Where to look")
    for what in (
        "report.html: every outcome with its passages of both years, and what was looked at and not counted.",
        "report.xlsx: the same as tables to filter, with a column for your notes.",
        f"Your decisions beat the program’s: put them into rulings.csv (evidence-trail {version}, command rule).",
    ):
        add(document, "List Bullet", what)
