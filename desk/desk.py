"""A desk: a library, and the work that is done for it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from desk import comparisons, decisions, reports
from desk.asking import several_bodies
from desk.database import Database
from desk.errors import DeskError
from desk.places import Places
from desk.records import KeptComparison, KeptReport
from desk.running import Ended, Outcome, Runs
from desk.task import Comparing, Reading, Said, Task
from workers.limits import Limits

T = TypeVar("T")
_TRIES = 3
_STOPPED = "was not read, since somebody stopped it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """``jobs`` is how many files are read at a time, ``largest`` the bytes that a file sent here may have."""

    places: Places
    db: Database
    runs: Runs
    version: str
    limits: Limits
    jobs: int
    largest: int
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)  # held while a PDF and its record come in or go together

    async def begin(self) -> None:
        """Remove what no record speaks of, and go on with what was cut off."""
        files = await off(reports.known_files, self.db)
        made = await off(comparisons.known_comparisons, self.db)
        await off(self.places.sweep, files, made)
        await self.resume()

    async def resume(self) -> None:
        """Begin whatever is still to be read or made."""
        for report in await off(reports.waiting_reports, self.db):
            self.read(report)
        for comparison in await off(comparisons.waiting_comparisons, self.db):
            self.compare(comparison.id, comparison.ids)

    async def end(self) -> None:
        """Stop what is under way; the next start goes on with it."""
        self.stopping.set()
        await self.runs.stop()

    def read(self, report: KeptReport) -> None:
        """Have a report read."""

        async def prepare() -> tuple[Task, Ended]:
            remembered = await off(reports.remembered, self.db)
            return self._task(self._reading(report, remembered)), ended

        async def ended(outcome: Outcome) -> None:
            if outcome.came is not None:
                await off(reports.was_read, self.db, report.id, self.version, outcome.came)
            else:
                facts = {"labels": outcome.labels, "page": outcome.page}
                await off(reports.was_not_read, self.db, report.id, outcome.why, facts)

        async def stopped(why: str) -> None:
            said = why or f"{report.file} {_STOPPED}"
            await off(reports.was_not_read, self.db, report.id, said, {} if why else {"stopped": True})

        self.runs.start(reading(report.id), prepare, stopped)

    def compare(self, comparison_id: str, of: Sequence[str]) -> None:
        """Have a comparison ``of`` reports made, or its files renewed with the decisions that stand now.

        Reports that are being read are waited for, so that none is read by two at a time.
        """

        async def prepare() -> tuple[Task, Ended]:
            comparison = await off(comparisons.comparison, self.db, comparison_id)
            used = {one.id: one.read_at for one in await off(reports.reports, self.db, comparison.ids)}
            newest, task = await off(self._comparing, comparison)
            return task, lambda outcome: ended(newest, used, outcome)

        async def ended(newest: int, used: dict[str, str], outcome: Outcome) -> None:
            if outcome.came is None:
                await off(comparisons.was_not_made, self.db, comparison_id, "failed", outcome.why)
                return
            came = outcome.came
            for report_id, facts in came["renewed"].items():
                await off(reports.was_read, self.db, report_id, self.version, facts)
            renewed = await off(reports.reports, self.db, list(came["renewed"]))
            facts = came["facts"] | {"readings": used | {one.id: one.read_at for one in renewed}}
            await off(comparisons.was_made, self.db, comparison_id, self.version, came["policy"], newest, facts)

        async def stopped(why: str) -> None:
            await off(comparisons.was_not_made, self.db, comparison_id, "failed" if why else "cancelled", why)

        self.runs.start(comparing(comparison_id), prepare, stopped, [reading(report) for report in of])

    async def renewed(self, comparison: KeptComparison) -> KeptComparison:
        """A comparison whose files hold every decision; not of another version, nor where a report was read anew since.

        Raises ``DeskError`` where they cannot be written.
        """
        for _ in range(_TRIES):  # a decision may be made while they are written
            found = await off(reports.reports, self.db, comparison.ids)
            if comparison.current or comparison.version != self.version or comparison.reread(found):
                return comparison
            self.compare(comparison.id, comparison.ids)
            await self.runs.wait(comparing(comparison.id))
            comparison = await off(comparisons.comparison, self.db, comparison.id)
            if why := comparison.why or self.runs.lost(comparing(comparison.id)):
                raise DeskError(f"The files could not be written anew with your decisions. {why}", 507)
        return comparison

    def _task(self, does: Reading | Comparing) -> Task:
        scratch = str(self.places.incoming / f"task-{uuid.uuid4().hex}")
        return Task(does=does, version=self.version, limits=self.limits, jobs=self.jobs, scratch=scratch)

    def _reading(self, report: KeptReport, remembered: dict[str, dict[str, list[str]]]) -> Reading:
        return Reading(
            id=report.id, file=report.file, pdf=str(self.places.pdf(report.sha256)),
            folder=str(self.places.reading(report.sha256)), named=report.named, remembered=remembered,
        )  # fmt: skip

    def _comparing(self, comparison: KeptComparison) -> tuple[int, Task]:
        """The task, and the last change of decisions that it knows of: looked up first, so that none is missed."""
        newest = decisions.newest_change(self.db, comparison.plan)
        standing = decisions.decisions(self.db, comparison.plan)
        found = reports.reports(self.db, [report for report, _ in comparison.reports])
        remembered, years = reports.remembered(self.db), dict(comparison.reports)
        several = several_bodies(found)
        does = Comparing(
            reports=[self._reading(report, remembered) for report in found],
            said=[
                Said(year=years[one.id], body=one.body if several else comparison.body, plan=comparison.name)
                for one in found
            ],
            stale=self._stale(found), folder=str(self.places.results(comparison.id)),
            rulings=[{"key": kept.key, **kept.columns} for kept in standing],
        )  # fmt: skip
        return newest, self._task(does)

    def _stale(self, found: Sequence[KeptReport]) -> list[str]:
        """Reports that another version read, or nobody yet."""
        return [one.id for one in found if one.version != self.version or one.state != "read"]


def reading(report_id: str) -> str:
    """What the reading of a report is called."""
    return f"read {report_id}"


def comparing(comparison_id: str) -> str:
    """What the making of a comparison is called."""
    return f"compare {comparison_id}"


async def off(function: Callable[..., T], *arguments: Any) -> T:
    """Call what touches the disk in a thread, so that others are served meanwhile."""
    return await asyncio.to_thread(function, *arguments)
