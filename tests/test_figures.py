"""Figures in statements: what is one, what it counts, what part it plays; and word-level differences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.figures import figures
from align.number_words import word_value
from align.periods import differ, length
from align.terms import straight
from align.words import kept_share, word_changes


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Thefts worth £1.2 million were prevented.", 1200000.0, "£"),
        ("It cost £340k.", 340000.0, "£"),
        ("The share rose to 47% this year.", 47.0, "%"),
        ("That is 3 percentage points more.", 3.0, "percentage points"),
        ("The force was ranked 37th of all.", 37.0, "rank"),
        ("Some 2,316 vehicles were taken.", 2316.0, "vehicles"),
        ("There were 12.3 crimes per 1,000 people.", 12.3, "per 1,000"),
        ("There were 486 admissions per 100,000.", 486.0, "per 100,000"),
        ("The average wait is 19 days.", 19.0, "days"),
        ("The first engine came in 8 minutes 30 seconds.", 8.5, "minutes"),
        ("The number of applications rose to 187.", 187.0, "applications"),
        ("Four hundred and eighteen homes were visited.", 418.0, "homes"),
        ("A crèche with 12 places opened.", 12.0, "places"),
        ("Nearly two-thirds of them agreed.", 66.7, "%"),
        ("One in four of the callers gave up.", 25.0, "%"),
        ("Half of the fleet is electric.", 50.0, "%"),
    ],
)
def test_figures_have_their_value_and_unit(text: str, value: float, unit: str) -> None:
    found = figures(text)
    assert found[0].value == value
    assert found[0].unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "On the 4th of March 2024, as in 2023/24 and on page 7, it opened.",
        "Calls to 999 and 101 are answered.",
        "Dial 111.",
        "The line is open 24/7, 24 hours a day and seven days a week, from 9am to 5.30pm.",
        "Section 136, Recommendation 12, Priority 2 and phase three are done.",
        "Recommendations 3, 4 and 7 are closed.",
        "Young people aged 16 to 24, under-18s, over-65s and a 14-year-old.",
        "A three-year programme and a 10-point plan within 28 days.",
        "In the last 12 months we met, and for two years before.",
        "The fourth meeting was the 25th.",
        "No one, one of the two-way radios, and net zero by 2030.",
        "Call 0116 496 0000.",
    ],
)
def test_dates_ages_labels_and_lines_are_no_figures(text: str) -> None:
    assert [f.said for f in figures(text)] == []


def test_the_wait_on_a_telephone_line_is_a_figure_and_the_line_is_none() -> None:
    assert [f.unit for f in figures("The average wait on 101 fell to one minute 50 seconds.")] == ["minutes"]


def test_the_year_of_a_target_is_no_other_figures_period() -> None:
    text = "30 hens were lost, one more than the target for 2031 and 18 fewer than at the start."
    assert [(f.said, f.period, f.role) for f in figures(text)] == [
        ("30", "", "level"), ("one", "", "change"), ("18", "", "change"),
    ]  # fmt: skip
    (target,) = figures("The target for 2031 is 29 hens.")
    assert (target.role, target.period) == ("target", "for 2031")


def test_a_deadline_is_no_period() -> None:
    assert [f.period for f in figures("198 of 249 hens were offered straw within a week.")] == ["", ""]


def test_a_total_is_not_what_is_counted() -> None:
    part, total = figures("23 of 118 officers were trained.")
    assert (part.value, part.of, part.unit, part.role) == (23.0, 118.0, "officers", "level")
    assert (total.value, total.role) == (118.0, "total")
    total, part = figures("Of 88 beaches, 79 were clean.")
    assert (part.of, total.role) == (88.0, "total")


@pytest.mark.parametrize(
    ("text", "now", "was"),
    [
        ("Bed spaces rose from 135 to 154.", 154.0, 135.0),
        ("The team went from 37th to 16th nationally.", 16.0, 37.0),
        ("Arrests number 1,187 (1,024).", 1187.0, 1024.0),
        ("We helped 88 people (34 last year).", 88.0, 34.0),
        ("There were 429 calls, up from 350.", 429.0, 350.0),
        ("Absence was 8.4 days, compared with 7.9 days.", 8.4, 7.9),
    ],
)
def test_an_earlier_value_belongs_to_its_figure(text: str, now: float, was: float) -> None:
    found = figures(text)
    assert [(f.value, f.was) for f in found if f.role != "earlier"] == [(now, was)]
    assert [f.value for f in found if f.role == "earlier"] == [was]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Thefts fell by 12%.", "change"),
        ("There were 18 more officers.", "change"),
        ("The target is 90%.", "target"),
        ("Turnover was 9% against the national average of 12%.", "target"),
        ("Last year it was 12%.", "earlier"),
        ("It stands at 12%.", "level"),
    ],
)
def test_a_figure_plays_a_part(text: str, role: str) -> None:
    assert figures(text)[-1].role == role


def test_a_share_in_brackets_is_no_earlier_value() -> None:
    assert [f.was for f in figures("We saw 52 patients (12%).")] == [None, None]


def test_a_range_is_one_figure() -> None:
    (found,) = figures("We have 20 to 25 officers.")
    assert (found.value, found.high, found.unit) == (20.0, 25.0, "officers")


def test_a_figure_has_its_hedge_and_the_period_of_its_sentence() -> None:
    first, second = figures("Over 500 referrals came in April 2022. Then 90 people left between May and July 2023.")
    assert (first.hedge, first.period) == ("over", "in April 2022")
    assert (second.hedge, second.period) == ("", "between May and July 2023")


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("in the last 12 months", 12.0),
        ("April to July 2022", 4.0),
        ("between October and March", 6.0),
        ("in the third quarter", 3.0),
        ("in 2022/23", 12.0),
        ("year to March 2023", 12.0),
        ("per month", 1.0),
        ("since 2019", None),
        ("by March 2023", None),
    ],
)
def test_a_period_has_a_length(said: str, months: float | None) -> None:
    assert length(said) == months


def test_periods_of_unlike_length_or_season_differ() -> None:
    assert "different length" in differ("April to July 2022", "April to June 2023")
    assert "parts of the year" in differ("April to June 2022", "July to September 2023")
    assert "Only one report" in differ("", "in the first quarter")
    assert differ("in 2021/22", "in 2022/23") == ""
    assert differ("April to June 2022", "April to June 2023") == ""
    assert differ("", "in the last 12 months") == ""


@pytest.mark.parametrize(
    ("words", "value"),
    [("ninety-nine", 99), ("a hundred and four", 104), ("two thousand and six", 2006), ("a dozen", 12)],
)
def test_numbers_in_words(words: str, value: float) -> None:
    assert word_value(words) == value


PIECES = st.lists(
    st.sampled_from(
        "12 1,024 £3m 47% per cent of from to (9) 37th ranked twenty-one half a third in three . ; , March 2023 last"
        " year days officers 999 calls up by more than 100,000 between and 24/7 over - –".split(" ")
    ),
    max_size=25,
).map(" ".join)


@given(text=st.one_of(st.text(max_size=200), PIECES))
@settings(max_examples=300, deadline=None)
def test_every_figure_stands_in_its_text(text: str) -> None:
    """Nothing is made up: what is said stands where it is said to, and a value in figures is spelt there."""
    plain = straight(text)
    last = 0
    for figure in figures(text):
        assert last <= figure.start < figure.end <= len(plain)
        assert plain[figure.start : figure.end] == figure.said
        last = figure.end
        if not figure.worded:
            spelt = [float(n.replace(",", "").rstrip(".")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", figure.said)]
            assert any(abs(figure.value - n * k) < 1 for n in spelt for k in (1, 1e3, 1e6, 1e9))


@given(before=st.text(max_size=120), after=st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_word_changes_make_up_both_texts(before: str, after: str) -> None:
    runs = word_changes(before, after)
    assert "".join(r.text for r in runs if r.change != "removed").split() == after.split()
    assert len([w for r in runs if r.change != "added" for w in r.text.split()]) == len(before.split())
    assert 0 <= kept_share(runs) <= 1


def test_word_changes_say_what_was_removed_and_added() -> None:
    runs = word_changes("The scheme is being implemented.", "The scheme has been implemented.")
    assert [(r.change, r.text) for r in runs] == [
        ("kept", "The scheme "), ("removed", "is being "), ("added", "has been "), ("kept", "implemented."),
    ]  # fmt: skip


def test_quotes_case_and_dashes_are_no_change_of_words() -> None:
    assert [r.change for r in word_changes("the ‘plan’ – now", "The 'plan' - now")] == ["kept"]
