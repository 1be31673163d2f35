"""A library → a desk that serves it on this machine's own address, until it is stopped."""

from __future__ import annotations

import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desk.errors import DeskError
from desk.places import Places
from workers.limits import Limits

LOOPBACK = "127.0.0.1"
_BACKLOG = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a desk is run. ``host`` is the loopback address but within a container, ``port`` 0 for any that is free."""

    folder: Path
    version: str
    limits: Limits
    jobs: int
    largest: int  # bytes of a file that is sent here
    host: str = LOOPBACK
    port: int = 0


def serve(settings: Settings, ready: Callable[[str, str], None]) -> None:
    """Serve until the process is told to stop; ``ready`` is given the address once it answers, and one that leads there
    once.

    Raises ``DeskError`` where the port is taken, or the library is in use or cannot be used.
    """
    # Imported here: what serves is not for those who only want to know the settings.
    from desk.database import Database
    from desk.desk import Desk
    from desk.running import Runs
    from desk.server import Server
    from desk.web import application

    places = Places(settings.folder.absolute())
    token, ticket = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    with _held(places), _listening(settings.host, settings.port) as listening:
        tempfile.tempdir = str(places.incoming)  # so that what a desk that is killed leaves goes at the next start
        desk = Desk(
            places=places, db=Database(places.database), runs=Runs(settings.jobs), version=settings.version,
            limits=settings.limits, jobs=settings.jobs, largest=settings.largest,
        )  # fmt: skip
        here = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        app = application(desk, token, ticket)
        server = Server(app, lambda: ready(f"{here}/{token}/", f"{here}/{ticket}"), desk.stopping.set)
        with suppress(KeyboardInterrupt):  # uvicorn says again what ended it, which is how a desk is meant to end
            server.run(sockets=[listening])


@contextmanager
def _held(places: Places) -> Iterator[None]:
    """A library is open at one desk at a time. Its folders are made where there are none."""
    import filelock

    folder = places.folder
    try:
        places.make()
        lock = filelock.FileLock(folder / "open.lock", timeout=0)
        lock.acquire()
    except filelock.Timeout:
        raise DeskError(f"The library in {folder} is open at another desk already. Use that one, or stop it.") from None
    except OSError as error:
        raise DeskError(f"The library in {folder} cannot be used ({error.strerror}).") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        listening = socket.create_server((host, port), backlog=_BACKLOG)
    except OSError as error:
        raise DeskError(
            f"The desk cannot listen on port {port} ({error.strerror}). Name another with --port."
        ) from None
    with listening:
        yield listening
