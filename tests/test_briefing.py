"""briefing.docx: an officer can edit it, every quotation stands in the report, every line of enquiry is a question."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from diff import Comparison, Pair, Ruling, compare_reports
from diff.judge import shipped_judge
from extract.report import Report, Span
from report import words
from report.office.briefing import briefing_bytes
from report.office.enquiries import MOST, enquiries
from report.office.plain import one_line
from report.office.quoting import Quotation

_QUOTED = re.compile(r"“(?P<text>[^“”]+)” \((?:(?P<report>the \d{4} report), )?page (?P<page>\d+)")


@pytest.fixture(scope="module")
def years(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports)


@pytest.fixture(scope="module")
def first(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports[:2])


@pytest.fixture(scope="module")
def many(first: Comparison) -> Comparison:
    """A pair of 500 outcomes and more, with long texts, all of which are to be checked."""
    pair = first.pairs[0]
    more = " and everybody in the area is told of it, in words that everybody understands" * 4
    outcomes = tuple(
        replace(o, text=f"{o.text.rstrip('.')} ({n}){more}.", review=True) for n in range(26) for o in pair.outcomes
    )
    assert len(outcomes) > 500
    grown = replace(
        pair, outcomes=outcomes, promises=pair.promises * 20, findings=pair.findings * 20,
        alignment=replace(pair.alignment, measures=pair.alignment.measures * 20),
    )  # fmt: skip
    return replace(first, pairs=(grown,))


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def paragraphs(comparison: Comparison) -> list[str]:
    return [paragraph.text for paragraph in opened(briefing_bytes(comparison, "0")).paragraphs]


def stands_in(quotation: Quotation, report: Report) -> bool:
    """Whether quoted words stand in their item as they are, but for “…” at the ends, and on its page."""
    item = report.item(quotation.item)
    bare = quotation.text.removeprefix("… ").removesuffix(" …")
    return bare in one_line(item.text) and quotation.page == item.page_first


def test_its_styles_are_words_own(first: Comparison) -> None:
    document = opened(briefing_bytes(first, "0"))
    own = {style.name for style in docx.Document().styles if style.builtin}
    used = {p.style.name for p in document.paragraphs if p.style} | {t.style.name for t in document.tables if t.style}
    used |= {run.style.name for p in document.paragraphs for run in p.runs if run.style}
    assert used <= own
    assert {"Title", "Heading 1", "Heading 2", "Quote", "List Bullet", "List Number", "Light List Accent 1"} <= used


def test_it_is_british_a4_and_says_what_it_is(first: Comparison) -> None:
    document = opened(briefing_bytes(first, "7.8.9"))
    about = document.core_properties
    assert (about.language, about.author) == ("en-GB", "evidence-trail 7.8.9")
    assert about.title == "What changed between the 2024 report and the 2025 report"
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert 'w:instr="PAGE"' in page.footer._element.xml


def test_the_header_rows_of_its_tables_are_repeated(first: Comparison) -> None:
    tables = opened(briefing_bytes(first, "0")).tables
    assert len(tables) == 3
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(table.rows) > 1


def test_every_enquiry_is_a_question_that_claims_no_more_than_the_texts(years: Comparison) -> None:
    by_id = {report.id: report for report in years.reports}
    for pair in years.pairs:
        made = enquiries(pair)
        assert 5 <= len(made) <= MOST
        assert len({one.text for one in made}) == len(made)
        for one in made:
            assert one.text.endswith("?")
            assert one.text.count("?") == 1
            assert one.text[0].isupper() or one.text[0] == "“"
            assert "  " not in one.text
            assert ".." not in one.text
            for quotation in one.quotations:
                assert quotation.text in one.text
                assert f"page {quotation.page}" in one.text
                assert stands_in(quotation, by_id[quotation.report])


@pytest.mark.parametrize("name", ["dense-04", "environment-07", "hard-05", "health-05", "inspection-09", "people-08"])
def test_questions_read_well_whatever_body_wrote_the_reports(name: str) -> None:
    """Invented bodies of every kind: no question has a hole, a doubled stop or a second question in it."""
    from train.measures import report_of
    from train.plans import PLANS, read_plan

    plan = read_plan(PLANS / f"{name}.txt")
    old, new = (_printed(report_of(plan, year)) for year in (0, 1))
    made = enquiries(compare_reports(old, new, judge=shipped_judge("lexical")).pairs[0])
    assert len(made) > 3
    for one in made:
        assert one.text.endswith("?")
        outside = re.sub(r"“.*?”", "“”", one.text)
        assert outside.count("?") == 1
        assert "“" + "”" in outside
        assert not re.search(r"\.\.|\s[.,?]|\(\)|None|\bpage 0\b|  ", outside)
        assert all(stands_in(q, {old.id: old, new.id: new}[q.report]) for q in one.quotations)


def _printed(report: Report) -> Report:
    """A report with every item on a page, and its words as a whole."""
    items = tuple(replace(i, spans=(Span(1 + n // 12, 0, 0, 1, 1),)) for n, i in enumerate(report.items))
    return replace(report, items=items, text=" ".join(i.text for i in items))


def test_no_two_enquiries_rest_on_the_same_words(years: Comparison) -> None:
    for pair in years.pairs:
        about = [item for one in enquiries(pair) for item in one.about]
        assert len(about) == len(set(about))


def test_what_is_uncertain_says_so_and_is_asked_not_claimed(first: Comparison) -> None:
    pair = first.pairs[0]
    unsure = replace(pair, outcomes=tuple(replace(o, review=True) for o in pair.outcomes))
    asked = [one for one in enquiries(unsure) if one.kind in ("lost", "never", "dropped")]
    assert asked
    assert all(one.check for one in asked)
    shown = paragraphs(replace(first, pairs=(unsure,)))
    assert sum(text.startswith(f"{words.REVIEW}: ") for text in shown) >= len(asked)


def test_a_column_that_went_is_asked_about_once_and_no_outcome_is_said_to_be_lost(first: Comparison) -> None:
    asked = enquiries(first.pairs[0])
    assert [one.kind for one in asked].count("column") == 1
    assert "lists 20 outcomes under “Key outcomes by the end of the plan”" in asked[0].text
    assert "has no such column" in asked[0].text
    assert not any("lost" in one.text or "missing" in one.text for one in asked)


def test_an_outcome_that_is_gone_is_asked_about_with_the_page_that_printed_it(years: Comparison) -> None:
    (gone,) = (one for one in enquiries(years.pairs[1]) if one.kind == "dropped")
    assert "“Bring average-speed cameras to the three worst routes” (the 2024 report, page 3)" in gone.text
    assert "was not found among those that the 2026 report lists" in gone.text


def test_a_name_that_is_said_not_to_be_mentioned_stands_nowhere(years: Comparison) -> None:
    for pair in years.pairs:
        for one in enquiries(pair, most=40):
            for name in re.findall(r"does not mention “([^”]+)”", one.text):
                assert name.lower() not in one_line(pair.after.text).lower()
                assert name in one.quotations[0].text


def test_every_quotation_in_the_file_stands_on_its_page(years: Comparison) -> None:
    pair = years.pairs[-1]
    called = {"the 2025 report": pair.before, "the 2026 report": pair.after, "the 2024 report": years.reports[0]}
    seen = 0
    for text in paragraphs(years):
        for found in _QUOTED.finditer(text):
            bare = found["text"].removeprefix("… ").removesuffix(" …").rstrip(".")
            said = [called[found["report"]]] if found["report"] else list(years.reports)
            places = [i.page_first for report in said for i in report.items if bare in one_line(i.text)]
            assert int(found["page"]) in places, text
            seen += 1
    assert seen > 8


def test_there_is_something_to_read_where_nothing_changed(reports: tuple[Report, ...]) -> None:
    same = compare_reports(reports[0], reports[0], judge=shipped_judge("lexical"))
    shown = paragraphs(same)
    assert "Suggested lines of enquiry" in shown
    assert not any("was not found in" in text for text in shown)


def test_two_reports_of_one_year_are_told_apart_by_their_months(reports: tuple[Report, ...]) -> None:
    old, new = (replace(report, date=date) for report, date in zip(reports, ("2024-03-01", "2024-09"), strict=False))
    shown = paragraphs(compare_reports(old, new, judge=shipped_judge("lexical")))
    assert shown[0] == "What changed between the March 2024 report and the September 2024 report"


def test_names_that_are_long_make_a_briefing_all_the_same(reports: tuple[Report, ...]) -> None:
    long = "A joint strategy for health, wellbeing and community safety " * 5
    two = [replace(report, body=f"{n} {long}", plan=long, title=long[5:]) for n, report in enumerate(reports[:2])]
    comparison = compare_reports(*two, judge=shipped_judge("lexical"))
    about = opened(briefing_bytes(comparison, "0")).core_properties
    assert 100 < len(about.subject) <= 255
    assert "0 A joint strategy" in paragraphs(comparison)[1]
    assert " and 1 A joint strategy" in paragraphs(comparison)[1]


def test_the_last_decisions_are_told_and_those_that_disagree(reports: tuple[Report, ...]) -> None:
    blank = {"kind": "evidence", "a_report": "", "a_item": "", "b_report": "", "b_item": ""}
    outcomes, statements = reports[0].outcomes, reports[1].statements
    given = [
        Ruling(**blank, a_text=outcomes[n].text, b_text=statements[n].text, ruling="no", by=f"Officer {n}", note="why")
        for n in range(7)
    ] + [
        Ruling(**blank, a_text=outcomes[8].text, b_text=statements[8].text, ruling=said, by=by)
        for said, by in (("no", "Ada"), ("direct", "Bo"))
    ]
    shown = paragraphs(compare_reports(*reports[:2], rulings=given, judge=shipped_judge("lexical")))
    told = shown[shown.index("Officers’ decisions") + 1 :]
    assert "not about it (Ada); not gone by, since others disagree" in told[0]
    assert "about this outcome (Bo); not gone by, since others disagree" in told[1]
    assert ["(Officer 6: why)" in told[6], "(Officer 1: why)" in " ".join(told)] == [True, False]
    assert told[7] == "2 more in the sheet Decisions of report.xlsx."


@pytest.mark.parametrize("dates", [(None, None), ("2024", "2024"), ("2025-01", "2024-12")])
def test_reports_whose_years_do_not_tell_them_apart_are_last_years_and_this_years(
    reports: tuple[Report, ...], dates: tuple[str | None, str | None]
) -> None:
    old, new = (
        replace(report, id=name, date=date, period=None)
        for report, name, date in zip(reports[:2], ("first", "second"), dates, strict=True)
    )
    pair = compare_reports(old, new, judge=shipped_judge("lexical")).pairs[0]
    asked = " ".join(one.text for one in enquiries(pair))
    assert "ast year’s report" in asked
    assert "the 202" not in asked


def test_control_characters_and_line_ends_do_no_harm(reports: tuple[Report, ...]) -> None:
    odd = tuple(replace(i, text=f"\x00\x1b[31m\ud800{i.text}\r\n\x0b") for i in reports[0].items)
    changed = replace(reports[0], items=odd, title="\x07A title\n=1+1")
    document = opened(briefing_bytes(compare_reports(changed, reports[1], judge=shipped_judge("lexical")), "0"))
    assert any("A title =1+1" in cell.text for table in document.tables for cell in table.columns[0].cells)


def test_the_same_reports_give_the_same_bytes(first: Comparison) -> None:
    assert briefing_bytes(first, "0") == briefing_bytes(first, "0")


def pages(comparison: Comparison, folder: Path) -> int:
    """The pages that LibreOffice makes of a briefing."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine: install it to count the pages of a briefing")
    (folder / "briefing.docx").write_bytes(briefing_bytes(comparison, "0"))
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
               "--outdir", str(folder), str(folder / "briefing.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return len(pypdf.PdfReader(folder / "briefing.pdf").pages)


def test_it_has_two_to_four_pages(first: Comparison, tmp_path: Path) -> None:
    assert 2 <= pages(first, tmp_path) <= 4


def test_it_has_no_more_pages_for_500_outcomes(many: Comparison, tmp_path: Path) -> None:
    assert 2 <= pages(many, tmp_path) <= 4


def test_a_pair_without_anything_in_it_is_no_trouble(first: Comparison) -> None:
    pair = first.pairs[0]
    bare = Pair(
        alignment=replace(pair.alignment, statements=(), measures=()), outcomes=(), promises=(), findings=()
    )  # fmt: skip
    shown = paragraphs(replace(first, pairs=(bare,)))
    assert "None." in shown
