"""A path → a Report: the main job of this room, from one end to the other."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from extract.about import about
from extract.astray import astray
from extract.columns import Columns
from extract.errors import InputError
from extract.items import Draft, item_text, level_items, split_items
from extract.labels import NUMBER, TITLE, slug
from extract.layout import Document, Line, Tag
from extract.ledger import Owners
from extract.legible import doubted, garbled_pages, unread_pages
from extract.lines import lines_in_order, raw_text
from extract.looks import Look, column_look, columns_look
from extract.outside import Outside, outside_table
from extract.pdf import read_document
from extract.reading import Reading, Table
from extract.report import DAMAGED, DELIVERY, OUTCOME, PROGRESS, Commitment, Finding, Item, Report, Source, Span, Told
from extract.roads import Choice, best_reading
from extract.rows import LogicalTable, logical_rows, row_ids
from extract.scanned import doubt_of, engine_of, read_scans, scan_findings
from extract.texts import Habits, join_lines, reading_text
from extract.turned import as_displayed

_HEADS: tuple[Literal["number", "title"], ...] = ("number", "title")
_DISPUTED = "the file's tags and the lines drawn on the page put it into different cells"
_LETTER = {OUTCOME: "o", PROGRESS: "p", DELIVERY: "d"}


def read_report(
    path: str | Path,
    *,
    label: str | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    pages: Sequence[int] | None = None,
    most: int | None = None,
    step: Callable[[int, int], None] = lambda done, of: None,
    recognised: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Read one progress report from a PDF, in this process and without limits (``workers`` has both).

    ``label`` is the report's id (default: the file's stem as a slug); ``columns`` maps roles to labels that play
    them (several where reports differ), for labels the program does not know; ``pages`` (from 1) restricts the
    reading to a part of the file; ``most`` is the number of pages that it may have; ``step`` is told how many
    pages are read, of how many, and ``recognised`` the same of those that are pictures. Raises ``InputError`` where the
    file cannot be read, has no text, no table, or no column that is known, ``TooManyPagesError`` where it has more
    pages than ``most``.
    """
    named = {role: tuple(labels) for role, labels in (columns or {}).items()}
    told = Told(columns=named, pages=None if pages is None else tuple(sorted(set(pages))))
    with _collector_paused():
        document = read_scans(read_document(path, pages, most, step), recognised)
        if not any(page.words for page in document.pages):
            raise InputError(path, "has no text, neither as text nor in pictures of it.")
        choice = best_reading(document, named)
        document = replace(document, tags=Tag("Root"))  # which are needed no more, and take memory
        built = _Builder(document, choice).report(label or slug(Path(path).stem))
        report = as_displayed(replace(built, told=told), document)
        del document, choice, built  # so that the collector need not look through them
    return report


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the search for cyclic rubbish: all that a reading makes is kept until its end, and none is in circles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(slots=True)
class _Builder:
    """Puts a Report together and keeps account of who owns each word."""

    document: Document
    choice: Choice
    findings: list[Finding] = field(default_factory=list)

    @property
    def reading(self) -> Reading:
        """The reading that was chosen."""
        return self.choice.reading

    @property
    def table(self) -> Table:
        """Its table of commitments."""
        return self.choice.table

    @property
    def columns(self) -> Columns:
        """What that table's columns are."""
        return self.choice.columns

    def report(self, report_id: str) -> Report:
        self.findings.extend(self.choice.findings)
        self.findings.extend(astray(self.reading, self.table))
        self.findings.extend(Finding(kind="reading", text=text, page=page) for text, page in self.reading.notes)
        furniture = self.reading.furniture
        loose = [*self.reading.left_over, *(self.document.numbered(furniture) if furniture else ())]
        lines = [*self.reading.lines, *lines_in_order(loose, None)]
        habits = Habits.of(lines)
        owners = Owners(self.document)
        logical = logical_rows(self.table, self.columns)
        titles = self._titles(logical, habits)
        ids = row_ids(logical.rows, titles)
        owners.take(logical.headers, "header")
        owners.take(logical.headings, "heading")
        items = self._table_items(logical, ids, habits, owners)
        commitments = self._commitments(logical, ids, titles, owners)
        outside = outside_table(self.document, self.reading, self.table, habits)
        owners.take_words(self._furniture(outside), "furniture")
        owners.take(outside.headings, "heading")
        for drafts in (outside.summary, outside.notes):
            for draft in drafts:
                owners.take_words({w.number for w in draft.inked}, "item")
        repeated = self._repeated_headers(logical, owners)
        owners.take_words(repeated, "header")
        ledger, lost = owners.ledger()
        self.findings.extend(lost)
        self._note_columns()
        garbled = garbled_pages(self.document)
        self.findings[:0] = [*scan_findings(self.document), *unread_pages(self.document, garbled)]
        if self.document.damage:
            self.findings.insert(0, Finding(kind=DAMAGED, text=self.document.damage))
        everything = doubted((*self._outside_items(outside, habits), *items), garbled)
        facts = about(self.document, logical, outside, self.columns.labels)
        return Report(
            id=report_id, title=facts.title, body=facts.body, plan=facts.plan, date=facts.date, period=facts.period,
            source=Source(path=self.document.path, sha256=self.document.sha256, pages=len(self.document.pages)),
            columns=self._roles(), commitments=tuple(commitments),
            items=everything, findings=tuple(self.findings), ledger=ledger,
            engine=", scans by ".join(filter(None, (self.reading.engine, engine_of(self.document)))),
            places=owners.places(),
            text=reading_text(lines, habits),
        )  # fmt: skip

    def _furniture(self, outside: Outside) -> set[int]:
        return self.reading.furniture | outside.furniture

    def _titles(self, logical: LogicalTable, habits: Habits) -> list[str]:
        column = self.columns.column(TITLE)
        if column is None:
            return ["" for _ in logical.rows]
        look = column_look([row.cells[column] for row in logical.rows])
        return [
            join_lines(row.cells[column], habits, look.right.get(row.cells[column][0].page))
            if row.cells[column]
            else ""
            for row in logical.rows
        ]

    def _table_items(self, logical: LogicalTable, ids: Sequence[str], habits: Habits, owners: Owners) -> list[Item]:
        by_column: list[list[Item]] = []
        cells = [[row.cells[column] for row in logical.rows] for column in range(len(self.columns.roles))]
        looks = columns_look(cells)
        for column, role in enumerate(self.columns.roles):
            if role in (NUMBER, TITLE):
                continue
            look = looks[column]
            drafted = [split_items(cell, look, habits) for cell in cells[column]]
            level_items(drafted, look)
            for drafts, commitment in zip(drafted, ids, strict=True):
                prefix = f"{commitment}.{_LETTER.get(role, role)}"
                for draft in drafts:
                    inked = {w.number for w in draft.inked}
                    owners.take_words(inked, "item")
                    if not self.choice.disputed.isdisjoint(inked):
                        draft.doubt = draft.doubt or _DISPUTED
                by_column.append(make_items(drafts, commitment, role, prefix, look, habits))
        order = {commitment: i for i, commitment in enumerate(ids)}
        return sorted((item for items in by_column for item in items), key=lambda i: order[i.commitment])

    def _commitments(
        self, logical: LogicalTable, ids: Sequence[str], titles: Sequence[str], owners: Owners
    ) -> list[Commitment]:
        made: list[Commitment] = []
        for row, commitment, title in zip(logical.rows, ids, titles, strict=True):
            for role in _HEADS:
                if (column := self.columns.column(role)) is not None:
                    owners.take(row.cells[column], role, commitment)
            pages = row.pages
            made.append(
                Commitment(id=commitment, number=row.number, title=title, page_first=pages[0], page_last=pages[-1])
            )
        return made

    def _repeated_headers(self, logical: LogicalTable, owners: Owners) -> set[int]:
        """Words left over that say a header row again: producers leave repeated header rows out of the tags."""
        left = owners.unowned()
        if not left:
            return set()
        texts = {raw_text([line]) for line in (*logical.headers, *logical.headings)}
        words = self.document.numbered(left)
        return {w.number for line in lines_in_order(words, None) if raw_text([line]) in texts for w in line.words}

    def _roles(self) -> dict[str, str | None]:
        known: dict[str, str | None] = dict.fromkeys((NUMBER, TITLE, OUTCOME, PROGRESS, DELIVERY))
        known.update(zip(self.columns.roles, self.columns.labels, strict=True))
        return known

    def _note_columns(self) -> None:
        for role in self.columns.guessed:
            label = self._roles()[role]
            self.findings.append(
                Finding(
                    kind="reading",
                    text=f"No known label for the {role} column: “{label}” was taken for it by what it holds. "
                    f'If that is wrong, say --columns {role}="…".',
                    page=self.table.rows[0].page,
                )
            )

    def _outside_items(self, outside: Outside, habits: Habits) -> list[Item]:
        return [
            *make_items(outside.summary, "", "summary", "s", outside.look, habits),
            *make_items(outside.notes, "", "note", "n", outside.look, habits),
        ]


def make_items(
    drafts: Sequence[Draft], commitment: str, role: str, prefix: str, look: Look, habits: Habits
) -> list[Item]:
    """Drafts of one cell → its items, named ``prefix`` and their position from 1."""
    return [
        Item(
            id=f"{prefix}{position}",
            commitment=commitment,
            role=role,
            position=position,
            level=draft.level,
            parent=None if draft.parent is None else f"{prefix}{draft.parent + 1}",
            text=item_text(draft, habits, look),
            spans=tuple(_spans(draft.lines)),
            doubt=draft.doubt or doubt_of(draft.inked),
        )
        for position, draft in enumerate(drafts, 1)
    ]


def _spans(lines: Sequence[Line]) -> list[Span]:
    return [Span(line.page, *line.place) for line in lines]
