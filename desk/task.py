"""One task of the desk, in a process of its own, so that it can be cancelled, and the page stays quick meanwhile.

It takes one line of JSON on its standard input, a ``Task``, and answers in lines of JSON: ``{"step", …}`` as it goes
on, then ``{"came"}`` with what came of it or ``{"why", "page", "labels"}``. When its input ends, the desk is gone, and
so is the task. PDFs are opened in processes of their own, within limits, as on the command line; nothing of
what is read is kept but in the library, so that what is deleted there is gone.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desk.columns import remembered_for
from extract.errors import InputError
from extract.parsed import read_parsed
from extract.report import Finding, Report
from report.extracted import write_extracted
from report.phrases import day, of_year, year_in
from report.publish import lock_folder
from workers.child import described
from workers.intake import Intake, Parsed, intake
from workers.job import Job, Step
from workers.limits import Limits

#: What is said before what went wrong, for whoever mends it.
BUG = "The task met a mistake of this program, not of yours. Please report it:"

Named = Mapping[str, Sequence[str]]
Remembered = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Read a PDF into the folder of its reading. ``remembered``: body → role → labels that a person named before."""

    id: str
    file: str
    pdf: str
    folder: str
    named: Named
    remembered: Remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A report's year (2025 or 2025-06), body and plan, as a person settled them."""

    year: str
    body: str
    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """Compare reports, the earliest first, with decisions (the columns of rulings.csv), into the folder of results.

    ``said`` is what a person says of each report. Those that another version read (``stale``) are read anew first.
    """

    reports: Sequence[Reading]
    said: Sequence[Said]
    stale: Sequence[str]
    rulings: Sequence[Mapping[str, str]]
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked of the process, by which version, within which limits, and how many files at a time.

    ``scratch`` is a folder of its own for temporary files, which whoever asked removes, also where the task was killed.
    """

    does: Reading | Comparing
    version: str
    limits: Limits
    jobs: int
    scratch: str

    def line(self) -> bytes:
        """As one line of JSON."""
        return json.dumps({**asdict(self), "kind": type(self.does).__name__}).encode() + b"\n"


def from_line(line: bytes) -> Task:
    """``Task.line`` read back."""
    said: dict[str, Any] = json.loads(line)
    does: dict[str, Any] = said["does"]
    if said["kind"] == "Comparing":
        reports, told = [Reading(**one) for one in does["reports"]], [Said(**one) for one in does["said"]]
        made: Reading | Comparing = Comparing(**{**does, "reports": reports, "said": told})
    else:
        made = Reading(**does)
    return Task(
        does=made, version=said["version"], limits=Limits(**said["limits"]), jobs=said["jobs"], scratch=said["scratch"],
    )  # fmt: skip


_out = os.fdopen(os.dup(1), "wb", buffering=0)
_turn = threading.Lock()


def _say(**what: Any) -> None:
    with _turn:
        _out.write(json.dumps(what).encode() + b"\n")


def main() -> None:
    """Do the task of the first line, and end with the input."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever libraries print stays out of the answers
    task = from_line(sys.stdin.buffer.readline())
    threading.Thread(target=_watch, daemon=True).start()
    lock_folder()  # asked for while temporary files still lie where those of all tasks do
    try:
        Path(task.scratch).mkdir()
        tempfile.tempdir = task.scratch
        came = _read(task, task.does) if isinstance(task.does, Reading) else _compare(task, task.does)
    except InputError as error:
        _say(why=str(error), page=error.page, labels=error.labels)
    except Exception as error:
        _say(why=f"{BUG} {described(error)}.", page=None, labels=())
    else:
        _say(came=came)


def _watch() -> None:
    """End where the desk has ended: its reading processes notice the same of this one."""
    while os.read(0, 4096):  # not through the buffer, whose lock Python would wait for at its own end
        pass
    from desk.stopping import stop_children

    stop_children(os.getpid())
    os._exit(1)


def _read(task: Task, reading: Reading) -> dict[str, Any]:
    with _opened(task) as opened:
        return _read_into_place(opened, task, reading)


def _read_into_place(opened: Intake, task: Task, reading: Reading) -> dict[str, Any]:
    """Read a PDF, with the columns that a person named for it, or once did for reports like it."""
    named, body = reading.named, ""
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place, "first")
        parsed = _once(opened, task, reading, named, kept)
        if not named and (found := remembered_for(parsed, reading.remembered)):
            again = _once(opened, task, reading, found[1], Path(place, "again"))
            if not isinstance(again, InputError):
                body, parsed, kept = found[0], again, Path(place, "again")
        if isinstance(parsed, InputError):
            raise parsed
        write_extracted(kept, Path(reading.folder))
    return facts_of(parsed, body)


def _once(opened: Intake, task: Task, reading: Reading, named: Named, to: Path) -> Report | InputError:
    """One attempt, kept in the folder ``to``."""
    job = Job(does="read", path=reading.pdf, name=reading.file, label=reading.id, columns=named, version=task.version)
    (result,) = (_copied(result, to) for result in opened.read([job]))
    return result


def _copied(result: Parsed | InputError, to: Path) -> Report | InputError:
    """A result lasts no longer than until the next."""
    if isinstance(result, InputError):
        return result
    shutil.copytree(result.folder, to)
    return result.report()


def facts_of(report: Report, named_for: str = "") -> dict[str, Any]:
    """What the library keeps of a reading beside its files."""
    date = report.date or (report.period[1] if report.period else "")
    return {
        "title": report.title, "date": date, "pages": report.source.pages, "commitments": len(report.commitments),
        "outcomes": len(report.outcomes), "statements": len(report.statements), "columns": dict(report.columns),
        "page": min((c.page_first for c in report.commitments if c.page_first), default=1), "named_for": named_for,
        "body": report.body or named_for, "plan": report.plan or "", "year": date[:4] or year_in(report.id),
        "sure": bool(date),
    }  # fmt: skip


def _compare(task: Task, comparing: Comparing) -> dict[str, Any]:
    from desk.making import make_comparison

    with _opened(task) as opened:
        renewed = {
            one.id: _read_into_place(opened, task, one) for one in comparing.reports if one.id in comparing.stale
        }
        _say(step="comparing")
        reports = [
            as_said(read_parsed(one.folder), one.file, said)
            for one, said in zip(comparing.reports, comparing.said, strict=True)
        ]
        pages_of = opened.pictures(reports, {one.id: Path(one.pdf) for one in comparing.reports})
        made = make_comparison(
            reports, comparing.rulings, Path(comparing.folder), task.version, pages_of, lambda: _say(step="writing")
        )
    return {**made, "renewed": renewed}


def as_said(report: Report, file: str, said: Said) -> Report:
    """A report by the name of its file as the officer knows it, and with what a person says of it.

    What it says of itself stays where it agrees: a date is more than its year.
    """
    known = report.date or (report.period[1] if report.period else "")
    agree = of_year(known, said.year)
    date = report.date if known and agree else said.year
    findings = report.findings
    if not agree:
        text = f"{file} gives its own date as {day(known)}. It is taken to be of {day(said.year)}, as somebody said."
        findings = (*findings, Finding(kind="date-overruled", text=text, page=None))
    return replace(
        report, source=replace(report.source, path=file), date=date, findings=findings, body=said.body or report.body,
        plan=said.plan or report.plan,
    )  # fmt: skip


@contextmanager
def _opened(task: Task) -> Iterator[Intake]:
    def follow(job: Job, step: Step) -> None:
        _say(step=step.what, file=job.name, done=step.done, of=step.of)

    with intake(task.limits, task.jobs, version=task.version, follow=follow) as opened:
        yield opened


if __name__ == "__main__":
    main()
