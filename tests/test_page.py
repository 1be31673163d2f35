"""report.html and the terminal: nothing runs, nothing is fetched, codes never shown, readable by all."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from io import StringIO
from itertools import pairwise

import pytest
from rich.console import Console

from diff import Comparison, compare_reports
from extract.report import Report
from report import words
from report.page.html import html_page
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
    page = html_page(nasty, "0")
    assert page.count("<script") == 2, "the data and the script"
    assert "<img" not in page
    assert "&lt;script&gt;alert(" in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, flags=re.S)
    assert data is not None
    assert NASTY in json.loads(data[1])["reports"][0]["title"]


def test_the_page_needs_nothing_else(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in html.unescape(policy[1]).split(";"))
    assert rules.pop("img-src") == "data:"
    assert all(re.fullmatch(r"'sha256-[\w+/]+='", rules.pop(kind)) for kind in ("script-src", "style-src"))
    assert set(rules.values()) == {"'none'"}
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert not re.search(r"""(src|href)=["'](?!#)""", markup)
    assert "@import" not in page
    assert "url(" not in page


def test_people_never_see_the_codes(page: str) -> None:
    shown = {re.sub(r"<[^>]*>", "", tag) for tag in re.findall(r'<span class="tag[^>]*>.*?</span>', page)}
    related = f"{words.STATUS['lost']}, {words.ONLY_RELATED}"
    assert shown == {*words.STATUS.values(), words.REVIEW, related}


def test_the_page_says_the_page_for_every_quotation(page: str) -> None:
    quotations = re.findall(r"<blockquote.*?</blockquote>", page, flags=re.S)
    assert len(quotations) > 100
    assert all(re.search(r"<footer>.*Page \d+", quotation) for quotation in quotations)


def test_a_terminal_is_not_steered_by_a_report(nasty: Comparison) -> None:
    console = Console(width=120, force_terminal=True, file=StringIO())
    with console.capture() as capture:
        show_comparison(nasty, console)
    shown = capture.get()
    assert "\x07" not in shown
    assert "\x1b[31mred" not in shown
    assert "[red]" in " ".join(shown.split())


def test_a_screen_reader_finds_its_way(page: str) -> None:
    assert page.count("<h1>") == 1
    assert '<html lang="en-GB">' in page
    assert len(re.findall(r"<table[ >]", page)) == page.count("<caption>")
    assert all("scope=" in head for head in re.findall(r"<th[ >][^>]*", page))
    levels = [int(n) for n in re.findall(r"<h(\d)[ >]", page)]
    assert all(b - a <= 1 for a, b in pairwise(levels)), "no heading level is jumped"
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
