"""What a user types after a command: the values that options take, and the options that several commands share."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from workers.limits import Limits
from workers.places import cache_folder

JUDGES = ("learned", "lexical")
STATUSES = ("kept", "gained", "lost", "never", "dropped", "new")


class Columns(click.ParamType[Any]):
    """``role="Label"`` on the command line."""

    name = 'ROLE="LABEL"'

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The role and the label; fails with what was expected."""
        role, equals, label = str(value).partition("=")
        if not (equals and label.strip() and re.fullmatch(r"[a-z][a-z0-9-]*", role.strip())):
            self.fail(f'{value!r} is not of the form role="Label", such as progress="What we did".', param, ctx)
        return role.strip(), label.strip()


class Pages(click.ParamType[Any]):
    """``40-58`` or ``3,7,9-12`` on the command line."""

    name = "PAGES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        """The pages in order, each once."""
        pages: set[int] = set()
        for part in str(value).split(","):
            match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            if not 1 <= first <= last:
                self.fail(f"{value!r} names no pages; write 40-58 or 3,7,9-12.", param, ctx)
            pages.update(range(first, last + 1))
        return sorted(pages)


class Statuses(click.ParamType[Any]):
    """``lost,dropped`` on the command line."""

    name = "STATUSES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:
        """The statuses named."""
        wanted = [part.strip() for part in str(value).split(",")]
        if unknown := [part for part in wanted if part not in STATUSES]:
            self.fail(f"{unknown[0]!r} is no status; choose from {', '.join(STATUSES)}.", param, ctx)
        return wanted


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
            "--verify", "verify", is_flag=True, callback=_needs_pdfplumber,
            help="Read the pages again with other code (pdfplumber) and say where a word is lost, doubled, invented or "
            "in another cell. Takes a second or two more a report.",
        ),
        "json": click.option("--json", "as_json", is_flag=True, help="Print the result as JSON to standard output."),
        "safe": click.option(
            "--spreadsheet-safe", "safe", is_flag=True,
            help="Put an apostrophe before cells of the CSVs that a spreadsheet would run as a formula.",
        ),
        "parquet": click.option(
            "--parquet", "parquet", is_flag=True, callback=_needs_duckdb,
            help="Also write each CSV as a Parquet file beside it, with the types of its columns.",
        ),
        "pictures": click.option(
            "--no-pictures", "pictures", flag_value=False, default=True,
            help="Leave the pictures of the pages out of report.html, which makes it small.",
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
    no_cache = click.option("--no-cache", is_flag=True, help="Read every file anew, and remember nothing of it.")
    return no_cache(reading_anew_options(command))


def reading_anew_options(command: Callable[..., None]) -> Callable[..., None]:
    """The same, for a command that never uses what was read before."""
    usual = Limits()

    @click.option(
        "--jobs",
        "-j",
        type=click.IntRange(1, 512),
        metavar="N",
        help="Files read at a time (default: one a processor).",
    )
    @click.option(
        "--max-memory",
        type=click.IntRange(100),
        default=usual.memory,
        metavar="MB",
        show_default=True,
        help=_most("MB of memory"),
    )
    @click.option(
        "--max-seconds",
        type=click.IntRange(1),
        default=usual.seconds,
        metavar="SECONDS",
        show_default=True,
        help=_most("seconds"),
    )
    @click.option(
        "--max-pages",
        type=click.IntRange(1),
        default=usual.pages,
        metavar="PAGES",
        show_default=True,
        help=_most("pages"),
    )
    @click.option(
        "--max-output",
        type=click.IntRange(1),
        default=usual.output,
        metavar="MB",
        show_default=True,
        help=_most("MB of results"),
    )
    @click.option(
        "--dask", metavar="ADDRESS", help="Read on a cluster: the address of its Dask scheduler, tcp://host:8786."
    )
    @functools.wraps(command)
    def with_reading(
        *, jobs: int | None, max_memory: int, max_seconds: int, max_pages: int, max_output: int, dask: str | None,
        no_cache: bool = True, **others: Any,
    ) -> None:  # fmt: skip
        limits = Limits(memory=max_memory, seconds=max_seconds, pages=max_pages, output=max_output)
        cache = None if no_cache else cache_folder()
        command(reading=Reading(limits=limits, jobs=jobs, cache=cache, cluster=_with_dask(dask)), **others)

    return with_reading


def _most(what: str) -> str:
    return f"The most {what} that one file may take."


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
