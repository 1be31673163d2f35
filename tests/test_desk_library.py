"""What a desk's library promises: nothing decided is lost, nothing deleted stays, a file brings back what it took."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import string
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import sample_pdf
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import comparisons, database, decisions, exchange, reports
from desk.beside import laid_beside
from desk.carrying import carries, made_on
from desk.columns import remembered_for
from desk.comparison_pages import with_disputes
from desk.database import Database
from desk.decisions import as_ruling, checked, checked_keys, save, undo
from desk.errors import DeskError
from desk.places import Places
from desk.records import Brought, KeptRuling
from desk.reports import Settled
from diff.rulings import COLUMNS
from extract.report import Report

FACTS = {
    "title": "A plan: progress", "date": "2025-03-31", "pages": 3, "commitments": 2, "outcomes": 4, "statements": 9,
    "columns": {"title": "You asked us to", "progress": "What we did"}, "page": 2, "named_for": "",
}  # fmt: skip
READ = {"body": "Fairhaven", "plan": "Our plan", "year": "2025", "sure": True}


class Library:
    """A library below a folder, with what a test puts into it."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder)
        self.places.make()
        self.db = Database(self.places.database)

    def report(self, file: str, data: bytes = b"", **said: Any) -> str:
        data = data or b"%PDF-1.7 " + file.encode()
        sha256 = exchange.hashlib.sha256(data).hexdigest()
        self.places.pdf(sha256).parent.mkdir(exist_ok=True)
        self.places.pdf(sha256).write_bytes(data)
        kept = reports.add_report(self.db, sha256, file)
        reports.was_read(self.db, kept.id, "1.0", {**FACTS, **READ, **said})
        return kept.id

    def comparison(self, ids: list[str], body: str = "Fairhaven", plan: str = "Our plan") -> str:
        years = [(one, str(2024 + n)) for n, one in enumerate(ids)]
        made = comparisons.add_comparison(self.db, body, plan, years)
        comparisons.was_made(self.db, made, "1.0", "p", 0, {"counts": {}, "outcomes": 1, "check": 0, "carried": {}})
        return made

    def plan(self, comparison: str) -> int:
        return comparisons.comparison(self.db, comparison).plan

    def bytes(self) -> bytes:
        """Of every file of the database."""
        return b"".join(path.read_bytes() for path in sorted(self.places.folder.glob("library*")))

    def take_in(self, data: bytes) -> Brought:
        path = self.places.incoming / "brought.zip"
        path.write_bytes(data)
        try:
            return exchange.import_library(self.db, self.places, path)
        finally:
            path.unlink()

    def exported(self) -> bytes:
        path = exchange.export_library(self.db, self.places)
        data = path.read_bytes()
        path.unlink()
        return data

    def all(self) -> dict[str, Any]:
        """Everything that an export takes along, for comparing."""
        with self.db.reading() as sql:
            said = exchange._listed(sql)
        for one in said["comparisons"]:
            one.update(made="", state="", version="")  # it is made anew
        return {
            what: sorted(json.dumps(one, sort_keys=True) for one in said[what])
            for what in said
            if what not in ("format", "taken")  # who brings it in has no record of what was never there
        }


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def ruling(key: str, text: str = "Fewer thefts", **said: str) -> KeptRuling:
    columns = dict.fromkeys(COLUMNS, "") | {
        "kind": "evidence", "a_report": "one", "b_report": "two", "a_text": text, "b_text": "We did it",
        "ruling": "direct", "by": "Ada", "on": "2026-11-26",
    }  # fmt: skip
    return KeptRuling(key=key.ljust(8, "-"), columns=columns | said)


def keys(found: list[KeptRuling]) -> list[str]:
    return [one.key.rstrip("-") for one in found]


@pytest.fixture
def plan(library: Library) -> int:
    return library.plan(library.comparison([library.report("one.pdf"), library.report("two.pdf")]))


# The tables


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").touch()
    Database(tmp_path / "library.sqlite")
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as sql:
        assert sql.execute("pragma user_version").fetchone()[0] >= 1
        assert sql.execute("pragma journal_mode").fetchone()[0] == "wal"
        assert sql.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert not sql.execute("select * from report").fetchall()
    Database(tmp_path / "library.sqlite")
    assert not list(tmp_path.glob("*before*")), "there was nothing to keep a copy of"


def test_a_library_of_a_newer_program_is_left_alone(library: Library) -> None:
    with closing(sqlite3.connect(library.places.database)) as sql:
        sql.execute("pragma user_version = 999")
    with pytest.raises(DeskError, match="newer evidence-trail"):
        Database(library.places.database)


@pytest.mark.parametrize("data", [b"not a library at all, but some text" * 99, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_library_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(data)
    with pytest.raises(DeskError, match=r"damaged|cannot be used"):
        Database(tmp_path / "library.sqlite")
    assert (tmp_path / "library.sqlite").read_bytes() == data


def test_text_that_is_no_text_is_told(library: Library) -> None:
    library.report("one.pdf")
    with closing(sqlite3.connect(library.places.database)) as sql, sql:
        sql.execute("update report set plan = cast(x'ff' as text)")
    with pytest.raises(DeskError, match=r"cannot be used|damaged"):
        reports.all_reports(library.db)


@pytest.fixture
def next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A next program, with one more step of migration."""

    def give(script: str) -> None:
        folder = tmp_path / "migrations"
        folder.mkdir()
        for path in database._MIGRATIONS.glob("*.sql"):
            (folder / path.name).write_text(path.read_text())
        (folder / "099-more.sql").write_text(script)
        monkeypatch.setattr(database, "_MIGRATIONS", folder)

    return give


def test_an_older_library_is_copied_before_it_is_changed(library: Library, next_step: Callable[[str], None]) -> None:
    library.report("one.pdf")
    now = max(int(path.name[:3]) for path in database._MIGRATIONS.glob("*.sql"))
    next_step("alter table report add column more text not null default 'new';")
    Database(library.places.database)
    with closing(sqlite3.connect(library.places.database)) as sql:
        assert sql.execute("select id, more from report").fetchall() == [("one", "new")]
        assert sql.execute("pragma user_version").fetchone() == (99,)
    with closing(sqlite3.connect(library.places.folder / "library-before-99.sqlite")) as old:
        assert old.execute("select id from report").fetchall() == [("one",)]
        assert old.execute("pragma user_version").fetchone() == (now,)


def test_a_step_that_fails_leaves_the_library_as_it_was(library: Library, next_step: Callable[[str], None]) -> None:
    library.report("one.pdf")
    next_step("alter table report add column more text not null default 'new'; select * from nothing;")
    with pytest.raises(DeskError, match="cannot be used"):
        Database(library.places.database)
    with closing(sqlite3.connect(library.places.database)) as sql:
        assert sql.execute("pragma user_version").fetchone() < (99,)
        assert "more" not in {row[1] for row in sql.execute("pragma table_info(report)")}


def test_what_is_deleted_later_does_not_stay_in_the_old_copy(
    library: Library, next_step: Callable[[str], None]
) -> None:
    one = library.report("zanzibar.pdf")
    next_step("select 1;")
    library.db = Database(library.places.database)
    assert b"zanzibar" in library.bytes()
    reports.forget_report(library.db, one)
    assert b"zanzibar" not in library.bytes()


# Finding


def test_a_search_takes_every_character_for_itself(library: Library) -> None:
    for name in ("100% safe", "under_score", "bang! here", 'say "so"', "it's", "back\\slash", "plain"):
        library.report(f"{name}.pdf", plan=name)
    for words, found in {
        "%": 1, "_": 1, "!": 1, '"': 1, "'": 1, "\\": 1, "100%": 1, "SAFE": 1, "100 safe": 1, "safe plain": 0, "": 7,
        "!%": 0, "a%e": 0, "unde_": 0, "' or 1=1 --": 0, "\0": 0, "%%%%": 0,
    }.items():  # fmt: skip
        assert len(reports.all_reports(library.db, words)) == found, words


def test_comparisons_are_found_by_plan_body_and_year(library: Library) -> None:
    ids = [library.report("one.pdf"), library.report("two.pdf")]
    library.comparison(ids, "Body 50%", "Safer_streets")
    library.comparison(ids, "Other", "Else")
    for words, found in {"50%": 1, "r_s": 1, "2024 2025": 2, "else 2024": 1, "50% else": 0, "!": 0}.items():
        assert comparisons.comparisons(library.db, words)[1] == found, words
    assert comparisons.comparisons(library.db, "", 99) == ([], 2)


def test_no_report_takes_an_address_of_the_desks_own(library: Library) -> None:
    assert [library.report(f"{name}.pdf") for name in ("news", "News", "...", "a", "A", "../x", "a?b#c/d")] == [
        "news-2", "news-3", "unnamed", "a", "a-2", "x", "a-b-c-d",
    ]  # fmt: skip


def test_an_id_is_short_enough_for_a_folder_in_any_script(library: Library, tmp_path: Path) -> None:
    for name in ("x" * 500, "ﷺ" * 120, "報" * 115, "İ" * 120):
        one = library.report(f"{name}.pdf")
        (tmp_path / one).mkdir()
        assert library.report(f"{name}.pdf", b"%PDF-1.7 another") == f"{one}-2"
        reports.forget_report(library.db, f"{one}-2")


def test_what_a_person_settled_outlives_another_reading(library: Library) -> None:
    one = library.report("one.pdf")
    reports.settle(library.db, one, Settled("My body", "My plan", "2025-06"))
    reports.was_read(library.db, one, "2.0", {**FACTS, **READ, "year": "1999"})
    found = reports.report(library.db, one)
    assert (found.body, found.plan, found.year, found.version) == ("My body", "My plan", "2025-06", "2.0")
    assert comparisons.plan_of(library.db, [found]) == ("My body", "My plan")
    assert comparisons.plan_of(library.db, []) == ("", "")


def test_a_plan_is_that_of_the_last_comparison_of_the_same_body(library: Library) -> None:
    ours, theirs = library.report("ours.pdf"), library.report("theirs.pdf", body="Ash Moor")
    library.comparison([ours], plan="As we call it")
    library.comparison([theirs, ours], body="Ash Moor", plan="A plan of both")
    found = reports.report(library.db, ours)
    assert comparisons.plan_of(library.db, [found]) == ("Fairhaven", "As we call it")
    library.comparison([ours], body="Fairhaven Council", plan="As we call it now")
    assert comparisons.plan_of(library.db, [found]) == ("Fairhaven Council", "As we call it now")


def test_results_of_what_was_deleted_meanwhile_change_nothing(library: Library) -> None:
    reports.was_read(library.db, "gone", "1.0", {**FACTS, **READ})
    reports.was_not_read(library.db, "gone", "why", {})
    comparisons.was_made(library.db, "gone", "1.0", "", 0, {})
    assert reports.all_reports(library.db) == []


# Decisions


def test_a_step_saved_twice_changes_nothing(library: Library, plan: int) -> None:
    once = save(library.db, plan, [ruling("a"), ruling("b")], [])
    assert save(library.db, plan, [ruling("a"), ruling("b")], []) == once
    assert keys(save(library.db, plan, [ruling("c"), ruling("c")], [])) == ["a", "b", "c"], "twice in one step"
    assert len(decisions.changes(library.db, plan, 99)) == 2
    save(library.db, plan, [], [once[0].key])
    save(library.db, plan, [ruling("a")], [once[0].key])
    assert keys(decisions.decisions(library.db, plan)) == ["b", "c"], (
        "what was taken away is not sent back by a late page"
    )


def test_the_decision_of_another_tab_is_never_lost(library: Library, plan: int) -> None:
    save(library.db, plan, [ruling("mine", ruling="direct")], [])
    found = save(library.db, plan, [ruling("theirs", ruling="no")], [])
    assert keys(found) == ["mine", "theirs"]
    late = save(library.db, plan, [ruling("newer", ruling="partial")], [ruling("mine").key])
    assert keys(late) == ["theirs", "newer"], "a page takes away what it knew of, and no more"


def test_a_decision_of_another_plan_is_refused_and_not_taken_away(library: Library, plan: int) -> None:
    other = library.plan(library.comparison(["one", "two"], plan="Another"))
    save(library.db, plan, [ruling("a")], [])
    with pytest.raises(DeskError, match="another plan"):
        save(library.db, other, [ruling("a"), ruling("b")], [])
    save(library.db, other, [], [ruling("a").key])
    assert keys(decisions.decisions(library.db, plan)) == ["a"]
    assert decisions.decisions(library.db, other) == []


def test_undo_and_undo_of_undo(library: Library, plan: int) -> None:
    save(library.db, plan, [ruling("a"), ruling("b")], [])
    save(library.db, plan, [ruling("c")], [ruling("a").key])
    texts = lambda found: sorted((one.columns["a_text"], one.columns["ruling"]) for one in found)  # noqa: E731
    second, first = (change.id for change in decisions.changes(library.db, plan, 9))
    before = [ruling("a"), ruling("b")]
    assert texts(undo(library.db, plan, second)) == texts(before)
    assert texts(undo(library.db, plan, second)) == texts(before), "a second press does nothing"
    last = decisions.last_step(library.db, plan)
    assert last is not None
    assert last.id == first
    assert [one.columns["a_text"] for one in last.added] == [one.columns["a_text"] for one in before]
    undone = decisions.changes(library.db, plan, 9)[0].id
    assert texts(undo(library.db, plan, undone)) == texts([ruling("b"), ruling("c")])
    for number in (0, -1, 10**14):
        with pytest.raises(DeskError, match="not known"):
            undo(library.db, plan, number)


def test_a_step_is_not_undone_under_what_was_decided_on_it_since(library: Library, plan: int) -> None:
    save(library.db, plan, [ruling("a", ruling="no")], [])
    save(library.db, plan, [ruling("b", ruling="partial")], [ruling("a").key])
    save(library.db, plan, [], [ruling("b").key])
    third, second, first = decisions.changes(library.db, plan, 9)
    assert [third.undoable, second.undoable, first.undoable] == [True, False, False]
    for change in (second, first):
        with pytest.raises(DeskError, match="decided on this since"):
            undo(library.db, plan, change.id)
    undo(library.db, plan, third.id)
    assert [one.undoable for one in decisions.changes(library.db, plan, 9)] == [True, False, True, False]
    undo(library.db, plan, second.id)
    assert [one.columns["ruling"] for one in undo(library.db, plan, first.id)] == []


def test_a_step_whose_undoing_was_undone_is_undone_again(library: Library, plan: int) -> None:
    save(library.db, plan, [ruling("a", "Fewer thefts")], [])
    save(library.db, plan, [ruling("b", "Cleaner streets")], [])
    for _ in range(2):
        last = decisions.last_step(library.db, plan)
        assert last is not None
        assert last.added[0].columns["a_text"] == "Cleaner streets"
        undo(library.db, plan, last.id)
        undo(library.db, plan, decisions.changes(library.db, plan, 1)[0].id)  # the undoing
    found = decisions.decisions(library.db, plan)
    assert sorted(one.columns["a_text"] for one in found) == ["Cleaner streets", "Fewer thefts"]
    assert [one.again_of != "" for one in found] == [False, True]
    assert decisions.stands(library.db, [ruling("a").key, ruling("b").key, "never-was"]) == {
        ruling("a").key, ruling("b").key,
    }  # fmt: skip


def test_a_step_that_also_changed_what_others_are_concerned_with_is_not_theirs(library: Library, plan: int) -> None:
    save(library.db, plan, [ruling("a", "Fewer thefts"), ruling("b", "Cleaner streets")], [])
    assert decisions.last_step(library.db, plan, lambda one: one.columns["a_text"] == "Fewer thefts") is None


def test_those_who_disagree_are_told_of_where_decisions_are_listed() -> None:
    against = [ruling("a", ruling="no"), ruling("b", ruling="direct")]
    listed = [(one, "holds") for one in (*against, ruling("c", "Cleaner streets"))]
    assert [state for _, state in with_disputes(listed)] == ["disputed", "disputed", "holds"]
    assert [state for _, state in with_disputes([(one, "elsewhere") for one in against])] == ["elsewhere"] * 2


def test_the_last_step_is_that_of_those_who_are_concerned(library: Library, plan: int) -> None:
    save(library.db, plan, [ruling("a", "Fewer thefts")], [])
    save(library.db, plan, [ruling("b", "Cleaner streets")], [])
    last = decisions.last_step(library.db, plan, lambda one: one.columns["a_text"] == "Fewer thefts")
    assert last is not None
    assert [one.key for one in last.added] == [ruling("a").key]
    assert decisions.last_step(library.db, plan, lambda one: False) is None


def test_dashes_and_capitals_make_no_other_plan(library: Library) -> None:
    one = library.comparison([library.report("one.pdf")], plan="Safer and Fairer 2023-26")
    other = library.comparison([library.report("two.pdf")], plan="Safer and fairer 2023–26")
    assert library.plan(one) == library.plan(other)
    assert library.plan(library.comparison([library.report("three.pdf")], plan="Safer 2023-26")) != library.plan(one)
    assert comparisons.plans(library.db) == ["Safer 2023-26", "Safer and Fairer 2023-26"]


def test_names_that_decisions_were_signed_with_are_offered_the_newest_first(library: Library, plan: int) -> None:
    save(library.db, plan, [ruling("a", by="Ada"), ruling("b", by="Bo"), ruling("c", by="")], [])
    save(library.db, plan, [ruling("d", by="Ada")], [ruling("b").key])
    assert decisions.signers(library.db, plan) == ["Ada", "Bo"]
    assert decisions.signers(library.db, plan + 1) == []


def test_a_step_of_another_plan_is_not_undone(library: Library, plan: int) -> None:
    save(library.db, plan, [ruling("a")], [])
    other = library.plan(library.comparison(["one", "two"], plan="Another"))
    with pytest.raises(DeskError):
        undo(library.db, other, decisions.changes(library.db, plan, 1)[0].id)
    assert keys(decisions.decisions(library.db, plan)) == ["a"]


GOOD = {"key": "0" * 12, "kind": "outcome", "a_text": "x", "b_text": "y", "ruling": "yes"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": None}, {"key": 7}, {"key": "short"}, {"key": "x" * 65}, {"key": "new\nline!"}, {"key": "\ud800" * 9},
        {"kind": "spell"}, {"kind": ["evidence"]}, {"kind": None}, {"ruling": "direct"}, {"ruling": ["yes"]},
        {"ruling": ""}, {"a_text": ""}, {"b_text": None}, {"a_text": " \0 "}, {"a_text": "x" * 100_000},
        {"note": "x" * 100_000}, {"note": {"a": 1}}, {"by": 7}, {"on": ["2026"]},
    ],
)  # fmt: skip
def test_what_is_no_decision_is_refused(wrong: dict[str, object]) -> None:
    checked(GOOD)
    with pytest.raises(DeskError):
        checked({**GOOD, **wrong})


@given(st.dictionaries(st.sampled_from([*COLUMNS, "key"]), st.text() | st.none() | st.integers() | st.lists(st.text())))
def test_whatever_is_sent_is_refused_or_can_be_kept(said: dict[str, object]) -> None:
    try:
        kept = checked({**GOOD, **said})
    except DeskError:
        return
    json.dumps(kept.columns, ensure_ascii=False).encode()
    assert "\0" not in "".join(kept.columns.values())


def test_keys_that_are_none_are_refused() -> None:
    assert checked_keys(["a" * 8]) == ["a" * 8]
    for wrong in (None, 7, ["a" * 8], "\ud800" * 8, "", "x" * 65):
        with pytest.raises(DeskError):
            checked_keys([wrong])


Step = tuple[int, str, int]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(["add", "change", "take", "undo", "look"]), st.integers(0, 9))
    )
)
def test_two_tabs_that_save_and_undo_at_random_do_what_a_simple_model_does(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    """The model: a list of what stands, by text, and what each step added and took."""
    library = Library(tmp_path_factory.mktemp("model"))
    plan = library.plan(library.comparison([library.report("one.pdf"), library.report("two.pdf")]))
    stands: dict[str, str] = {}  # key → text
    done: list[tuple[dict[str, str], dict[str, str]]] = []  # of steps that can still be undone
    known: list[list[str]] = [[], []]  # the keys that each tab knows of
    for n, (tab, what, which) in enumerate(steps):
        if what == "undo":
            last = decisions.last_step(library.db, plan)
            assert (last is None) == (not done)
            if last is None:
                continue
            found = undo(library.db, plan, last.id)
            added, took = done.pop()
            expected = sorted([text for text in stands.values() if text not in added.values()] + list(took.values()))
            assert sorted(one.columns["a_text"] for one in found) == expected
            stands = {one.key: one.columns["a_text"] for one in found}
        elif what == "look":
            found = decisions.decisions(library.db, plan)
        else:
            pick = [known[tab][which % len(known[tab])]] if known[tab] and what != "add" else []
            new = [ruling(f"key-{n}", f"text {n}")] if what != "take" else []
            took = {key: stands[key] for key in pick if key in stands}
            found = save(library.db, plan, new, pick)
            assert save(library.db, plan, new, pick) == found
            if new or took:
                done.append(({one.key: one.columns["a_text"] for one in new}, took))
            stands = {key: text for key, text in stands.items() if key not in took}
            stands.update({one.key: one.columns["a_text"] for one in new})
        known[tab] = [one.key for one in found]
        assert {one.key: one.columns["a_text"] for one in found} == stands
        assert {one.key for one in decisions.decisions(library.db, plan)} == set(stands)


# What goes is gone


def test_no_byte_of_what_was_deleted_stays(library: Library) -> None:
    secret = "".join(random.Random(7).choices(string.ascii_lowercase, k=40))
    one, two = library.report("one.pdf", title=f"T {secret}"), library.report(f"{secret}.pdf", plan=f"P {secret}")
    made = library.comparison([one, two], f"B {secret}", f"N {secret}")
    plan = library.plan(made)
    for n in range(200):  # more than a page of the database
        save(library.db, plan, [ruling(f"{n}", f"{secret} {n} " * 20, note=f"{secret} " * 30)], [])
    undo(library.db, plan, decisions.changes(library.db, plan, 1)[0].id)
    reports.name_columns(library.db, two, f"Body {secret}", {"progress": [f"L {secret}"]})
    assert secret.encode() in library.bytes()
    comparisons.forget_comparison(library.db, made)
    for report in (one, two):
        reports.forget_report(library.db, report)
    assert secret.encode() not in library.bytes()
    with pytest.raises(DeskError, match="not in the library"):
        comparisons.comparison(library.db, made)


def test_decisions_stay_with_the_plans_other_comparison(library: Library, plan: int) -> None:
    first = comparisons.comparisons(library.db)[0][0].id
    second = library.comparison(["one", "two"])
    save(library.db, plan, [ruling("a")], [])
    comparisons.forget_comparison(library.db, first)
    assert keys(decisions.decisions(library.db, plan)) == ["a"]
    comparisons.forget_comparison(library.db, second)
    assert decisions.decisions(library.db, plan) == []


def test_a_report_that_is_compared_is_not_deleted(library: Library, plan: int) -> None:
    with pytest.raises(DeskError, match="1 comparison stands"):
        reports.forget_report(library.db, "one")
    with pytest.raises(DeskError, match="not in the library"):
        reports.forget_report(library.db, "nobody")


# A full disk


def test_a_full_disk_is_told_and_loses_nothing(library: Library, plan: int, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = save(library.db, plan, [ruling("a")], [])
    connected = library.db._connected

    def full() -> sqlite3.Connection:
        connection = connected()
        (pages,) = connection.execute("pragma page_count").fetchone()
        connection.execute(f"pragma max_page_count = {pages}")
        return connection

    monkeypatch.setattr(library.db, "_connected", full)
    with pytest.raises(DeskError, match="disk is full, so nothing was saved") as told:
        save(library.db, plan, [ruling(f"n{n}", "x" * 9000) for n in range(50)], [])
    assert told.value.status == 507
    assert decisions.decisions(library.db, plan) == kept
    monkeypatch.undo()
    assert keys(save(library.db, plan, [ruling("after")], []))[-1] == "after"
    with library.db.reading() as sql:
        assert sql.execute("pragma integrity_check").fetchone()[0] == "ok"


# Out and in again


@pytest.fixture
def full(library: Library, plan: int) -> Library:
    """A library with a bit of everything."""
    three = library.report("three.pdf", sample_pdf("2024").read_bytes())
    library.comparison(["one", three], plan="“Another” plan")
    save(library.db, plan, [ruling("a"), ruling("b", "B %"), ruling("gone")], [])
    save(library.db, plan, [ruling("c", note="line\nbreak")], [ruling("gone").key])
    reports.name_columns(library.db, "two", "Fairhaven", {"progress": ["So far"], "title": ["Ask"]})
    return library


def test_an_empty_library_takes_everything_in(full: Library, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    data = full.exported()
    came = other.take_in(data)
    assert other.all() == full.all()
    counts = [len(full.all()[what]) for what in ("reports", "comparisons", "rulings")]
    assert [came.reports, came.comparisons, came.decisions] == counts
    assert min(counts) > 0
    assert {one.state for one in reports.all_reports(other.db)} == {"waiting"}, "no reading is believed"
    for sha256 in reports.known_files(full.db):
        assert other.places.pdf(sha256).read_bytes() == full.places.pdf(sha256).read_bytes()
    plans = {one.plan for one in comparisons.comparisons(other.db)[0]}
    steps = [decisions.changes(other.db, plan, 99) for plan in plans]
    assert other.take_in(data) == Brought(reports=0, comparisons=0, decisions=0, taken=0, gone=0)
    assert other.all() == full.all(), "twice changes nothing"
    assert [decisions.changes(other.db, plan, 99) for plan in plans] == steps
    assert not list(other.places.incoming.iterdir())
    full.take_in(other.exported())
    assert full.all() == other.all(), "nor does the way back"


def test_ids_that_are_taken_get_new_names_and_decisions_follow(full: Library, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    other.report("one.pdf", b"%PDF-1.7 another one")
    other.take_in(full.exported())
    assert {one.id for one in reports.all_reports(other.db)} == {"one", "one-2", "two", "three"}
    found = [one for one in comparisons.comparisons(other.db)[0] if one.name == "Our plan"]
    assert [one.ids for one in found] == [["one-2", "two"]]
    assert {one.columns["a_report"] for one in decisions.decisions(other.db, found[0].plan)} == {"one-2"}
    other.take_in(full.exported())
    assert len(reports.all_reports(other.db)) == 4
    assert len(decisions.decisions(other.db, found[0].plan)) == 3


def test_a_mind_that_changed_there_changes_here(full: Library, tmp_path: Path) -> None:
    """Brought in twice: not the old decision beside the new one, nor one twice that was taken back and put back."""
    other = Library(tmp_path / "other")
    other.take_in(full.exported())
    plans = [one.plan for one in comparisons.comparisons(full.db)[0]]
    plan, was = next((plan, found[0]) for plan in plans if (found := decisions.decisions(full.db, plan)))
    save(full.db, plan, [KeptRuling(key="changed-mind", columns={**was.columns, "ruling": "unsure"})], [was.key])
    came = other.take_in(full.exported())
    assert (came.decisions, came.taken, came.gone) == (1, 1, 0)
    assert other.all()["rulings"] == full.all()["rulings"]
    last = decisions.last_step(full.db, plan)
    assert last is not None
    undo(full.db, plan, last.id)
    other.take_in(full.exported())
    assert other.all()["rulings"] == full.all()["rulings"]
    before = full.exported()
    again = undo(full.db, plan, decisions.changes(full.db, plan, 1)[0].id)
    undo(full.db, plan, decisions.changes(full.db, plan, 1)[0].id)
    assert again != decisions.decisions(full.db, plan)
    nothing = Brought(reports=0, comparisons=0, decisions=0, taken=0, gone=0)
    assert full.take_in(before) == nothing, "all of it stands, under other keys"
    assert other.take_in(full.exported()) == nothing


def test_a_decision_that_was_taken_back_here_does_not_come_back(full: Library, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    other.take_in(full.exported())
    plan = next(one.plan for one in comparisons.comparisons(other.db)[0] if one.name == "Our plan")
    save(other.db, plan, [], [ruling("a").key])
    other.take_in(full.exported())
    assert "a" not in keys(decisions.decisions(other.db, plan))


def changed(data: bytes, change: Callable[[dict[str, Any]], None] | None = None, **files: bytes | None) -> bytes:
    """A library's file with other things in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        said = json.loads(source.read("library.json"))
        if change:
            change(said)
        to.writestr("library.json", json.dumps(said))
        for name in source.namelist():
            if name != "library.json":
                to.writestr(name, source.read(name))
        for name, content in files.items():
            to.writestr(name, content or b"")
    return out.getvalue()


def setting(where: str, field: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        said[where][0][field] = value

    return change


WRONG: dict[str, Callable[[dict[str, Any]], None]] = {
    "format": lambda said: said.update(format="another/9"),
    "no reports": lambda said: said.pop("reports"),
    "reports a number": lambda said: said.update(reports=7),
    "a report a text": lambda said: said.update(reports=["x"]),
    "an id a list": setting("reports", "id", []),
    "a sha256 a path": setting("reports", "sha256", "../../../etc/passwd"),
    "a sha256 too long": setting("reports", "sha256", "0" * 65),
    "a time that is none": setting("reports", "added", "2026-13-45T99:99:99+00:00"),
    "a time of other digits": setting("reports", "added", "２０２６-01-01T00:00:00+00:00"),
    "half a character": setting("reports", "plan", "\ud800"),
    "a role that is none": setting("reports", "named", '{"emperor": ["x"]}'),
    "labels that are none": setting("reports", "named", '{"title": [7]}'),
    "names that are no JSON": setting("reports", "named", "{"),
    "a comparison's id a path": setting("comparisons", "id", "../../aaaaaaaaaa"),
    "a comparison's time": setting("comparisons", "asked", "yesterday"),
    "a year a number": setting("comparisons", "reports", [["one", 2024]]),
    "reports without years": setting("comparisons", "reports", [["one"]]),
    "a decision of no kind": setting("rulings", "kind", "spell"),
    "a decision without text": setting("rulings", "a_text", ""),
    "a setting of no role": setting("settings", "role", "emperor"),
    "a setting a number": setting("settings", "label", 7),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_list_that_says_something_else_is_refused_whole(name: str, full: Library, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    empty = other.all()
    with pytest.raises(DeskError) as told:
        other.take_in(changed(full.exported(), WRONG[name]))
    assert told.value.status == 422
    assert other.all() == empty


def test_a_pdf_that_is_another_is_refused(full: Library, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    sha256 = reports.known_files(full.db)[0]
    full.places.pdf(sha256).write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(DeskError, match="damaged in the file"):
        other.take_in(full.exported())
    full.places.pdf(sha256).unlink()
    with pytest.raises(DeskError, match="missing from the file"):
        other.take_in(full.exported())
    assert not other.places.pdf(sha256).exists()
    assert not list(other.places.incoming.iterdir())


def test_no_result_of_a_stranger_comes_in_nor_anything_by_its_own_name(full: Library, tmp_path: Path) -> None:
    other = Library(tmp_path / "other")
    at = f"comparisons/{comparisons.comparisons(full.db)[0][0].id}/results"
    bad = {
        f"{at}/report.html": b"<script>alert(1)</script>", f"{at}/comparison.json": b"{}", f"{at}/briefing.docx": b"PK",
        "../../outside.txt": b"x", "/tmp/outside-of-the-library.txt": b"x", "library.sqlite": b"x",
        "reports/../../outside.txt": b"x", "incoming/x": b"x",
    }  # fmt: skip
    other.take_in(changed(full.exported(), **bad))
    assert other.all() == full.all()
    assert {path.name for path in tmp_path.iterdir()} == {"library", "other"}
    assert not any(other.places.folder.glob("comparisons/*"))
    assert not Path("/tmp/outside-of-the-library.txt").exists()


def test_sizes_that_lie_are_found_out(full: Library, tmp_path: Path) -> None:
    """A thousandfold bomb whose list says that it is small, and one that says that it is larger than the disk."""
    sha256 = reports.known_files(full.db)[0]
    name = f"reports/{sha256}/report.pdf"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(full.exported())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        to.writestr("library.json", source.read("library.json"))
        to.writestr(name, b"%PDF-" + b"\0" * 50_000_000)
    honest = out.getvalue()
    size = (50_000_005).to_bytes(4, "little")
    for lie in (9, 2**32 - 2):
        other = Library(tmp_path / f"other-{lie}")
        with pytest.raises(DeskError):
            other.take_in(honest.replace(size, lie.to_bytes(4, "little")))
        assert not list(other.places.incoming.iterdir())
        assert reports.all_reports(other.db) == []


def test_a_list_that_is_too_long_is_not_unpacked(
    full: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_LONGEST_LIST", 100)
    with pytest.raises(DeskError, match="no library"):
        Library(tmp_path / "other").take_in(full.exported())


def test_a_damaged_file_is_told_whatever_is_damaged(full: Library, tmp_path: Path) -> None:
    data, dice = full.exported(), random.Random(11)
    other = Library(tmp_path / "other")
    for n in range(300):
        bad = bytearray(data)
        for _ in range(dice.randint(1, 4)):
            place = dice.randrange(len(bad)) if n % 2 else len(bad) - 1 - dice.randrange(600)
            bad[place] = dice.randrange(256)
        if n % 5 == 0:
            del bad[dice.randrange(len(bad)) :]
        try:
            other.take_in(bytes(bad))
        except DeskError:
            continue
    assert not list(other.places.incoming.iterdir())
    other.take_in(data)
    assert {json.loads(one)["file"] for one in other.all()["reports"]} >= {"one.pdf", "two.pdf", "three.pdf"}


# What is shown of a comparison


def test_two_comparisons_are_laid_side_by_side(tmp_path: Path) -> None:
    def outcome(before: str, status: str, *, review: bool = False) -> dict[str, Any]:
        return {
            "before": before,
            "after": None,
            "text": before.upper(),
            "status": status,
            "review": review,
            "reason": "r",
        }

    for name, found in {
        "a": [outcome("x", "kept"), outcome("y", "lost")],
        "b": [outcome("y", "kept"), outcome("z", "new")],
    }.items():
        (tmp_path / name).write_text(json.dumps({"pairs": [{"outcomes": found}]}))
    rows = laid_beside(tmp_path / "a", tmp_path / "b")
    assert [(row.text, row.differs) for row in rows] == [("X", True), ("Y", True), ("Z", True)]
    assert [row.differs for row in laid_beside(tmp_path / "a", tmp_path / "a")] == [False, False]


def test_a_decision_carries_where_its_texts_stand(reports: tuple[Report, ...]) -> None:
    first, second, third = reports
    outcome = next(item for item in first.items if item.role == "outcome")
    passage = next(item for item in second.items if item.role == "progress")
    said = as_ruling(ruling("k", outcome.text, a_report=first.id, b_report=second.id, b_text=passage.text))
    assert carries(said, [first, second]) == "holds"
    assert carries(said, [third]) == "elsewhere" or passage.text in {item.text for item in third.items}
    gone = as_ruling(ruling("k", "Nobody ever wrote this", a_report=first.id, b_report=second.id))
    assert carries(gone, [first, second]) == "stale"
    assert made_on(said) == {second.id}


def test_names_of_columns_are_remembered_for_the_body_they_fit(reports: tuple[Report, ...]) -> None:
    report = reports[0]
    label = report.columns["progress"]
    assert label
    assert remembered_for(report, {}) is None
    assert remembered_for(report, {"Nobody": {"outcome": [label]}}) is None
    body = report.body or ""
    assert remembered_for(report, {body: {"progress": [label]}}) is None, "nothing else than was read"
    assert remembered_for(report, {body: {"outcome": [label]}}) == ((body, {"outcome": [label]}) if body else None)


def test_a_double_click_asks_for_one_comparison(library: Library) -> None:
    both = [(library.report("one.pdf"), "2024"), (library.report("two.pdf"), "2025")]
    ask = [comparisons.add_comparison(library.db, "Fairhaven", "Our plan", both) for _ in range(2)]
    assert ask[0] == ask[1]
    other = comparisons.add_comparison(library.db, "Fairhaven", "Another plan", both)
    comparisons.was_made(library.db, ask[0], "1", "", 0, {})
    again = comparisons.add_comparison(library.db, "Fairhaven", "Our plan", both)
    assert len({ask[0], other, again}) == 3
