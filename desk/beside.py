"""Two comparisons of the same reports → outcome by outcome, those that differ first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Key = tuple[int, str, str]  # place of the pair, the outcome as an item of the earlier and of the later report


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one comparison says of an outcome."""

    status: str
    check: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An outcome with what both say; ``None`` where one has no such outcome, since it matched others."""

    text: str
    first: Verdict | None
    second: Verdict | None

    @property
    def differs(self) -> bool:
        """Whether a reader would see another status or another mark."""
        return self.first is None or self.second is None or (
            (self.first.status, self.first.check) != (self.second.status, self.second.check)
        )  # fmt: skip


def laid_beside(first: Path, second: Path) -> list[Row]:
    """The rows of two ``comparison.json``, those that differ first, else in the order of the first."""
    one, other = (_outcomes(json.loads(path.read_text(encoding="utf-8"))) for path in (first, second))
    rows = [
        Row(text=(one.get(key) or other[key])[0], first=_said(one, key), second=_said(other, key))
        for key in {**one, **other}
    ]
    return sorted(rows, key=lambda row: not row.differs)


def _said(of: dict[Key, tuple[str, Verdict]], key: Key) -> Verdict | None:
    return of[key][1] if key in of else None


def _outcomes(said: dict[str, Any]) -> dict[Key, tuple[str, Verdict]]:
    return {
        (n, outcome["before"] or "", outcome["after"] or ""): (
            outcome["text"],
            Verdict(status=outcome["status"], check=outcome["review"], reason=outcome["reason"]),
        )
        for n, pair in enumerate(said["pairs"])
        for outcome in pair["outcomes"]
    }
