"""A Report → where it contradicts its own figures, each as a question with the sum that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from align.arithmetic import contradictions
from align.arithmetic.twice import Twice, told_twice
from diff.comparison import PairFinding
from extract.report import Item, Report

KIND = "figures-contradict"
_QUOTED = 160  # characters of a sentence that is told twice


def contradicting_figures(report: Report, called: str) -> Iterator[PairFinding]:
    """One finding for each contradiction, in the order of the report; ``called`` names the report: "This year’s"."""
    items = report.statements
    lead_ins = {item.id: item.text for item in items}
    for item in items:
        for wrong in contradictions(item.text):
            text = f"{called} report says “{wrong.quote}” (page {item.page_first}). {wrong.sum} Which is right?"
            yield _finding(report, item, text)
    statements = [(i.commitment, lead_ins.get(i.parent or "", ""), i.text) for i in items]
    for twice in told_twice(statements):
        yield _finding(report, items[twice.first], _twice_text(called, twice, items[twice.first], items[twice.second]))


def _twice_text(called: str, twice: Twice, first: Item, second: Item) -> str:
    sentence = twice.sentence
    if len(sentence) > _QUOTED:
        sentence = sentence[:_QUOTED].rpartition(" ")[0] + "…"
    where = f"{twice.value} (page {first.page_first}) and once {twice.other} (page {second.page_first})"
    return f"{called} report says one sentence twice, once with {where}: “{sentence}” Which is right?"


def _finding(report: Report, item: Item, text: str) -> PairFinding:
    return PairFinding(kind=KIND, report=report.id, text=text, page=item.page_first)
