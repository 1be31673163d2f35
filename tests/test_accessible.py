"""report.html for everybody: WCAG 2.2 AA as axe-core checks it, and every task by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from diff import Comparison, compare_reports
from diff.judge import shipped_judge
from extract.report import Report
from report import words
from report.page.drawing import pages_of
from report.page.html import html_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDE = {"width": 1280, "height": 900}
WAYS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "forced colours": {"viewport": WIDE, "forced_colors": "active"},
    "print": {"viewport": WIDE},
    "400 % zoom": {"viewport": {"width": 320, "height": 256}},  # what a window of 1280 × 1024 shows at 400 %
}


def shown_in(ways: Iterable[str]) -> list[pytest.ParameterSet]:
    """Ways to show a page: the first whenever tests run, the others, which take as long each, among the slow tests."""
    return [pytest.param(way, marks=pytest.mark.slow if n else ()) for n, way in enumerate(ways)]


@pytest.fixture(scope="module")
def comparison(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports, judge=shipped_judge("lexical"))


@pytest.fixture(scope="module")
def page(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    pictures = {report.id: pages_of(report) for report in comparison.reports}
    path.write_text(html_page(comparison, "0", pictures), encoding="utf-8")
    return path


@pytest.fixture(params=shown_in(WAYS))
def tab(browser: Browser, page: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page as somebody uses it, with evidence open and decisions made; axe itself needs a page without a policy."""
    context = browser.new_context(bypass_csp=True, **WAYS[request.param])
    made = context.new_page()
    made.goto(page.as_uri())
    if request.param == "print":
        made.emulate_media(media="print")
    yield made
    context.close()


def violations(tab: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:120]} {node['failureSummary']}" for v in found for node in v["nodes"][:3]]


def use(tab: Page) -> None:
    """Open evidence and what was passed over, rule in several ways, one of them against another."""
    tab.evaluate("""() => {
        const rows = [...document.querySelectorAll('.outcome')].slice(0, 4);
        for (const d of rows.flatMap(r => [...r.querySelectorAll('details')])) d.open = true;
        for (const d of document.querySelectorAll('main section > details')) d.open = true;
    }""")
    tab.locator(".outcome .choice").first.wait_for(state="attached")
    tab.evaluate("""() => {
        const buttons = [...document.querySelectorAll('.outcome .choice button')];
        for (const n of [0, 6, 13, 21]) buttons[n].click();
        const one = {...rulings.list[0], ruling: 'direct'};
        rulings.set([...rulings.list, one, {...one, ruling: 'no'}, {...one, a_text: 'Nowhere', ruling: 'no'}]);
        renew();
    }""")
    tab.wait_for_timeout(300)


def test_axe_finds_nothing(tab: Page) -> None:
    assert violations(tab) == []
    use(tab)
    assert tab.locator("#clashes li").count() > 0
    assert tab.locator("#decided tbody tr").count() > 2
    assert violations(tab) == []


def test_axe_finds_nothing_in_the_picture_of_a_page(tab: Page) -> None:
    tab.evaluate("document.querySelector('.outcome details').open = true")
    tab.evaluate("document.querySelector('button.at').click()")
    assert tab.locator("#viewer[open]").count() == 1
    assert violations(tab) == []


@pytest.mark.slow
def test_axe_would_find_something(browser: Browser, page: Path) -> None:
    context = browser.new_context(bypass_csp=True, viewport=WIDE)
    tab = context.new_page()
    tab.goto(page.as_uri())
    wrong = '<p style="color: #888; background: #777">Hardly legible</p><img>'
    tab.evaluate("wrong => document.querySelector('main').insertAdjacentHTML('afterbegin', wrong)", wrong)
    assert {found.split(":")[0] for found in violations(tab)} >= {"image-alt", "color-contrast"}
    context.close()


def test_nothing_scrolls_sideways_when_the_page_is_magnified(browser: Browser, page: Path) -> None:
    tab = browser.new_page(viewport=WAYS["400 % zoom"]["viewport"])
    tab.goto(page.as_uri())
    use(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    tab.close()


def test_what_can_be_pressed_is_large_enough(browser: Browser, page: Path) -> None:
    tab = browser.new_page(viewport=WIDE)
    tab.goto(page.as_uri())
    use(tab)
    sizes = tab.evaluate("""[...document.querySelectorAll('button, select, input, summary')].map(e =>
        e.getBoundingClientRect()).filter(b => b.width).map(b => [b.width, b.height])""")
    assert len(sizes) > 50
    assert all(min(size) >= 24 for size in sizes), "24 by 24 pixels: WCAG 2.5.8"
    tab.close()


def test_every_status_says_itself_in_words(browser: Browser, page: Path, comparison: Comparison) -> None:
    tab = browser.new_page(viewport=WIDE)
    tab.goto(page.as_uri())
    shown = tab.locator("#table-1 .status").all_text_contents()
    assert [text.strip() for text in shown] == [words.status_words(o) for o in comparison.pairs[0].outcomes]
    tab.close()


def test_every_task_can_be_done_with_the_keyboard_alone(browser: Browser, page: Path) -> None:
    context = browser.new_context(viewport=WIDE)
    tab = context.new_page()
    tab.goto(page.as_uri())
    keys = tab.keyboard
    here = "document.activeElement"

    def to(selector: str, key: str = "Tab") -> None:
        """Walk on with one key until the focus is on what is wanted, and see that the focus shows."""
        for _ in range(400):
            keys.press(key)
            if tab.evaluate(f"{here}.matches({selector!r})"):
                assert tab.evaluate(f"getComputedStyle({here}).outlineStyle") != "none", f"no focus shown: {selector}"
                return
        raise AssertionError(f"{selector} is not reached with {key}")

    to("a.skip")
    keys.press("Enter")
    assert tab.url.endswith("#main")
    to("form.filters [name=words]")
    keys.type("the")
    to("form.filters [name=status]")
    keys.press("ArrowDown")
    to("form.filters [name=all]")
    keys.press("Enter")
    to(".outcome summary")
    keys.press("Enter")
    tab.locator(".outcome .choice").first.wait_for()
    to(".outcome button.at")
    keys.press("Enter")
    assert tab.get_by_role("dialog").is_visible()
    to("#page-on")
    keys.press("Enter")
    to("#page-close")
    keys.press("Enter")
    assert not tab.get_by_role("dialog").is_visible()
    assert tab.evaluate(f"{here}.matches('.outcome button.at')"), "back at the passage"
    to(".outcome .choice button[data-ruling=no]")
    keys.press("Space")
    assert tab.evaluate(f"{here}.getAttribute('aria-pressed')") == "true"
    to(".outcome .choice .note input")
    keys.type("looked at")
    to(".outcome .finder summary")
    keys.press("Enter")
    to(".outcome .finder input")
    keys.type("the")
    to(".outcome .finder .choice button[data-ruling=direct]")
    keys.press("Enter")
    to("#by")
    keys.type("A. Okafor")
    to("#save")
    with tab.expect_download() as saved:
        keys.press("Enter")
    assert "looked at" in saved.value.path().read_text(encoding="utf-8-sig")
    to("#load")
    to("#decided button")
    keys.press("Enter")
    assert tab.locator(".tally").first.inner_text() == "1 decision"
    context.close()
