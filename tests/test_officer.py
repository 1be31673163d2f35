"""What an officer does with report.html, in a real browser: read, filter, look, rule, save, and compare again."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import YEARS, Run, sample_pdf

from diff import Comparison, compare_reports
from diff.judge import Judge, Remembering, shipped_judge
from diff.rulings import Ruling
from extract.report import Report
from report import words
from report.page.drawing import pages_of
from report.page.html import html_page
from report.page.view import outcome_id

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Remembering(shipped_judge())


@pytest.fixture(scope="module")
def comparison(reports: tuple[Report, ...], judge: Judge) -> Comparison:
    return compare_reports(*reports, judge=judge)


@pytest.fixture(scope="module")
def page(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    pictures = {report.id: pages_of(report) for report in comparison.reports}
    path.write_text(html_page(comparison, "0", pictures), encoding="utf-8")
    return path


@pytest.fixture
def show(browser: Browser) -> Iterator[Open]:
    """Opens a page as one would from a folder; whatever goes wrong in it, or asks for more, fails the test."""
    contexts = []
    said: list[str] = []
    asked: list[str] = []

    def call(path: Path, **options: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, **options))
        tab = contexts[-1].new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        return tab

    yield call
    for context in contexts:
        context.close()
    assert said == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)


def counts(tab: Page, n: int = 1) -> list[int]:
    cells = tab.locator(f".counts[data-pair='{n}'] tr[data-status] td:nth-of-type(1)").all_inner_texts()
    return [int(cell) for cell in cells]


def opened(tab: Page, n: int = 0) -> Any:
    """The n-th outcome with its evidence open."""
    row = tab.locator(".outcome").nth(n)
    row.locator(".more > td > details > summary").click()
    row.evaluate("row => row.querySelectorAll('details').forEach(d => d.open = true)")
    return row


def test_it_shows_what_was_compared(show: Open, page: Path, comparison: Comparison) -> None:
    tab = show(page)
    assert tab.locator("h1").inner_text() == "What changed between the reports"
    assert tab.locator(".outcome").count() == sum(len(pair.outcomes) for pair in comparison.pairs)
    screen = tab.locator(".start").first.bounding_box()
    assert screen is not None
    assert screen["y"] < 500, "findings and counts stand on the first screen"
    statuses = [o.status for o in comparison.pairs[0].outcomes]
    assert counts(tab) == [statuses.count(status) for status in words.ORDER]
    wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
    assert tab.evaluate(f"{wide} && !e.closest('.scroll')).length") == 0, "nothing runs off the page"


def test_an_outcome_opened_while_the_page_still_loads_has_its_buttons(show: Open, page: Path, tmp_path: Path) -> None:
    closed, opened = "<details>\n<summary>Evidence", "<details open>\n<summary>Evidence"
    text = page.read_text(encoding="utf-8")
    assert closed in text
    quick = tmp_path / "report.html"
    quick.write_text(text.replace(closed, opened, 1), encoding="utf-8")  # as it is when the page's script begins
    row = show(quick).locator(".outcome:has(> .more > td > details[open])")
    row.locator("button[data-ruling=direct]:visible").first.wait_for(timeout=5000)
    assert row.locator("button[data-ruling]:visible").count() >= 4


def test_outcomes_are_searched_filtered_and_put_in_order(show: Open, page: Path, comparison: Comparison) -> None:
    tab = show(page)
    form, rows = tab.locator("form.filters").first, tab.locator("#table-1 .outcome:visible")
    outcomes = comparison.pairs[0].outcomes
    form.locator("[name=status]").select_option(label=words.STATUS["lost"])
    lost = [o.text for o in outcomes if o.status == "lost"]
    assert rows.locator("th a").all_text_contents() == lost
    assert form.locator(".showing").inner_text() == f"{len(lost)} of {len(outcomes)} outcomes."
    form.get_by_role("button", name="Show all").click()
    assert rows.count() == len(outcomes)
    form.get_by_label("Only what is to be checked").check()
    assert rows.count() == sum(o.review for o in outcomes)
    form.get_by_role("button", name="Show all").click()
    word = max(re.findall(r"\w+", lost[0]), key=len)
    form.get_by_label("Search").press_sequentially(word)
    assert 0 < rows.count() < len(outcomes)
    assert all(word.lower() in str(text).lower() for text in rows.evaluate_all("rows => rows.map(r => r.textContent)"))
    form.get_by_role("button", name="Show all").click()
    form.get_by_label("Order").select_option(label="By the alphabet")
    texts = rows.locator("th a").all_text_contents()
    assert texts == sorted(texts, key=str.lower)


def test_a_link_opens_an_outcome_even_one_that_was_filtered_out(show: Open, page: Path) -> None:
    tab = show(page)
    tab.locator("form.filters").first.get_by_label("Search").fill("no such word")
    assert tab.locator("#table-1 .outcome:visible").count() == 0
    link = tab.locator(".story a").first
    text = link.inner_text()
    link.click()
    row = tab.locator(":target")
    assert row.locator("th").inner_text() == text
    assert row.locator("article").is_visible()
    again = show(page.with_name(page.name))
    again.goto(f"{page.as_uri()}{re.sub('.*#', '#', tab.url)}")
    again.reload()
    assert again.locator(":target article").is_visible()


def test_every_passage_is_shown_on_the_picture_of_its_page(show: Open, page: Path, comparison: Comparison) -> None:
    tab = show(page)
    row = opened(tab)
    quote = row.locator("blockquote").first
    quote.locator("button.at").click()
    dialog = tab.get_by_role("dialog")
    assert quote.locator("p").first.inner_text() in dialog.locator("#viewer-text").inner_text()
    picture = dialog.get_by_role("img")
    assert picture.evaluate("async picture => (await picture.decode(), picture.naturalWidth)") > 500
    link = comparison.pairs[0].outcomes[0].evidence.before[0]
    spans = comparison.pairs[0].before.item(link.statement).spans
    paper, box = dialog.locator(".paper").bounding_box(), dialog.locator("rect").first.bounding_box()
    assert paper is not None
    assert box is not None
    scale = paper["width"] / float(picture.get_attribute("width") or 0)
    assert box["x"] - paper["x"] == pytest.approx((spans[0].x0 - 2) * scale, abs=2)
    assert box["y"] - paper["y"] == pytest.approx((spans[0].top - 1) * scale, abs=2)
    title = dialog.get_by_role("heading").inner_text()
    dialog.get_by_role("button", name="Next page").click()
    assert dialog.get_by_role("heading").inner_text() != title
    tab.keyboard.press("Escape")
    assert dialog.count() == 0
    assert quote.locator("button.at").evaluate("e => e === document.activeElement"), "back where one was"


def test_a_ruling_moves_status_and_counts_and_outlives_a_reload(show: Open, page: Path, comparison: Comparison) -> None:
    tab = show(page)
    place = next(n for n, o in enumerate(comparison.pairs[0].outcomes) if o.status == "lost")
    text = comparison.pairs[0].outcomes[place].text
    before = counts(tab)
    tab.locator("#table-1 .outcome th a", has_text=text).first.click()
    row = tab.locator(":target")
    side = row.locator(".side[data-side='1']")
    side.locator("summary", has_text="Looked at and not counted").click()
    choice = side.locator("blockquote .choice").first
    choice.get_by_role("button", name="About this outcome").click()
    assert choice.get_by_role("button", name="About this outcome").get_attribute("aria-pressed") == "true"
    assert row.locator(".status").inner_text() == words.STATUS["kept"]
    assert sum(counts(tab)) == sum(before)
    assert counts(tab)[words.ORDER.index("lost")] == before[words.ORDER.index("lost")] - 1
    choice.get_by_label("Note").fill("seen on the page")
    choice.get_by_label("Note").press("Tab")
    assert tab.locator(".tally").first.inner_text() == "1 decision"
    assert text in tab.locator("#moved-1").inner_text()
    tab.reload()
    assert tab.locator(":target .status").inner_text() == words.STATUS["kept"]
    assert "seen on the page" in tab.locator("#decided").inner_text()
    tab.locator("#decided").get_by_role("button", name="Take back").click()
    assert tab.locator(":target .status").text_content() == words.STATUS["lost"]
    assert counts(tab) == before


@pytest.mark.slow
def test_what_was_saved_compares_again_to_the_same(show: Open, run: Run, tmp_path: Path) -> None:
    pdfs = [sample_pdf(year) for year in YEARS[:2]]
    assert run("compare", *pdfs, "-o", "out", "-q").returncode == 0
    tab = show(tmp_path / "out" / "report.html")
    tab.get_by_label("Your name").fill('A. Okafor, "Clerk"')
    for n, ruling in enumerate(["Not about it", "Unsure", "About this outcome", "Related only"]):
        row = opened(tab, n)
        row.locator("blockquote .choice").first.get_by_role("button", name=ruling).click()
    found = tab.evaluate(
        "[...document.querySelectorAll('.outcome')].map(r => [r.dataset.status, 'check' in r.dataset])"
    )
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Save rulings.csv").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as rows:
        assert [row["by"] for row in csv.DictReader(rows)] == ['A. Okafor, "Clerk"'] * 4
    assert run("compare", *pdfs, "-o", "again", "-q", "--rulings", file).returncode == 0
    again = show(tmp_path / "again" / "report.html")
    now = again.evaluate(
        "[...document.querySelectorAll('.outcome')].map(r => [r.dataset.status, 'check' in r.dataset])"
    )
    assert now == found
    assert again.locator(".tally").first.inner_text() == "4 decisions"
    assert again.locator("#moved-1").is_hidden(), "what was decided before is how the page came"


def test_files_of_two_officers_merge_and_disagreements_are_shown(show: Open, page: Path, tmp_path: Path) -> None:
    tab = show(page)
    opened(tab).locator("blockquote .choice").first.get_by_role("button", name="Not about it").click()
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Save rulings.csv").click()
    first = tmp_path / "first.csv"
    saved.value.save_as(first)
    second = tmp_path / "second.csv"
    second.write_text(first.read_text(encoding="utf-8").replace(",no,", ",direct,"), encoding="utf-8")
    stale = tmp_path / "stale.csv"
    stale.write_text(
        'kind,a_report,a_item,a_text,b_report,b_item,b_text,ruling\nevidence,,,"No such, outcome",,,Nowhere,no\n',
        encoding="utf-8",
    )
    broken = tmp_path / "broken.csv"
    broken.write_text("kind,a_report,a_item,a_text,b_report,b_item,b_text,ruling\noutcome,,,A,,,B,maybe\n", "utf-8")
    other = show(page)
    other.get_by_label("Load decisions").set_input_files([first, second, stale, broken])
    other.locator("#clashes li").first.wait_for()
    assert "Decisions that disagree" in other.locator("#clashes").inner_text()
    said = other.locator("#said").inner_text()
    assert "1 disagreement" in said
    assert "broken.csv was not loaded: row 2: ruling is “maybe”" in said
    assert "Its text stands in none of these reports" in other.locator("#decided").inner_text()
    choice = opened(other).locator("blockquote .choice").first
    assert choice.locator("[aria-pressed=true]").count() == 0, "neither applies"
    assert choice.get_by_text("People disagree").is_visible()
    choice.get_by_role("button", name="Related only").click()
    assert other.locator("#clashes").inner_text() == "", "a new decision settles it"
    assert choice.get_by_text("People disagree").is_hidden()


def test_a_name_given_late_signs_what_was_decided(show: Open, page: Path) -> None:
    tab = show(page)
    opened(tab).locator("blockquote .choice").first.get_by_role("button", name="Related only").click()
    tab.get_by_label("Your name").fill("A. Okafor")
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Save rulings.csv").click()
    with saved.value.path().open(encoding="utf-8-sig", newline="") as rows:
        assert [row["by"] for row in csv.DictReader(rows)] == ["A. Okafor"]


def test_a_passage_that_was_missed_can_be_added(show: Open, page: Path, comparison: Comparison) -> None:
    tab = show(page)
    pair = comparison.pairs[0]
    place = next(n for n, o in enumerate(pair.outcomes) if o.status in ("lost", "never"))
    tab.locator("#table-1 .outcome th a", has_text=pair.outcomes[place].text).first.click()
    side = tab.locator(":target .side[data-side='1']")
    shown = {link.statement for o in [pair.outcomes[place]] for link in (*o.evidence.after, *o.considered.after)}
    missed = next(item for item in pair.after.statements if item.id not in shown and len(item.text.split()) > 6)
    side.locator("summary", has_text="Add a passage").click()
    side.get_by_label("Look for another passage").fill(missed.text)
    side.locator(".found-passages").get_by_role("button", name="About this outcome").click()
    assert f"p. {missed.page_first}" in tab.locator(":target .found").nth(1).inner_text()
    assert not side.get_by_text("Nothing was found").is_visible()
    tab.reload()
    assert missed.text in tab.locator(":target .side[data-side='1']").inner_text(), "it stays with the outcome"


@pytest.mark.parametrize("seed", range(6))
def test_the_page_says_what_compare_says(
    show: Open, page: Path, comparison: Comparison, reports: tuple[Report, ...], judge: Judge, seed: int
) -> None:
    """Whatever has been ruled, page and program come to the same statuses, and check the same outcomes."""
    rulings = some_rulings(comparison, random.Random(seed))
    compared = compare_reports(*reports, rulings=rulings, judge=judge)
    wanted = {
        outcome_id(n, o): [o.status, o.review, words.status_words(o)]
        for n, pair in enumerate(compared.pairs, 1)
        for o in pair.outcomes
    }
    tab = show(page)
    tab.evaluate("list => { rulings.set(list); renew(); }", [asdict(ruling) for ruling in rulings])
    rows = "Object.fromEntries([...document.querySelectorAll('.outcome')].map("
    found = tab.evaluate(
        rows + "r => [r.id, [r.dataset.status, 'check' in r.dataset, r.querySelector('.status').textContent]]))"
    )
    assert found == wanted


def some_rulings(comparison: Comparison, chance: random.Random) -> list[Ruling]:
    """Rulings on passages that were offered and on others, and on outcomes that are one."""
    made = []
    for pair in comparison.pairs:
        for outcome in chance.sample(pair.outcomes, 8):
            match = outcome.match
            for report, links, stands in (
                (pair.before, (*outcome.evidence.before, *outcome.considered.before), match.before or match.after),
                (pair.after, (*outcome.evidence.after, *outcome.considered.after), match.after or match.before),
            ):
                assert stands is not None
                ruled = chance.sample(links, min(len(links), chance.randint(0, 4)))
                offered = [(link.statement, chance.choice(["direct", "partial", "no", "unsure"])) for link in ruled]
                added = [(item.id, "direct") for item in chance.sample(report.statements, chance.randint(0, 1))]
                made += [
                    Ruling(
                        kind="evidence", a_report=stands.report, a_item=stands.item.id, a_text=stands.item.text,
                        b_report=chance.choice(["", report.id]), b_item=item, b_text=report.item(item).text,
                        ruling=said,
                    )
                    for item, said in offered + added
                ]  # fmt: skip
            if match.before and match.after and match.relation in ("same", "reworded"):
                a, b = match.before, match.after
                ruling = chance.choice(["yes", "unsure"])
                made.append(
                    Ruling(
                        kind="outcome", a_report=a.report, a_item=a.item.id, a_text=a.item.text, b_report=b.report,
                        b_item=b.item.id, b_text=b.item.text, ruling=ruling,
                    )
                )  # fmt: skip
    return made


def test_the_files_pictures_are_left_out_on_request(show: Open, run: Run, tmp_path: Path) -> None:
    assert run("compare", *[sample_pdf(y) for y in YEARS[:2]], "-o", "out", "-q", "--no-pictures").returncode == 0
    path = tmp_path / "out" / "report.html"
    assert 'class="picture"' not in path.read_text(encoding="utf-8")
    tab = show(path)
    row = opened(tab)
    assert row.locator("button.at").count() == 0
    assert re.match(r"Page \d+", row.locator("blockquote footer").first.inner_text())


def test_it_can_be_read_without_its_script(show: Open, page: Path) -> None:
    tab = show(page, java_script_enabled=False)
    row = opened(tab)
    assert row.locator("article").is_visible()
    assert tab.locator(".tools:visible").count() == 0
