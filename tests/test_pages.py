"""What pages do: turned, with text that nobody sees, with watermarks over them."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
import typst
from conftest import sample_pdf
from pypdf.generic import NameObject, NumberObject

from extract import Report, Span, read_report
from extract.pictures import page_pictures
from extract.verify import verify_report

TABLE = """#set page(width: 25cm, height: 15cm, margin: 2cm{page})
#set text(size: 11pt, hyphenate: false)
{before}#table(columns: (1.2cm, 5cm, 12cm),
table.header([*No.*], [*You asked us*], [*Progress update*]),
[1.], [Plant more trees], [We planted 400 trees in the park by the river.{in_cell}],
[2.], [Mend the bridge], [The bridge opened again in May after two years.])
{after}"""


def typeset(path: Path, *, page: str = "", before: str = "", in_cell: str = "", after: str = "") -> Path:
    source = TABLE.format(page=page, before=before, in_cell=in_cell, after=after)
    path.write_bytes(typst.compile(source.encode(), ignore_system_fonts=True, pdf_tags=False))
    return path


def texts(report: Report) -> list[str]:
    return [item.text for item in report.items]


MORE = "Volunteers watered them through the dry summer, and nine in ten of them were still alive in October."
PLAIN = ["We planted 400 trees in the park by the river.", "The bridge opened again in May after two years."]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read(turn: int, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=str(sample_pdf("2024")))
    for page in writer.pages:
        page.rotate(turn)
    writer.write(tmp_path / "turned.pdf")
    turned, upright = read_report(tmp_path / "turned.pdf"), read_report(sample_pdf("2024"))
    assert texts(turned) == texts(upright)
    assert {dark_share(tmp_path / "turned.pdf", span) > 0.02 for span in turned.items[40].spans} == {True}


def dark_share(path: Path, span: Span) -> float:
    """How much of a place on the page as displayed is ink."""
    picture = next(page_pictures(path, [span.page]))
    box = [round(side * picture.scale) for side in (span.x0, span.top, span.x1, span.bottom)]
    grey = picture.image.crop((box[0], box[1], box[2], box[3])).convert("L")
    return sum(grey.histogram()[:100]) / (grey.width * grey.height)


def drawn_sideways(path: Path, to: Path, turn: int) -> Path:
    writer = pypdf.PdfWriter(clone_from=str(path))
    for page in writer.pages:
        page.rotate(turn).transfer_rotation_to_content()
        page[NameObject("/Rotate")] = NumberObject(360 - turn)
    writer.write(to)
    return to


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_drawn_sideways_and_turned_back_by_its_viewer_is_read(turn: int, tmp_path: Path) -> None:
    sideways = drawn_sideways(sample_pdf("2025"), tmp_path / "sideways.pdf", turn)
    assert texts(read_report(sideways)) == texts(read_report(sample_pdf("2025")))


HIDDEN = {
    "under a fill": "#place(dx: 2cm, dy: 6mm)[secret words]#place(dx: 1cm, dy: 4mm, rect(width: 6cm, height: 9mm, "
    "fill: white))",
    "clipped away": "#place(dx: 2cm, box(clip: true, width: 3cm, height: 1mm)[#v(6mm)secret words])",
    "white on white": '#place(dx: 2cm, text(fill: rgb("ffffff"))[secret words])',
    "off the page": "#place(dx: 40cm)[secret words]",
    "transparent": '#place(dx: 2cm, text(fill: rgb("00000000"))[secret words])',
}


@pytest.mark.parametrize("way", HIDDEN)
def test_words_that_nobody_sees_are_left_out_and_said(way: str, tmp_path: Path) -> None:
    report = read_report(typeset(tmp_path / "hidden.pdf", after=HIDDEN[way]))
    assert texts(report) == PLAIN
    assert [f.text for f in report.findings if "secret words" in f.text] == [
        "2 words of the file cannot be seen on the page, and are left out: “secret words”."
    ]
    assert report.ledger.words == report.ledger.owned + report.ledger.furniture
    assert report.ledger.unowned == 0
    verified = verify_report(report).ledger.verified
    assert verified is not None
    assert (verified.lost, verified.doubled, verified.invented) == (0, 0, 0)


def test_white_words_on_a_dark_ground_are_seen(tmp_path: Path) -> None:
    after = '#rect(fill: rgb("202020"), width: 12cm)[#text(fill: white)[Note that two schemes were late.]]'
    assert "Note that two schemes were late." in texts(read_report(typeset(tmp_path / "dark.pdf", after=after)))


def test_words_in_a_gradient_are_seen(tmp_path: Path) -> None:
    after = "#text(fill: gradient.linear(red, blue))[Note that two schemes were late.]"
    after = HIDDEN["white on white"] + after
    report = read_report(typeset(tmp_path / "gradient.pdf", after=after))
    assert "Note that two schemes were late." in texts(report)
    assert [place.text for place in report.places if place.owner == "hidden"] == ["secret words"]


@pytest.mark.parametrize("shift", ["4mm", "11mm", "18mm"])
def test_a_box_that_hides_words_is_no_part_of_the_table_over_it(shift: str, tmp_path: Path) -> None:
    hides = (
        f"#place(dx: 3cm, dy: {shift})[secret words]#place(dy: {shift}, rect(width: 100%, height: 7mm, fill: white))"
    )
    report = read_report(typeset(tmp_path / "box.pdf", before=hides, in_cell=" " + MORE))
    assert texts(report) == [f"{PLAIN[0]} {MORE}", PLAIN[1]]
    assert [place.text for place in report.places if place.owner == "hidden"] == ["secret words"]


def test_a_watermark_is_no_part_of_a_cell(tmp_path: Path) -> None:
    mark = ", background: rotate(-35deg, text(90pt, fill: luma(220))[DRAFT])"
    report = read_report(typeset(tmp_path / "draft.pdf", page=mark))
    assert texts(report) == PLAIN
    assert [place.text for place in report.places if place.owner == "furniture"] == ["DRAFT"]


def test_links_strokes_and_marks_stay_text(tmp_path: Path) -> None:
    in_cell = ' #strike[Late.] #underline[On time.] See #link("https://example.org")[the page]#super[2] ☑ Done.'
    report = read_report(typeset(tmp_path / "marks.pdf", in_cell=in_cell))
    assert texts(report)[0].startswith(PLAIN[0] + " Late. On time. See the page")
    assert texts(report)[0].endswith("☑ Done.")
