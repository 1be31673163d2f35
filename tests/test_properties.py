"""What holds for every report: reading back what was written, a report beside itself, nothing lost in alignment."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import align_reports
from diff import compare_reports
from extract import read_parsed, write_parsed
from extract.layout import hundredths
from extract.report import Report

TEXT = st.text(
    alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FFF, blacklist_categories=("Cs", "Cc", "Cn", "Co")),
    min_size=1, max_size=60,
).filter(lambda text: text.strip() == text)  # fmt: skip


@given(texts=st.lists(TEXT, min_size=1, max_size=5), title=TEXT)
@settings(max_examples=40, deadline=None)
def test_a_written_report_reads_back_the_same(texts: list[str], title: str) -> None:
    report = changed(texts, title)
    with tempfile.TemporaryDirectory() as folder:
        write_parsed(report, Path(folder), "0")
        assert read_parsed(folder) == report


@given(length=st.floats(-1e6, 1e6), eighths=st.integers(-(10**7), 10**7))
def test_lengths_are_rounded_to_hundredths_as_python_does(length: float, eighths: int) -> None:
    assert hundredths(eighths / 8) == round(eighths / 8, 2), "halves to the even one"
    assert hundredths(length) == round(hundredths(length), 2)
    assert abs(hundredths(length) - length) <= 0.005 + 1e-9


def changed(texts: list[str], title: str) -> Report:
    """The first sample with other texts in its first items."""
    items = list(SAMPLE.items)
    for n, text in enumerate(texts):
        items[n] = replace(items[n], text=text)
    return replace(SAMPLE, items=tuple(items), title=title)


SAMPLE = read_parsed(Path(__file__).parent.parent / "data" / "parsed" / "estuary-and-moors-2024")


def test_a_report_compared_with_itself_changes_nothing(reports: tuple[Report, ...]) -> None:
    for report in reports:
        pair = compare_reports(report, report).pairs[0]
        assert {c.relation for c in pair.alignment.commitments} == {"same"}
        assert {s.relation for s in pair.alignment.statements} == {"repeated"}
        assert {o.status for o in pair.outcomes} <= {"kept", "never"}
        assert all(o.match.relation == "same" for o in pair.outcomes)


def test_everything_appears_exactly_once_in_an_alignment(reports: tuple[Report, ...]) -> None:
    for before, after in ((reports[0], reports[1]), (reports[0], reports[2]), (reports[2], reports[1])):
        alignment = align_reports(before, after)
        assert Counter(c for m in alignment.commitments for c in m.before) == Counter(c.id for c in before.commitments)
        assert Counter(c for m in alignment.commitments for c in m.after) == Counter(c.id for c in after.commitments)
        assert [m.before.item.id for m in alignment.outcomes if m.before] == [i.id for i in before.outcomes]
        assert {m.before for m in alignment.statements if m.before} == {i.id for i in before.statements}
        assert {m.after for m in alignment.statements if m.after} == {i.id for i in after.statements}
        if after.lists_outcomes and before.lists_outcomes:
            found = Counter(m.after.item.id for m in alignment.outcomes if m.after)
            assert found == Counter(i.id for i in after.outcomes)


@pytest.mark.slow
def test_comparing_twice_gives_the_same(reports: tuple[Report, ...]) -> None:
    assert compare_reports(*reports).pairs[0].outcomes == compare_reports(*reports).pairs[0].outcomes
