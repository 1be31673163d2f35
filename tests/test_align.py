"""Alignment, rulings and figures on small cases of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import align_reports
from align.sentences import Sense, Sentences, best_sentences, sentences
from align.similarity import TermLikeness
from align.statements import likely_matches, pair_statements
from align.terms import Vocabulary, acronyms
from diff import Ruling, compare_reports
from diff.rulings import resolve_rulings, unmet
from extract.report import Item, Report


def ruling(kind: str, a: str, b: str, said: str, report: str = "") -> Ruling:
    return Ruling(
        kind=kind, a_report="", a_item="", a_text=a, b_report=report, b_item="", b_text=b, ruling=said
    )  # fmt: skip


def outcome_texts(report: Report) -> list[str]:
    return [item.text for item in report.outcomes]


def without(report: Report, texts: set[str]) -> Report:
    return replace(report, items=tuple(i for i in report.items if i.text not in texts))


def retitled(report: Report, titles: dict[str, str]) -> Report:
    return replace(report, commitments=tuple(replace(c, title=titles.get(c.id, c.title)) for c in report.commitments))


def test_numbers_that_moved_do_not_move_commitments(reports: tuple[Report, ...]) -> None:
    first = reports[0]
    moved = {"1": "3", "2": "1", "3": "2", "4": "5", "5": "4"}
    after = replace(
        first, id="after",
        commitments=tuple(replace(c, id=moved[c.id], number=f"{moved[c.id]}.") for c in first.commitments),
        items=tuple(replace(i, commitment=moved.get(i.commitment, "")) for i in first.items),
    )  # fmt: skip
    matches = align_reports(first, after).commitments
    assert {(m.before[0], m.after[0]) for m in matches} == set(moved.items())


def test_statements_that_share_no_word_are_matched_by_those_who_know_that_they_mean_the_same(
    reports: tuple[Report, ...],
) -> None:
    def with_statements(name: str, *texts: str) -> Report:
        made = [i for i in reports[0].items if i.role == "progress" and i.commitment == "1"]
        items = [replace(made[n], id=f"1.p{n + 1}", parent=None, text=text) for n, text in enumerate(texts)]
        return replace(reports[0], id=name, items=tuple(items))

    before = with_statements("a", "Eleven wardens joined the patrol.", "The boiler is new.")
    after = with_statements("b", "Heating was replaced.", "Staff who walk at night number fourteen.")
    wardens, heating = np.eye(2)
    sense = Sense(np.array([wardens, heating]), np.array([heating, wardens]))

    def matched(**more: Any) -> set[tuple[str, str]]:
        found = align_reports(before, after, **more).statements
        return {(m.before, m.after) for m in found if m.before and m.after}

    assert matched() == set()
    assert matched(sense=sense) == {("1.p1", "1.p2"), ("1.p2", "1.p1")}
    assert matched(sense=Sense(np.eye(4)[:2], np.eye(4)[2:])) == set()
    with pytest.raises(ValueError, match="3 vectors of the earlier report, whose statements have 2 sentences"):
        align_reports(before, after, sense=Sense(np.eye(3), np.eye(3)[:2]))


def test_a_statement_is_found_again_in_a_sentence_of_a_long_paragraph(reports: tuple[Report, ...]) -> None:
    """And a paragraph that was parted is found in each of its parts."""
    first, second, third = (
        "Fourteen marshals patrol the harbour at weekends.",
        "The bus shelter at Ness was glazed again; it had stood open.",
        "Nobody has yet said when the ferry terminal will be painted.",
    )  # fmt: skip
    paragraph = f"{first} {second} {third}"
    likeness = TermLikeness(Vocabulary([first, second, third, paragraph]))

    def pairs(before: list[str], after: list[str]) -> set[tuple[int, int]]:
        near = np.ones((len(before), len(after)))
        return set(pair_statements(before, after, likely_matches(before, after, near, likeness)))

    others = ["A survey of dog owners is out.", "Two benches were given by the rotary club."]
    later = [text.replace("Fourteen", "Sixteen").replace("glazed again", "repaired") for text in (first, second, third)]
    assert pairs([paragraph, *others], [others[1], *later]) == {(0, 1), (0, 2), (0, 3), (2, 0)}
    assert pairs([*later, others[0]], [others[1], paragraph]) == {(0, 1), (1, 1), (2, 1)}


PARTS = st.sampled_from(["CPS", "the", "crime", "A&E", "fell.", "so;", "it:", "12%", "(RJ)", "yes!"])


@settings(deadline=None)
@given(st.lists(st.lists(PARTS, min_size=1).map(" ".join), min_size=1, max_size=6))
def test_acronyms_spelt_out_leave_as_many_sentences(texts: list[str]) -> None:
    defining = ["Crown Prosecution Service (CPS)", "Accident & Emergency (A&E)", "Restorative Justice (RJ)"]
    vocabulary = Vocabulary(texts, defining)
    for text in texts:
        assert len(sentences(text)) == len(sentences(vocabulary.spelt(text)))
        assert " ".join(sentences(text)) == text


@settings(deadline=None)
@given(st.data())
def test_what_sentences_say_of_texts_is_what_each_two_of_them_say(data: st.DataObject) -> None:
    """Whatever the stretches that are held in memory at once."""
    shapes = st.lists(st.integers(1, 3), min_size=1, max_size=4)
    a, b = (Sentences.of([" ".join(["So."] * n) for n in data.draw(shapes)]) for _ in "ab")
    score = st.integers(0, 8).map(lambda n: n / 8)
    alike = np.array([[data.draw(score) for _ in b.parts] for _ in a.parts])
    less = np.array([[data.draw(score) / 4 for _ in b.starts] for _ in a.starts])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("align.sentences._AT_ONCE", data.draw(st.sampled_from([1, 5, 1000])))
        best, ahead, behind = best_sentences(a, b, lambda stretch: alike[stretch], less)
    homes = [np.repeat(range(len(s.starts)), np.diff([*s.starts, len(s.parts)])) for s in (a, b)]
    for i, j in np.ndindex(less.shape):
        rows, columns = np.flatnonzero(homes[0] == i), np.flatnonzero(homes[1] == j)
        assert best[i, j] == alike[np.ix_(rows, columns)].max()
        there = [k for k in range(less.shape[1]) if k != j]
        if there:
            gaps = [max(alike[r, homes[1] == j]) - less[i, j]
                    - max(max(alike[r, homes[1] == k]) - less[i, k] for k in there) for r in rows]  # fmt: skip
            assert np.isclose(ahead[i, j], max(gaps))
        elsewhere = [k for k in range(less.shape[0]) if k != i]
        if elsewhere:
            gaps = [max(alike[homes[0] == i, c]) - less[i, j]
                    - max(max(alike[homes[0] == k, c]) - less[k, j] for k in elsewhere) for c in columns]  # fmt: skip
            assert np.isclose(behind[i, j], max(gaps))


def test_a_title_rewritten_altogether_is_found_by_its_outcomes(reports: tuple[Report, ...]) -> None:
    after = retitled(reports[0], {"4": "Zephyr", "5": "Quixotic"})
    matches = {m.before: m for m in align_reports(reports[0], after).commitments}
    assert matches["4",].after == ("4",)
    assert matches["4",].relation == "reworded"


def test_a_removed_outcome_is_dropped_and_an_added_one_is_new(reports: tuple[Report, ...]) -> None:
    gone = {"Take more uninsured vehicles off the road."}
    relations = [m.relation for m in align_reports(reports[0], without(reports[0], gone)).outcomes]
    assert sorted(set(relations)) == ["dropped", "same"]
    relations = [m.relation for m in align_reports(without(reports[0], gone), reports[0]).outcomes]
    assert sorted(set(relations)) == ["new", "same"]


def test_what_is_left_alone_matches_only_in_its_own_place(reports: tuple[Report, ...]) -> None:
    """A rewording stands between the same neighbours; an outcome elsewhere in the list is another one."""
    first = reports[0]
    old = "Bring average-speed cameras to the three worst routes."

    def with_text(text: str, *, last: bool) -> Report:
        items = [i for i in first.items if i.text != old]
        place = next(n for n, i in enumerate(items) if i.text.startswith("Halve deaths")) + 1
        place = next(n for n, i in enumerate(items) if i.text.startswith("Take more uninsured")) + 1 if last else place
        made = next(i for i in first.items if i.text == old)
        return replace(first, items=(*items[:place], replace(made, id="2.o9", text=text), *items[place:]))

    def relation(report: Report) -> set[str]:
        return {m.relation for m in align_reports(first, report).outcomes if m.before and m.before.item.text == old}

    assert relation(with_text("Catch those who race on our routes", last=False)) == {"reworded"}
    assert relation(with_text("Catch those who race on our routes", last=True)) == {"dropped"}


def test_a_ruling_on_a_match_beats_the_program_both_ways(reports: tuple[Report, ...]) -> None:
    first, _, third = reports
    a, b = (
        "Offer every excluded pupil a mentor within ten days.",
        "Every pupil who is excluded has been offered a mentor within a week.",
    )
    no = compare_reports(first, third, rulings=[ruling("outcome", a, b, "no")]).pairs[0]
    assert {o.text: o.status for o in no.outcomes}[b] == "new"
    dropped, new = (
        "Bring average-speed cameras to the three worst routes.",
        "Give the family of every young person who is arrested one named contact.",
    )
    yes = compare_reports(first, third, rulings=[ruling("outcome", dropped, new, "yes")]).pairs[0]
    assert next(o for o in yes.outcomes if o.text == new).match.relation == "reworded"
    unsure = compare_reports(first, third, rulings=[ruling("outcome", a, b, "unsure")]).pairs[0]
    assert next(o for o in unsure.outcomes if o.text == b).review


def evidence_of(reports: tuple[Report, ...], text: str, *rulings: Ruling) -> tuple[str, bool, list[str]]:
    pair = compare_reports(*reports[:2], rulings=rulings).pairs[0]
    outcome = next(o for o in pair.outcomes if o.text == text)
    return outcome.status, outcome.review, [link.text for link in outcome.evidence.after]


def test_a_passage_that_an_officer_adds_counts_and_settles_the_matter(reports: tuple[Report, ...]) -> None:
    outcome = "Prosecute those who dump waste on the moors."
    added = "Summer activities in parks were attended 14,000 times."
    assert evidence_of(reports, outcome)[0] == "lost"
    status, _, texts = evidence_of(reports, outcome, ruling("evidence", outcome, added, "direct", reports[1].id))
    assert status == "kept"
    assert texts[0] == added
    unsure = evidence_of(reports, outcome, ruling("evidence", outcome, added, "unsure", reports[1].id))
    assert unsure[:2] == ("lost", True)


def test_a_ruling_under_last_years_wording_holds_for_this_years(reports: tuple[Report, ...]) -> None:
    old = "Offer every excluded pupil a mentor within ten days."
    text = "A mural was painted in the underpass at Gullhaven."
    said = ruling("evidence", old, text, "unsure", reports[2].id)
    pair = compare_reports(reports[0], reports[2], rulings=[said]).pairs[0]
    outcome = next(o for o in pair.outcomes if o.text.startswith("Every pupil who is excluded"))
    assert "an officer is unsure about a passage in the later report" in outcome.reason


def test_a_ruling_holds_when_ids_shift(reports: tuple[Report, ...]) -> None:
    outcome = "Fund a youth club in each of the eleven coastal wards."
    added = "Summer activities in parks were attended 14,000 times."
    said = replace(ruling("evidence", outcome, added, "direct"), a_item="9.o9", b_item="9.p99")
    assert evidence_of(reports, outcome, said)[0] == "kept"


def test_rulings_that_contradict_each_other_are_listed_and_neither_applies(reports: tuple[Report, ...]) -> None:
    outcome, text = (
        "Fund a youth club in each of the eleven coastal wards.",
        "Family hubs have opened in three districts.",
    )
    both = [ruling("evidence", outcome, text, said) for said in ("direct", "no")]
    pair = compare_reports(*reports[:2], rulings=both).pairs[0]
    assert [f.kind for f in pair.findings].count("ruling-contradicted") == 2
    assert next(o for o in pair.outcomes if o.text == outcome).status == evidence_of(reports, outcome)[0]


def test_a_ruling_whose_text_is_gone_is_listed_as_stale(reports: tuple[Report, ...]) -> None:
    pair = compare_reports(*reports[:2], rulings=[ruling("evidence", "No such outcome", "No such text", "no")]).pairs[0]
    assert "ruling-stale" in [f.kind for f in pair.findings]


def test_an_outcome_that_two_rulings_claim_carries_on_as_one_and_the_other_is_told(reports: tuple[Report, ...]) -> None:
    one = "Give the family of every young person who is arrested one named contact."
    others = "Bring average-speed cameras to the three worst routes.", "Reduce knife carrying among under-18s."
    said = [ruling("outcome", text, one, "yes") for text in others]
    pair = compare_reports(reports[0], reports[2], rulings=said).pairs[0]
    matched = [o.match.before.item.text for o in pair.outcomes if o.match.before and o.match.after and o.text == one]
    assert len(matched) == 1
    (told,) = unmet(said, pair.alignment.outcomes)
    assert {told.a_text, *matched} == set(others)
    (finding,) = (f for f in pair.findings if f.kind == "ruling-unmet")
    assert told.a_text in finding.text
    assert unmet(said[:1], compare_reports(reports[0], reports[2], rulings=said[:1]).pairs[0].alignment.outcomes) == ()


@pytest.mark.parametrize(
    ("bodies", "count"),
    [
        (("Fairhaven Council", "Ash Moor Council"), 1), (("Fairhaven Council", "Fairhaven council"), 0),
        (("Greater Fairhaven Combined Authority", "GFCA"), 0), ((None, "Fairhaven"), 0),
    ],
)  # fmt: skip
def test_reports_of_two_bodies_are_told_of(
    bodies: tuple[str | None, str], count: int, reports: tuple[Report, ...]
) -> None:
    two = [replace(report, body=body) for report, body in zip(reports, bodies, strict=False)]
    found = [f for f in compare_reports(*two).pairs[0].findings if f.kind == "bodies-differ"]
    assert len(found) == count
    assert all(str(body) in f.text for f in found for body in bodies)


def test_an_unsure_ruling_gives_way_to_a_decision() -> None:
    said = resolve_rulings([ruling("evidence", "a", "b", "unsure"), ruling("evidence", "a", "b", "direct")])
    assert [r.ruling for r in said.applied] == ["direct"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Violence Reduction Network (VRN) met", {"vrn": ("violence", "reduction", "network")}),
        ("a note (see below)", {}),
        ("Harm (A)", {}),
    ],
)
def test_acronyms_are_taken_as_the_report_defines_them(text: str, found: dict[str, tuple[str, ...]]) -> None:
    assert acronyms(text) == found


def test_an_acronym_shares_the_terms_of_its_long_form() -> None:
    vocabulary = Vocabulary(["The Violence Reduction Network (VRN) met.", "VRN funding was confirmed."])
    assert "violenc" in vocabulary.profile("VRN funding was confirmed.").stems


def test_a_reading_in_doubt_puts_the_outcome_under_review(reports: tuple[Report, ...]) -> None:
    def doubtful(item: Item) -> Item:
        return replace(item, doubt="runs over from page 3") if item.text.startswith("Halve deaths") else item

    report = replace(reports[0], items=tuple(doubtful(i) for i in reports[0].items))
    outcome = next(o for o in compare_reports(report, reports[1]).pairs[0].outcomes if o.text.startswith("Halve"))
    assert outcome.review
    assert "runs over from page 3" in outcome.reason
