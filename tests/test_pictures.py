"""The pictures of the README: taken of the samples as a reader sees them, and kept by ``make pictures``."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, YEARS, sample_pdf
from desk_process import desk_process
from test_bad_input import table

from diff import compare_reports
from extract import read_report
from report.page.drawing import pages_of
from report.page.html import html_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("report", "report-outcome", "report-page")


@pytest.fixture(scope="module")
def tab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    reports = [read_report(sample_pdf(year)) for year in YEARS[:2]]
    path = tmp_path_factory.mktemp("page") / "report.html"
    comparison = compare_reports(*reports)
    path.write_text(html_page(comparison, "0", {r.id: pages_of(r) for r in reports}), encoding="utf-8")
    made = browser.new_page(viewport={"width": 1180, "height": 800}, color_scheme="light")
    made.goto(path.as_uri())
    return made


def test_the_pictures_of_the_readme(tab: Page, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder = Path(request.config.getoption("pictures") or tmp_path)
    take(tab, folder / "report.png")
    tab.locator(".story a").first.click()
    row = tab.locator(":target")
    row.locator(".side[data-side='1'] summary", has_text="Looked at and not counted").click()
    row.locator(".choice").first.get_by_role("button", name="About this outcome").click()
    take(tab, folder / "report-outcome.png")
    row.locator("button.at").first.click()
    tab.locator("#sheet img").evaluate("picture => picture.decode()")
    take(tab, folder / "report-page.png")
    for name in NAMES:
        size = picture_size(folder / f"{name}.png")
        assert size == picture_size(ROOT / "docs" / f"{name}.png") == (1180, 800), "make pictures"
        assert f"docs/{name}.png" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_pictures_of_the_desk(browser: Browser, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    folder = Path(request.config.getoption("pictures") or tmp_path)
    with desk_process(tmp_path / "library") as desk:
        tab = browser.new_page(viewport={"width": 1180, "height": 800}, color_scheme="light")
        tab.goto(desk.address)
        tab.set_input_files("#files", [str(sample_pdf(year)) for year in YEARS[:2]])
        tab.wait_for_selector("#compare")
        take(tab, folder / "desk-choose.png")
        tab.click("#compare")
        tab.wait_for_selector("#briefing")
        take(tab, folder / "desk-comparison.png")
        tab.goto(desk.address)
        take(tab, folder / "desk.png")
        herd = table("Grazing", "Fences and gates", rows=9, before="#set page(flipped: true)\n#set text(size: 26pt)\n")
        tab.set_input_files("#files", [{"name": "herd-2025.pdf", "mimeType": "application/pdf", "buffer": herd}])
        tab.get_by_role("link", name="Say what its columns are").click()
        tab.locator("img.page").evaluate("picture => picture.decode()")
        take(tab, folder / "desk-columns.png")
    page = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    for name in ("desk", "desk-choose", "desk-comparison", "desk-columns"):
        assert picture_size(folder / f"{name}.png") == picture_size(ROOT / "docs" / f"{name}.png") == (1180, 800)
        assert f"({name}.png)" in page


def take(tab: Page, path: Path) -> None:
    """A picture of what the window shows, in few colours, so that it is small; it must not be blank."""
    from PIL import Image

    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    few = picture.quantize(96)
    assert len(few.getcolors() or ()) > 20, f"{path.name} shows nothing"
    few.save(path, optimize=True)


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels."""
    from PIL import Image

    with Image.open(path) as picture:
        return picture.size
