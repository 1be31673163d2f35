"""What the drawn road makes of tables that are not closed on all sides, and of text beside and between them."""

from __future__ import annotations

from pathlib import Path

import typst

from extract import Report, read_report

PAGE = "#set page(width: 25cm, height: 15cm, margin: 2cm)\n#set text(size: 11pt, hyphenate: false)\n"
HEADER = "table.header([*No.*], [*You asked us*], [*Progress update*])"
INSIDE = "stroke: (x, y) => (left: if x > 0 { 0.7pt }, top: 0.7pt, bottom: 0.7pt)"
ACROSS = "stroke: (x: none, y: 0.7pt)"
COLUMNS = "columns: (1.2cm, 5cm, 12cm)"
ROWS = (
    "[1.], [Plant more trees], [We planted 400 trees by the river.], [2.], [Mend the bridge], [It opened again in May.]"
)


def read(tmp_path: Path, source: str) -> Report:
    path = tmp_path / "report.pdf"
    path.write_bytes(typst.compile((PAGE + source).encode(), ignore_system_fonts=True, pdf_tags=False))
    return read_report(path)


def promises(report: Report) -> list[tuple[str, str]]:
    return [(c.number, c.title) for c in report.commitments]


TWO = [("1.", "Plant more trees"), ("2.", "Mend the bridge")]
TEXTS = ["We planted 400 trees by the river.", "It opened again in May."]


def test_a_filled_band_parts_no_table_without_sides(tmp_path: Path) -> None:
    band = "table.cell(colspan: 3, fill: luma(210))[*Chapter 1: Rivers*],"
    report = read(tmp_path, f"#table({COLUMNS}, {INSIDE}, {HEADER}, {band} {ROWS})")
    assert promises(report) == TWO
    assert [item.text for item in report.items] == TEXTS


def test_text_between_two_tables_with_lines_across_only_is_no_commitment(tmp_path: Path) -> None:
    filled = HEADER.replace("[*", "table.cell(fill: luma(200))[*")
    first, second = (f"#table({COLUMNS}, {ACROSS}, {filled}, {rows})" for rows in (ROWS, ROWS.replace("1.", "3.")))
    text = "The second part of this report follows the same order as the first part did and is read in the same way."
    second = second.replace("[2.]", "[4.]").replace("Plant", "Grow").replace("Mend", "Paint")
    report = read(tmp_path, f"{first}\n{text}\n{second}")
    assert promises(report) == [*TWO, ("3.", "Grow more trees"), ("4.", "Paint the bridge")]
    assert [item.text for item in report.items if item.role == "note"] == [text]


def test_rows_below_a_filled_header_go_on_over_the_page(tmp_path: Path) -> None:
    filled = "table.header(repeat: false, [*No.*], [*You asked us*], [*Progress update*])".replace(
        "[*", "table.cell(fill: luma(200))[*"
    )
    many = ROWS + "".join(f", [{n}.], [Promise {n} of many], [Work on number {n} went well.]" for n in range(3, 25))
    report = read(tmp_path, f"#table({COLUMNS}, {ACROSS}, {filled}, {many})")
    assert [c.number for c in report.commitments] == [f"{n}." for n in range(1, 25)]
    assert report.items[-1].text == "Work on number 24 went well."


def test_a_table_of_as_many_columns_that_start_elsewhere_is_another_and_told(tmp_path: Path) -> None:
    budget = (
        "= Budget\n#table(columns: 3, [Heading], [Amount], [Note], [Staff], [£1.2m], [All], [Vans], [£40,000], [Two])"
    )
    more = (
        ", [], [], [Then we asked the people who live there what else they would like to see by the river in spring.]"
    )
    report = read(tmp_path, f"#table({COLUMNS}, {HEADER}, {ROWS} {more})\n{budget}")
    assert promises(report) == TWO
    assert "£40,000" in " ".join(item.text for item in report.items if item.role == "note")
    assert any("taken for another table" in finding.text for finding in report.findings)


def test_a_line_drawn_through_merged_cells_parts_paragraphs(tmp_path: Path) -> None:
    merged = "table.cell(rowspan: 2)[1.], table.cell(rowspan: 2)[Plant trees], [We planted some], [Visits went up]"
    report = read(tmp_path, f"#table({COLUMNS}, {HEADER}, {merged}, [2.], [Mend the bridge], [It opened again.])")
    assert [item.text for item in report.items] == ["We planted some", "Visits went up", "It opened again."]


def test_text_below_the_table_under_one_of_its_columns_is_told(tmp_path: Path) -> None:
    left = "#h(6.2cm + 5pt)A line that has lost its row."
    report = read(tmp_path, f"#table({COLUMNS}, {HEADER}, {ROWS})\n#v(1cm)\n{left}")
    assert any("under one of its columns" in finding.text for finding in report.findings)
