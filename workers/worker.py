"""One process that opens PDFs, seen from the side that must outlive it: give it a job, watch it, stop it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import psutil

from extract.errors import InputError, Label
from workers.job import Follow, Job, Step, unfollowed
from workers.limits import MB, Kind, Limits

_LOOK = 0.1  # seconds between two looks at a job's memory and the clock
_START = 60  # seconds that a process may take to answer at all, on a machine that is very busy
_NEAR = 0.8  # of the memory allowed: a process that breaks down there ran out of it
#: -P and the path by name: a module beside the user's PDFs must not be taken for one of ours.
_CHILD = ("-P", "-m", "workers.child")
_NOT_STARTED = (
    "was not read: the process that reads PDFs did not start, so the program is not installed as it should be. "
    "python -m workers.child shows why."
)
_ROOT = Path(__file__).parent.parent
Message = dict[str, Any]


class Worker:
    """A process that serves one job at a time. It is started when first needed, and anew after a job broke it."""

    def __init__(self, limits: Limits, follow: Follow = unfollowed) -> None:
        """``limits`` hold for each job; ``follow`` is told of each of its pages."""
        self.limits = limits
        self._follow = follow
        self._process: subprocess.Popen[bytes] | None = None
        self._said: queue.Queue[Message | None] = queue.Queue()

    def run(self, job: Job, folder: Path) -> Message:
        """Do a job, with its results in ``folder``; returns what it says of them.

        Raises ``InputError``, naming the file, where it cannot be read, breaks a limit or brings its process down;
        nothing else that a file does reaches the caller.
        """
        process = self._started()
        with contextlib.suppress(OSError):  # it is gone already: what follows finds that
            assert process.stdin is not None
            process.stdin.write(job.line(str(folder), self.limits))
            process.stdin.flush()
        try:
            return self._outcome(job, folder)
        except InputError:  # the file cannot be read, which its process said in good order
            raise
        except _BrokenError as broken:
            self.stop()
            raise InputError(job.name, broken.why) from None
        except BaseException:  # the user's Ctrl-C among them: nothing goes on behind their back
            self.stop()
            raise

    def stop(self) -> None:
        """End the process with all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    child.kill()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._said = queue.Queue()
            paths = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
            self._process = subprocess.Popen(
                [sys.executable, *_CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths}, start_new_session=True,
            )  # fmt: skip
            Thread(target=_listen, args=(self._process, self._said), daemon=True).start()
        return self._process

    def _outcome(self, job: Job, folder: Path) -> Message:
        """Follow a job to its end."""
        answer: Message = {}
        watched: psutil.Process | None = None
        until = monotonic() + _START
        while True:
            try:
                said = self._said.get(timeout=_LOOK)
            except queue.Empty:
                self._check(watched, until, folder)
                continue
            if said is None:
                self.stop()  # a process that ends of itself, as where there is no fork, takes no other job
                if watched is None and not answer:
                    raise _BrokenError(_NOT_STARTED)
            if said is None or "ended" in said:
                return self._settled(job, folder, answer, said)
            if "pid" in said:
                with contextlib.suppress(psutil.NoSuchProcess):
                    watched = psutil.Process(said["pid"])
            elif "step" in said:
                self._follow(job, Step(said["step"], said["done"], said["of"]))
                if not said["slow"]:
                    continue
            else:
                answer = said
            until = monotonic() + self.limits.seconds

    def _check(self, watched: psutil.Process | None, until: float, folder: Path) -> None:
        """Stop a job that is over its time or its memory, or fills the disk."""
        if monotonic() > until:
            raise _BrokenError(self.limits.broken("seconds"))
        with contextlib.suppress(psutil.Error):
            if watched is not None and watched.memory_info().rss > self.limits.memory * MB:
                raise _BrokenError(self.limits.broken("memory"))
        if _size(folder) > self.limits.output * MB:
            raise _BrokenError(self.limits.broken("output"))

    def _settled(self, job: Job, folder: Path, answer: Message, ended: Message | None) -> Message:
        """What a job came to, by its answer and the end of its process."""
        if "facts" in answer:
            if any(path.is_symlink() for path in folder.rglob("*")):  # it could name any file of the user's
                raise _BrokenError("left a link among its results, which no reading makes. They are not used.")
            if _size(folder) > self.limits.output * MB:
                raise _BrokenError(self.limits.broken("output"))
            return dict(answer["facts"])
        if "why" in answer:
            raise InputError(
                job.name, answer["why"], page=answer["page"], labels=[Label(*label) for label in answer["labels"]]
            )
        kind: Kind | None = answer.get("limit")
        if kind is None and ended is not None and ended["peak"] >= _NEAR * self.limits.memory:
            kind = "memory"
        if kind is not None:
            raise _BrokenError(self.limits.broken(kind))
        if "bug" in answer:
            raise _BrokenError(f"met a mistake of this program, not of yours. Please report it: {answer['bug']}.")
        raise _BrokenError(_crashed(ended, self.limits))


class _BrokenError(Exception):
    """A job that brought its process down, or had to be stopped: a sentence without the file's name."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _listen(process: subprocess.Popen[bytes], said: queue.Queue[Message | None]) -> None:
    """Pass on what a process says, and ``None`` when it says no more. Half a line is the end of it too."""
    assert process.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        for line in process.stdout:
            said.put(json.loads(line))
    said.put(None)


def _crashed(ended: Message | None, limits: Limits) -> str:
    code = ended["ended"] if ended else 0
    name = f" ({signal.Signals(-code).name})" if -code in set(signal.Signals) else ""
    return (
        f"brought the PDF library down{name}, as files do that are damaged or made for it, or that need more than the "
        f"{limits.memory:,} MB of memory allowed. Export or print it as a PDF again."
    )


def _size(folder: Path) -> int:
    """Bytes in a folder; files that come and go meanwhile count or not."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total
