"""Figures that contradict themselves: what is asked about, what is believed, and that no rounding raises a question."""

from __future__ import annotations

import sys
from dataclasses import replace
from math import ceil, floor

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from align.arithmetic.arithmetic import contradictions, sums
from align.arithmetic.rounding import Span, either_way, growth, share, span
from align.arithmetic.twice import told_twice
from align.figures import figures
from diff import compare_reports
from diff.contradictions import contradicting_figures
from extract.report import Item, Report
from extract.report import Span as Place
from report.story import story_of

sys.path.append(str(ROOT / "bench"))

import contradictions as bench

WRONG = [
    ("Solved cases were 4,346 more than last year, up 22% to 30,877.", "4,346 on 26,531 is 16.4%."),
    ("Visits rose from 120 to 150, a 20% increase.", "30 on 120 is 25%."),
    ("Visits rose from 120 to 150, an increase of 20 per cent.", "30 on 120 is 25%."),
    ("Visits rose from 120 to 150 (up 20%).", "30 on 120 is 25%."),
    ("Visits rose by 20%, from 120 to 150.", "30 on 120 is 25%."),
    ("There was a 20% rise in visits, from 120 to 150.", "30 on 120 is 25%."),
    ("We made 150 visits (120), 20% more than last year.", "30 on 120 is 25%."),
    ("There were 150 visits (120 last year), a 20% increase.", "30 on 120 is 25%."),
    ("There were 150 visits compared with 120 last year, an increase of 20%.", "30 on 120 is 25%."),
    ("There were 950 break-ins, down 22% on 1,085 the year before.", "135 on 1,085 is 12.4%."),
    ("We took 150 calls. This was 30 more than the year before. An increase of 20%.", "30 on 120 is 25%."),
    ("There were 150 visits, 30 (20%) more than last year.", "30 on 120 is 25%."),
    ("Visits rose by 30 (20%) to 150.", "30 on 120 is 25%."),
    ("Visits fell by 30, or 10%, to 150.", "30 on 180 is 16.7%."),
    ("The fleet grew by 40, from 120 to 150.", "From 120 to 150 is 30."),
    ("Satisfaction rose from 60% to 66%, up 16 percentage points.", "From 60% to 66% is 6 percentage points."),
    ("Complaints fell from 120 to 150.", "150 is more than 120."),
    ("Spending fell from £1.2m to £1.5m.", "£1,500,000 is more than £1,200,000."),
    ("Referrals more than doubled, from 40 to 70.", "70 is 1.75 times 40."),
    ("The list has halved, from 220 to 190.", "190 is 0.86 times 220."),
    ("23 of 118 wardens (29%) have passed.", "23 of 118 is 19.5%."),
    ("29% of wardens (23 of 118) have passed.", "23 of 118 is 19.5%."),
    ("Of the 118 wardens, 23 (29%) have passed.", "23 of 118 is 19.5%."),
    ("We asked 118 wardens, of whom 23 (29%) replied.", "23 of 118 is 19.5%."),
    ("23 (29%) of the 118 wardens have passed.", "23 of 118 is 19.5%."),
    ("Of the 40 homes, 25 were let and the other 20 stood empty.", "25 and 20 make 45, not 40, unless some"),
    ("25 of 40 homes were let; the other 20 stood empty.", "25 and 20 make 45, not 40."),
    ("31 of our 40 schools have joined, leaving 12 to go.", "31 and 12 make 43, not 40."),
    ("Of the 40, 25 were let and 20 were sold.", "25 and 20 make 45, not 40, unless some are counted twice."),
    ("12 moved in the north and 14 in the south, 28 in total.", "12 and 14 make 26, not 28."),
    ("54 people came: 30 owners, 22 builders and four councillors.", "30, 22 and 4 make 56, not 54."),
    ("There were 274 orders (132 drug, 128 alcohol and 24 mental health).", "132, 128 and 24 make 284, not 274."),
]
RIGHT = [
    "Visits rose from 120 to 150, a 25% increase.",
    "Visits rose from 120 to 150, and a 20% increase in pay was agreed.",
    "Visits rose from 120 to 150, a 20% increase in referrals.",
    "Visits rose from 120 to 150, a 20% increase on 2019.",
    "Visits rose from 120 to 150, a 20% increase on the target.",
    "Visits rose from nearly 120 to over 150, a 30% increase.",
    "Visits rose from 120 to 151, up by about a quarter.",
    "Attendance fell from 96% to 92%, a drop of 4 points.",
    "Attendance fell from 96% to 92%, a drop of 4%.",
    "Costs rose from £1.2m to £1.5m, a rise of a third.",
    "We rose from 37th to 16th in the table.",
    "There were 61 in the four homes, up from 38.",
    "The team of 4 made 150 visits, up from 120, and 20% were repeat visits.",
    "Tests went from nine to 43 in spring, and twelve more were asked for.",
    "Numbers fell from 12 in March to 9 in June and rose to 15 in July.",
    "The rate is four times its level of 12, up from three times.",
    "23 of 118 wardens (2022: 29%) have passed.",
    "23 of 118 wardens have passed, and 29% have applied.",
    "Of the 40, 25 were women and 10 were under thirty.",
    "57 asked: 40 relatives, and seven of these twice.",
    "203 charts were seen: 88 courses were stopped and 41 cut.",
    "Four agencies were asked: one number, one form and one person.",
    "All 41 engines carry hoods, 240 in total.",
    "Two early slots (9.00, 9.40) were opened.",
    "Referrals nearly doubled, from 40 to 76.",
    "The list has halved, from 22 days to 12.",
    "Teams grew from 5 in 2021 to 7 in 2022 and 9 in 2023, an 80% increase.",
    "Response performance fell from 12 minutes to 15.",
    "We rose from 12 to 9 in the national table.",
    "We asked 118 wardens and 60 rangers, of whom 23 (13%) replied.",
    "Of the 118 wardens, 23 have passed, or 29% of the men.",
    "Shares fell to a deficit of £4m from a surplus of £3m.",
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_figures_that_cannot_all_be_right_are_asked_about(text: str, said: str) -> None:
    (found,) = contradictions(text)
    assert found.sum.startswith(said)
    assert found.quote.strip("…") in text


@pytest.mark.parametrize("text", RIGHT)
def test_what_can_be_right_is_believed(text: str) -> None:
    assert contradictions(text) == ()


@pytest.mark.parametrize("text", [text for text, _ in WRONG])
def test_each_form_is_reckoned_and_not_passed_over(text: str) -> None:
    assert any(not one.fits for one in sums(text))


def printed(value: float, places: int, way: str) -> str:
    """A value with so many places (fewer than none: to tens, hundreds), rounded down, up or to the nearest."""
    scale = 10.0**places
    near = {"down": floor, "up": ceil, "nearest": round}[way](round(value * scale, 9)) / scale
    return f"{near:,.{max(places, 0)}f}"


WAYS = st.sampled_from(["down", "up", "nearest"])


@given(st.integers(20, 90_000), st.integers(20, 90_000), st.integers(0, 2), WAYS)
def test_a_true_change_never_alarms(earlier: int, later: int, places: int, way: str) -> None:
    said = printed(100 * abs(later - earlier) / earlier, places, way)
    verb, noun = ("rose", "increase") if later >= earlier else ("fell", "reduction")
    apart = f"{abs(later - earlier):,}"
    for text in (
        f"Visits {verb} from {earlier:,} to {later:,}, a {said}% {noun}.",
        f"Visits {verb} by {said}%, from {earlier:,} to {later:,}.",
        f"We made {later:,} visits, {'up' if later >= earlier else 'down'} {said}% on {earlier:,} last year.",
        f"Visits {verb} by {apart} ({said}%) to {later:,}.",
        f"We made {later:,} visits. This was {apart} {'more' if later >= earlier else 'fewer'} than last year. "
        f"A{'n increase' if later >= earlier else ' reduction'} of {said}%.",
    ):
        assert contradictions(text) == (), text


@given(st.floats(0.2, 900), st.floats(0.2, 900), st.integers(0, 1), st.integers(0, 2), WAYS, WAYS)
def test_nor_do_values_that_were_rounded_themselves(
    earlier: float, later: float, places: int, rate_places: int, way: str, other: str
) -> None:
    verb = "rose" if later >= earlier else "fell"
    a, b = printed(earlier, places + 1, way), printed(later, places + 1, other)
    rate = printed(100 * abs(later - earlier) / earlier, rate_places, way)
    assert contradictions(f"Spending {verb} from £{a}m to £{b}m, a change of {rate}%.") == ()


@given(st.integers(1_100, 90_000), st.integers(1_100, 90_000), st.sampled_from([-1, -2]), WAYS, WAYS)
def test_nor_do_counts_rounded_to_tens_and_hundreds(
    earlier: int, later: int, places: int, way: str, other: str
) -> None:
    a, b = printed(earlier, places, way), printed(later, places, other)
    verb = "rose" if later >= earlier else "fell"
    rate = printed(100 * abs(later - earlier) / earlier, 1, "nearest")
    assert contradictions(f"Visits {verb} from {a} to {b}, a change of {rate}%.") == ()


@given(st.integers(2, 5_000), st.integers(2, 5_000), st.integers(0, 2), WAYS)
def test_a_true_share_never_alarms(one: int, other: int, places: int, way: str) -> None:
    part, whole = sorted((one, other))
    said = printed(100 * part / whole, places, way)
    for text in (
        f"{part:,} of {whole:,} wardens ({said}%) have passed.",
        f"{said}% of wardens ({part:,} of {whole:,}) have passed.",
        f"Of the {whole:,} wardens, {part:,} ({said}%) have passed.",
    ):
        assert contradictions(text) == (), text


@given(st.lists(st.integers(3, 4_000), min_size=2, max_size=4))
def test_true_totals_never_alarm(parts: list[int]) -> None:
    names = ["owners", "builders", "traders", "councillors"]
    listed = [f"{n:,} {name}" for n, name in zip(parts, names, strict=False)]
    said = f"{', '.join(listed[:-1])} and {listed[-1]}"
    for text in (f"{sum(parts):,} people came: {said}.", f"There were {said}, {sum(parts):,} in total."):
        assert contradictions(text) == (), text


@settings(max_examples=200)
@given(st.integers(120, 900), st.integers(120, 900), st.floats(6, 60), st.booleans())
def test_a_wrong_change_of_small_exact_counts_always_does(earlier: int, later: int, off: float, more: bool) -> None:
    true = 100 * abs(later - earlier) / earlier
    said = true + off if more or true < off else true - off
    if later != earlier:
        verb = "rose" if later > earlier else "fell"
        assert contradictions(f"Visits {verb} from {earlier} to {later}, a change of {said:.0f}%."), said


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert all(one.start < one.end <= len(text) * 20 for one in sums(text))


def test_spans_hold_every_value_that_a_figure_may_stand_for() -> None:
    def first(text: str) -> Span:
        return span(figures(text)[0])

    assert first("We made 150 visits.") == Span(low=150, high=150)
    assert first("The rate is 22%.") == Span(low=21, high=23)
    assert first("We made 1,200 visits.") == Span(low=1100, high=1300)
    assert first("We spent £1.2m.").meets(Span(low=1_290_000, high=1_300_000))
    assert first("We made nearly 150 visits.").high == 150
    assert first("We made over 150 visits.").low == 150
    assert first("A third of visits were late.").meets(Span(low=36, high=37))
    assert share(Span(low=0, high=1), Span(low=0, high=0)).high == float("inf")
    assert growth(Span(low=0, high=1), Span(low=2, high=3)).high == float("inf")
    assert either_way(Span(low=-3, high=2)) == Span(low=0, high=3)


def told(*texts: str, homes: str = "111111") -> list[tuple[str, str]]:
    return [
        (t.value, t.other) for t in told_twice([(home, "", text) for home, text in zip(homes, texts, strict=False)])
    ]


SENTENCE = "Officers of the dog unit made {} arrests in the year to March, a record."


def test_a_sentence_told_twice_with_two_values_is_asked_about() -> None:
    assert told(SENTENCE.format("1,204"), "Dogs are fed. " + SENTENCE.format("1,316")) == [("1,204", "1,316")]
    assert told(SENTENCE.format("1,204"), SENTENCE.format("1,316"), homes="12") == [("1,204", "1,316")]


@pytest.mark.parametrize(
    "other",
    [
        SENTENCE.format("1,204"),
        SENTENCE.format("over 1,200"),
        SENTENCE.format("1,316").replace("March", "June"),
        SENTENCE.format("1,316").replace("dog unit", "dog unit in Wend"),
        SENTENCE.format("1,316").replace("arrests", "searches"),
    ],
)
def test_one_word_may_make_it_another_thing(other: str) -> None:
    assert told(SENTENCE.format("1,204"), other) == []


def test_a_sentence_that_leans_on_the_one_before_is_another() -> None:
    this = "This was {} more than in the whole of the previous year."
    assert told("We took 60 calls. " + this.format(18), "We made 70 visits. " + this.format(9)) == []


def test_a_form_filled_in_again_and_again_is_no_contradiction() -> None:
    assert told(*(SENTENCE.format(n) for n in ("1,204", "1,316", "1,408"))) == []
    other = "The stables took in {} horses from owners in the valley."
    pair = [f"{SENTENCE.format(n)} {other.format(k)}" for n, k in (("1,204", 12), ("1,316", 31))]
    assert told(*pair, homes="12") == []
    assert len(told(*pair, homes="11")) == 2


def test_bullets_of_two_lead_ins_are_two_things() -> None:
    text = "12 visits were made to the homes of older people"
    other = text.replace("12", "31")
    assert list(told_twice([("1", "In the north:", text), ("1", "In the south:", other)])) == []
    assert len(list(told_twice([("1", "In the north:", text), ("1", "In the north:", other)]))) == 1


def with_statements(sample: Report, texts: list[str], name: str) -> Report:
    first = sample.commitments[0]
    items = tuple(
        Item(
            id=f"1.p{n}", commitment=first.id, role="progress", position=n, level=0, parent=None, text=text,
            spans=(Place(page=n + 3, x0=0.0, top=0.0, x1=1.0, bottom=1.0),),
        )
        for n, text in enumerate(texts, 1)
    )  # fmt: skip
    return replace(sample, id=name, commitments=(first,), items=items)


def test_a_finding_is_a_question_with_its_page_and_sum(reports: tuple[Report, ...]) -> None:
    wrong = with_statements(reports[0], ["Roads were swept.", WRONG[0][0]], "a")
    (found,) = contradicting_figures(wrong, "The")
    assert (found.kind, found.report, found.page) == ("figures-contradict", "a", 5)
    assert found.text == (
        "The report says “Solved cases were 4,346 more than last year, up 22% to 30,877” (page 5). "
        "4,346 on 26,531 is 16.4%. Which is right?"
    )


def test_a_pair_tells_what_both_reports_contradict(reports: tuple[Report, ...]) -> None:
    before = with_statements(reports[0], [WRONG[1][0]], "a")
    after = with_statements(reports[1], [SENTENCE.format("1,204"), SENTENCE.format("1,316")], "b")
    pair = compare_reports(before, after).pairs[0]
    texts = [f.text for f in pair.findings if f.kind == "figures-contradict"]
    assert [text.split(" report")[0] for text in texts] == ["This year’s", "Last year’s"]
    assert "once with 1,204 (page 4) and once 1,316 (page 5)" in texts[0]
    assert [p.text for p in story_of(pair).first if p.kind == "figures-contradict"] == texts


def test_the_samples_do_not_contradict_themselves(reports: tuple[Report, ...]) -> None:
    assert [f.text for report in reports for f in contradicting_figures(report, "The")] == []


def test_the_bench_plants_errors_that_are_noticed() -> None:
    noticed = list(bench.planted("Visits rose from 120 to 150, a 25% increase."))
    assert len(noticed) == 18
    assert all(seen for size, seen in noticed if size > 0.2)
    assert list(bench.planted(WRONG[1][0])) == []
