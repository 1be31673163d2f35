"""PDFs as the user names them → what is read of them, with a word on each that cannot be."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import Reading
from commands.voice import Voice, one_line
from extract.errors import InputError
from extract.files import sha256_of

if TYPE_CHECKING:
    from workers.intake import Intake, Parsed
    from workers.job import Job


def opened(reading: Reading, count: int, version: str) -> AbstractContextManager[Intake]:
    """Where ``count`` PDFs come in."""
    from workers.intake import intake

    return intake(
        reading.limits, max(1, min(reading.jobs or processors(), count)), cache=reading.cache, cluster=reading.cluster,
        version=version,
    )  # fmt: skip


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_each(intake: Intake, jobs: Sequence[Job], voice: Voice) -> Iterator[Parsed]:
    """Each file that can be read, in order; each that cannot is said, with its page and what to do."""
    with voice.progress(len(jobs)) as step:
        for result in intake.read(jobs):
            if isinstance(result, InputError):
                voice.error(result)
                step("Reading")
            else:
                yield result
                step(f"Read {one_line(Path(result.job.name).name)}")
    if intake.found:
        voice.say(
            f"{intake.found} of {len(jobs)} {'file is' if len(jobs) == 1 else 'files are'} taken from what was read "
            "before; --no-cache reads anew."
        )


def jobs_for(
    pdfs: Sequence[str], ids: Sequence[str], columns: Sequence[tuple[str, str]], version: str,
    pages: Sequence[int] | None = None, *, verify: bool = False, inspect: bool = False,
) -> list[Job]:  # fmt: skip
    """What is asked of each file."""
    from workers.job import Job

    named: dict[str, list[str]] = {}
    for role, label in columns:
        named.setdefault(role, []).append(label)
    return [
        Job(does="read", path=path, name=path, label=label, columns=named, pages=pages, verify=verify, inspect=inspect,
            version=version)
        for path, label in zip(pdfs, ids, strict=True)
    ]  # fmt: skip


def files_in(pdfs: Sequence[str]) -> list[str]:
    """The files named, and in place of a folder its PDFs, by name. A folder without any is wrong usage."""
    found: list[str] = []
    for name in pdfs:
        if Path(name).is_dir():
            inside = sorted(str(path) for path in Path(name).rglob("*") if path.suffix.lower() == ".pdf")
            if not inside:
                raise click.UsageError(f"{name} holds no PDF.")
            found.extend(inside)
        else:
            found.append(name)
    return found


def report_ids(pdfs: Sequence[str], labels: Sequence[str]) -> list[str]:
    """The reports' ids; refuses labels that do not fit, and two reports of one id."""
    from extract.labels import slug

    if labels and len(labels) != len(pdfs):
        raise click.UsageError(f"{len(pdfs)} reports and {len(labels)} labels: give --label once for each report.")
    ids = [slug(name) for name in labels] or [slug(_settled(name) or Path(name).stem) for name in pdfs]
    seen: set[str] = set()
    for report_id in ids:
        if report_id in seen:
            raise click.UsageError(
                f"Two reports would be called {report_id!r}: name them with --label, or in a table of reports."
            )
        seen.add(report_id)
    return ids


def _settled(name: str) -> str:
    """What a project's settings call a file's report; empty where they do not say."""
    context = click.get_current_context(silent=True)
    settings = context.obj if context else None
    return str(settings.label(name)) if settings else ""


def digests(pdfs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The files on this machine that can be opened, each with its SHA-256."""
    for name in pdfs:
        with contextlib.suppress(OSError):
            yield name, sha256_of(name)


def refuse_same_file(files: Iterable[tuple[str, str]]) -> None:
    """A report compared with itself says nothing, and is mostly a slip. ``files``: names, each with its SHA-256."""
    if same := same_file(files):
        raise click.UsageError(f"{same[1]} is the same file as {same[0]}; name two different reports.")


def same_file(files: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The first two names of one content, in order; ``None`` where each file is another."""
    seen: dict[str, str] = {}
    for name, digest in files:
        if digest in seen:
            return seen[digest], name
        seen[digest] = name
    return None
