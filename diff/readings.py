"""Two readings of one file → every difference between them that counts.

What counts is what the CSVs say, the report's own account of itself, its columns, findings and ledger. What does not:
the program's version, the engine's, where the file lay, and coordinates within half a point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, TypeVar

from diff.pairing import out_of_order, pair_commitments, pair_findings, pair_items
from extract.report import Commitment, Finding, Item, Ledger, Report, Span

About = Literal["report", "column", "commitment", "item", "finding", "ledger"]
Kind = Literal["added", "missing", "changed", "moved", "renumbered"]
_TOLERANCE = 0.5  # points
_NONE = "none"
T = TypeVar("T", Commitment, Item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What else of a thing is not what it was: its name in words, before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that two readings do not share.

    ``name`` is an item's or a commitment's id, a column's role, a finding's kind: the later reading's where it has the
    thing. ``before`` and ``after`` are its text, the same where only ``details`` differ.
    """

    about: About
    kind: Kind
    name: str
    page: int | None = None
    before: str = ""
    after: str = ""
    details: tuple[Detail, ...] = ()


def reading_differences(before: Report, after: Report) -> list[Difference]:
    """Every difference of the later reading from the earlier one, in the report's order; none where they are one."""
    commitments = pair_commitments(before.commitments, after.commitments)
    homes = {old.id: new.id for old, new in commitments.pairs}
    moved = _moved(before.commitments, after.commitments, commitments.pairs)
    return [
        *_report(before, after), *_columns(before.columns, after.columns),
        *(_gone("commitment", c.id, c.page_first, c.title) for c in commitments.before),
        *(_come("commitment", c.id, c.page_first, c.title) for c in commitments.after),
        *(d for old, new in commitments.pairs if (d := _commitment(old, new, new.id in moved))),
        *_items(before, after, homes), *_findings(before.findings, after.findings),
        *_ledger(before.ledger, after.ledger),
    ]  # fmt: skip


def page_differences(report: Report, said: Mapping[str, tuple[str, str]]) -> list[Difference]:
    """Items whose own rows name other pages than those on which their places are."""
    return [
        Difference(
            about="item", kind="moved", name=item.id, page=item.page_first or None, before=item.text, after=item.text,
            details=_details(("pages in items.csv", " to ".join(said[item.id]), " to ".join(pages))),
        )
        for item in report.items
        if (pages := (str(item.page_first), str(item.page_last))) != said[item.id]
    ]  # fmt: skip


def _gone(about: About, name: str, page: int | None, text: str) -> Difference:
    return Difference(about=about, kind="missing", name=name, page=page or None, before=text)


def _come(about: About, name: str, page: int | None, text: str) -> Difference:
    return Difference(about=about, kind="added", name=name, page=page or None, after=text)


def _details(*said: tuple[str, object, object]) -> tuple[Detail, ...]:
    return tuple(
        Detail(what=what, before=_shown(before), after=_shown(after)) for what, before, after in said if before != after
    )


def _shown(value: object) -> str:
    return _NONE if value in (None, "") else str(value)


def _moved(before: Sequence[T], after: Sequence[T], pairs: Sequence[tuple[T, T]]) -> set[str]:
    """The later ids of what changed its order."""
    old, new = ({thing.id: n for n, thing in enumerate(things)} for things in (before, after))
    ordered = sorted(pairs, key=lambda pair: old[pair[0].id])
    return {ordered[n][1].id for n in out_of_order([new[later.id] for _, later in ordered])}


def _report(before: Report, after: Report) -> Iterator[Difference]:
    for what, old, new in (
        ("title", before.title, after.title), ("body", before.body, after.body), ("plan", before.plan, after.plan),
        ("date", before.date, after.date), ("period", _period(before), _period(after)),
    ):  # fmt: skip
        if old != new:
            yield Difference(about="report", kind="changed", name=what, before=_shown(old), after=_shown(new))


def _period(report: Report) -> str:
    return " to ".join(report.period or ())


def _columns(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Iterator[Difference]:
    for role in dict.fromkeys([*before, *after]):
        old, new = before.get(role), after.get(role)
        if old != new:  # a role that is not named is one without a column
            kind: Kind = "added" if old is None else "missing" if new is None else "changed"
            yield Difference(about="column", kind=kind, name=role, before=old or "", after=new or "")


def _commitment(old: Commitment, new: Commitment, moved: bool) -> Difference | None:
    details = _details(
        ("id", old.id, new.id), ("number", old.number, new.number), ("pages", _pages(old), _pages(new)),
        ("order", "", "elsewhere" if moved else ""),
    )  # fmt: skip
    if not details and old.title == new.title:
        return None
    return Difference(
        about="commitment", kind="moved" if old.title == new.title else "changed", name=new.id,
        page=new.page_first or None, before=old.title, after=new.title, details=details,
    )  # fmt: skip


def _pages(thing: Commitment | Item) -> str:
    first, last = thing.page_first, thing.page_last
    return str(first) if first == last else f"{first}–{last}"


def _items(before: Report, after: Report, homes: Mapping[str, str]) -> Iterator[Difference]:
    pairing = pair_items(before.items, after.items, homes)
    names = {old.id: new.id for old, new in pairing.pairs}
    moved = _moved(before.items, after.items, pairing.pairs)
    found = [_gone("item", i.id, i.page_first, i.text) for i in pairing.before]
    found += [_come("item", i.id, i.page_first, i.text) for i in pairing.after]
    paired = [(old, new, _item(old, new, homes, names, new.id in moved)) for old, new in pairing.pairs]
    found += [difference for _, _, difference in paired if difference]
    places = {item.id: n for report in (before, after) for n, item in enumerate(report.items)}
    yield from sorted(found, key=lambda d: places[d.name])
    yield from _renumbered([(old, new) for old, new, difference in paired if not difference])


def _item(old: Item, new: Item, homes: Mapping[str, str], names: Mapping[str, str], moved: bool) -> Difference | None:
    details = _details(*_standing(old, new, homes, names, moved), *_lying(old, new), ("doubt", old.doubt, new.doubt))
    if not details and old.text == new.text:
        return None
    kind: Kind = "changed" if old.text != new.text or old.doubt != new.doubt else "moved"
    return Difference(
        about="item", kind=kind, name=new.id, page=new.page_first or None, before=old.text, after=new.text,
        details=(*_details(("id", old.id, new.id)), *details),
    )  # fmt: skip


def _standing(
    old: Item, new: Item, homes: Mapping[str, str], names: Mapping[str, str], moved: bool
) -> Iterator[tuple[str, object, object]]:
    """Where the item stands in the table. Another id for the same commitment or lead-in is no move."""
    home = homes.get(old.commitment, old.commitment)
    if home != new.commitment:
        yield "commitment", old.commitment, new.commitment
    yield "column", old.role, new.role
    yield "level", old.level, new.level
    if (names.get(old.parent, "") if old.parent else None) != new.parent:
        yield "lead-in", old.parent, _another(old.parent, new.parent)
    if (home, old.role) == (new.commitment, new.role):
        yield "order", "", "elsewhere" if moved else ""
        if old.id == new.id:
            yield "position", old.position, new.position


def _lying(old: Item, new: Item) -> Iterator[tuple[str, object, object]]:
    """Where the item lies on the pages."""
    yield "pages", _pages(old), _pages(new)
    if _pages(old) == _pages(new):
        yield _place(old.spans, new.spans)


def _another(old: str | None, new: str | None) -> str | None:
    return f"another {new}" if new and old == new else new


def _place(before: Sequence[Span], after: Sequence[Span]) -> tuple[str, str, str]:
    """The first fragment that does not lie where it lay; nothing to tell where none is."""
    if len(before) != len(after):
        return "fragments", str(len(before)), str(len(after))
    for old, new in zip(before, after, strict=True):
        if old.page != new.page or any(round(abs(a - b), 4) > _TOLERANCE for a, b in zip(old, new, strict=True)):
            return "place", _box(old), _box(new)
    return "place", "", ""


def _box(span: Span) -> str:
    return f"{span.x0:g}, {span.top:g} to {span.x1:g}, {span.bottom:g} on page {span.page}"


def _renumbered(pairs: Sequence[tuple[Item, Item]]) -> Iterator[Difference]:
    """The items that have another id and are else the same: one difference a cell."""
    cells: dict[tuple[str, str], list[tuple[Item, Item]]] = defaultdict(list)
    for old, new in pairs:
        if old.id != new.id:
            cells[new.commitment, new.role].append((old, new))
    for renamed in cells.values():
        (old, first), (last_old, last) = renamed[0], renamed[-1]
        before, after = (
            (old.id, first.id) if first is last else (f"{old.id} to {last_old.id}", f"{first.id} to {last.id}")
        )
        yield Difference(
            about="item", kind="renumbered", name=first.id, page=first.page_first or None, before=before, after=after
        )


def _findings(before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[Difference]:
    pairing = pair_findings(before, after)
    yield from (_gone("finding", f.kind, f.page, f.text) for f in pairing.before)
    yield from (_come("finding", f.kind, f.page, f.text) for f in pairing.after)
    for old, new in pairing.pairs:
        if old != new:
            yield Difference(
                about="finding", kind="changed" if old.text != new.text else "moved", name=new.kind, page=new.page,
                before=old.text, after=new.text, details=_details(("page", old.page, new.page)),
            )  # fmt: skip


def _ledger(before: Ledger, after: Ledger) -> Iterator[Difference]:
    """The account of words. What a second reader says counts where it was asked both times, but for its version."""
    old, new = asdict(before), asdict(after)
    again, now = old.pop("verified") or {}, new.pop("verified") or {}
    if again and now:
        old |= {f"second reader: {name}": value for name, value in again.items() if name != "reader"}
        new |= {f"second reader: {name}": value for name, value in now.items() if name != "reader"}
    if details := _details(*((name.replace("_", " "), value, new[name]) for name, value in old.items())):
        yield Difference(about="ledger", kind="changed", name="words", details=details)
