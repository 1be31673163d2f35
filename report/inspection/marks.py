"""A Report → what is marked on one page: the lines of every item, cell, heading and piece of furniture, with labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.report import Item, Place, Report, Span

#: A rectangle in points, origin top left: x0, top, x1, bottom.
Box = tuple[float, float, float, float]

_DASH = "-"  # a bullet; two of them are a sub-bullet


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Lines of a page that are one thing. ``kind`` is an item's role, or the owner of what is no item.

    ``label`` is what stands beside the first line, empty for nothing.
    """

    kind: str
    boxes: tuple[Box, ...]
    label: str = ""
    doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMarks:
    """All that is marked on a page: items, what belongs to no item, and cells (role and box)."""

    items: tuple[Mark, ...]
    places: tuple[Mark, ...]
    cells: tuple[tuple[str, Box], ...]


def page_marks(report: Report, page: int) -> PageMarks:
    """What a report says of one of its pages (from 1)."""
    lead_ins = {item.parent for item in report.items if item.parent}
    items = [item for item in report.items if any(span.page == page for span in item.spans)]
    return PageMarks(
        items=tuple(_item_mark(item, page, lead_in=item.id in lead_ins) for item in items),
        places=tuple(_place_marks(place for place in report.places if place.page == page)),
        cells=tuple(_cells(items, page)),
    )


def _item_mark(item: Item, page: int, *, lead_in: bool) -> Mark:
    boxes = tuple(_box(span) for span in item.spans if span.page == page)
    return Mark(kind=item.role, boxes=boxes, label=item_label(item, page, lead_in=lead_in), doubt=bool(item.doubt))


def item_label(item: Item, page: int, *, lead_in: bool) -> str:
    """An item's id with its level and lead-in as the signs that ``words.SIGNS`` explains: ``-1.p3:``."""
    before = "…" if item.page_first < page else ""
    under = "›" if item.parent else ""
    return f"{before}{under}{_DASH * item.level}{item.id}{':' if lead_in else ''}{' ?' if item.doubt else ''}"


def _place_marks(places: Iterable[Place]) -> Iterable[Mark]:
    """One mark an owner and commitment; only the number and title of a commitment need to say whose they are."""
    found: dict[tuple[str, str], list[Box]] = {}
    for place in places:
        found.setdefault((place.owner, place.commitment), []).append(_box(place))
    labelled: set[str] = set()
    for (owner, commitment), boxes in found.items():
        yield Mark(kind=owner, boxes=tuple(boxes), label="" if commitment in labelled else commitment)
        labelled.add(commitment)


def _cells(items: Iterable[Item], page: int) -> Iterable[tuple[str, Box]]:
    """The box around all items of one commitment and role; text outside the table stands in no cell."""
    found: dict[tuple[str, str], list[Box]] = {}
    for item in items:
        if item.commitment:
            found.setdefault((item.commitment, item.role), []).extend(_box(s) for s in item.spans if s.page == page)
    return ((role, around(boxes)) for (_, role), boxes in found.items())


def _box(place: Span | Place) -> Box:
    return place.x0, place.top, place.x1, place.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of some boxes, of which there is at least one."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)
