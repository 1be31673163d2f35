"""Pages that are pictures: read by text recognition, doubted where it is unsure, refused in a sentence without it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2 as pdfium
import pytest
from conftest import ROOT, Run, sample_pdf
from PIL import Image, ImageFilter
from test_gold import PAIR, score

from extract import read_report
from extract.layout import Word
from extract.pdf import read_document
from extract.report import Item, Report
from extract.scanned import SURE, doubt_of, read_scans


def scan(pdf: Path, pages: list[int], turned: float = 0.0, dots: int = 150) -> list[Image.Image]:
    """Some pages (from 1) of a PDF as an office machine scans them: a little turned, unsharp and grainy."""
    document, random = pdfium.PdfDocument(pdf), np.random.default_rng(1)
    made = []
    for number in pages:
        image = document[number - 1].render(scale=dots / 72).to_pil().convert("L")
        image = image.rotate(turned, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(image.filter(ImageFilter.GaussianBlur(0.5))) + random.normal(0, 6, image.size[::-1])
        made.append(Image.fromarray(grey.clip(0, 255).astype(np.uint8)))
    return made


def save(images: list[Image.Image], path: Path, dots: int = 150) -> Path:
    images[0].save(path, save_all=True, append_images=images[1:], resolution=dots, quality=75)
    return path


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first page of a sample report's table, turned by more than a degree."""
    return save(scan(sample_pdf("2024"), [2], turned=1.3), tmp_path_factory.mktemp("scan") / "scanned.pdf")


@pytest.fixture(scope="module")
def report(scanned: Path) -> Report:
    return read_report(scanned)


def said(items: tuple[Item, ...]) -> Counter[tuple[str, int, str]]:
    return Counter((item.role, item.level, item.text) for item in items)


def test_a_scan_is_read_as_the_page_itself_is(report: Report) -> None:
    true = read_report(sample_pdf("2024"), pages=[2])
    assert report.columns == true.columns
    assert [(c.number, c.title) for c in report.commitments] == [(c.number, c.title) for c in true.commitments]
    same = (said(report.items) & said(true.items)).total()
    assert 2 * same / (len(report.items) + len(true.items)) >= 0.9
    assert report.ledger.unowned == 0


def test_places_fit_the_page_as_it_is_seen(report: Report) -> None:
    """Where an item stands on the turned page is where the same one stands on the upright page, turned."""
    true = {item.text: item.spans[0] for item in read_report(sample_pdf("2024"), pages=[2]).items}
    known = [(item.spans[0], true[item.text]) for item in report.items if item.text in true]
    assert len(known) > 5
    turn = np.radians(-1.3)
    for found, span in known:
        x, y = (span.x0 + span.x1) / 2 - 421, (span.top + span.bottom) / 2 - 297.6
        middle = 421 + x * np.cos(turn) - y * np.sin(turn), 297.6 + x * np.sin(turn) + y * np.cos(turn)
        assert abs((found.x0 + found.x1) / 2 - middle[0]) < 4
        assert abs((found.top + found.bottom) / 2 - middle[1]) < 4


def test_the_report_says_that_it_was_read_from_a_scan(report: Report) -> None:
    assert report.engine.startswith("ruled, scans by rapidocr ")
    finding = report.findings[0]
    assert (finding.kind, finding.page) == ("reading", 1)
    assert finding.text.startswith("Page 1 is a scan, read by text recognition (rapidocr ")


@pytest.mark.slow
def test_a_scan_is_read_the_same_each_time(scanned: Path, report: Report) -> None:
    assert read_report(scanned) == report


@pytest.mark.slow
def test_nothing_is_printed_and_no_network_is_used(scanned: Path) -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from extract import read_report\n"
        f"read_report({str(scanned)!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
def test_pages_with_text_and_scans_are_read_as_one_report(tmp_path: Path) -> None:
    """The second page of the table is a scan, the first is not: the row that runs over both comes out whole."""
    save(scan(sample_pdf("2024"), [3]), tmp_path / "second.pdf")
    writer = pypdf.PdfWriter()
    writer.append(str(sample_pdf("2024")), pages=(1, 2))
    writer.append(str(tmp_path / "second.pdf"))
    writer.write(tmp_path / "mixed.pdf")
    report, true = read_report(tmp_path / "mixed.pdf"), read_report(sample_pdf("2024"), pages=[2, 3])
    assert [(c.number, c.page_first, c.page_last) for c in report.commitments] == [
        (c.number, c.page_first - 1, c.page_last - 1) for c in true.commitments
    ]
    assert (said(report.items) & said(true.items)).total() >= 0.9 * len(true.items)
    assert report.findings[0].text.startswith("Page 2 is a scan")
    assert report.ledger.unowned == 0


def test_a_page_that_has_a_text_layer_is_not_read_again() -> None:
    document = read_document(sample_pdf("2024"), [2])
    assert read_scans(document) is document


def test_a_photograph_is_no_page_of_text(tmp_path: Path) -> None:
    dark = np.random.default_rng(1).integers(0, 200, (600, 800), dtype=np.uint8)
    path = save([Image.fromarray(dark)], tmp_path / "photo.pdf")
    assert read_scans(read_document(path)).pages == read_document(path).pages


def test_an_item_with_an_unsure_word_is_doubted() -> None:
    word = Word(1, "recieved", 1, 0, 0, 1, 1, 1, 10, False, -1, False, False, True, SURE - 0.1)
    assert doubt_of([word]) == "recognised from a scan; “recieved” is uncertain"
    assert doubt_of([word._replace(sure=SURE)]) == ""


@pytest.mark.parametrize("whole", [True, False], ids=["all pages are scans", "one page is"])
def test_without_the_extra_one_sentence_says_how_to_get_it(
    whole: bool, scanned: Path, run: Run, tmp_path: Path
) -> None:
    writer = pypdf.PdfWriter()
    writer.append(str(scanned))
    if not whole:
        writer.append(str(sample_pdf("2024")), pages=(1, 2))
    writer.write(tmp_path / "report.pdf")
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "rapidocr.py").write_text("raise ImportError", encoding="utf-8")
    done = run("extract", "report.pdf", PYTHONPATH=str(tmp_path / "without"))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(
        "Error: report.pdf: has no text" if whole else "Error: report.pdf, page 1: has no text"
    )
    assert 'pip install "evidence-trail[ocr]"' in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", PAIR)
def test_a_whole_scanned_report_is_read_well(name: str, shared: Path, run: Run, tmp_path: Path) -> None:
    """Takes one to two minutes each."""
    pdf = shared / "reports" / "variants" / f"{name}-scanned.pdf"
    read = read_report(pdf)
    from extract.parsed import write_parsed

    (tmp_path / "out").mkdir()
    write_parsed(read, tmp_path / "out", "0")
    found = score(shared, "extract", name, tmp_path / "out")
    assert found["commitments_f1"] == 1.0
    assert found["items_f1"] >= 0.9
    assert found["characters_right"] >= 0.995
    assert found["unowned_words"] == 0
