"""Two roads to the same rows: where tags and lines disagree it is said, and the better-supported one is followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from conftest import sample_pdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from extract import Report, read_report


def elements(thing: object, kind: str) -> Iterator[DictionaryObject]:
    """The structure elements of a kind below one, in order."""
    thing = thing.get_object() if hasattr(thing, "get_object") else thing
    if isinstance(thing, ArrayObject):
        for kid in thing:
            yield from elements(kid, kind)
    elif isinstance(thing, DictionaryObject):
        if thing.get("/S") == kind:
            yield thing
        elif "/K" in thing:
            yield from elements(thing["/K"], kind)


def retagged(path: Path, year: str, change: Callable[[list[list[DictionaryObject]]], None]) -> Path:
    """A sample whose tags are changed: ``change`` gets the cells of the table's rows."""
    writer = pypdf.PdfWriter(clone_from=str(sample_pdf(year)))
    table = next(elements(writer.root_object["/StructTreeRoot"]["/K"], "/Table"))
    rows = [[*elements(row["/K"], "/TH"), *elements(row["/K"], "/TD")] for row in elements(table["/K"], "/TR")]
    change(rows)
    writer.write(path)
    return path


def kids(element: DictionaryObject) -> list[DictionaryObject]:
    held = element.raw_get("/K")
    held = held if isinstance(held, IndirectObject) else held.get_object()
    return list(held) if isinstance(held, ArrayObject) else [held]


def give(element: DictionaryObject, children: list[DictionaryObject]) -> None:
    element[NameObject("/K")] = ArrayObject(children)
    for child in children:
        child.get_object()[NameObject("/P")] = element.indirect_reference


def swap(a: DictionaryObject, b: DictionaryObject) -> None:
    of_a, of_b = kids(a), kids(b)
    give(a, of_b)
    give(b, of_a)


def texts(report: Report) -> list[tuple[str, str, str]]:
    return [(item.commitment, item.role, item.text) for item in report.items]


def disputes(report: Report) -> list[str]:
    return [f.text for f in report.findings if f.text.startswith("Tags and drawn lines")]


@pytest.mark.parametrize("year", ["2024", "2025", "2026"])
def test_roads_that_agree_are_not_told(year: str) -> None:
    report = read_report(sample_pdf(year))
    assert report.engine == "tags"
    assert not disputes(report)


def test_cells_in_another_order_than_on_the_page_are_read_where_they_stand(tmp_path: Path) -> None:
    def shuffle(rows: list[list[DictionaryObject]]) -> None:
        for row in rows[3:5]:
            swap(row[2], row[3])

    report = read_report(retagged(tmp_path / "shuffled.pdf", "2024", shuffle))
    assert texts(report) == texts(read_report(sample_pdf("2024")))
    assert [f.page for f in report.findings if "in 2 rows the order of the cells" in f.text] == [3]


def test_a_paragraph_tagged_into_another_cell_is_read_where_it_stands(tmp_path: Path) -> None:
    def move(rows: list[list[DictionaryObject]]) -> None:
        *kept, last = kids(rows[2][3])
        give(rows[2][3], kept)
        give(rows[2][2], [*kids(rows[2][2]), last])

    report = read_report(retagged(tmp_path / "moved.pdf", "2024", move))
    assert sorted(texts(report)) == sorted(texts(read_report(sample_pdf("2024"))))
    assert [f.page for f in report.findings if "stands in another column of the page" in f.text] == [3]


def test_tags_that_contradict_the_page_lose_to_its_lines(tmp_path: Path) -> None:
    """Every second row is tagged as part of the one before: no reader of tags alone could tell."""

    def join(rows: list[list[DictionaryObject]]) -> None:
        for upper_row, lower_row in ((rows[2], rows[3]), (rows[4], rows[5])):
            for upper, lower in zip(upper_row, lower_row, strict=True):
                give(upper, [*kids(upper), *kids(lower)])
                give(lower, [])

    report = read_report(retagged(tmp_path / "joined.pdf", "2024", join))
    assert report.engine == "ruled"
    assert texts(report) == texts(read_report(sample_pdf("2024")))
    assert "The drawn lines were followed" in disputes(report)[0]


def test_a_few_lines_in_dispute_are_told_and_put_under_review(tmp_path: Path) -> None:
    """One paragraph is tagged into the same column of the next row."""

    def move(rows: list[list[DictionaryObject]]) -> None:
        *kept, last = kids(rows[2][4])
        give(rows[2][4], kept)
        give(rows[3][4], [last, *kids(rows[3][4])])

    report = read_report(retagged(tmp_path / "moved.pdf", "2024", move))
    assert report.engine == "tags"
    assert [text.endswith("The tags were followed.") for text in disputes(report)] == [True]
    assert {item.commitment for item in report.items if "put it into different cells" in item.doubt} == {"2"}
