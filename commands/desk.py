"""The command ``desk``: a page is served until it is stopped."""

from __future__ import annotations

import os
from pathlib import Path

import click

from commands.options import Reading
from commands.reading import processors
from commands.version import own_version
from commands.voice import Voice

_IN_CONTAINER = "EVIDENCE_TRAIL_CONTAINER"


def open_desk(
    library: Path | None, port: int, max_upload: int, reading: Reading, voice: Voice, *, browser: bool
) -> None:
    """Serve a desk. The address goes to standard output, since it is what was asked for.

    Within the project's container the page must be reachable from outside it: there it listens on the container's own
    address, and it is for ``docker run -p 127.0.0.1:…`` to keep it on this machine.
    """
    from desk.errors import DeskError
    from desk.places import library_folder
    from desk.serving import Settings, serve
    from workers.limits import MB

    if reading.cluster:
        raise click.UsageError("--dask goes with compare and extract: a desk reads on its own machine.")

    def ready(address: str, once: str) -> None:
        click.echo(address)
        voice.say("The desk is open at this address, on this machine only. Stop it with Ctrl-C.")
        if browser:
            click.launch(once)

    inside = os.environ.get(_IN_CONTAINER) == "1"
    settings = Settings(
        folder=library or library_folder(), version=own_version(), limits=reading.limits,
        jobs=reading.jobs or processors(), largest=max_upload * MB, port=port, **({"host": ""} if inside else {}),
    )  # fmt: skip
    try:
        serve(settings, ready)
    except DeskError as error:
        voice.error(str(error))
    except KeyboardInterrupt:
        voice.say("The desk is closed. What was under way goes on at the next start.")
