"""``evidence-trail check``: PDFs read again, each compared with the committed reading, which it may replace."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import Reading
from commands.reading import files_in, jobs_for, opened, report_ids
from commands.versioned import git_state
from commands.voice import Voice
from diff.readings import page_differences, reading_differences
from extract.errors import InputError
from extract.parsed import read_parsed, said_pages
from report.checked import Check
from report.extracted import make_safe, write_extracted

if TYPE_CHECKING:
    from extract.report import Report
    from workers.intake import Parsed
    from workers.job import Job

_PACKAGE = "datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Which PDFs are held to which folder of readings, and how they are read.

    ``safe``: the CSVs there were written with ``--spreadsheet-safe``. ``update``: what differs is written there.
    """

    pdfs: Sequence[str]
    against: Path
    reading: Reading
    labels: Sequence[str] = ()
    columns: Sequence[tuple[str, str]] = ()
    pages: Sequence[int] | None = None
    safe: bool = False
    update: bool = False
    version: str = "0"


def refuse_unsaved(folder: Path, *, force: bool) -> None:
    """Refuse to write over a folder that git could not bring back: what is lost there is lost."""
    state = git_state(folder)
    if state == "changed":
        raise click.UsageError(
            f"{folder} has changes that are not committed, which --update could write over. Commit or undo them first."
        )
    if state == "outside" and not force:
        raise click.UsageError(
            f"{folder} is not kept by git, so what --update writes over could not be brought back. Put it under git, "
            "or add --force."
        )


def jobs_of(guard: Guard) -> list[Job]:
    """What is to be read. Refuses wrong usage."""
    names = files_in(guard.pdfs)
    ids = report_ids(names, guard.labels)
    return [_as_committed(job, guard) for job in jobs_for(names, ids, guard.columns, guard.version, guard.pages)]


def check_each(guard: Guard, jobs: Sequence[Job], voice: Voice) -> Iterator[Check]:
    """Every PDF in turn: read again, compared, and written where that is wanted; ``voice`` tells of their pages."""
    with opened(guard.reading, len(jobs), guard.version, voice) as intake:
        since = time.monotonic()
        for job, result in intake.each(jobs):
            check = _refused(job, guard, result) if isinstance(result, InputError) else _checked(result, guard)
            now = time.monotonic()
            yield replace(check, seconds=now - since)
            since = now


def _as_committed(job: Job, guard: Guard) -> Job:
    """The job with the second reader, where the committed reading was verified by it."""
    try:
        said: Any = json.loads((guard.against / job.label / _PACKAGE).read_text(encoding="utf-8"))
        verified = said["ledger"].get("verified") is not None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return job  # that it cannot be read is said when it is compared
    if verified and find_spec("pdfplumber") is None:
        raise click.UsageError(
            f"{guard.against / job.label} was written with --verify, which needs pdfplumber: pip install pdfplumber."
        )
    return replace(job, verify=verified)


def _refused(job: Job, guard: Guard, error: InputError) -> Check:
    folder = guard.against / job.label
    return Check(report=job.label, file=job.name, folder=str(folder), state="unreadable", error=str(error))


def _checked(parsed: Parsed, guard: Guard) -> Check:
    folder = guard.against / parsed.job.label
    check = Check(report=parsed.job.label, file=parsed.job.name, folder=str(folder), state="same")
    try:
        before, after = _committed(folder, update=guard.update), _fresh(parsed, safe=guard.safe)
        if before is None:
            check = replace(check, state="new")
        elif differences := [*reading_differences(before, after), *page_differences(before, said_pages(folder))]:
            check = replace(check, state="different", differences=tuple(differences))
        if guard.update and check.state != "same":
            write_extracted(parsed.folder, folder, safe=guard.safe)
            check = replace(check, accepted=True)
    except InputError as error:
        return _refused(parsed.job, guard, error)
    return check


def _committed(folder: Path, *, update: bool) -> Report | None:
    """The committed reading; ``None`` where there is none, or where it is spoilt and about to be replaced."""
    if not folder.exists():
        return None
    try:
        return read_parsed(folder)
    except InputError:
        if update and (folder / _PACKAGE).exists():
            return None
        raise


def _fresh(parsed: Parsed, *, safe: bool) -> Report:
    """The new reading, as its CSVs will say it."""
    if not safe:
        return parsed.report()
    with tempfile.TemporaryDirectory(prefix="evidence-trail-") as made:
        copy = Path(made) / "parsed"
        shutil.copytree(parsed.folder, copy)
        make_safe(copy, wanted=True)
        return replace(parsed, folder=copy).report()
