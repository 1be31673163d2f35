"""The desk for everybody: WCAG 2.2 AA as axe-core checks it on every page, and every task by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from conftest import sample_pdf
from desk_process import desk_process
from test_accessible import WAYS, shown_in, violations
from test_bad_input import table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHOWN = ("light", "dark", "forced colours", "400 % zoom")


@dataclass(frozen=True, slots=True)
class Used:
    """A desk that was used: its address, and that of each page of it by what it shows."""

    address: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def used(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Used]:
    """One comparison with a decision and the same made anew, one that was stopped, a report that cannot be read."""
    with desk_process(tmp_path_factory.mktemp("desk") / "library") as desk:
        tab = browser.new_page()
        tab.goto(desk.address)
        tab.set_input_files("#files", [str(sample_pdf("2024")), str(sample_pdf("2025"))])
        tab.wait_for_selector("#compare")
        ready = tab.url
        tab.click("#compare")
        tab.wait_for_selector("#briefing")
        comparison = tab.url
        tab.goto(f"{comparison}/report")
        tab.locator(".outcome summary").first.click()
        tab.locator(".outcome button[data-ruling=no]:visible").first.click()
        tab.wait_for_function("() => !deskKeeper.unsaved")
        tab.goto(comparison)
        tab.get_by_role("button", name="Compare again").click()
        tab.wait_for_selector("#briefing")
        second = tab.url
        tab.get_by_role("button", name="Compare again").click()
        tab.get_by_role("button", name="Stop").click()
        tab.get_by_role("button", name="Try again").wait_for()
        stopped = tab.url
        tab.goto(desk.address)
        file = {"name": "herd.pdf", "mimeType": "application/pdf", "buffer": table("Zebra", "Quagga")}
        tab.set_input_files("#files", [file])
        tab.get_by_role("link", name="Say what its columns are").wait_for()
        pages = {
            "the desk": desk.address, "a search without result": f"{desk.address}?q=nothing",
            "reports": f"{desk.address}reports", "chosen": ready, "chosen, and not read": tab.url,
            "a report": f"{desk.address}reports/estuary-and-moors-2024",
            "unknown columns": f"{desk.address}reports/herd",
            "a comparison": comparison, "side by side": f"{comparison}/beside?with={second.rsplit('/', 1)[1]}",
            "stopped": stopped, "no such page": f"{desk.address}nowhere", "the report": f"{comparison}/report",
        }  # fmt: skip
        tab.close()
        yield Used(desk.address, pages)


@pytest.fixture(params=shown_in(SHOWN))
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """As somebody uses it; axe itself needs a page without a policy."""
    context = browser.new_context(bypass_csp=True, **WAYS[request.param])
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_any_page(tab: Page, used: Used) -> None:
    for shown, address in used.pages.items():
        tab.goto(address)
        tab.evaluate("document.querySelectorAll('main > details').forEach((one) => one.open = true)")
        assert violations(tab) == [], shown


def test_axe_finds_nothing_while_something_is_under_way(tab: Page, used: Used) -> None:
    news = json.dumps(
        {"steps": [{"said": "Drawing it", "done": 3, "of": 9}, {"said": "Comparing", "done": 0, "of": 0}]}
    )
    tab.route("**/news", lambda route: route.fulfill(content_type="text/event-stream", body=f"data: {news}\n\n"))
    tab.goto(used.pages["stopped"])
    tab.get_by_role("button", name="Try again").click()
    tab.wait_for_selector("#steps progress", state="attached")
    assert violations(tab) == []
    assert tab.locator("#steps .step-said").all_inner_texts() == ["Drawing it", "Comparing"]
    tab.get_by_role("button", name="Stop").click()
    tab.get_by_role("button", name="Try again").wait_for()


def test_nothing_scrolls_sideways_when_the_page_is_magnified(browser: Browser, used: Used) -> None:
    tab = browser.new_page(viewport=WAYS["400 % zoom"]["viewport"])
    for shown, address in used.pages.items():
        tab.goto(address)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, shown
    tab.close()


def test_what_can_be_pressed_is_large_enough(browser: Browser, used: Used) -> None:
    tab = browser.new_page(viewport=WAYS["light"]["viewport"])
    for shown, address in used.pages.items():
        tab.goto(address)
        sizes = tab.evaluate("""[...document.querySelectorAll('button, select, input, summary, a.button, nav a')]
            .map(e => e.getBoundingClientRect()).filter(b => b.width).map(b => [b.width, b.height])""")
        assert sizes, shown
        assert all(min(size) >= 24 for size in sizes), f"24 by 24 pixels: WCAG 2.5.8: {shown} {sizes}"
    tab.close()


def test_every_task_can_be_done_with_the_keyboard_alone(browser: Browser, used: Used) -> None:
    context = browser.new_context(viewport=WAYS["light"]["viewport"], accept_downloads=True)
    tab = context.new_page()
    keys = tab.keyboard
    here = "document.activeElement"

    def to(selector: str) -> None:
        """Walk on until the focus is on what is wanted, and see that the focus shows."""
        for _ in range(300):
            keys.press("Tab")
            if tab.evaluate(f"{here}.matches({selector!r})"):
                assert tab.evaluate(f"getComputedStyle({here}).outlineStyle") != "none", f"no focus shown: {selector}"
                return
        raise AssertionError(f"{selector} is not reached on {tab.url}: {tab.locator('main').inner_text()}")

    tab.goto(used.address)
    to("a.skip")
    to("#files")  # where Space opens the system's own window of files
    with tab.expect_navigation():
        tab.set_input_files("#files", [str(sample_pdf("2025")), str(sample_pdf("2026"))])
    tab.wait_for_selector("#compare")
    to("input[name=year]")
    to("input[name=plan]")
    to("#compare")
    keys.press("Enter")
    tab.wait_for_selector("#briefing")
    to("#read")
    keys.press("Enter")
    tab.wait_for_selector("#undo:visible")
    to(".outcome summary")
    keys.press("Enter")
    to(".outcome .choice button[data-ruling=no]")
    keys.press("Space")
    tab.wait_for_function("() => !deskKeeper.unsaved")
    to("#undo")
    keys.press("Enter")
    tab.wait_for_function("() => document.querySelector('#desk-says').innerText.startsWith('Undone: ')")
    tab.reload()
    to("a.at-desk")
    keys.press("Enter")
    tab.wait_for_selector("#briefing")
    to("#briefing")
    with tab.expect_download() as coming:
        keys.press("Enter")
    assert coming.value.path().stat().st_size > 10_000
    to("#steps-made summary")
    keys.press("Enter")
    to("form[action$='/again'] button")
    to("main > details:last-of-type summary")
    keys.press("Enter")
    to("button.danger")
    keys.press("Enter")
    tab.wait_for_selector("#files")
    to("input[type=search]")
    keys.type("Estuary")
    keys.press("Enter")
    tab.wait_for_url("**q=Estuary")
    tab.goto(f"{used.address}reports")
    to("input[type=checkbox]")
    keys.press("Space")
    to("form button.main")
    keys.press("Enter")
    tab.wait_for_url("**/compare?r=**")
    tab.goto(used.pages["unknown columns"])
    to("select[name=role]")
    keys.press("ArrowDown")
    assert tab.evaluate(f"{here}.value") == "title"
    context.close()
