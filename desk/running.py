"""Tasks under way: started, followed by whoever looks, cancelled; each in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.errors import DeskError
from desk.stopping import stop_children
from desk.task import BUG, Task
from extract.errors import Label
from workers.child import described

_ROOT = Path(__file__).parent.parent
_CHILD = ("-P", "-m", "desk.task")
_LONGEST = 1 << 24  # bytes of a line that a task answers with
_STOPPED = "The task was stopped from outside: by the system, for want of memory, or by a person. Start it again."

Came = dict[str, Any]
Ended = Callable[["Outcome"], Awaitable[None]]
Stopped = Callable[[str], Awaitable[None]]
Prepare = Callable[[], Awaitable[tuple[Task, Ended]]]  # asked when there is room for the task, not before


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a task ended: what ``came`` of it, or ``why`` nothing did."""

    came: Came | None = None
    why: str = ""
    labels: tuple[Label, ...] = ()
    page: int | None = None


@dataclass(slots=True)
class Progress:
    """How far a task is. ``steps``: what is being done → pages done, of how many (0 of 0 where it has none)."""

    started: bool = False
    steps: dict[str, tuple[int, int]] = field(default_factory=dict)
    over: bool = False
    turn: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def tell(self) -> None:
        """Wake those who look."""
        async with self.changed:
            self.turn += 1
            self.changed.notify_all()


class Runs:
    """The tasks of one desk, by name."""

    def __init__(self, width: int) -> None:
        """``width`` of them at a time; the others wait."""
        self._room = asyncio.Semaphore(width)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._progress: dict[str, Progress] = {}
        self._lost: dict[str, str] = {}
        self._unwanted: set[str] = set()  # those that a person cancelled

    def start(self, name: str, prepare: Prepare, stopped: Stopped, after: Sequence[str] = ()) -> None:
        """Begin a task, unless it is under way, once those of ``after`` that are under way are over.

        ``prepare`` gives it with what is awaited at its end, before anybody is told that it is over; ``stopped`` is
        awaited instead where somebody cancels it, or where it breaks down: then it is told why.
        """
        if name in self._tasks:
            return
        self._lost.pop(name, None)
        progress = self._progress[name] = Progress()
        self._tasks[name] = asyncio.create_task(self._run(name, prepare, stopped, progress, after))

    def lost(self, name: str) -> str:
        """Why a task came to nothing, where not even that could be written down, as on a full disk."""
        return self._lost.get(name, "")

    def under_way(self, name: str) -> bool:
        """Whether a task was begun and has not ended."""
        return name in self._tasks

    @property
    def count(self) -> int:
        """How many were begun and have not ended."""
        return len(self._tasks)

    async def wait(self, name: str) -> None:
        """Until a task is over."""
        if task := self._tasks.get(name):
            await asyncio.wait([task])

    async def cancel(self, name: str) -> None:
        """End a task, and wait for that."""
        if task := self._tasks.get(name):
            self._unwanted.add(name)
            task.cancel()
            await asyncio.wait([task])

    async def stop(self) -> None:
        """End all, as they are: the library says what is still to be done, and the next start does it."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def follow(self, name: str) -> AsyncIterator[Progress]:
        """How far a task is, now and after each change, until it is over; at once over for one that is not known."""
        progress = self._progress.get(name)
        while progress and not progress.over:
            seen = progress.turn
            yield progress
            async with progress.changed:
                await progress.changed.wait_for(lambda: progress.turn != seen)  # noqa: B023 awaited within the turn

    async def _run(
        self, name: str, prepare: Prepare, stopped: Stopped, progress: Progress, after: Sequence[str]
    ) -> None:
        try:
            for other in after:
                await self.wait(other)
            async with self._room:
                progress.started = True
                await progress.tell()
                task, ended = await prepare()
                await ended(await _done(task, progress))
        except asyncio.CancelledError:  # also where the desk itself ends, however it is made to
            if name in self._unwanted:
                await self._told(name, stopped, "")
        except DeskError as error:
            await self._told(name, stopped, str(error))
        except Exception as error:  # nobody waits for it who could tell
            await self._told(name, stopped, f"{BUG} {described(error)}.")
        finally:
            self._unwanted.discard(name)
            del self._tasks[name], self._progress[name]
            progress.over = True
            await progress.tell()

    async def _told(self, name: str, stopped: Stopped, why: str) -> None:
        try:
            await stopped(why)
        except DeskError as error:
            self._lost[name] = why or str(error)


async def _done(task: Task, progress: Progress) -> Outcome:
    """Have a process do a task, and follow it to its end; a task that is cancelled ends the process."""
    paths = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *_CHILD, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths}, start_new_session=True,
        limit=_LONGEST,
    )  # fmt: skip
    outcome = None
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(ConnectionError):
            process.stdin.write(task.line())
            await process.stdin.drain()
        async for line in process.stdout:
            outcome = await _heard(json.loads(line), progress) or outcome
        await process.wait()
        return outcome or Outcome(why=_STOPPED)
    finally:
        if process.returncode is None:
            stop_children(process.pid)
            process.kill()
            await process.wait()
        shutil.rmtree(task.scratch, ignore_errors=True)


async def _heard(said: dict[str, Any], progress: Progress) -> Outcome | None:
    """What a task says: how far it is, or what came of it."""
    if "step" in said:
        what = " ".join(filter(None, (said["step"], said.get("file"))))
        progress.steps[what] = said.get("done", 0), said.get("of", 0)
        await progress.tell()
        return None
    if "why" in said:
        return Outcome(why=said["why"], labels=tuple(Label(*label) for label in said["labels"]), page=said["page"])
    return Outcome(came=said["came"])
