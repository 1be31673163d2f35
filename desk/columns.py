"""What a person once said of a body's columns → what it tells of a new report's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.errors import InputError
from extract.labels import plain
from extract.report import Report

Named = Mapping[str, Sequence[str]]


def remembered_for(read: Report | InputError, remembered: Mapping[str, Named]) -> tuple[str, Named] | None:
    """The body, and what was named for it, that fits a report as it was read, or as it could not be.

    A report without known columns fits the body of which it has the most labels, if that is one body. A report that
    was read fits its own body, where that body's names say something else of its labels.
    """
    if isinstance(read, InputError):
        found = {body: _common(named, [label.text for label in read.labels]) for body, named in remembered.items()}
        most = max((len(named) for named in found.values()), default=0)
        best = [body for body, named in found.items() if len(named) == most > 0]
        return (best[0], found[best[0]]) if len(best) == 1 else None
    if not read.body or read.body not in remembered:
        return None
    labels = {plain(label): role for role, label in read.columns.items() if label}
    common = _common(remembered[read.body], [label for label in read.columns.values() if label])
    differs = any(labels[plain(label)] != role for role, named in common.items() for label in named)
    return (read.body, common) if differs else None


def _common(named: Named, labels: Sequence[str]) -> dict[str, list[str]]:
    """Of what was named, the labels that stand here."""
    known = {plain(label) for label in labels}
    found = {role: [label for label in said if plain(label) in known] for role, said in named.items()}
    return {role: said for role, said in found.items() if said}
