"""Many jobs → their results, in the order in which they were asked for, some at a time."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Protocol

from extract.errors import InputError
from workers.job import Job

_PREFIX = "evidence-trail-"
_AHEAD = 8  # results a worker that may wait for their turn, so that one slow file does not hold the others up
_LEFT = 86_400  # seconds after which the folder of a run that was killed may go


class Runner(Protocol):
    """Does jobs, from several threads at once."""

    def run(self, job: Job, folder: Path) -> None:
        """Do a job, with its results in ``folder``. Raises ``InputError`` where the file cannot be read."""

    def stop(self) -> None:
        """End what is running."""


class Pool:
    """``width`` jobs at a time, by ``runner``. Results lie in a folder that is gone when the pool is closed."""

    def __init__(self, runner: Runner, width: int) -> None:
        """``runner`` is called from ``width`` threads at once, and stopped with the pool."""
        _sweep(Path(tempfile.gettempdir()))
        self._runner = runner
        self._width = width
        self._threads = ThreadPoolExecutor(max_workers=width)
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._count = 0

    def submit(self, job: Job) -> Future[Path]:
        """The folder of a job's results, to come; raises ``InputError`` then where the file cannot be read."""
        self._count += 1
        folder = self._folder / str(self._count)
        return self._threads.submit(self._done, job, folder)

    def each(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Path | InputError]]:
        """Every job with its folder, or why there is none, in order. A folder is gone when the next is asked for."""
        waiting: deque[tuple[Job, Future[Path]]] = deque()
        for job in jobs:
            waiting.append((job, self.submit(job)))
            if len(waiting) > self._width * _AHEAD:
                yield from _settled(*waiting.popleft())
        while waiting:
            yield from _settled(*waiting.popleft())

    def _done(self, job: Job, folder: Path) -> Path:
        folder.mkdir()
        try:
            self._runner.run(job, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return folder

    def close(self) -> None:
        """Wait for what has begun, begin nothing more, and leave nothing behind."""
        self._threads.shutdown(cancel_futures=True)
        self._runner.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def pool(runner: Runner, width: int) -> Iterator[Pool]:
    """A pool that is closed at the end. Where that end is sudden, what is running is stopped and not waited for."""
    made = Pool(runner, width)
    try:
        yield made
    except BaseException:
        runner.stop()
        raise
    finally:
        made.close()


def _settled(job: Job, result: Future[Path]) -> Iterator[tuple[Job, Path | InputError]]:
    try:
        folder = result.result()
    except InputError as error:
        yield job, error
        return
    try:
        yield job, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed left behind a day ago or more."""
    for path in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time() - _LEFT:
                shutil.rmtree(path)
