"""PDFs as a user names them → Reports: fetched, found in the cache or read, many at once, within limits."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.errors import InputError
from extract.parsed import read_parsed
from extract.report import Report
from report.page.pictures import Pages, drawn_pages, left_out, pages_shown
from workers.cache import Cached
from workers.fetch import Fetching
from workers.here import Here
from workers.job import Follow, Job, unfollowed
from workers.limits import Limits
from workers.pool import Pool, Runner, pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One file as read: the job, and the folder with its results, which is gone when the next one is asked for."""

    job: Job
    folder: Path

    def report(self) -> Report:
        """The Report. Raises ``InputError``, naming the PDF, where what the other process left is no report."""
        try:
            return read_parsed(self.folder)
        except InputError as error:
            raise InputError(self.job.name, f"gave results that cannot be used ({error}).") from None


class Intake:
    """Where PDFs come in. Nothing of a PDF is opened in this process."""

    def __init__(self, jobs: Pool, cached: Cached | None, version: str) -> None:
        """``intake`` makes one."""
        self._pool = jobs
        self._cached = cached
        self._version = version

    @property
    def found(self) -> int:
        """How many results were in the cache already."""
        return self._cached.found if self._cached else 0

    def read(self, jobs: Iterable[Job]) -> Iterator[Parsed | InputError]:
        """Each job's result, or why there is none, in order, none kept longer than until the next."""
        for _, result in self.each(jobs):
            yield result

    def each(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Parsed | InputError]]:
        """``read``, with each job beside its result."""
        for job, result in self._pool.each(jobs):
            yield job, result if isinstance(result, InputError) else Parsed(job=job, folder=result)

    def pictures(self, reports: Iterable[Report], paths: Mapping[str, Path] | None = None) -> Callable[[Report], Pages]:
        """Gives the pictures of each report's pages, once: drawn from now on, and waited for when asked for.

        ``paths`` says by a report's id where its file lies, where that is not its name.
        """
        places = {report.id: str((paths or {}).get(report.id, report.source.path)) for report in reports}
        drawn = {report.id: self._pool.submit(self._drawing(report, places[report.id])) for report in reports}

        def pages_of(report: Report) -> Pages:
            try:
                folder = drawn.pop(report.id).result()
                try:
                    return drawn_pages(folder)
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
            except InputError as error:
                return left_out(error)

        return pages_of

    def _drawing(self, report: Report, path: str) -> Job:
        source = report.source
        return Job(
            does="draw", path=path, name=source.path, pages=pages_shown(report), sha256=source.sha256,
            version=self._version,
        )  # fmt: skip


@contextmanager
def intake(
    limits: Limits, jobs: int, *, cache: Path | None = None, cluster: str | None = None, version: str = "0",
    follow: Follow = unfollowed,
) -> Iterator[Intake]:  # fmt: skip
    """Where PDFs come in, ``jobs`` at a time, until the end of the block.

    ``cache`` is the folder of what was read before, ``cluster`` the address of a Dask scheduler, ``version`` that of
    this program, as results name it; ``follow`` is told of each page that is read on this machine. Raises
    ``InputError`` where the cluster cannot be reached.
    """
    runner: Runner = _cluster(cluster, limits) if cluster else Here(limits, follow)
    cached = Cached(runner, cache) if cache else None
    with pool(Fetching(cached or runner, limits), jobs) as open_pool:
        yield Intake(open_pool, cached, version)


def _cluster(address: str, limits: Limits) -> Runner:
    from workers.cluster import Cluster  # brings an extra along

    return Cluster(address, limits)
