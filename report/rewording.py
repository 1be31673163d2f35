"""Statements that carry on → what was changed in their words, for the page."""

from __future__ import annotations

from dataclasses import dataclass

from align.words import Run, kept_share, word_changes
from diff.comparison import Pair
from extract.report import Item

_READABLE = 0.3  # with fewer words kept, two texts read better beside each other than woven into one


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """One statement in both reports. ``runs`` is empty where too little was kept to be shown as one text."""

    before: Item
    after: Item
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """The statements of one commitment (or of the summary) that carry on in other words, in the later one's order."""

    name: str
    statements: list[Rewording]


def rewordings(pair: Pair) -> list[Reworded]:
    """Every updated or restated statement, by commitment of the later report."""
    before, after = {i.id: i for i in pair.before.statements}, {i.id: i for i in pair.after.statements}
    found: dict[str, list[Rewording]] = {c.id: [] for c in pair.after.commitments}
    place = {item: n for n, item in enumerate(after)}
    carried = [m for m in pair.alignment.statements if m.before and m.after and m.relation in ("updated", "restated")]
    for match in sorted(carried, key=lambda m: place[m.after or ""]):
        old, new = before[match.before or ""], after[match.after or ""]
        found.setdefault(new.commitment, []).append(rewording(old, new))
    names = {c.id: f"{c.number} {c.title}".strip() for c in pair.after.commitments}
    return [Reworded(name=names.get(key, "Summary"), statements=rows) for key, rows in found.items() if rows]


def rewording(before: Item, after: Item) -> Rewording:
    """What was changed in the words of a statement that carries on."""
    runs = word_changes(before.text, after.text)
    return Rewording(before=before, after=after, runs=runs if kept_share(runs) >= _READABLE else ())
