"""The second reader agrees with good readings, finds every kind of tampering, and shares no code with the first."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pypdf
import pytest
from click.testing import CliRunner
from conftest import ROOT, Run, sample_pdf
from tampering import TAMPERINGS, outcome, pages_kept

import extract.verify
from cli import main
from extract import Item, Report, Verification, read_parsed, read_report, verify_report, write_parsed
from extract.second_fills import Fill, seen_areas
from extract.second_reader import SecondPage, normal, read_again

MODULES = ("verify.py", "second_reader.py", "second_places.py", "second_words.py", "second_cells.py", "second_fills.py")
ALLOWED = {"extract.report", "extract.errors", *(f"extract.{name[:-3]}" for name in MODULES)}


def found(report: Report) -> Verification:
    assert report.ledger.verified is not None
    return report.ledger.verified


def told(report: Report, page: int, quoted: str) -> bool:
    """Whether a finding names the page and quotes the words."""
    return any(f.kind == "reading" and f.page == page and quoted in f.text for f in report.findings)


@pytest.fixture(scope="module")
def report(reports: tuple[Report, ...]) -> Iterator[Report]:
    """The first sample, whose pages are read again once only."""
    pages = list(read_again(reports[0].source.path))
    patch = pytest.MonkeyPatch()
    own = reports[0].source.path
    patch.setattr(
        extract.verify, "read_again", lambda path, *asked: iter(pages) if path == own else read_again(path, *asked)
    )
    yield reports[0]
    patch.undo()


def again(report: Report) -> list[SecondPage]:
    return [page for page in extract.verify.read_again(report.source.path) if isinstance(page, SecondPage)]


def changed(report: Report, item: Item, **values: Any) -> Report:
    return replace(report, items=tuple(replace(i, **values) if i is item else i for i in report.items))


def statement(report: Report, *, lines: int = 2) -> Item:
    """A statement of the table, on one page, of some lines."""
    return next(
        i for i in report.statements if i.commitment and len(i.spans) >= lines and i.page_first == i.page_last
    )  # fmt: skip


def test_it_shares_no_code_with_what_it_checks() -> None:
    for name in MODULES:
        tree = ast.parse((ROOT / "extract" / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}: a relative import"
                names = [node.module or ""]
                assert names != ["extract"], f"{name}: from extract import …"
            else:
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            ours = {n for n in names if n.split(".")[0] in ("extract", "align", "diff", "report", "cli")}
            assert ours <= ALLOWED, f"{name} imports {ours - ALLOWED}"
            assert not {n.split(".")[0] for n in names} & {"pypdfium2", "importlib"}, f"{name} imports {names}"


def test_a_good_reading_is_clean_and_every_cell_of_a_ruled_table_is_checked(report: Report) -> None:
    verified = verify_report(report)
    said = found(verified)
    assert said.clean
    assert said.reader.startswith("pdfplumber 0.")
    assert (said.pages, said.pages_unread, said.hidden, said.unreadable) == (9, (), 0, 0)
    assert said.cells_checked == (2, 3, 4, 5, 6, 7, 8, 9)
    assert said.cells_unchecked == ()
    assert said.words > 1900
    assert verified.findings == report.findings
    assert verified.items == report.items


def test_a_word_that_is_missing_from_an_item_is_lost(report: Report) -> None:
    item = statement(report)
    first, word, rest = item.text.split(" ", 2)
    verified = verify_report(changed(report, item, text=f"{first} {rest}"))
    said = found(verified)
    assert (said.lost, said.doubled, said.invented, said.other_cell) == (1, 0, 0, 0)
    assert told(verified, item.page_first, f"“{word}”")
    assert word in verified.item(item.id).doubt
    assert sum(bool(i.doubt) for i in verified.items) == 1 + sum(bool(i.doubt) for i in report.items)


def test_a_word_that_is_not_on_the_page_is_invented(report: Report) -> None:
    item = statement(report)
    first, rest = item.text.split(" ", 1)
    verified = verify_report(changed(report, item, text=f"{first} zebra {rest}"))
    said = found(verified)
    assert (said.lost, said.doubled, said.invented, said.other_cell) == (0, 0, 1, 0)
    assert told(verified, item.page_first, "“zebra”")
    assert "zebra" in verified.item(item.id).doubt


def test_a_figure_that_changed_is_lost_and_invented(report: Report) -> None:
    item = next(i for i in report.statements if "1,240" in i.text)
    verified = verify_report(changed(report, item, text=item.text.replace("1,240", "1,420")))
    assert (found(verified).lost, found(verified).invented) == (1, 1)
    assert told(verified, item.page_first, "1,420")
    assert told(verified, item.page_first, "1,240")


def test_a_minus_that_went_missing_is_found(report: Report) -> None:
    item = next(i for i in report.items if "-" in i.text)
    verified = verify_report(changed(report, item, text=item.text.replace("-", "", 1)))
    assert not found(verified).clean


def test_words_in_another_order_are_found(report: Report) -> None:
    item = statement(report)
    a, b, rest = item.text.split(" ", 2)
    assert a != b
    assert not found(verify_report(changed(report, item, text=f"{b} {a} {rest}"))).clean


def test_places_that_two_items_claim_are_doubled(report: Report) -> None:
    item = statement(report)
    other = next(i for i in report.outcomes if i.page_first == i.page_last == item.page_first)
    verified = verify_report(changed(report, item, spans=(*item.spans, *other.spans)))
    said = found(verified)
    assert said.doubled == len(other.text.split())
    assert (said.lost, said.invented) == (0, 0)
    assert told(verified, item.page_first, other.text.split()[0])
    assert verified.item(other.id).doubt
    assert verified.item(item.id).doubt


def test_an_item_that_stands_twice_is_doubled(report: Report) -> None:
    item = statement(report)
    verified = verify_report(replace(report, items=(*report.items, replace(item, id="twice"))))
    assert found(verified).doubled >= len(item.text.split())
    assert told(verified, item.page_first, item.text.split()[0])


def test_an_item_in_another_column_stands_in_another_cell(report: Report) -> None:
    item = statement(report)
    verified = verify_report(changed(report, item, role="outcome"))
    said = found(verified)
    assert (said.lost, said.doubled, said.invented) == (0, 0, 0)
    assert said.other_cell >= len(item.text.split())
    assert told(verified, item.page_first, item.text.split()[0])
    assert "another cell" in verified.item(item.id).doubt


def test_an_item_of_another_commitment_stands_in_another_cell(report: Report) -> None:
    item = statement(report)
    other = next(c.id for c in report.commitments if c.id != item.commitment)
    verified = verify_report(changed(report, item, commitment=other))
    assert found(verified).other_cell >= len(item.text.split())
    assert told(verified, item.page_first, item.text.split()[0])


def test_an_item_made_of_two_cells_stands_in_another_cell(report: Report) -> None:
    item = statement(report)
    other = next(i for i in report.outcomes if i.page_first == i.page_last == item.page_first)
    joined = changed(report, item, text=f"{item.text} {other.text}", spans=(*item.spans, *other.spans))
    verified = verify_report(replace(joined, items=tuple(i for i in joined.items if i.id != other.id)))
    said = found(verified)
    assert (said.lost, said.doubled, said.invented) == (0, 0, 0)
    assert said.other_cell > 0
    assert told(verified, item.page_first, "another cell")


@pytest.mark.parametrize("owner", ["title", "header", "furniture"])
def test_a_whole_line_that_is_dropped_is_lost(owner: str, report: Report) -> None:
    place = next(p for p in report.places if p.owner == owner and len(p.text.split()) > 1)
    verified = verify_report(replace(report, places=tuple(p for p in report.places if p is not place)))
    assert found(verified).lost == len(place.text.split())
    assert told(verified, place.page, place.text.split()[0])


def test_a_line_that_is_dropped_from_an_item_puts_the_item_in_doubt(report: Report) -> None:
    item = statement(report)
    words = [w for w in again(report) if w.number == item.page_first]
    last = item.spans[-1]
    on_line = [
        words[0].words[n]
        for n in sorted({
            g.word for g in words[0].glyphs
            if last.x0 <= g.middle[0] <= last.x1 and last.top <= g.middle[1] <= last.bottom
        })
    ]  # fmt: skip
    assert item.text.endswith(" ".join(on_line))
    text = item.text.removesuffix(" ".join(on_line)).rstrip()
    verified = verify_report(changed(report, item, text=text, spans=item.spans[:-1]))
    said = found(verified)
    assert (said.lost, said.invented) == (len(on_line), 0)
    assert told(verified, last.page, " ".join(on_line[:3]))
    assert verified.item(item.id).doubt, "the nearest item is the one that a person should look at"


def test_random_wrongs_are_found(reports: tuple[Report, ...]) -> None:
    """Some of each kind; ``bench/tampering.py`` does them by the hundred."""
    random, report = Random(7), reports[0]
    with pages_kept():
        good = found(verify_report(report))
        for by in TAMPERINGS:
            made = [tampered for _ in range(6) if (tampered := by(random, report))]
            assert len(made) >= 3, by.__name__
            assert {outcome(report, good, tampered, by) for tampered in made} == {"found"}, by.__name__


def fill(x0: float, top: float, x1: float, bottom: float, grey: float = 0.8, **other: Any) -> Fill:
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "fill": True, "stroke": False,
            "non_stroking_color": (grey,), **other}  # fmt: skip


def boxes(rects: list[Fill]) -> list[tuple[float, ...]]:
    return sorted(tuple(rect[side] for side in ("x0", "top", "x1", "bottom")) for rect in seen_areas(rects))


def test_fills_of_one_colour_that_adjoin_are_one_area() -> None:
    gradient = [fill(10, 10 + 2 * n, 80, 12 + 2 * n, 0.8 - 0.01 * n) for n in range(40)]
    assert boxes(gradient) == [(10, 10, 80, 90)]
    assert boxes([fill(10 + 2 * n, 5, 12 + 2 * n, 9, 0.01 * n) for n in range(40)]) == [(10, 5, 90, 9)]
    assert boxes([fill(x, y, x + 20, y + 5) for x in (0, 20) for y in (0, 5)]) == [(0, 0, 40, 10)]


def test_fills_that_can_be_told_apart_stay_apart() -> None:
    zebra = [fill(10, 20 * n, 80, 20 * n + 20, 0.9 + 0.1 * (n % 2)) for n in range(4)]
    assert len(boxes(zebra)) == 4
    assert len(boxes([fill(0, 0, 20, 5), fill(0, 6, 20, 11)])) == 2, "white between two fills is a line"
    assert len(boxes([fill(0, 0, 20, 5), fill(0, 5, 30, 10)])) == 2, "of two widths"
    assert len(boxes([fill(0, 0, 20, 5, stroke=True), fill(0, 5, 20, 10, stroke=True)])) == 2, "outlines are lines"


def test_where_no_lines_part_the_columns_it_says_that_cells_were_not_checked(shared: Path) -> None:
    folder = shared / "reports"
    ruled = folder / "cases" / "fire-inspection-2021-untagged.pdf"
    lines_across = folder / "cases" / "fire-inspection-2020-horizontal.pdf"
    assert found(verify_report(read_report(ruled))).cells_checked == (2, 3, 4)
    verified = verify_report(read_report(lines_across))
    assert found(verified).clean
    assert found(verified).cells_checked == ()
    assert found(verified).cells_unchecked == (2, 3, 4, 5, 6)
    assert any("not cells, on pages 2–6" in f.text for f in verified.findings), "what was not checked is said"


@pytest.mark.slow
def test_all_reports_at_hand_are_clean(shared: Path) -> None:
    folder = shared / "reports"
    files = [f for f in (*folder.glob("*.pdf"), *folder.glob("*/*.pdf")) if "scanned" not in f.name]
    assert len(files) == 18
    for file in (*files, *map(sample_pdf, ("2025", "2026"))):
        said = found(verify_report(read_report(file)))
        assert said.clean, f"{file.name}: {said}"
        assert (said.hidden, said.unreadable, said.pages_unread) == (0, 0, ()), file.name


def upright_again(page: pypdf.PageObject, degrees: int) -> None:
    """Turn a page's content, have /Rotate turn it back, and move and crop its boxes: a reader sees the same page."""
    across, up = float(page.mediabox.width), float(page.mediabox.height)
    x, y = {0: (0.0, 0.0), 90: (up, 0.0), 180: (across, up), 270: (0.0, across)}[degrees]
    page.add_transformation(pypdf.Transformation().rotate(degrees).translate(x + 20, y + 30))
    wide, high = (across, up) if degrees % 180 == 0 else (up, across)
    page.mediabox = pypdf.generic.RectangleObject((20, 30, 20 + wide, 30 + high))
    page.cropbox = pypdf.generic.RectangleObject((24, 35, 14 + wide, 27 + high))
    page[pypdf.generic.NameObject("/Rotate")] = pypdf.generic.NumberObject(degrees)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_pages_that_are_turned_and_cropped_are_compared_in_the_same_place(degrees: int, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=str(sample_pdf("2026")))
    for page in writer.pages:
        upright_again(page, degrees)
    writer.write(tmp_path / "turned.pdf")
    report = read_report(tmp_path / "turned.pdf", pages=[2, 3])
    said = found(verify_report(report, [2, 3]))
    assert len(report.items) > 10
    assert said.clean, said
    assert (said.pages, said.cells_checked) == (2, (2, 3))


def with_words(path: Path, mode: int, x: int = 300) -> Path:
    """The third sample with two more words at the foot of its second page, drawn in a text render mode."""
    writer = pypdf.PdfWriter(clone_from=str(sample_pdf("2026")))
    page = writer.pages[1]
    font = pypdf.generic.DictionaryObject({
        pypdf.generic.NameObject(f"/{key}"): pypdf.generic.NameObject(f"/{value}")
        for key, value in (("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica"))
    })  # fmt: skip
    page["/Resources"]["/Font"][pypdf.generic.NameObject("/Fx")] = font  # type: ignore[index]
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(page.get_contents().get_data() + f"\nBT /Fx 9 Tf {mode} Tr {x} 12 Td (two ghosts) Tj ET".encode())
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    writer.write(path)
    return path


@pytest.mark.parametrize(
    ("mode", "x", "lost", "hidden"), [(0, 300, 2, 0), (3, 300, 0, 2), (7, 300, 0, 2), (0, -90, 0, 2)]
)
def test_words_that_nobody_can_see_are_no_loss(
    mode: int, x: int, lost: int, hidden: int, reports: tuple[Report, ...], tmp_path: Path
) -> None:
    """Words that the first reader does not have: visible ones are lost, those that are surely unseen are only told."""
    report = reports[2]
    path = with_words(tmp_path / "ghosts.pdf", mode, x)
    verified = verify_report(replace(report, source=replace(report.source, path=str(path))))
    assert (found(verified).lost, found(verified).hidden) == (lost, hidden)
    assert told(verified, 2, "two ghosts")


def test_what_it_could_not_read_is_said(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = again(report)
    monkeypatch.setattr(
        extract.verify, "read_again", lambda *_: (p.number if p.number == 4 else p for p in pages)
    )  # fmt: skip
    verified = verify_report(report)
    assert (found(verified).pages, found(verified).pages_unread) == (8, (4,))
    assert found(verified).clean
    assert any("could not read page 4" in f.text for f in verified.findings)


def test_a_file_that_it_cannot_open_is_said(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Iterator[SecondPage]:
        raise ValueError("no such table")

    monkeypatch.setattr(extract.verify, "read_again", refuse)
    verified = verify_report(report)
    assert found(verified).words == 0
    assert found(verified).pages_unread == tuple(range(1, 10))
    assert any("pages 1–9 (no such table): nothing was checked there" in f.text for f in verified.findings)


def test_what_two_readers_can_agree_on() -> None:
    assert normal("ﬁnd\u00a0it") == "findit"
    assert normal("\uf0b7") == ""
    assert normal("well\u2011being") == normal("well-being")
    assert normal("co\u00adop") == "coop"
    assert normal("(cid:12)") == "\ufffd"


def test_the_verification_is_kept_in_the_data_package(report: Report, tmp_path: Path) -> None:
    verified = verify_report(changed(report, statement(report), role="outcome"))
    write_parsed(verified, tmp_path, "0")
    again = read_parsed(tmp_path)
    assert again.ledger == verified.ledger
    assert again.findings == verified.findings
    assert [i.doubt for i in again.items] == [i.doubt for i in verified.items]
    ledger = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["ledger"]
    assert ledger["verified"]["other_cell"] == found(verified).other_cell
    write_parsed(report, tmp_path, "0")
    assert json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["ledger"]["verified"] is None


def test_compare_says_what_the_second_reader_found(run: Run, tmp_path: Path) -> None:
    done = run("compare", sample_pdf("2025"), sample_pdf("2026"), "--verify", "--judge", "lexical")
    assert done.returncode == 0, done.stderr
    comparison = json.loads((tmp_path / "comparison" / "comparison.json").read_text(encoding="utf-8"))
    jsonschema.validate(comparison, json.loads((ROOT / "diff" / "comparison.schema.json").read_text(encoding="utf-8")))
    assert [r["ledger"]["verified"]["lost"] for r in comparison["reports"]] == [0, 0]
    page = (tmp_path / "comparison" / "report.html").read_text(encoding="utf-8")
    assert "read 8 pages again: 0 words lost, 0 doubled, 0 invented, 0 in another cell" in page


def test_without_pdfplumber_verify_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("commands.options.find_spec", lambda _: None)
    done = CliRunner().invoke(main, ["extract", str(sample_pdf("2026")), "--verify", "-o", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "--verify needs pdfplumber, which is not installed: pip install pdfplumber" in done.output
    assert not (tmp_path / "out").exists()
