"""What was extracted → the terminal: a screen for each of a few reports, a line for each of many, or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.voice import Voice, one_line

if TYPE_CHECKING:
    from workers.intake import Parsed

_FEW = 5  # reports that each get a screen


@contextmanager
def tell_extracted(count: int, voice: Voice, *, as_json: bool) -> Iterator[Callable[[Parsed, Path], None]]:
    """To be told of each of ``count`` reports, with the folder that it was written to."""
    packages: list[object] = []

    def tell(parsed: Parsed, folder: Path) -> None:
        if as_json:
            packages.append(json.loads((parsed.folder / "datapackage.json").read_text(encoding="utf-8")))
        elif not voice.quiet and count > _FEW:
            voice.say(one_line(f"{parsed.job.name} → {folder}"))
        elif not voice.quiet:
            _show(parsed, folder, voice)

    yield tell
    if as_json:
        from extract.parsed import json_text

        click.echo(json_text(packages), nl=False)


def _show(parsed: Parsed, folder: Path, voice: Voice) -> None:
    from rich.console import Console

    from report.terminal import show_report

    show_report(parsed.report(), folder, Console(highlight=False))
    if parsed.job.inspect:
        voice.say(f"Open in a browser: {folder / 'inspect' / 'index.html'}")
