"""Claims and pages read again → words that stand in another cell than their row and column say.

Cells are pdfplumber's own, from the lines drawn. Where lines part no rows or no columns, nothing is said of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from extract.second_places import Claim, Held, Problem
from extract.second_reader import Cell, SecondPage

_OUTSIDE = ("heading", "header", "furniture")
_SLACK = 3.0  # points by which the edges of one row or column may differ
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCheck:
    """What came of it. ``checked`` are the pages of which every word of the table lies in a cell that tells its row and
    column, ``unchecked`` the other pages with words of the table."""

    problems: tuple[Problem, ...]
    checked: tuple[int, ...]
    unchecked: tuple[int, ...]


@dataclass(slots=True)
class _Filled:
    """A cell, and the words (indices on the page, one a glyph) that each claim of the table has in it."""

    page: SecondPage
    cell: Cell
    holds: dict[Claim, list[int]] = field(default_factory=dict)

    def counts(self, what: Callable[[Claim], str]) -> Counter[str]:
        """How many of its glyphs are of each role, or of each commitment."""
        found: Counter[str] = Counter()
        for claim, words in self.holds.items():
            found[what(claim)] += len(words)
        return found


_Wrong = list[tuple[_Filled, Claim]]


def check_cells(pages: Sequence[Held], claims: Sequence[Claim]) -> CellCheck:
    """Find the words that stand in another cell than the rest of their item, commitment or role."""
    filled: list[_Filled] = []
    checked, unchecked = list[int](), list[int]()
    for held in pages:
        cells, outside = _fill(held, claims)
        unparted = any(_is_unparted(row, _commitment) for row in _grouped(cells, _row))
        if cells or outside:
            (unchecked if outside or unparted else checked).append(held.page.number)
        filled.extend(cells)
    rows, columns = _grouped(filled, _row), _grouped(filled, _column)
    wrong = [
        *_split_items(filled),
        *(w for row in rows for w in _minority(row, _commitment)),
        *(w for column in columns for w in _minority(column, _role)),
        *_broken_rows(filled),
    ]
    known = {(id(f), claim) for f, claim in wrong}
    wrong += [w for row in rows for w in _role_twice(row, known)]
    return CellCheck(problems=tuple(_problems(wrong)), checked=tuple(checked), unchecked=tuple(unchecked))


def _role(claim: Claim) -> str:
    return claim.role


def _commitment(claim: Claim) -> str:
    return claim.commitment


def _row(f: _Filled) -> tuple[int, int, int]:
    return f.page.number, round(f.cell.top / _SLACK), round(f.cell.bottom / _SLACK)


def _column(f: _Filled) -> tuple[int, int, int]:
    """Pages of one width share their columns."""
    return round(f.page.width), round(f.cell.x0 / _SLACK), round(f.cell.x1 / _SLACK)


def _grouped(filled: Iterable[_Filled], key: Callable[[_Filled], _Key]) -> list[list[_Filled]]:
    groups: dict[_Key, list[_Filled]] = {}
    for f in filled:
        groups.setdefault(key(f), []).append(f)
    return list(groups.values())


def _fill(held: Held, claims: Sequence[Claim]) -> tuple[list[_Filled], int]:
    """A page's cells with what they hold, and how many glyphs of the table lie in none."""
    cells, outside = [_Filled(held.page, cell) for cell in _of_tables(held.page.cells)], 0
    for glyph, owners in zip(held.page.glyphs, held.owners, strict=True):
        inside = {c for c, _ in owners if claims[c].commitment and claims[c].role not in _OUTSIDE}
        if not inside:
            continue
        x, y = glyph.middle
        around = [f for f in cells if f.cell.x0 <= x <= f.cell.x1 and f.cell.top <= y <= f.cell.bottom]
        outside += not around
        for f in around[:1]:
            for c in inside:
                f.holds.setdefault(claims[c], []).append(glyph.word)
    return [f for f in cells if f.holds], outside


def _of_tables(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of tables with two columns or more: a frame around a page is no table."""
    columns: dict[int, set[int]] = {}
    for cell in cells:
        columns.setdefault(cell.table, set()).add(round(cell.x0 / _SLACK))
    return [cell for cell in cells if len(columns[cell.table]) > 1]


def _is_unparted(group: list[_Filled], what: Callable[[Claim], str]) -> bool:
    """Whether no lines part the commitments of a row (or the roles of a column): most of its cells hold several."""
    mixed = sum(len(f.counts(what)) > 1 for f in group)
    return mixed > 1 and 2 * mixed > len(group)


def _split_items(filled: Iterable[_Filled]) -> _Wrong:
    """An item stands in one cell of a page."""
    parts: dict[tuple[int, Claim], list[_Filled]] = {}
    for f in filled:
        for claim in f.holds:
            parts.setdefault((f.page.number, claim), []).append(f)
    return [
        (f, claim)
        for (_, claim), cells in parts.items()
        for f in sorted(cells, key=lambda f, claim=claim: -len(f.holds[claim]))[1:]  # type: ignore[misc]
    ]


def _minority(group: list[_Filled], what: Callable[[Claim], str]) -> _Wrong:
    """A row is of one commitment, a column of one role: whatever has the fewer glyphs stands wrong."""
    if _is_unparted(group, what):
        return []
    counts: Counter[str] = Counter()
    for f in group:
        counts += f.counts(what)
    usual = counts.most_common(1)[0][0]
    return [(f, claim) for f in group for claim in f.holds if what(claim) != usual]


def _role_twice(row: list[_Filled], known: set[tuple[int, Claim]]) -> _Wrong:
    """A row has one cell for a role, where it has most of its glyphs; ``known`` are parts that stand wrong already."""
    sound = [(f, claim) for f in row for claim in f.holds if (id(f), claim) not in known]
    weight: Counter[tuple[str, int]] = Counter()
    for f, claim in sound:
        weight[claim.role, id(f)] += len(f.holds[claim])
    best = {role: cell for (role, cell), _ in reversed(weight.most_common())}
    return [(f, claim) for f, claim in sound if best[claim.role] != id(f)]


def _broken_rows(filled: Sequence[_Filled]) -> _Wrong:
    """An item that goes over to the next page stands in the last row of the one and in the first row of the other."""
    cells: dict[Claim, dict[int, _Filled]] = {}
    by_page: dict[int, list[_Filled]] = {}
    for f in filled:
        by_page.setdefault(f.page.number, []).append(f)
        for claim in f.holds:
            cells.setdefault(claim, {}).setdefault(f.page.number, f)
    wrong: _Wrong = []
    for claim, places in cells.items():
        for before, after in pairwise(sorted(places)):
            above, below = places[before], places[after]
            if any(_is_below(f, above) and _others(f, claim) for f in by_page[before]):
                wrong.append((above, claim))
            if any(_is_below(below, f) and _others(f, claim) for f in by_page[after]):
                wrong.append((below, claim))
    return wrong


def _is_below(f: _Filled, other: _Filled) -> bool:
    return f.cell.top > other.cell.bottom - _SLACK


def _others(f: _Filled, claim: Claim) -> bool:
    """Whether a cell holds another commitment and not this one."""
    return claim.commitment not in f.counts(_commitment)


def _problems(wrong: _Wrong) -> Iterator[Problem]:
    for f, claim in {(id(f), claim): (f, claim) for f, claim in wrong}.values():
        indices = tuple(sorted(set(f.holds[claim])))
        yield Problem(
            kind="other cell", page=f.page.number, words=tuple(f.page.words[n] for n in indices),
            items=(claim.item,) if claim.item else (), indices=indices,
        )  # fmt: skip
