"""Where the program speaks: data to standard output, messages and progress to standard error."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from extract.errors import InputError

if TYPE_CHECKING:
    from workers.job import Job, Step

OK, FOUND, UNREADABLE = 0, 1, 3  # click itself exits with 2 for wrong usage


@dataclass(slots=True)
class Voice:
    """What is said, and with which status the program ends."""

    quiet: bool = False
    failed: bool = False
    _describe: Callable[[str], None] | None = None  # what the progress bar says; None where there is none

    def say(self, message: str) -> None:
        """A message, unless the user asked for quiet."""
        if not self.quiet:
            click.echo(message, err=True)

    def error(self, error: InputError | str) -> None:
        """An input that could not be read: said in any case, and remembered for the exit status."""
        self.failed = True
        click.echo(f"Error: {one_line(str(error))}", err=True)

    @contextmanager
    def caught(self) -> Iterator[None]:
        """An input that cannot be read is said, and the rest goes on."""
        try:
            yield
        except InputError as error:
            self.error(error)

    @contextmanager
    def progress(self, count: int) -> Iterator[Callable[[str], None]]:
        """To be told of each thing done: a progress bar on standard error where that is a terminal, else nothing."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Reading", total=count)
            self._describe = lambda what: progress.update(task, description=what)
            yield lambda what: progress.update(task, description=what, advance=1)
            self._describe = None

    def page(self, job: Job, step: Step) -> None:
        """How far a file is, for the progress bar; from whichever thread."""
        if self._describe:
            doing = {"read": "Reading", "recognised": "Recognising", "drawn": "Drawing"}[step.what]
            self._describe(f"{doing} {one_line(re.split(r'[/]', job.name)[-1])}: page {step.done} of {step.of}")

    def finish(self, code: int = OK) -> None:
        """Exit: what could not be read counts for more than what was found."""
        sys.exit(UNREADABLE if self.failed else code)


def one_line(text: str) -> str:
    """A message without the control characters that a file's name or text could steer a terminal with."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)
