"""report.html and the terminal: nothing runs, nothing is fetched, codes never shown, readable by all."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from rich.console import Console

from diff import Comparison, compare_reports
from extract.report import Report
from report import words
from report.page import html_page
from report.terminal import show_comparison

NASTY = "<script>alert('x')</script><img src=x onerror=alert(1)> [red]not markup[/red] \x1b[31mred\x07"


@pytest.fixture(scope="module")
def nasty(reports: tuple[Report, ...]) -> Comparison:
    """The samples with a text that tries to be code, in an outcome, a statement, a title and a file name."""
    first, second, _ = reports
    items = tuple(replace(i, text=f"{NASTY} {i.text}") if i.role in ("outcome", "progress") else i for i in first.items)
    commitments = tuple(replace(c, title=f"{NASTY} {c.title}") for c in first.commitments)
    source = replace(first.source, path=f"{NASTY}.pdf")
    return compare_reports(replace(first, items=items, commitments=commitments, source=source, title=NASTY), second)


@pytest.fixture(scope="module")
def page(reports: tuple[Report, ...]) -> str:
    return html_page(compare_reports(*reports), "0")


def test_text_of_a_report_is_shown_as_text(nasty: Comparison) -> None:
    html = html_page(nasty, "0")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(" in html


def test_the_page_needs_nothing_else(page: str) -> None:
    assert "default-src 'none'" in page
    assert not re.search(r"""(src|href)=["'](?!#)""", page)
    assert "@import" not in page
    assert "url(" not in page


def test_people_never_see_the_codes(page: str) -> None:
    shown = {re.sub(r"<[^>]*>", "", tag) for tag in re.findall(r'<span class="tag[^>]*>.*?</span>', page)}
    related = f"{words.STATUS['lost']}, {words.ONLY_RELATED}"
    assert shown == {*words.STATUS.values(), words.REVIEW, related}


def test_the_page_says_the_page_for_every_quotation(page: str) -> None:
    quotations = re.findall(r"<blockquote.*?</blockquote>", page, flags=re.S)
    assert len(quotations) > 100
    assert all(re.search(r"<footer>Page \d+", quotation) for quotation in quotations)


def test_a_terminal_is_not_steered_by_a_report(nasty: Comparison) -> None:
    console = Console(width=120, force_terminal=True, file=StringIO())
    with console.capture() as capture:
        show_comparison(nasty, console)
    shown = capture.get()
    assert "\x07" not in shown
    assert "\x1b[31mred" not in shown
    assert "[red]" in " ".join(shown.split())


def test_a_browser_shows_it(page: str, chromium: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        tab = browser.new_page(viewport={"width": 1200, "height": 900})
        said: list[str] = []
        asked: list[str] = []
        tab.on("console", lambda message: said.append(message.text))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        assert tab.locator("h1").inner_text() == "What changed between the reports"
        assert tab.locator("article.outcome").count() == 41
        assert tab.evaluate("getComputedStyle(document.querySelector('.outcome')).borderTopStyle") == "solid", "styled"
        tab.locator("table a").first.click()
        assert "#o1-" in tab.url
        assert tab.locator(":target h4").count() == 1
        wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        assert tab.evaluate(f"{wide} && !e.closest('.scroll')).length") == 0, "nothing runs off the page"
        tab.set_viewport_size({"width": 400, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 400, (
            "a narrow window needs no scrolling sideways"
        )
        browser.close()
    assert said == []
    assert asked == [path.as_uri()]


def test_a_screen_reader_finds_its_way(page: str) -> None:
    assert page.count("<h1>") == 1
    assert '<html lang="en-GB">' in page
    assert page.count("<table>") == page.count("<caption>")
    assert not re.search(r"<th(?! scope=)[ >]", page)
    levels = [int(n) for n in re.findall(r"<h(\d)[ >]", page)]
    assert all(b - a <= 1 for a, b in pairwise(levels)), "no heading level is jumped"
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
