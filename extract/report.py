"""The types that every later room uses: what one progress report says, and where on its pages it says it.

Coordinates are PDF points with the origin at the top left of the page as a reader sees it; pages count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pandas import DataFrame

#: The roles that the program knows. A column that plays none of them keeps the slug of its own label as its role.
KNOWN_ROLES = ("outcome", "progress", "delivery")
OUTCOME, PROGRESS, DELIVERY, SUMMARY = "outcome", "progress", "delivery", "summary"

#: The kind of finding that says that a file is damaged, so that words may be missing from it.
DAMAGED = "damaged"
#: What the finding says of words that no item took.
UNOWNED = "stand on the page, but in no item"

Owner = Literal["item", "number", "title", "heading", "header", "furniture", "hidden"]


class Span(NamedTuple):
    """One rectangle of a page that an item covers: points, origin top left, page from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One paragraph or bullet of a cell, or of the summary before the table.

    ``level`` is 0 for a paragraph, 1 for a bullet, 2 for a sub-bullet. ``parent`` is the id of the lead-in it
    belongs to. ``doubt`` says in words why the reading is uncertain, and is empty where it is not.
    """

    id: str
    commitment: str  # the commitment's id; empty for what stands outside the table
    role: str
    position: int  # from 1, within the commitment and role
    level: int
    parent: str | None
    text: str
    spans: tuple[Span, ...]
    doubt: str = ""

    @property
    def page_first(self) -> int:
        """The page on which the item starts, from 1 (0 where no place is known)."""
        return min((s.page for s in self.spans), default=0)

    @property
    def page_last(self) -> int:
        """The page on which the item ends, from 1 (0 where no place is known)."""
        return max((s.page for s in self.spans), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a page that belongs to no item: who owns it, where it stands, and its words as read.

    ``commitment`` is the id of the commitment whose number or title it is, else empty. Points, origin top left.
    """

    owner: Owner
    commitment: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A numbered promise: one logical row of the table. ``number`` is as printed, ``id`` its slug."""

    id: str
    number: str
    title: str
    page_first: int
    page_last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a person should know about a reading or a comparison, with its page where there is one."""

    kind: str  # column-missing, column-renamed, layout, reading, stale-text, …
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a second reader, which shares no code with the first, says of a reading. Counts are words; pages from 1."""

    reader: str  # its name and version
    pages: int  # that it read
    words: int  # that stand on them
    lost: int  # on the page, but not in the text read from there
    doubled: int  # claimed twice
    invented: int  # in the text, but not on the page there
    other_cell: int  # in another cell than the rest of their row or column
    hidden: int  # drawn invisibly or off the page, and left out: not counted as lost
    unreadable: int  # that only the first reader can read
    cells_checked: tuple[int, ...]  # pages of which every word of the table lies in a cell with lines around it
    cells_unchecked: tuple[int, ...]  # other pages with words of the table
    pages_unread: tuple[int, ...]  # pages that it could not read: nothing is said of them
    why_unread: str = ""

    @property
    def clean(self) -> bool:
        """Whether every word that was checked is where the reading says, once."""
        return not (self.lost or self.doubled or self.invented or self.other_cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The proof that every word on the pages is owned exactly once: ``words == owned + furniture + unowned``."""

    words: int
    owned: int  # by an item, a title, a heading or a header row
    furniture: int  # banners, footers, page numbers, and words that nobody sees on the page
    unowned: int
    verified: Verification | None = None  # None where nobody asked for a second reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file that a report was read from. ``path`` is as the user gave it."""

    path: str
    sha256: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One body's progress report on a plan for one period.

    ``columns`` maps every role to the label as printed, ``None`` where this report has no such column.
    ``date`` and ``period`` are ISO 8601 (``2022-08-04``, ``2021-09``), ``None`` where the report does not say.
    """

    id: str
    title: str
    body: str | None
    plan: str | None
    date: str | None
    period: tuple[str, str] | None
    source: Source
    columns: Mapping[str, str | None]
    commitments: tuple[Commitment, ...]
    items: tuple[Item, ...]
    findings: tuple[Finding, ...] = ()
    ledger: Ledger
    engine: str
    text: str = field(default="", repr=False)  # every word of the report in reading order, for counting mentions
    # What no item owns, for those who look at the pages again; not written to the CSVs.
    places: tuple[Place, ...] = field(default=(), repr=False, compare=False)

    @property
    def outcomes(self) -> tuple[Item, ...]:
        """The items of the outcomes column, in order."""
        return tuple(i for i in self.items if i.role == OUTCOME)

    @property
    def statements(self) -> tuple[Item, ...]:
        """The items of the progress column and of the summary, in order."""
        return tuple(i for i in self.items if i.role in (PROGRESS, SUMMARY))

    @property
    def lists_outcomes(self) -> bool:
        """Whether the report has an outcomes column at all."""
        return self.columns.get(OUTCOME) is not None

    def item(self, item_id: str) -> Item:
        """The item of that id; raises ``KeyError`` where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def commitment(self, commitment_id: str) -> Commitment | None:
        """The commitment of that id; ``None`` for the empty id of what stands outside the table."""
        for commitment in self.commitments:
            if commitment.id == commitment_id:
                return commitment
        return None

    def commitments_frame(self) -> DataFrame:
        """``commitments.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("commitments")

    def items_frame(self) -> DataFrame:
        """``items.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("items")

    def spans_frame(self) -> DataFrame:
        """``spans.csv`` as a pandas DataFrame, with the types of its schema (extra ``frames``)."""
        return self._frame("spans")

    def _frame(self, name: str) -> DataFrame:
        # Imported here: what writes and loads tables stands on this module.
        from extract.frames import frame
        from extract.parsed import csv_of
        from extract.schema import FIELDS

        return frame(csv_of(self, name), {field.name: field.type for field in FIELDS[name]})
