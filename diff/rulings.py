"""A person's decisions: read from ``rulings.csv``, found again by their texts, applied, and never silently lost."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from align.alignment import Decided, MatchKind, MatchRuling, OutcomeMatch
from align.terms import letters
from extract.csv_text import csv_text
from extract.errors import InputError
from extract.report import Report

COLUMNS = ("kind", "a_report", "a_item", "a_text", "b_report", "b_item", "b_text", "ruling", "by", "on", "note")
EvidenceRuling = Literal["direct", "partial", "no", "unsure"]
ALLOWED = {
    "evidence": ("direct", "partial", "no", "unsure"),
    "commitment": ("yes", "no", "unsure"),
    "outcome": ("yes", "no", "unsure"),
    "statement": ("yes", "no", "unsure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One row of ``rulings.csv``. ``a`` is the outcome or the earlier side, ``b`` the statement or the later side."""

    kind: str
    a_report: str
    a_item: str
    a_text: str
    b_report: str
    b_item: str
    b_text: str
    ruling: str
    by: str = ""
    on: str = ""
    note: str = ""

    @property
    def about(self) -> tuple[str, str, str, str]:
        """What is ruled on: two rulings about the same thing must agree."""
        place = self.b_report if self.kind == "evidence" else ""
        return self.kind, letters(self.a_text), place, letters(self.b_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """Rulings that apply, and those that contradict each other, of which neither does."""

    applied: tuple[Ruling, ...] = ()
    contradictory: tuple[Ruling, ...] = ()

    @property
    def decided(self) -> Decided:
        """The rulings on matches, for the alignment."""
        return Decided(
            pairs={
                (cast("MatchKind", r.kind), letters(r.a_text), letters(r.b_text)): cast("MatchRuling", r.ruling)
                for r in self.applied
                if r.kind != "evidence"
            }
        )

    def evidence(self, outcome_text: str, report: Report) -> dict[str, EvidenceRuling]:
        """Statement id → the decision on it for an outcome. The report it was made on comes first, then the text."""
        wanted = letters(outcome_text)
        found: dict[str, EvidenceRuling] = {}
        for ruling in self.applied:
            if ruling.kind != "evidence" or letters(ruling.a_text) != wanted or ruling.b_report not in ("", report.id):
                continue
            for item in report.items:
                if letters(item.text) == letters(ruling.b_text):
                    found[item.id] = cast("EvidenceRuling", ruling.ruling)
        return found

    def stale(self, reports: Sequence[Report]) -> tuple[Ruling, ...]:
        """Rulings of which a text stands in none of the reports any more."""
        known = {letters(i.text) for r in reports for i in r.items} | {
            letters(c.title) for r in reports for c in r.commitments
        }
        return tuple(r for r in self.applied if letters(r.a_text) not in known or letters(r.b_text) not in known)


def unmet(rulings: Iterable[Ruling], matches: Iterable[OutcomeMatch]) -> tuple[Ruling, ...]:
    """Rulings that two outcomes are one which the matches do not follow: each outcome carries on as one at most."""
    pairs, before, after = set(), set(), set()
    for match in matches:
        a, b = (letters(side.item.text) if side else "" for side in (match.before, match.after))
        pairs.add((a, b))
        before.add(a)
        after.add(b)
    wanted = ((r, letters(r.a_text), letters(r.b_text)) for r in rulings if (r.kind, r.ruling) == ("outcome", "yes"))
    return tuple(r for r, a, b in wanted if a in before and b in after and (a, b) not in pairs)


def resolve_rulings(rulings: Iterable[Ruling]) -> Rulings:
    """Set aside those that contradict each other; an ``unsure`` gives way to a decision."""
    about: dict[tuple[str, str, str, str], list[Ruling]] = defaultdict(list)
    for ruling in rulings:
        about[ruling.about].append(ruling)
    applied: list[Ruling] = []
    contradictory: list[Ruling] = []
    for group in about.values():
        decided = [r for r in group if r.ruling != "unsure"]
        if len({r.ruling for r in decided}) > 1:
            contradictory.extend(decided)
        else:
            applied.append((decided or group)[-1])
    return Rulings(applied=tuple(applied), contradictory=tuple(contradictory))


def read_rulings(paths: Iterable[str | Path]) -> list[Ruling]:
    """Read rulings from CSV files. Raises ``InputError`` naming the file and the row (the header is row 1)."""
    return [ruling for path in paths for ruling in _read(Path(path))]


def write_rulings(path: Path, rulings: Iterable[Ruling]) -> None:
    """Write rulings to a CSV that appears whole or not at all. Raises ``InputError`` where the disk refuses."""
    new = path.with_name(f".{path.name}.new")
    text = csv_text(COLUMNS, ([getattr(ruling, column) for column in COLUMNS] for ruling in rulings))
    try:
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # a decision that was confirmed outlives a power cut
        new.replace(path)
    except OSError as error:
        raise InputError(path, f"the rulings cannot be saved ({error.strerror}).") from None


def _read(path: Path) -> list[Ruling]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in COLUMNS[:8] if c not in (reader.fieldnames or [])]
            if missing:
                raise InputError(path, f"row 1: the column {missing[0]!r} is missing from the rulings.")
            rows = [(reader.line_num, {c: (row.get(c) or "").strip() for c in COLUMNS}) for row in reader]
    except OSError as error:
        raise InputError(path, f"the rulings cannot be opened ({error.strerror}).") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(path, f"the rulings cannot be read as CSV in UTF-8 ({error}).") from None
    return [_checked(path, line, row) for line, row in rows if any(row.values())]


def _checked(path: Path, line: int, row: dict[str, str]) -> Ruling:
    allowed = ALLOWED.get(row["kind"])
    if allowed is None:
        raise InputError(path, f"row {line}: kind is {row['kind']!r}; it must be one of {', '.join(ALLOWED)}.")
    if row["ruling"] not in allowed:
        raise InputError(path, f"row {line}: ruling is {row['ruling']!r}; it must be one of {', '.join(allowed)}.")
    if not (row["a_text"] and row["b_text"]):
        raise InputError(path, f"row {line}: a_text and b_text are needed, since a ruling is found again by its texts.")
    return Ruling(**row)
