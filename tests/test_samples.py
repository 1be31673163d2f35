"""The sample reports: read exactly, aligned as planted, and no unflagged false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PARSED, RAW, YEARS, sample_pdf
from samples import Sample, read_sample

from diff import Comparison, compare_reports
from extract import read_parsed, write_parsed
from extract.report import Report

ROLE = {"outcomes": "outcome", "progress": "progress", "delivery": "delivery"}


@pytest.fixture(scope="module")
def written() -> tuple[Sample, ...]:
    return tuple(read_sample(RAW / f"estuary-and-moors-{year}.txt") for year in YEARS)


@pytest.fixture(scope="module")
def comparison(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports)


@pytest.mark.parametrize("n", range(3), ids=YEARS)
def test_every_item_comes_out_as_it_was_written(
    n: int, reports: tuple[Report, ...], written: tuple[Sample, ...]
) -> None:
    report, sample = reports[n], written[n]
    assert [(c.number, c.title) for c in report.commitments] == [(p.number, p.title) for p in sample.promises]
    for commitment, promise in zip(report.commitments, sample.promises, strict=True):
        for name, lines in promise.cells.items():
            items = [i for i in report.items if (i.commitment, i.role) == (commitment.id, ROLE[name])]
            assert [(i.text, i.level) for i in items] == [(line.text, line.level) for line in lines]
    if sample.summary:
        summary = [i for i in report.items if i.role == "summary"]
        assert [(i.text, i.level) for i in summary] == [(line.text, line.level) for line in sample.summary]


@pytest.mark.parametrize("n", range(3), ids=YEARS)
def test_every_word_is_owned_and_every_item_has_a_place(n: int, reports: tuple[Report, ...]) -> None:
    report = reports[n]
    assert report.ledger.unowned == 0
    assert report.ledger.words == report.ledger.owned + report.ledger.furniture
    assert all(item.spans for item in report.items)
    assert all(1 <= s.page <= report.source.pages for item in report.items for s in item.spans)


def test_a_bullet_names_its_lead_in(reports: tuple[Report, ...]) -> None:
    items = {item.text: item for item in reports[0].items}
    bullet = items["including a version in Easy Read;"]
    assert bullet.level == 2
    assert reports[0].item(bullet.parent or "").text == "letters about special measures in court;"


def test_what_looks_like_markup_or_a_formula_is_kept_as_text(reports: tuple[Report, ...]) -> None:
    texts = [item.text for item in reports[0].items]
    assert any(text.startswith("=1,240 calls") for text in texts)
    assert any("<reason>" in text and "<b>bold</b>" in text for text in texts)


def test_what_the_reports_say_of_themselves(reports: tuple[Report, ...]) -> None:
    assert [r.date for r in reports] == ["2024-06-12", "2025-06-18", "2026-06-10"]
    assert {r.body for r in reports} == {"Estuary and Moors Combined Authority"}
    assert [r.period for r in reports] == [None, ("2024-06", "2025-05"), ("2025-06", "2026-05")]
    assert [r.lists_outcomes for r in reports] == [True, False, True]


@pytest.mark.parametrize("year", YEARS)
def test_the_golden_files_are_what_is_read_today(year: str, tmp_path: Path, reports: tuple[Report, ...]) -> None:
    """``evidence-trail extract data/raw/*.pdf`` makes them anew, when a change of a reading is meant."""
    report = reports[YEARS.index(year)]
    write_parsed(report, tmp_path, "0")
    for name in ("commitments.csv", "items.csv", "spans.csv"):
        assert (tmp_path / name).read_bytes() == (PARSED / report.id / name).read_bytes(), name
    golden = read_parsed(PARSED / report.id)
    assert (golden.columns, golden.ledger, golden.findings) == (report.columns, report.ledger, report.findings)
    assert golden.source.sha256 == report.source.sha256


def test_commitments_carry_on_as_planted(comparison: Comparison) -> None:
    first, second = ([(c.before, c.after, c.relation) for c in p.alignment.commitments] for p in comparison.pairs)
    assert first == [((str(n),), (str(n),), "same") for n in range(1, 6)]
    assert second == [
        (("1",), ("1",), "same"),
        (("2",), ("2a", "2b"), "split"),
        (("3",), ("3",), "same"),
        (("4",), ("4",), "reworded"),
        (("5",), ("5",), "same"),
    ]


def test_outcomes_are_carried_through_a_report_without_their_column(comparison: Comparison) -> None:
    first, second = comparison.pairs
    assert {o.listed for o in first.outcomes} == {"carried"}
    relations = {o.text: o.match.relation for o in second.outcomes}
    assert relations["Bring average-speed cameras to the three worst routes."] == "dropped"
    assert relations["Give the family of every young person who is arrested one named contact."] == "new"
    assert relations["Every pupil who is excluded has been offered a mentor within a week."] == "reworded"
    assert sorted(relations.values()) == ["dropped", "new", "reworded", *["same"] * 18]


def test_a_missing_column_is_one_finding(comparison: Comparison) -> None:
    assert [f.kind for f in comparison.pairs[0].findings].count("column-missing") == 1
    assert [f.kind for f in comparison.pairs[1].findings].count("column-new") == 1


def planted(before: Sample, after: Sample, key: str) -> str:
    def reported(sample: Sample) -> bool:
        return any(key in line.direct for promise in sample.promises for line in promise.cells["progress"])

    return {(True, True): "kept", (True, False): "lost", (False, True): "gained"}.get(
        (reported(before), reported(after)), "never"
    )


def test_planted_statuses_are_found_and_no_false_lost_goes_unflagged(
    comparison: Comparison, written: tuple[Sample, ...]
) -> None:
    keys = {line.text: line.key for s in written for p in s.promises for line in p.cells.get("outcomes", [])}
    right = total = unflagged = 0
    for n, pair in enumerate(comparison.pairs):
        for outcome in pair.outcomes:
            if outcome.status in ("dropped", "new"):
                continue
            want = planted(written[n], written[n + 1], keys[outcome.text])
            total += 1
            right += outcome.status == want
            unflagged += outcome.status != want and not outcome.review
            if outcome.status == "lost" and want != "lost":
                assert outcome.review, f"{outcome.text} was called lost, and nobody is told to check"
    assert total == 39
    assert unflagged <= 2
    # Planted by whoever wrote the samples, who took less for direct than the rule that the judge is fitted by.
    assert right >= 26, f"{right} of {total}"


def test_every_status_is_among_the_samples(comparison: Comparison) -> None:
    found = {outcome.status for pair in comparison.pairs for outcome in pair.outcomes}
    assert found == {"kept", "gained", "lost", "never", "dropped", "new"}


def test_every_link_shows_its_page_and_text(comparison: Comparison) -> None:
    for pair in comparison.pairs:
        for outcome in pair.outcomes:
            for report, links in ((pair.before, outcome.evidence.before), (pair.after, outcome.evidence.after)):
                for link in links:
                    item = report.item(link.statement)
                    assert (link.page, link.text) == (item.page_first, item.text)


def test_the_summary_never_counts_what_the_table_says(comparison: Comparison, reports: tuple[Report, ...]) -> None:
    pair = comparison.pairs[0]
    outcome = next(o for o in pair.outcomes if o.text.startswith("Answer 999 calls"))
    assert not [link for link in outcome.evidence.after if link.statement.startswith("s")]


def test_the_timeline_follows_an_outcome_over_all_years(comparison: Comparison) -> None:
    rows = {row.text: row for row in comparison.timeline}
    row = rows["Offer every excluded pupil a mentor within ten days."]
    assert [place.listed for place in row.reports.values()] == [True, False, True]
    assert len(comparison.timeline) == 21


def test_samples_are_of_the_promised_length() -> None:
    import pypdfium2

    for year in YEARS:
        assert 8 <= len(pypdfium2.PdfDocument(sample_pdf(year))) <= 15
