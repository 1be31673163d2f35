"""What a person says of reports that are to be compared: years, body and plan, and what is asked about once more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.asking import Asked, against_dates, in_time, settled, several_bodies, suggested, wrong
from desk.records import KeptReport
from desk.task import Said, as_said
from extract.read import read_report


def report(name: str, year: str = "", date: str = "", **more: Any) -> KeptReport:
    said = {
        "id": name, "sha256": name, "file": f"{name}.pdf", "state": "read", "why": "", "added": "", "version": "1.0",
        "body": "Fairhaven", "plan": "Our plan", "year": year, "sure": bool(date), "facts": {"date": date}, "named": {},
    }  # fmt: skip
    return KeptReport(**{**said, **more})


def asked(*years: str, **more: Any) -> Asked:
    named = dict(zip("abcdefghijklmnopq", years, strict=False))
    return Asked(**{"years": named, "body": "Fairhaven", "plan": "Our plan", **more})


PAIR = [report("a", "2024", "2024-06-12"), report("b", "2025", "2025-06-18")]


@pytest.mark.parametrize(
    ("found", "said", "words"),
    [
        (PAIR, asked("2024", "2025"), ""),
        (PAIR, asked("2024-05", "2024-11"), ""),
        (PAIR[:1], asked("2024"), "two reports or more"),
        ([report(name) for name in "abcdefghijklm"], asked(), "two reports or more, 12 at most"),
        ([PAIR[0], replace(PAIR[1], state="failed")], asked("2024", "2025"), "not read yet"),
        (PAIR, asked("2024", ""), "Say which year b.pdf is"),
        (PAIR, asked("2024", "25"), "Say which year b.pdf is"),
        (PAIR, asked("2024", "2025-13"), "Say which year b.pdf is"),
        (PAIR, asked("2024", "20２5"), "Say which year b.pdf is"),
        (PAIR, asked("2025", "2025"), "a.pdf and b.pdf have the same year"),
        (PAIR, asked("2025-11", "2025"), "b.pdf and a.pdf have the same year"),
        (PAIR, asked("2025-11", "2025-11"), "Add the month to each, such as 2025-06."),
        (PAIR, asked("2024", "2025", body=""), "whose plan"),
        (PAIR, asked("2024", "2025", plan=""), "which plan"),
    ],
)
def test_what_keeps_reports_from_being_compared(found: list[KeptReport], said: Asked, words: str) -> None:
    told = wrong(found, said)
    assert words in told
    assert bool(told) == bool(words)


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (("2024", "2025"), ""),
        (("2024-06", "2025-06"), ""),
        (("2023", "2024"), "a.pdf is given as 2023, and says of itself that it is of 12 June 2024."),
        (("2024-11", "2025"), "a.pdf is given as 2024-11"),
        (("2025", "2024"), "by the dates in the reports, 18 June 2025 and 12 June 2024, it comes after"),
        (("2024", "2042"), "b.pdf is given as 2042, and says of itself that it is of 18 June 2025."),
    ],
)
def test_years_that_the_reports_contradict_are_asked_about(years: tuple[str, str], words: str) -> None:
    said = against_dates(PAIR, asked(*years).years)
    assert words in said
    assert bool(said) == bool(words)


def test_dates_that_are_not_known_contradict_nothing() -> None:
    assert against_dates([report("a"), report("b")], asked("2025", "1999").years) == ""


def test_the_earliest_year_comes_first() -> None:
    placed = in_time([report("a"), report("b"), report("c")], asked("2025-03", "2024", "2025-11").years)
    assert [one.id for one, _ in placed] == ["b", "a", "c"]


def test_the_month_is_suggested_where_a_year_has_several_reports() -> None:
    found = [report("a", "2025", "2025-03-31"), report("b", "2025", "2025-11"), report("c", "2026", "2026-06-01")]
    assert suggested(found, "", "").years == {"a": "2025-03", "b": "2025-11", "c": "2026"}
    unknown = [report("a", "2025", "2025-03-31"), report("b", "2025")]
    assert suggested(unknown, "", "").years == {"a": "2025-03", "b": "2025"}


def test_what_a_person_says_is_never_put_over_what_a_report_says_of_itself() -> None:
    said = settled(PAIR, asked("2024", "2025", body="Fairhaven Council", plan="The plan"))
    assert {(one.body, one.plan) for one in said.values()} == {("Fairhaven", "Our plan")}
    two = [*PAIR, report("c", body="Ash Moor", plan="Their plan"), report("d", body="", plan="")]
    assert several_bodies(two) == ["Ash Moor", "Fairhaven"]
    said = settled(two, asked("2024", "2025", "2026", "2027", body="Fairhaven", plan="Both"))
    assert [(one.body, one.plan) for one in said.values()] == [
        ("Fairhaven", "Our plan"), ("Fairhaven", "Our plan"), ("Ash Moor", "Their plan"), ("", ""),
    ]  # fmt: skip


def test_a_comparison_is_made_with_what_a_person_says_of_a_report() -> None:
    from conftest import sample_pdf

    read = read_report(sample_pdf("2024"))
    assert read.date == "2024-06-12"
    for year, date in (("2024", "2024-06-12"), ("2024-06", "2024-06-12"), ("2024-07", "2024-07"), ("2021", "2021")):
        said = as_said(read, "as-it-came.pdf", Said(year=year, body="B", plan="P"))
        assert (said.date, said.body, said.plan, said.source.path) == (date, "B", "P", "as-it-came.pdf")
        overruled = [finding.text for finding in said.findings if finding.kind == "date-overruled"]
        assert len(overruled) == (date != read.date)
        assert all("its own date as 12 June 2024" in text for text in overruled)
    silent = replace(read, date=None, period=None, body=None)
    assert as_said(silent, "a.pdf", Said(year="2024", body="", plan="")).date == "2024"
    of_period = replace(read, date=None, period=("2023-04", "2024-03"))
    assert as_said(of_period, "a.pdf", Said(year="2024", body="", plan="")).date is None
    assert as_said(read, "a.pdf", Said(year="2024", body="", plan="")).body == read.body
