"""Random wrongs done to a good reading, as a faulty reader would do them: a seed and a Report → another Report.

The second reader must find them. What it is held against is its own view of the pages, which is read once a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from random import Random
from typing import NamedTuple

import extract.verify
from extract import Item, Report, Verification, verify_report
from extract.report import Span
from extract.second_reader import SecondPage, normal, read_again, unseen_glyphs

INVENTED = ("zebra", "1,999", "harpsichord", "not", "17%", "and")


class Tampered(NamedTuple):
    """A report with one wrong in it, and the pages on which it stands."""

    report: Report
    pages: tuple[int, ...]


Tampering = Callable[[Random, Report], Tampered | None]


def _replaced(report: Report, **items: Item | None) -> Report:
    kept = (items.get(item.id, item) for item in report.items)
    return replace(report, items=tuple(item for item in kept if item is not None))


def _pages(*items: Item) -> tuple[int, ...]:
    return tuple({span.page for item in items for span in item.spans})


def _in_table(report: Report) -> list[Item]:
    return [item for item in report.items if item.commitment and item.spans]


def _retold(item: Item, words: list[str]) -> Item:
    return replace(item, text=" ".join(words))


def _pick(random: Random, report: Report) -> tuple[Item, int]:
    """An item, and the index of one of its words that has a letter or a figure."""
    item = random.choice([i for i in report.items if i.spans and normal(i.text).strip("-")])
    words = item.text.split()
    return item, random.choice([n for n, word in enumerate(words) if normal(word).strip("-")])


def drop_word(random: Random, report: Report) -> Tampered:
    """A word is missing."""
    item, n = _pick(random, report)
    words = item.text.split()
    return Tampered(_replaced(report, **{item.id: _retold(item, words[:n] + words[n + 1 :])}), _pages(item))


def double_word(random: Random, report: Report) -> Tampered:
    """A word stands twice."""
    item, n = _pick(random, report)
    words = item.text.split()
    return Tampered(_replaced(report, **{item.id: _retold(item, words[: n + 1] + words[n:])}), _pages(item))


def invent_word(random: Random, report: Report) -> Tampered:
    """A word stands there that the page has not."""
    item, n = _pick(random, report)
    words = item.text.split()
    made = _retold(item, [*words[:n], random.choice(INVENTED), *words[n:]])
    return Tampered(_replaced(report, **{item.id: made}), _pages(item))


def move_word(random: Random, report: Report) -> Tampered | None:
    """A word's text stands in an item of another cell."""
    item, n = _pick(random, report)
    others = _elsewhere(report, item)
    if not others:
        return None
    other, words = random.choice(others), item.text.split()
    there = other.text.split()
    at = random.randint(0, len(there))
    changed = {
        item.id: _retold(item, words[:n] + words[n + 1 :]),
        other.id: _retold(other, [*there[:at], words[n], *there[at:]]),
    }
    return Tampered(_replaced(report, **changed), _pages(item, other))


def move_line(random: Random, report: Report) -> Tampered | None:
    """The last line of an item, with its place, stands in an item of another cell of that page."""
    item = random.choice([i for i in _in_table(report) if len(i.spans) > 1])
    last = item.spans[-1]
    line = _words_in(report, last)
    here = [o for o in _elsewhere(report, item) if {s.page for s in o.spans} == {last.page}]
    words = item.text.split()
    if not here or not line or words[-len(line) :] != line or len(line) == len(words):
        return None
    other = random.choice(here)
    changed = {
        item.id: replace(_retold(item, words[: -len(line)]), spans=item.spans[:-1]),
        other.id: replace(_retold(other, other.text.split() + line), spans=(*other.spans, last)),
    }
    return Tampered(_replaced(report, **changed), (last.page,))


def move_item(random: Random, report: Report) -> Tampered | None:
    """A whole item stands under another column or another commitment."""
    item = random.choice(_in_table(report))
    roles = sorted({i.role for i in _in_table(report)} - {item.role})
    rows = sorted({c.id for c in report.commitments} - {item.commitment})
    if not roles or (rows and random.random() < 0.5):
        made = replace(item, commitment=random.choice(rows)) if rows else None
    else:
        made = replace(item, role=random.choice(roles))
    return Tampered(_replaced(report, **{item.id: made}), _pages(item)) if made else None


def drop_item(random: Random, report: Report) -> Tampered:
    """An item is missing."""
    item = random.choice([i for i in report.items if i.spans])
    return Tampered(_replaced(report, **{item.id: None}), _pages(item))


def double_item(random: Random, report: Report) -> Tampered:
    """An item stands twice."""
    item = random.choice([i for i in report.items if i.spans])
    return Tampered(replace(report, items=(*report.items, replace(item, id="twice"))), _pages(item))


TAMPERINGS: tuple[Tampering, ...] = (
    drop_word, double_word, invent_word, move_word, move_line, move_item, drop_item, double_item,
)  # fmt: skip
NEEDS_CELLS: tuple[Tampering, ...] = (move_line, move_item)  # found by cells, and so only where lines part them


def _elsewhere(report: Report, item: Item) -> list[Item]:
    """Items of the table in other cells."""
    return [o for o in _in_table(report) if (o.commitment, o.role) != (item.commitment, item.role)]


@cache
def seen_again(path: str) -> tuple[SecondPage | int, ...]:
    """The pages of a file as the second reader sees them."""
    return tuple(read_again(path))


@cache
def _unseen(path: str, page: int) -> list[tuple[float, float]]:
    return unseen_glyphs(path, [page])[page]


def _words_in(report: Report, span: Span) -> list[str]:
    page = next(p for p in seen_again(report.source.path) if isinstance(p, SecondPage) and p.number == span.page)
    inside = (
        g.word for g in page.glyphs
        if span.x0 <= g.middle[0] <= span.x1 and span.top <= g.middle[1] <= span.bottom
    )  # fmt: skip
    return [page.words[n] for n in dict.fromkeys(inside)]


@contextmanager
def pages_kept() -> Iterator[None]:
    """Within, ``verify_report`` reads the pages of a file once only."""
    before = extract.verify.read_again, extract.verify.unseen_glyphs
    extract.verify.read_again = lambda path, pages=None: iter(seen_again(path))  # type: ignore[assignment]
    extract.verify.unseen_glyphs = lambda path, pages: {page: _unseen(path, page) for page in pages}
    try:
        yield
    finally:
        extract.verify.read_again, extract.verify.unseen_glyphs = before


def outcome(report: Report, good: Verification, tampered: Tampered, by: Tampering) -> str:
    """``found``: words are at odds that were not before, and a finding names the page. ``said``: the wrong is one of
    cells on a page where the reader says that it could not check them. Else ``missed``."""
    verified = verify_report(tampered.report)
    said = verified.ledger.verified
    assert said is not None
    more = any(getattr(said, kind) > getattr(good, kind) for kind in ("lost", "doubled", "invented", "other_cell"))
    named = {f.page for f in verified.findings[len(report.findings) :]}
    if more and named & set(tampered.pages):
        return "found"
    return "said" if by in NEEDS_CELLS and set(tampered.pages) <= set(good.cells_unchecked) else "missed"


def tamper(random: Random, report: Report) -> tuple[Tampering, Tampered]:
    """One wrong of a random kind."""
    while True:
        by = random.choice(TAMPERINGS)
        if made := by(random, report):
            return by, made
