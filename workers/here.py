"""Does jobs on this machine, each file in a process of its own, within limits."""

from __future__ import annotations

from pathlib import Path
from queue import Empty, LifoQueue

from workers.job import Follow, Job, unfollowed
from workers.limits import Limits
from workers.worker import Worker


class Here:
    """As many workers as there are jobs at a time, kept from one job to the next."""

    def __init__(self, limits: Limits, follow: Follow = unfollowed) -> None:
        """``limits`` hold for each file; ``follow`` is told of each page."""
        self.limits = limits
        self._follow = follow
        self._idle: LifoQueue[Worker] = LifoQueue()
        self._all: list[Worker] = []

    def run(self, job: Job, folder: Path) -> None:
        """Do a job, with its results in ``folder``. Raises ``InputError`` where the file cannot be read."""
        try:
            worker = self._idle.get_nowait()
        except Empty:
            worker = Worker(self.limits, self._follow)
            self._all.append(worker)
        try:
            worker.run(job, folder)
        finally:
            self._idle.put(worker)

    def stop(self) -> None:
        """End all processes, busy or not."""
        for worker in self._all:
            worker.stop()
