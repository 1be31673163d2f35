"""Uvicorn, told when it answers and when it is to end. Sole importer of it, loaded only where a desk is opened."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

_GRACE = 2  # seconds for answers that are under way when the desk is stopped


class Server(uvicorn.Server):
    """One application on one socket."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
        """``ready`` is called once requests are answered, ``stopping`` before the last of them are waited for."""
        super().__init__(uvicorn.Config(
            app, log_level="error", access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE,
            lifespan="on", proxy_headers=False, ws="none",
        ))  # fmt: skip
        self._ready, self._stopping = ready, stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams of news first, which would go on for as long as somebody looks."""
        self._stopping()
        await super().shutdown(sockets)
