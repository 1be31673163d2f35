"""A table's first rows → which row is its header, and which column plays which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.errors import Label
from extract.labels import (
    NUMBER,
    NUMBER_TEXT,
    PHRASES,
    TITLE,
    look_like_labels,
    names_a_number,
    plain,
    role_score,
    slug,
)
from extract.layout import Line
from extract.lines import raw_text
from extract.reading import Row, Table

_FIRST_ROWS = 6  # rows among which the header is looked for
_LONGEST_LABEL = 120  # characters: what is longer is text, not a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What is known of a table's columns. ``roles`` has one entry a column: a known role, or the slug of its label."""

    header: int  # index of the header row; -1 where no row of this table is one
    labels: tuple[str, ...]
    roles: tuple[str, ...]
    guessed: tuple[str, ...] = ()  # roles told by what the column holds, since its label is not a known one

    def column(self, role: str) -> int | None:
        """The column that plays a role; ``None`` where none does."""
        return self.roles.index(role) if role in self.roles else None

    @property
    def known(self) -> int:
        """How many columns play one of the roles that make such a table."""
        return sum(role in ("outcome", "progress", "delivery") for role in self.roles)


def find_columns(table: Table, named: Mapping[str, Sequence[str]]) -> Columns | None:
    """The columns of a table; ``None`` where no row of it looks like the header of such a table.

    ``named`` maps roles to the labels that the user gave for them; these beat every phrase.
    """
    best: tuple[float, int] | None = (1.0, 0) if table.headed else None
    for index, row in enumerate([] if table.headed else table.rows[:_FIRST_ROWS]):
        score = _header_score(row, named)
        if score > 0 and (best is None or score > best[0] * 1.2):
            best = (score, index)
    return _columns(table, best[1], named) if best else None


def header_labels(table: Table) -> list[Label]:
    """The labels that a table's header seems to have, for a message: its first row with two cells or more."""
    for row in table.rows:
        cells = [cell for cell in row.cells if cell]
        if len(cells) > 1:
            return [_label(cell) for cell in cells]
    return []


def _label(cell: Sequence[Line]) -> Label:
    sides = min(line.x0 for line in cell), cell[0].top, max(line.x1 for line in cell), cell[-1].bottom
    return Label(raw_text(cell)[:_LONGEST_LABEL], *(round(side, 1) for side in sides))


def _header_score(row: Row, named: Mapping[str, Sequence[str]]) -> float:
    labels = [raw_text(cell) for cell in row.cells]
    if row.whole or sum(bool(label) for label in labels) < 2 or any(len(label) > _LONGEST_LABEL for label in labels):
        return 0.0
    if any(_is_named(label, wanted) for label in labels for given in named.values() for wanted in given):
        return 1000.0
    if not look_like_labels(labels):
        return 0.0
    found = _by_label(labels, {})
    roles = {role for role in found.values() if role != TITLE}
    return float(len(roles) + (TITLE in found.values())) if roles else 0.0


def _is_named(label: str, wanted: str) -> bool:
    a, b = plain(label), plain(wanted)
    return bool(a) and (a == b or fuzz.ratio(a, b) >= 90)


def _by_label(labels: Sequence[str], named: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """Column → role, each role once, the strongest claim first; labels that the user named come before all."""
    found: dict[int, str] = {}
    for role, given in named.items():
        for column, label in enumerate(labels):
            if column not in found and any(_is_named(label, wanted) for wanted in given):
                found[column] = role
                break
    claims = [
        (role_score(label, role), -column, role)
        for column, label in enumerate(labels)
        for role in PHRASES
        if column not in found and role not in named
    ]
    for score, minus_column, role in sorted(claims, reverse=True):
        if score > 0 and -minus_column not in found and role not in found.values():
            found[-minus_column] = role
    return found


def _columns(table: Table, header: int, named: Mapping[str, Sequence[str]]) -> Columns:
    labels = [raw_text(cell) for cell in table.rows[header].cells]
    body = table.rows[header + 1 :]
    found = _by_label(labels, named)
    guessed: list[str] = []
    number = _number_column(labels, body, {c for c, role in found.items() if role != TITLE})
    if number is not None:
        found = {c: role for c, role in _by_label_without(labels, named, number).items() if c != number}
        found[number] = NUMBER
    if TITLE not in found.values() and (column := _title_column(found, table.width)) is not None:
        found[column] = TITLE
        guessed.append(TITLE)
    if "progress" not in found.values() and (column := _longest(found, body, table.width)) is not None:
        found[column] = "progress"
        guessed.append("progress")
    roles = _with_slugs(labels, found)
    return Columns(header=header, labels=tuple(labels), roles=roles, guessed=tuple(guessed))


def _by_label_without(labels: Sequence[str], named: Mapping[str, Sequence[str]], column: int) -> dict[int, str]:
    """Roles by label where a column is known to hold numbers, so that its label ("Recommendation no.") claims none."""
    return _by_label([("" if i == column else label) for i, label in enumerate(labels)], named)


def _number_column(labels: Sequence[str], body: Sequence[Row], taken: set[int]) -> int | None:
    """The leftmost column that holds little but numbers, or is labelled as such and holds short text."""
    for column, label in enumerate(labels[:3]):
        texts = [text for row in body if not row.whole and (text := cell_number(row, column))]
        if column in taken or not texts:
            continue
        if sum(bool(NUMBER_TEXT.match(text)) for text in texts) >= 0.6 * len(texts):
            return column
        if names_a_number(label) and label and max(map(len, texts)) <= 12:
            return column
    return None


def cell_number(row: Row, column: int) -> str:
    """The text of a number cell. Narrow cells break numbers anywhere ("R1" over "0"), so lines join without a space."""
    return "".join(raw_text([line]) for line in row.cells[column])


def _title_column(found: Mapping[int, str], width: int) -> int | None:
    """The first column that plays no role, as a reader would take it, if it stands before the rest."""
    first_role = min((c for c, role in found.items() if role != NUMBER), default=width)
    return next((c for c in range(min(first_role + 1, width)) if c not in found), None)


def _longest(found: Mapping[int, str], body: Sequence[Row], width: int) -> int | None:
    """The column without a role that holds more text than all other columns without one together."""
    lengths = {c: sum(len(raw_text(row.cells[c])) for row in body) for c in range(width) if c not in found}
    if not lengths:
        return None
    column = max(lengths, key=lambda c: lengths[c])
    return column if lengths[column] > sum(lengths.values()) / 2 and lengths[column] > 0 else None


def _with_slugs(labels: Sequence[str], found: Mapping[int, str]) -> tuple[str, ...]:
    roles: list[str] = []
    for column, label in enumerate(labels):
        role = found.get(column) or (slug(label) if label else f"column-{column + 1}")
        base, n = role, 2
        while role in roles or (column not in found and role in found.values()):
            role, n = f"{base}-{n}", n + 1
        roles.append(role)
    return tuple(roles)
