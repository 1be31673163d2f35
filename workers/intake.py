"""PDFs as a user names them → Reports: fetched, found in the cache or read, many at once, within limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from extract.errors import InputError
from extract.parsed import read_parsed
from extract.report import Report
from report.page.pictures import Pages, drawn_pages, left_out, pages_shown
from workers.cache import Cached
from workers.fetch import Fetching
from workers.here import Here
from workers.job import Job
from workers.limits import Limits
from workers.pool import Pool, Runner


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One file as read: the job, and the folder with its results, which is gone when the next one is asked for."""

    job: Job
    folder: Path

    def report(self) -> Report:
        """The Report. Raises ``InputError``, naming the PDF, where what the other process left is no report."""
        try:
            return read_parsed(self.folder)
        except (InputError, AttributeError, ValueError) as error:
            raise InputError(self.job.name, f"gave results that cannot be used ({error}).") from None


class Intake(AbstractContextManager["Intake"]):
    """Where PDFs come in. Nothing of a PDF is opened in this process."""

    def __init__(
        self, limits: Limits, jobs: int, *, cache: Path | None = None, cluster: str | None = None, version: str = "0"
    ) -> None:
        """``jobs`` files at a time; ``cache`` is its folder, ``cluster`` the address of a Dask scheduler."""
        runner: Runner = _cluster(cluster, limits) if cluster else Here(limits)
        self._cached = Cached(runner, cache) if cache else None
        self._pool = Pool(Fetching(self._cached or runner, limits), jobs)
        self._version = version

    @property
    def found(self) -> int:
        """How many results were in the cache already."""
        return self._cached.found if self._cached else 0

    def read(self, jobs: Iterable[Job]) -> Iterator[Parsed | InputError]:
        """Each job's result, or why there is none, in order, none kept longer than until the next."""
        for job, result in self._pool.each(jobs):
            yield result if isinstance(result, InputError) else Parsed(job=job, folder=result)

    def pictures(self, reports: Iterable[Report]) -> Callable[[Report], Pages]:
        """Gives the pictures of each report's pages: drawn from now on, and waited for when asked for."""
        drawn = {report.id: self._pool.submit(self._drawing(report)) for report in reports}

        def pages_of(report: Report) -> Pages:
            try:
                return drawn_pages(drawn[report.id].result())
            except InputError as error:
                return left_out(error)

        return pages_of

    def _drawing(self, report: Report) -> Job:
        source = report.source
        return Job(
            does="draw", path=source.path, name=source.path, pages=pages_shown(report), sha256=source.sha256,
            version=self._version,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)


def _cluster(address: str, limits: Limits) -> Runner:
    from workers.cluster import Cluster  # brings an extra along

    return Cluster(address, limits)
