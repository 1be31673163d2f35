"""Figures of two reports: which are one, whether they may be compared, and why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import Measure, align_reports
from align.comparable import comparable
from align.figures import figures
from diff import compare_reports
from extract.report import Item, Report
from report.measures import change_words, moved_measures, value_text
from report.page.html import html_page
from report.rewording import rewordings
from train.measures import FIGURES, labels, report_of, same_value
from train.plans import read_plans


def report(sample: Report, texts: list[str], name: str) -> Report:
    """The first commitment of a sample with these statements and no others."""
    first = sample.commitments[0]
    items = tuple(
        Item(id=f"1.p{n}", commitment=first.id, role="progress", position=n, level=0, parent=None, text=t, spans=())
        for n, t in enumerate(texts, 1)
    )
    return replace(sample, id=name, commitments=(first,), items=items)


def measures(sample: Report, before: list[str], after: list[str]) -> list[Measure]:
    found = align_reports(report(sample, before, "a"), report(sample, after, "b")).measures
    return [m for m in found if m.value_after is not None]


def test_the_same_figure_is_found_a_year_later(reports: tuple[Report, ...]) -> None:
    found = measures(
        reports[0],
        ["We held 350 mediation sessions in the last 12 months.", "23 of 118 wardens have finished the course."],
        ["42 of 118 wardens have now finished the course.", "We held 429 mediation sessions in the last 12 months."],
    )
    assert {(m.value_before, m.value_after, m.unit) for m in found} >= {(350, 429, "sessions"), (23, 42, "wardens")}
    assert all(m.value_after != 118 for m in found if m.value_before != 118)


def test_a_summary_shares_its_figures_with_what_it_is_matched_to_and_no_more(reports: tuple[Report, ...]) -> None:
    def with_summary(*texts: str) -> Report:
        rows = replace(reports[0], items=())
        items = [report(rows, [texts[1]], "a").items[0], *report(rows, [texts[0]], "a").items]
        summary = replace(items[1], id="s1", commitment=None, role="summary")
        return replace(report(rows, [], "a"), items=(summary, items[0]))

    foreword = "This is the first report on the plan, made after 3,140 people told us what they wanted."
    before = with_summary(foreword, "The stand at the fair was not open.")
    after = with_summary("This is the second report on the plan.", "A stand at the fair was visited by 2,600 people.")
    assert [m for m in align_reports(before, replace(after, id="b")).measures if m.value_after is not None] == []
    told = with_summary("In all, 310 people took the safe driving course.", "The course has begun.")
    again = with_summary("Courses are described below.", "In all, 420 people took the safe driving course.")
    found = [m for m in align_reports(told, replace(again, id="b")).measures if m.value_after is not None]
    assert [(m.before, m.value_before, m.value_after) for m in found] == [("s1", 310, 420)]


def test_last_years_value_in_brackets_is_not_this_years(reports: tuple[Report, ...]) -> None:
    found = measures(reports[0], ["Arrests number 1,024 (935)."], ["Arrests number 1,187 (1,024)."])
    assert [(m.value_before, m.value_after) for m in found] == [(1024, 1187)]


def test_a_figure_that_vanished_says_so(reports: tuple[Report, ...]) -> None:
    before = report(reports[0], ["The hostel took in 212 guests.", "Roads were swept."], "a")
    after = report(reports[0], ["Roads were swept."], "b")
    (found,) = align_reports(before, after).measures
    assert (found.value_before, found.after, found.value_after, found.comparable) == (212, None, None, False)


def test_statements_repeated_word_for_word_have_no_measures(reports: tuple[Report, ...]) -> None:
    texts = ["The hostel took in 212 guests.", "Arrests number 1,024."]
    assert align_reports(report(reports[0], texts, "a"), report(reports[0], texts, "b")).measures == ()


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("Arrests are 400 more than last year", "Arrests are 190 more than last year", "Both are changes"),
        (
            "There were 119 raids in April to July 2022",
            "There were 152 raids in April to June 2023",
            "different length",
        ),
        ("Thefts rose by 4%", "Thefts rose by 2 percentage points", "percentage points"),
        ("23 of 118 wardens passed", "31 of 140 wardens passed", "different totals"),
        ("There were 90 raids", "There were 400 raids. This is due to improved recording", "is not the same"),
        ("The target is 90%", "It stands at 84%", "One is a target"),
        ("Burglary fell by 31%", "Burglary rose by 9%", "One is a fall"),
        ("14 homes in Harrow were let", "19 homes in Ferring were let", "different places"),
        ("There were 90 raids", "There were 120 raids, up from 80 raids", "may have been revised"),
        ("14 homes were let", "19 visits were paid", "different things"),
    ],
)
def test_what_may_not_be_compared_says_why(before: str, after: str, why: str) -> None:
    may, reason = comparable(figures(before)[0], figures(after)[0], before, after)
    assert not may
    assert why in reason


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("212 guests were fed in Year 1 of the scheme", "260 guests were fed in LAMP-3"),
        ("212 guests were fed within Phase Two", "260 guests were fed across the Harbour, and the harbour paid"),
        ("212 guests were fed for the HMKFB", "260 guests were fed in Ferring"),
    ],
)
def test_what_is_no_place_makes_no_different_places(before: str, after: str) -> None:
    may, reason = comparable(figures(before)[0], figures(after)[0], before, after)
    assert may, reason


def test_units_that_differ_are_named_where_the_numbers_do_not_tell() -> None:
    before, after = "101 wardens joined", "101 days were lost"
    may, reason = comparable(figures(before)[0], figures(after)[0], before, after)
    assert not may
    assert reason == "The units differ: “101” (wardens) and “101 days”."
    bare = "It came to 3,914"
    assert comparable(figures(bare)[0], figures(after)[0], bare, after) == (
        False, "Only one report says the unit: “3,914” and “101 days”.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "caution"),
    [
        ("Over 90 raids", "Nearly 120 raids", "Not exact"),
        ("There were 90 raids", "There were 120 raids, a provisional figure", "provisional"),
        ("Thefts rose by 4%", "Thefts rose by 6%", "Both are changes"),
        ("There were 90 raids in 2021/22", "There were 120 raids in 2022/23", "Periods of the same kind"),
    ],
)
def test_what_may_be_compared_says_with_what_caution(before: str, after: str, caution: str) -> None:
    may, reason = comparable(figures(before)[0], figures(after)[0], before, after)
    assert may
    assert caution in reason


@given(
    texts=st.lists(st.text(max_size=80).filter(str.strip), min_size=1, max_size=4),
    numbers=st.lists(st.integers(2, 9999)),
)
@settings(max_examples=40, deadline=None)
def test_every_value_of_a_measure_stands_in_its_statement(texts: list[str], numbers: list[int]) -> None:
    sample = report_of(read_plans(sorted(FIGURES.glob("*.txt")))[0], 0)
    lines = [*texts, *(f"There were {n} visits to the hall." for n in numbers[:4])]
    before, after = (
        report(sample, lines, "a"),
        report(sample, [f"{line} Again {n}." for n, line in enumerate(lines)], "b"),
    )
    for m in align_reports(before, after).measures:
        assert m.value_before in {f.value for f in figures(before.item(m.before).text)}
        if m.after is not None:
            assert m.value_after in {f.value for f in figures(after.item(m.after).text)}


def test_most_figures_that_are_labelled_are_found_and_few_others() -> None:
    """The cases written for it; ``python -m train.measures`` measures on all plans."""
    wanted = found = right = 0
    for plan in read_plans(sorted(FIGURES.glob("*.txt"))):
        left = list(labels(plan))
        wanted += len(left)
        for m in align_reports(report_of(plan, 0), report_of(plan, 1)).measures:
            if m.value_after in (None, m.value_before):
                continue
            found += 1
            hit = next((x for x in left if x[:2] == (m.before, m.after) and _same(m, x[2], x[3])), None)
            if hit:
                left.remove(hit)
                right += 1
    assert right >= 0.9 * wanted
    assert right >= 0.9 * found


def _same(m: Measure, a: float, b: float) -> bool:
    return m.value_after is not None and same_value(m.value_before, a) and same_value(m.value_after, b)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1200000.0, "£", "£1.2 million"), (1234567.0, "£", "£1,234,567"), (47.5, "%", "47.5%"), (22.0, "rank", "22nd"),
        (11.0, "rank", "11th"), (4.1, "per 1,000", "4.1 per 1,000"), (429.0, "sessions", "429"),
        (None, "%", "not found"),
    ],
)  # fmt: skip
def test_values_are_shown_as_people_write_them(value: float | None, unit: str, shown: str) -> None:
    assert value_text(value, unit) == shown


def test_what_has_not_changed_says_so(reports: tuple[Report, ...]) -> None:
    found = measures(reports[0], ["The depot has 118 lorries now."], ["The depot still has 118 lorries."])
    assert [change_words(m) for m in found if m.comparable] == ["no change"]


def test_the_page_shows_figures_and_words_that_changed(reports: tuple[Report, ...]) -> None:
    before = report(
        reports[0], ["We held 350 sessions and the scheme is being implemented.", "Costs rose to £3m."], "a"
    )
    after = report(reports[0], ["We held 429 sessions and the scheme has been implemented.", "Costs rose to £4m."], "b")
    comparison = compare_reports(before, after)
    rows = moved_measures(comparison.pairs[0])
    assert {r.change for r in rows} == {"up 79 (23%)", "up £1 million (33%)"}
    (group,) = rewordings(comparison.pairs[0])
    assert len(group.statements) == 2
    page = html_page(comparison, "0")
    assert 'aria-label="Bars: last year 350, this year 429"' in page
    assert "<del>is being</del>" in page
    assert "<ins>has been</ins>" in page
