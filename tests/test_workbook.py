"""report.xlsx as openpyxl reads it back: text stays text, nothing runs, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from diff import Comparison, Ruling, compare_reports
from diff.judge import shipped_judge
from extract.report import Report
from report import words
from report.office.columns import EVIDENCE, OUTCOMES
from report.office.plain import cell_text, xml_text
from report.office.workbook import workbook_bytes

NAMES = ["Read me first", "Outcomes", "Evidence", "Statements", "Figures", "Commitments"]
INJECTIONS = (
    "=1+1", "=HYPERLINK(\"http://example.org\",\"look\")", "@SUM(A1:A9)", "+44 161 496 0000", "-2+3+cmd|' /C calc'!A0",
    "{=1+1}", "http://example.org/a", "mailto:a@example.org", "internal:Outcomes!A1", "external:c:\\a.xlsx", "#N/A",
    "TRUE", "0012", "_x0041_", "<b>&amp;</b>", "\t=1", "'=1", "=", "a\x00b\x0bc\x1f\ufffe\ud800d",
)  # fmt: skip


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def texts(book: Workbook) -> list[str]:
    return [c.value for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]


@pytest.fixture(scope="module")
def years(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports, judge=shipped_judge("lexical"))


@pytest.fixture(scope="module")
def pair(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports[:2], judge=shipped_judge("lexical"))


@pytest.fixture(scope="module")
def nasty(reports: tuple[Report, ...]) -> Comparison:
    """The samples with every text that could be taken for more than text, in items, titles and names."""
    first, second, _ = reports
    items = tuple(
        replace(item, text=INJECTIONS[n % len(INJECTIONS)]) if item.role != "delivery" else item
        for n, item in enumerate(first.items)
    )
    commitments = tuple(replace(c, title=INJECTIONS[n]) for n, c in enumerate(first.commitments))
    source = replace(first.source, path="=1+1.pdf")
    changed = replace(first, items=items, commitments=commitments, source=source, title="=1+1", body="@SUM(A1)")
    return compare_reports(changed, second, judge=shipped_judge("lexical"))


def test_the_sheets_filter_stay_in_sight_and_print(pair: Comparison) -> None:
    book = opened(workbook_bytes(pair, "0"))
    assert book.sheetnames == NAMES
    for name in NAMES[1:]:
        sheet = book[name]
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.cell(1, 1).alignment.wrap_text
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # 1 wide is what is not said
        assert "&P" in sheet.oddFooter.right.text or "&[Page]" in sheet.oddFooter.right.text
        assert not sheet.merged_cells.ranges


def test_every_outcome_has_its_status_its_evidence_and_a_place_for_a_note(pair: Comparison) -> None:
    sheet = opened(workbook_bytes(pair, "0"))["Outcomes"]
    heads = [c.value for c in sheet[1]]
    assert heads == [column.title for column in OUTCOMES]
    rows = [dict(zip(heads, (c.value for c in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert len(rows) == len(pair.pairs[0].outcomes)
    for row, outcome in zip(rows, pair.pairs[0].outcomes, strict=True):
        assert row["Outcome"] == outcome.text
        assert row["What was found"] == words.status_words(outcome)
        assert row["Check before quoting"] == ("Yes" if outcome.review else None)
        assert row["Why"] == outcome.reason
        assert row["Evidence last year"] == words.LEVEL_FOUND[outcome.evidence_before]
        assert row["Officer’s note"] is None
        direct = {link.page for link in outcome.evidence.after if link.grade == "direct"}
        assert {int(page) for page in (row["Pages this year"] or "").split(", ") if page} == direct
        assert all(f"{m.term} {m.before} → {m.after}" in row["Words counted"] for m in outcome.mentions)


def test_every_passage_has_its_page(pair: Comparison) -> None:
    sheet = opened(workbook_bytes(pair, "0"))["Evidence"]
    heads = [c.value for c in sheet[1]]
    assert heads == [column.title for column in EVIDENCE]
    page, year, passage = (heads.index(name) for name in ("Page", "Year", "Passage"))
    by_year = {"Last year": pair.reports[0], "This year": pair.reports[1]}
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) > 40
    for row in rows:
        assert (row[passage], row[page]) in {(i.text, i.page_first) for i in by_year[str(row[year])].items}


def ruling(outcome: str, passage: str, said: str, **more: str) -> Ruling:
    return Ruling(**{
        "kind": "evidence", "a_report": "", "a_item": "", "a_text": outcome, "b_report": "", "b_item": "",
        "b_text": passage, "ruling": said, **more,
    })  # fmt: skip


def test_who_decided_what_and_why_stands_beside_the_passage_and_on_a_sheet(reports: tuple[Report, ...]) -> None:
    first, second, third = reports
    outcome, passage, other = first.outcomes[0].text, second.statements[0].text, second.statements[1].text
    given = [
        ruling(outcome, passage, "no", by="Ada", on="2026-11-27", note="Another service"),
        ruling(outcome, other, "direct", by="Bo", on="last week"),
        ruling(first.outcomes[1].text, other, "no", by="Ada"),
        ruling(first.outcomes[1].text, other, "direct", by="Bo"),
        ruling("No such outcome", "No such passage", "partial"),
        *(ruling(text, third.outcomes[11].text, "yes", kind="outcome") for text in (first.outcomes[5].text,)),
    ]
    book = opened(workbook_bytes(compare_reports(*reports[:2], rulings=given, judge=shipped_judge("lexical")), "0"))
    rows = [[cell.value or "" for cell in row] for row in book["Evidence"]]
    place = [rows[0].index(name) for name in ("Outcome", "Passage", words.RULED, "Officer’s note")]
    told = {tuple(row[n] for n in place) for row in rows[1:] if row[place[2]]}
    assert (outcome, passage, "Not about it", "Ada, 27 November 2026: Another service") in told
    assert (outcome, other, "About this outcome", "Bo, last week") in told
    assert not any(row[0] == first.outcomes[1].text for row in told)  # where people disagree nothing is decided
    listed = [[cell.value or "" for cell in row] for row in book["Decisions"]][1:]
    assert [(row[4], row[5], row[6], row[7]) for row in listed[:2]] == [
        ("Ada", "2026-11-27", "Another service", "Yes"), ("Bo", "last week", "", "Yes"),
    ]  # fmt: skip
    assert [row[7] for row in listed[2:5]] == [
        "No: others decided otherwise", "No: others decided otherwise",
        "No: its text stands in none of these reports",
    ]  # fmt: skip


def test_without_decisions_there_is_no_sheet_of_them(pair: Comparison) -> None:
    assert "Decisions" not in opened(workbook_bytes(pair, "0")).sheetnames


def test_people_never_see_the_codes(years: Comparison) -> None:
    shown = set(texts(opened(workbook_bytes(years, "0"))))
    codes = {"kept", "gained", "lost", "never", "dropped", "new", "direct", "partial", "carried", "both", "ended"}
    assert not shown & (codes | {"repeated", "updated", "restated", "reworded", "merged", "split", "same", "true"})
    assert words.STATUS["kept"] in shown


def test_the_cover_says_what_was_compared_and_what_every_column_means(pair: Comparison) -> None:
    book = opened(workbook_bytes(pair, "7.8.9"))
    cover = [c.value for row in book["Read me first"].iter_rows() for c in row if c.value is not None]
    for report in pair.reports:
        assert report.title in cover
        assert report.source.sha256 in cover
        assert report.source.path in cover
    assert "12 June 2024" in cover
    assert any("7.8.9" in str(value) for value in cover)
    for sheet in book.worksheets[1:]:
        assert {c.value for c in sheet[1]} <= set(cover)


def test_several_years_are_told_apart_and_stand_in_one_table(years: Comparison) -> None:
    book = opened(workbook_bytes(years, "0"))
    assert book.sheetnames == [*NAMES, "All years"]
    compared = {row[0].value for row in book["Outcomes"].iter_rows(min_row=2)}
    assert compared == {"12 June 2024 to 18 June 2025", "18 June 2025 to 10 June 2026"}
    assert book["All years"].max_row == 1 + len(years.timeline)
    assert book["All years"].max_column == 1 + len(years.reports)


def test_what_a_report_says_stays_text(nasty: Comparison) -> None:
    data = workbook_bytes(nasty, "0")
    book = opened(data)
    shown = set(texts(book))
    assert {xml_text(text) for text in INJECTIONS if text.strip()} <= {text.removesuffix("\n") for text in shown}
    for sheet in book:
        assert not sheet._hyperlinks  # type: ignore[attr-defined]
        assert all(c.data_type in ("s", "n") for row in sheet.iter_rows() for c in row)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert "<f>" not in text, name
            assert "<f " not in text, name
            assert "<hyperlink" not in text, name
            assert "vba" not in name.lower()
            assert "external" not in name.lower()


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(reports: tuple[Report, ...]) -> None:
    first, second, _ = reports
    long = "A very long statement about stolen tractors 🚜. " * 1500
    items = tuple(replace(i, text=long) if i.id == first.statements[20].id else i for i in first.items)
    comparison = compare_reports(replace(first, items=items), second, judge=shipped_judge("lexical"))
    found = [t for t in texts(opened(workbook_bytes(comparison, "0"))) if t.startswith("A very long statement about")]
    assert found
    for text in found:
        assert text.endswith(f"[cut here: the whole text has {len(long):,} characters]")
        assert len(text.encode("utf-16-le")) // 2 <= 32_767


@pytest.mark.parametrize(("text", "kept"), [("a\x08b", "ab"), ("a\tb\nc", "a\tb\nc"), ("\ud800x", "x"), ("🚜", "🚜")])
def test_only_what_xml_cannot_hold_is_taken_out(text: str, kept: str) -> None:
    assert cell_text(text) == kept


def test_the_same_reports_give_the_same_bytes(pair: Comparison) -> None:
    assert workbook_bytes(pair, "0") == workbook_bytes(pair, "0")
