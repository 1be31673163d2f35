"""What the library holds, as records. Times are ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

ReportState = Literal["waiting", "read", "failed"]
ComparisonState = Literal["waiting", "done", "failed", "cancelled"]
Named = Mapping[str, Sequence[str]]  # role → labels that play it
Facts = Mapping[str, Any]  # plain values that came out of a task as JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReport:
    """A report and what is known of it.

    ``facts`` of a report that was read: ``title``, ``date``, ``pages``, ``commitments``, ``outcomes``, ``statements``,
    ``columns`` (role → label or null), ``page`` (of the table's start, from 1), ``named_for`` (the body whose columns
    were remembered), ``read_at``. Of one that was not: ``labels`` that the table has, and its ``page``; ``stopped`` by
    somebody.
    """

    id: str
    sha256: str
    file: str
    state: ReportState
    why: str
    added: str
    version: str
    body: str
    plan: str
    year: str
    sure: bool
    facts: Facts
    named: Named

    @property
    def title(self) -> str:
        """As the report gives it; empty where it was not read."""
        return str(self.facts.get("title") or "")

    @property
    def read_at(self) -> str:
        """When it was read last; empty where it was not."""
        return str(self.facts.get("read_at") or "")

    @property
    def stopped(self) -> bool:
        """Whether it was not read since somebody stopped that."""
        return self.state == "failed" and bool(self.facts.get("stopped"))

    @property
    def labels(self) -> list[str]:
        """The labels of the table of a report that could not be read, since none is known; empty for others."""
        return [label[0] for label in self.facts.get("labels", ())] if self.state == "failed" else []

    @property
    def date(self) -> str:
        """As the report gives it; empty where it does not."""
        return str(self.facts.get("date") or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptComparison:
    """A comparison. ``reports`` are ids with the year of each, the earliest first.

    ``facts`` of one that is done: ``counts`` (status → how many), ``outcomes``, ``check`` (how many of them to check),
    ``readings`` (report → when the reading that it stands on was made).
    ``newest`` is the last change of the plan's decisions, ``decisions`` the last that the files hold.
    """

    id: str
    plan: int
    body: str
    name: str
    state: ComparisonState
    why: str
    asked: str
    made: str
    version: str
    policy: str
    decisions: int
    newest: int
    facts: Facts
    reports: tuple[tuple[str, str], ...]

    @property
    def current(self) -> bool:
        """Whether its files hold every decision."""
        return self.decisions >= self.newest

    def reread(self, found: Sequence[KeptReport]) -> list[str]:
        """The files of those of its reports that were read anew since it was made."""
        used = self.facts.get("readings", {})
        return [one.file for one in found if used.get(one.id, one.read_at) != one.read_at]

    @property
    def ids(self) -> list[str]:
        """The ids of its reports."""
        return [report for report, _ in self.reports]

    @property
    def years(self) -> str:
        """The years, from the first to the last."""
        return " to ".join(year for _, year in (self.reports[:1] + self.reports[-1:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of somebody's, with the decisions that it added and took away.

    It is ``undoable`` unless it was undone, or something was decided since on what it changed.
    """

    id: int
    at: str
    undone: bool
    undoes: bool
    undoable: bool
    added: tuple[KeptRuling, ...]
    taken: tuple[KeptRuling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What of a library's file was not here before.

    ``taken`` counts the decisions here that were taken back there, and so are now; ``gone`` those of the file that were
    taken back here, and stay so.
    """

    reports: int
    comparisons: int
    decisions: int
    taken: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRuling:
    """A decision, by the names of the columns of rulings.csv, with the ``key`` of the page that made it.

    ``again_of`` is the key that it had before it was taken away and brought back.
    """

    key: str
    columns: Mapping[str, str] = field(hash=False)
    again_of: str = ""
