"""What a user types after a command: the options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from commands.values import JUDGES, NUMBERS, Columns, Statuses
from workers.limits import Limits
from workers.places import cache_folder

#: The parameters that tell how files are read, of which a command's help tells last.
READING = ("jobs", "cache", "dask", "max_memory", "max_seconds", "max_pages", "max_output")
CACHE = "Use what was read before (the default); --no-cache reads every file anew, and remembers nothing of it."


def _needs_pdfplumber(ctx: click.Context, param: click.Parameter, wanted: bool) -> bool:
    """Refuse ``--verify`` before anything is read where the second reader is not installed."""
    if wanted and find_spec("pdfplumber") is None:
        raise click.UsageError(
            "--verify needs pdfplumber, which is not installed: pip install pdfplumber (with pipx: "
            "pipx inject evidence-trail pdfplumber).",
            ctx,
        )
    return wanted


def _needs_duckdb(ctx: click.Context, param: click.Parameter, wanted: bool) -> bool:
    """Refuse ``--parquet`` before anything is read where what writes it is not installed."""
    if wanted and find_spec("duckdb") is None:
        raise click.UsageError('--parquet needs DuckDB. Install it: pip install "evidence-trail[parquet]".', ctx)
    return wanted


def options(*wanted: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options that several commands share, by name."""
    known = {
        "columns": click.option(
            "--columns", "columns", type=Columns(), multiple=True,
            help='Say which column plays a role, by its label: --columns progress="What we did". Roles: title, number, '
            "outcome, progress, delivery. May be given several times.",
        ),
        "label": click.option(
            "--label", "labels", multiple=True, metavar="NAME",
            help="What to call a report in the results (default: its file's name). Once for each report, in order.",
        ),
        "rulings": click.option(
            "--rulings", "rulings", type=click.Path(path_type=Path), multiple=True,
            help="A CSV of decisions by a person, which beat the program's. May be given several times.",
        ),
        "fail-on": click.option(
            "--fail-on", "fail_on", type=Statuses(), default=None,
            help="Exit with 1 where an outcome has one of these statuses, such as lost,dropped.",
        ),
        "judge": click.option(
            "--judge", "judge", type=click.Choice(JUDGES), default=None,
            help="What judges evidence: learned (the default) reads for meaning, lexical counts the words shared.",
        ),
        "verify": click.option(
            "--verify/--no-verify", "verify", default=False, callback=_needs_pdfplumber,
            help="Read the pages again with other code (pdfplumber) and say where a word is lost, doubled, invented or "
            "in another cell. Takes a second or two more a report.",
        ),
        "json": click.option("--json", "as_json", is_flag=True, help="Print the result as JSON to standard output."),
        "safe": click.option(
            "--spreadsheet-safe/--no-spreadsheet-safe", "safe", default=False,
            help="Put an apostrophe before cells of the CSVs that a spreadsheet would run as a formula.",
        ),
        "parquet": click.option(
            "--parquet/--no-parquet", "parquet", default=False, callback=_needs_duckdb,
            help="Also write each CSV as a Parquet file beside it, with the types of its columns.",
        ),
        "pictures": click.option(
            "--pictures/--no-pictures", "pictures", default=True,
            help="Put pictures of the pages into report.html (the default); without them it is small.",
        ),
        "quiet": click.option("--quiet", "-q", is_flag=True, help="No messages and no table; errors are still shown."),
    }  # fmt: skip

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for name in reversed(wanted):
            command = known[name](command)
        return command

    return add


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How PDFs are read: within which limits, how many at a time, where, and whether what was read before is used."""

    limits: Limits
    jobs: int | None  # None: as many as there are processors
    cache: Path | None
    cluster: str | None


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of commands that open PDFs, given to the command as one ``Reading``."""
    cache = click.option("--cache/--no-cache", default=True, help=CACHE)
    return cache(reading_anew_options(command))


def reading_anew_options(command: Callable[..., None]) -> Callable[..., None]:
    """The same, for a command that never uses what was read before."""
    usual = Limits()

    @_number("jobs", None, "Files read at a time (default: one a processor).", "-j")
    @_number("max-memory", usual.memory, "The most MB of memory that one file may take.")
    @_number("max-seconds", usual.seconds, "The most seconds that one file may take.")
    @_number("max-pages", usual.pages, "The most pages that one file may take.")
    @_number("max-output", usual.output, "The most MB of results that one file may take.")
    @click.option(
        "--dask", metavar="ADDRESS", help="Read on a cluster: the address of its Dask scheduler, tcp://host:8786."
    )
    @functools.wraps(command)
    def with_reading(
        *, jobs: int | None, max_memory: int, max_seconds: int, max_pages: int, max_output: int, dask: str | None,
        cache: bool = False, **others: Any,
    ) -> None:  # fmt: skip
        limits = Limits(memory=max_memory, seconds=max_seconds, pages=max_pages, output=max_output)
        kept = cache_folder() if cache else None
        command(reading=Reading(limits=limits, jobs=jobs, cache=kept, cluster=_with_dask(dask)), **others)

    return with_reading


def _number(name: str, usual: int | None, said: str, *short: str) -> Callable[..., Callable[..., None]]:
    return click.option(
        f"--{name}", *short, type=NUMBERS[name], default=usual, show_default=usual is not None, help=said
    )


def _with_dask(address: str | None) -> str | None:
    """Refuse ``--dask`` before anything is read where its engine is not installed."""
    if address and find_spec("distributed") is None:
        raise click.UsageError('--dask needs dask.distributed. Install it: pip install "evidence-trail[dask]".')
    return address


def out_option(default: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """``-o``: the folder for a command's results."""
    return click.option(
        "-o", "out", type=click.Path(path_type=Path), default=Path(default), help="Folder for the results.",
        show_default=True,
    )  # fmt: skip
