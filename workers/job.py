"""What is asked of a process that opens a PDF, as plain data that can cross to it: read the file, or draw its pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

from workers.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file and what to make of it.

    ``read``: the four files of a parsed report (``extract.parsed``), with pictures in a folder ``inspect`` where
    ``inspect`` says so. ``draw``: the pictures of ``pages`` as ``report.page.pictures`` keeps them.
    """

    does: Literal["read", "draw"]
    path: str  # where the file lies on this machine
    name: str  # as the user gave it: what messages and results call it
    label: str = ""  # the report's id
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pages: Sequence[int] | None = None  # from 1; None for all
    sha256: str = ""  # of the file whose pages are drawn: another is refused
    verify: bool = False
    inspect: bool = False
    version: str = "0"  # of the program, as the results name it

    def line(self, folder: str, limits: Limits) -> bytes:
        """The job as one line of JSON, with the folder that its results go to."""
        said = {"job": asdict(self), "folder": folder, "limits": asdict(limits)}
        return json.dumps(said).encode() + b"\n"


class Step(NamedTuple):
    """How far a job is: how many pages are read, recognised from pictures, or drawn, of how many."""

    what: Literal["read", "recognised", "drawn"]
    done: int
    of: int


Follow = Callable[[Job, Step], None]  # told of each step, from whichever thread runs the job


def unfollowed(job: Job, step: Step) -> None:
    """For those who do not want to know."""


def from_line(line: bytes) -> tuple[Job, str, Limits]:
    """``Job.line`` read back: the job, the folder and the limits."""
    said: dict[str, Any] = json.loads(line)
    return Job(**said["job"]), said["folder"], Limits(**said["limits"])
