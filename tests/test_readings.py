"""Two readings of one file: what is a difference, what is none, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from align.words import word_changes
from diff.pairing import out_of_order
from diff.readings import Detail, Difference, reading_differences
from extract.report import Commitment, Finding, Item, Ledger, Report, Source, Span, Verification
from report.checked import Check, plain_lines

TEXTS = (
    "Mend every lantern on the quay.",
    "Count the herons at dawn:",
    "with the wardens of the north bank,",
    "Open a reading room in Tarnley.",
)


def item(position: int, text: str, commitment: str = "1", role: str = "progress", **more: object) -> Item:
    span = Span(page=2, x0=60.0, top=100.0 + position, x1=500.0, bottom=112.0 + position)
    made = Item(
        id=f"{commitment}.{role[0]}{position}", commitment=commitment, role=role, position=position, level=0,
        parent=None, text=text, spans=(span,),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def report(items: list[Item], **more: object) -> Report:
    made = Report(
        id="tarnley-2031", title="The lantern plan", body=None, plan=None, date="2031-05-02", period=None,
        source=Source(path="a.pdf", sha256="0" * 64, pages=4), columns={"progress": "What we did", "outcome": None},
        commitments=(
            Commitment(id="1", number="1.", title="Light the quay", page_first=2, page_last=3),
            Commitment(id="2", number="2.", title="Feed the herons", page_first=3, page_last=4),
        ),
        items=tuple(items), findings=(Finding(kind="reading", text="Columns by white space.", page=2),),
        ledger=Ledger(words=90, owned=80, furniture=10, unowned=0), engine="pdfium 1", text="Light the quay",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def four() -> list[Item]:
    items = [item(n, text) for n, text in enumerate(TEXTS, 1)]
    items[2] = replace(items[2], level=1, parent="1.p2")
    return items


def told(differences: list[Difference]) -> list[tuple[str, str, str]]:
    return [(d.about, d.kind, d.name) for d in differences]


def numbered(items: list[Item]) -> list[Item]:
    """Items with ids and positions anew, and parents that follow them."""
    ids = {old.id: f"1.p{n}" for n, old in enumerate(items, 1)}
    return [
        replace(i, id=ids[i.id], position=n, parent=ids.get(i.parent or "", i.parent)) for n, i in enumerate(items, 1)
    ]


def test_a_reading_is_the_same_as_itself() -> None:
    assert reading_differences(report(four()), report(four())) == []


def test_what_does_not_count() -> None:
    again = Verification(
        reader="plumber 1", pages=4, words=90, lost=0, doubled=0, invented=0, other_cell=0, hidden=0, unreadable=0,
        cells_checked=(2,), cells_unchecked=(), pages_unread=(),
    )  # fmt: skip
    ledger = Ledger(words=90, owned=80, furniture=10, unowned=0, verified=again)
    before = report(four(), ledger=ledger)
    newer = replace(ledger, verified=replace(again, reader="plumber 2"))
    after = report(four(), engine="pdfium 2", ledger=newer, source=Source(path="b.pdf", sha256="1" * 64, pages=4))
    assert reading_differences(before, after) == []
    assert reading_differences(before, report(four())) == []  # nobody asked the second reader this time
    lost = replace(ledger, verified=replace(again, lost=3))
    assert reading_differences(before, report(four(), ledger=lost))[0].details == (
        Detail(what="second reader: lost", before="0", after="3"),
    )


def test_coordinates_count_beyond_half_a_point() -> None:
    before, items = report(four()), four()

    def shifted(by: float) -> list[Difference]:
        span = items[0].spans[0]
        return reading_differences(before, report([replace(items[0], spans=(span._replace(x0=60 + by),)), *items[1:]]))

    assert shifted(0.5) == []
    assert shifted(-0.5) == []
    (found,) = shifted(0.51)
    assert (found.kind, found.details[0].what) == ("moved", "place")
    (split,) = reading_differences(before, report([replace(items[0], spans=items[0].spans * 2), *items[1:]]))
    assert split.details == (Detail(what="fragments", before="1", after="2"),)


def test_an_item_more_is_one_item_and_not_all_that_follow() -> None:
    items = four()
    more = numbered([items[0], item(9, "Paint the ferry blue."), *items[1:]])
    differences = reading_differences(report(items), report(more))
    assert told(differences)[0] == ("item", "added", "1.p2")
    assert differences[0].after == "Paint the ferry blue."
    # Their places moved here, as they would not on a real page: ids alone are one difference a cell.
    still = [replace(i, spans=old.spans) for i, old in zip(more, [items[0], more[1], *items[1:]], strict=True)]
    differences = reading_differences(report(items), report(still))
    assert told(differences) == [("item", "added", "1.p2"), ("item", "renumbered", "1.p3")]
    assert (differences[1].before, differences[1].after) == ("1.p2 to 1.p4", "1.p3 to 1.p5")


def test_a_missing_item_is_told_with_its_text_and_the_renumbered_behind_it() -> None:
    items = four()
    differences = reading_differences(report(items), report(numbered(items[1:])))
    assert told(differences) == [("item", "missing", "1.p1"), ("item", "renumbered", "1.p1")]
    assert differences[0].before == TEXTS[0]


def test_a_bullet_that_lost_its_lead_in_is_told() -> None:
    items = four()
    rest = [items[0], replace(items[2], parent=None, id="1.p2", position=2), replace(items[3], id="1.p3", position=3)]
    found = {d.before: d for d in reading_differences(report(items), report(rest))}
    assert found[TEXTS[1]].kind == "missing"
    assert Detail(what="lead-in", before="1.p2", after="none") in found[TEXTS[2]].details


def test_a_changed_word_shows_in_its_place() -> None:
    items = four()
    differences = reading_differences(
        report(items), report([replace(items[0], text=TEXTS[0].replace("every", "a")), *items[1:]])
    )
    assert told(differences) == [("item", "changed", "1.p1")]
    check = Check(report="r", file="r.pdf", folder="parsed/r", state="different", differences=tuple(differences))
    assert list(plain_lines(check)) == [
        "~ item 1.p1 (page 2) changed",
        "    Mend [-every-] {+a+} lantern on the quay.",
    ]


def test_a_comma_or_a_space_is_a_change_and_shows() -> None:
    items = four()
    for text, shown in (
        ("Mend every lantern, on the quay.", "Mend every [-lantern-] {+lantern,+} on the quay."),
        ("Mend every lantern  on the quay.", "(only spaces differ)"),
        ("mend every lantern on the quay.", "[-Mend-] {+mend+} every lantern on the quay."),
    ):
        differences = reading_differences(report(items), report([replace(items[0], text=text), *items[1:]]))
        check = Check(report="r", file="r.pdf", folder="r", state="different", differences=tuple(differences))
        assert shown in "\n".join(plain_lines(check))


def test_a_long_text_is_shown_around_its_change() -> None:
    words = [f"word{n}" for n in range(60)]
    before = report([item(1, " ".join(words))])
    differences = reading_differences(before, report([item(1, " ".join([*words[:30], "other", *words[31:]]))]))
    check = Check(report="r", file="r", folder="r", state="different", differences=tuple(differences))
    line = list(plain_lines(check))[1].strip()
    assert line.startswith("… word22 word23")
    assert "word29 [-word30-] {+other+} word31" in line
    assert line.endswith("word38 …")


def test_what_moved_says_from_where_to_where() -> None:
    items = four()
    moved = item(1, TEXTS[3], commitment="2", spans=(Span(page=3, x0=1, top=1, x1=2, bottom=2),), level=1)
    (found,) = reading_differences(report(items), report([*items[:3], moved]))
    assert (found.kind, found.name) == ("moved", "2.p1")
    assert {(d.what, d.before, d.after) for d in found.details} == {
        ("id", "1.p4", "2.p1"), ("commitment", "1", "2"), ("level", "0", "1"), ("pages", "2", "3"),
    }  # fmt: skip
    (found,) = reading_differences(report(items), report([*items[:3], replace(items[3], role="delivery", id="1.d1")]))
    assert Detail(what="column", before="progress", after="delivery") in found.details


def test_items_that_changed_places_are_told() -> None:
    a, b = item(1, TEXTS[0]), item(2, TEXTS[3])
    swapped = [replace(b, id="1.p1", position=1), replace(a, id="1.p2", position=2)]
    differences = reading_differences(report([a, b]), report(swapped))
    assert [d.what for d in differences[0].details] == ["id", "order"]


def test_a_doubt_counts() -> None:
    items = four()
    (found,) = reading_differences(report(items), report([replace(items[0], doubt="Was it one?"), *items[1:]]))
    assert found.kind == "changed"
    assert found.details == (Detail(what="doubt", before="none", after="Was it one?"),)


def test_commitments_columns_findings_and_ledger_count() -> None:
    before = report(four())
    first, second = before.commitments
    cases = {
        ("commitment", "changed", "1"): {"commitments": (replace(first, title="Light the pier"), second)},
        ("commitment", "missing", "2"): {"commitments": (first,)},
        ("commitment", "moved", "2"): {"commitments": (first, replace(second, page_last=5))},
        ("column", "changed", "progress"): {"columns": {"progress": "Done", "outcome": None}},
        ("column", "added", "outcome"): {"columns": {"progress": "What we did", "outcome": "Aims"}},
        ("column", "missing", "progress"): {"columns": {"progress": None, "outcome": None}},
        ("finding", "missing", "reading"): {"findings": ()},
        ("finding", "moved", "reading"): {"findings": (replace(before.findings[0], page=3),)},
        ("finding", "added", "damaged"): {"findings": (*before.findings, Finding(kind="damaged", text="Torn."))},
        ("ledger", "changed", "words"): {"ledger": replace(before.ledger, unowned=1, words=91)},
        ("report", "changed", "date"): {"date": "2031-05"},
    }
    for want, change in cases.items():
        assert told(reading_differences(before, report(four(), **change))) == [want]


def test_another_id_of_a_commitment_moves_none_of_its_items() -> None:
    before = report(four())
    first, second = before.commitments
    items = [replace(i, id=i.id.replace("1.", "a-1."), commitment="a-1", parent=i.parent and "a-1.p2") for i in four()]
    after = report(items, commitments=(replace(first, id="a-1"), second))
    assert told(reading_differences(before, after)) == [
        ("commitment", "moved", "a-1"), ("item", "renumbered", "a-1.p1"),
    ]  # fmt: skip


@given(st.permutations(range(9)))
def test_what_is_left_when_the_disordered_go_is_in_order(places: list[int]) -> None:
    out = out_of_order(places)
    left = [place for n, place in enumerate(places) if n not in out]
    assert left == sorted(left)
    assert (not out) == (places == sorted(places))


@given(st.lists(st.sampled_from((*TEXTS, "Ongoing.")), max_size=7), st.lists(st.sampled_from(TEXTS), max_size=7))
def test_readings_are_the_same_only_if_their_texts_are(a: list[str], b: list[str]) -> None:
    before, after = (report([item(n, text) for n, text in enumerate(texts, 1)]) for texts in (a, b))
    differences = reading_differences(before, after)
    assert (not differences) == (a == b)
    added, missing = (sum(d.kind == kind for d in differences) for kind in ("added", "missing"))
    assert len(a) + added - missing == len(b)


@given(st.text("ab ,.", max_size=20), st.text("ab ,.", max_size=20))
def test_exact_changes_make_up_both_texts(before: str, after: str) -> None:
    runs = word_changes(before, after, exact=True)
    for text, change in ((before, "removed"), (after, "added")):
        said = [word for run in runs if run.change in ("kept", change) for word in run.text.split()]
        assert said == text.split()
