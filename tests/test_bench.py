"""The bench measures what it says: where its table goes in the README, and how its ratios are told."""

from __future__ import annotations

import sys

import pytest
from conftest import ROOT

sys.path.append(str(ROOT / "bench"))

import extract_speed
import growth
import icdar
import readme


def test_the_readme_has_one_place_for_the_table() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count(readme.START) == text.count(readme.END) == 1
    assert text.index(readme.START) < text.index(readme.END)


def test_a_table_takes_the_place_of_the_one_before() -> None:
    text = f"before\n{readme.START}\nold\n{readme.END}\nafter\n"
    once = readme.with_table(text, ["| new |"])
    assert once == f"before\n{readme.START}\n| new |\n{readme.END}\nafter\n"
    assert readme.with_table(once, ["| new |"]) == once


def test_a_text_without_the_place_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        readme.with_table("no place for it", ["| new |"])


def test_a_ratio_is_the_median_over_rounds_taken_in_turn() -> None:
    def rounds(*seconds: float) -> list[dict[str, float]]:
        return [{"wall": s} for s in seconds]

    times = {extract_speed.OURS: rounds(1, 2, 1), "pdfplumber": rounds(20, 40, 90), "lattice": rounds(40, 80, 40)}
    assert extract_speed.ratio(times, "pdfplumber") == 20
    assert extract_speed.missed(times) == ["lattice"]


def test_memory_or_time_out_of_proportion_is_a_miss() -> None:
    def report(slow: float, much: float) -> dict[int, growth.Figures]:
        return {
            growth.FROM: {"ms a page": 1.0, "MB": 1.0},
            growth.AT: {"ms a page": 1.0, "MB": much},
            growth.TO: {"ms a page": slow, "MB": 1.0},
        }

    assert not growth.missed(report(1.4, 299))
    assert growth.missed(report(1.6, 299))
    assert growth.missed(report(1.0, 300))


def cells(*rows: str) -> list[icdar.Cell]:
    """Rows of one-letter cells; a dot is blank."""
    return [icdar.Cell(r, r, c, c, t) for r, row in enumerate(rows) for c, t in enumerate(row) if t != "."]


def test_a_full_table_has_a_relation_for_each_pair_of_neighbours() -> None:
    found = icdar.relations(cells("abc", "def"), 1)
    assert found.total() == 2 * 2 + 3  # two to the right in each row, three below
    assert found[1, "a", "b", "right"] == found[1, "a", "d", "below"] == 1


def test_blank_cells_are_passed_over() -> None:
    found = icdar.relations(cells("a.c", "...", "g.i"), 1)
    assert set(found) == {
        (1, "a", "c", "right"),
        (1, "g", "i", "right"),
        (1, "a", "g", "below"),
        (1, "c", "i", "below"),
    }


def test_a_cell_that_spans_has_each_neighbour_once() -> None:
    spanning = icdar.Cell(0, 0, 0, 1, "a")
    found = icdar.relations([spanning, *(c._replace(top=1, bottom=1) for c in cells("bc"))], 1)
    assert found == {(1, "a", "b", "below"): 1, (1, "a", "c", "below"): 1, (1, "b", "c", "right"): 1}


def test_a_score_counts_relations_with_their_page_and_no_white_space() -> None:
    wanted = icdar.relations(cells("ab"), 1)
    assert icdar.Score.of(icdar.of_tables([(1, [[" a ", "b\n"]])]), wanted) == icdar.Score(1, 1, 1)
    assert icdar.Score.of(icdar.of_tables([(2, [["a", "b"]])]), wanted) == icdar.Score(0, 1, 1)
    both = icdar.Score(1, 1, 1) + icdar.Score(0, 1, 1)
    assert (both.precision, both.recall, both.f1) == (0.5, 0.5, 0.5)
