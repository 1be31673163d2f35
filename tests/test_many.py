"""report.html with 500 outcomes and 5,000 statements in each report: searched and ruled on without a wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from align.alignment import StandingOutcome
from diff import Comparison, compare_reports
from diff.comparison import Link, OutcomeDiff, Sides, Weights
from diff.judge import shipped_judge
from extract.report import Commitment, Item, Report
from report.page.html import html_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_OUTCOMES, _STATEMENTS = 500, 5000
_AREAS = ("Harbour", "Moorside", "Northgate", "Estuary", "Quayside", "Millbrook", "Castle", "Riverside", "Oldfield")


def _of(k: int, key: str) -> str:
    return f"{k}-{key}" if key else ""


def _item(k: int, item: Item) -> Item:
    text = f"{item.text} ({_AREAS[k % len(_AREAS)]} {k})"
    return replace(
        item,
        id=_of(k, item.id),
        text=text,
        commitment=_of(k, item.commitment),
        parent=_of(k, item.parent or "") or None,
    )


def _commitment(k: int, commitment: Commitment) -> Commitment:
    return replace(commitment, id=_of(k, commitment.id), title=f"{commitment.title} ({_AREAS[k % len(_AREAS)]} {k})")


def _report(report: Report, outcomes: int, statements: int) -> Report:
    """A report with its commitments many times over, and its statements more often still."""
    said = {item.id for item in report.statements}
    items = [_item(k, i) for k in range(statements) for i in report.items if i.id in said or k < outcomes]
    commitments = [_commitment(k, c) for k in range(statements) for c in report.commitments]
    return replace(report, items=tuple(items), commitments=tuple(commitments))


def _outcome(k: int, outcome: OutcomeDiff) -> OutcomeDiff:
    def standing(side: StandingOutcome | None) -> StandingOutcome | None:
        return side and replace(side, item=_item(k, side.item), commitment=_of(k, side.commitment))

    def sides(both: Sides) -> Sides:
        return Sides(before=tuple(map(link, both.before)), after=tuple(map(link, both.after)))

    def link(one: Link) -> Link:
        return replace(one, statement=_of(k, one.statement))

    def weights(one: Weights) -> Weights:
        scores = {_of(k, key): score for key, score in one.scores.items()}
        return replace(one, scores=scores, worded=tuple(_of(k, key) for key in one.worded))

    match = replace(outcome.match, before=standing(outcome.match.before), after=standing(outcome.match.after))
    shown = match.after or match.before
    assert shown is not None
    first, second = outcome.weights
    return replace(
        outcome, match=match, text=shown.item.text, evidence=sides(outcome.evidence),
        considered=sides(outcome.considered), weights=(weights(first), weights(second)),
    )  # fmt: skip


def grown(comparison: Comparison) -> Comparison:
    """The comparison with its outcomes, and the reports' statements, as often as the figures of the name ask."""
    pair = comparison.pairs[0]
    outcomes = -(-_OUTCOMES // len(pair.outcomes))
    statements = -(-_STATEMENTS // min(len(r.statements) for r in comparison.reports))
    before, after = (_report(r, outcomes, statements) for r in comparison.reports)
    alignment = replace(
        pair.alignment, before=before, after=after, commitments=(), outcomes=(), statements=(), measures=()
    )
    many = replace(
        pair, alignment=alignment, promises=(),
        outcomes=tuple(_outcome(k, o) for k in range(outcomes) for o in pair.outcomes),
    )  # fmt: skip
    return replace(comparison, reports=(before, after), pairs=(many,), timeline=())


@pytest.fixture(scope="module")
def file(reports: tuple[Report, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    comparison = grown(compare_reports(*reports[:2], judge=shipped_judge("lexical")))
    assert len(comparison.pairs[0].outcomes) >= _OUTCOMES
    assert all(len(report.statements) >= _STATEMENTS for report in comparison.reports)
    path = tmp_path_factory.mktemp("many") / "report.html"
    path.write_text(html_page(comparison, "0"), encoding="utf-8")
    return path


@contextmanager
def opened(browser: Browser, path: Path) -> Iterator[Page]:
    """The page as one who never saw it has it, once it is at rest."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto(path.as_uri())
    tab.evaluate("() => new Promise(done => { const rest = left => left.timeRemaining() > 5 ? done() : "
                 "requestIdleCallback(rest); requestIdleCallback(rest) })")  # fmt: skip
    yield tab
    tab.close()
    assert wrong == []


@pytest.fixture
def big(browser: Browser, file: Path) -> Iterator[Page]:
    with opened(browser, file) as tab:
        yield tab


def seconds(tab: Page, act: str) -> float:
    """How long the page takes, from an act to the picture of what came of it."""
    drawn = "requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => "
    drawn += "done((performance.now() - from) / 1000); c.port2.postMessage(0) })"
    return float(tab.evaluate(f"() => new Promise(done => {{ const from = performance.now(); {act}; {drawn} }})"))


def typed(tab: Page, text: str) -> float:
    field = "document.querySelector('form.filters [name=words]')"
    return seconds(tab, f"{field}.value = '{text}'; {field}.dispatchEvent(new Event('input', {{bubbles: true}}))")


def test_every_letter_typed_is_answered_at_once(big: Page) -> None:
    word = "moorside"
    there, back = range(1, len(word) + 1), range(len(word) - 1, -1, -1)
    passes = []
    for _ in range(3):
        took = [typed(big, word[:n]) for n in there]
        shown = big.locator(".outcome:visible").count()
        assert 0 < shown < _OUTCOMES
        passes.append(took + [typed(big, word[:n]) for n in back])
        assert big.locator(".outcome:visible").count() >= _OUTCOMES
    quickest = [min(times) for times in zip(*passes, strict=True)]  # what else the machine does can only add to it
    assert sorted(quickest)[len(quickest) // 2] < 0.1, f"asked: under 0.1 s a letter; {passes}"
    assert max(quickest) < 0.4, passes


def first_ruling(tab: Page) -> float:
    tab.evaluate("document.querySelector('.outcome .more details').open = true")
    tab.locator(".outcome .choice").first.wait_for()
    before = tab.locator(".tally").first.inner_text()
    took = seconds(tab, "document.querySelector('.outcome .choice button').click()")
    assert tab.locator(".tally").first.inner_text() != before
    return took


def test_a_ruling_is_followed_without_a_wait(browser: Browser, file: Path) -> None:
    """The first on a page, which takes longest: a later one would tell nothing of it."""
    took = []
    for _ in range(5):
        with opened(browser, file) as tab:
            took.append(first_ruling(tab))
    assert min(took) < 0.4, took  # what else the machine does can only add to it
