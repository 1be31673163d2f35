"""Who may ask the desk: only the page that it opened itself, on this machine.

The token in the address is the key. Since another site's page could send requests here too, each must name this host
(so that no other name can be pointed at it), come from this very page where the browser says from where, and bear the
token.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.errors import DeskError

HERE = ("127.0.0.1", "localhost", "::1")
_OWN = {"same-origin", "none"}  # Sec-Fetch-Site: of this page, or typed and clicked by the user
_ASKING = ("GET", "HEAD")
Refused = Callable[[Scope, DeskError], ASGIApp]

_HEADERS = {
    "content-security-policy": "frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",  # not no-referrer: then a form would not say where it comes from
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


class Guard:
    """Lets a request through to the desk, with the token taken off its path, or answers with a refusal."""

    def __init__(self, app: ASGIApp, token: str, ticket: str, refused: Refused) -> None:
        """``ticket`` leads to the token once; ``refused`` makes the answer for who is not let in.

        The browser is opened with the ticket: what a program is started with can be seen by every user of the machine.
        """
        self._app = app
        self._token = token
        self._ticket = ticket
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the start and end of the server."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no websockets here
            await send({"type": "websocket.close", "code": 1008})
            return
        send = _with_headers(send)
        try:
            inside = self._let_in(scope)
        except _AdmittedError:
            await RedirectResponse(f"/{self._token}/", 303)(scope, receive, send)
            return
        except DeskError as error:
            await self._refused(scope, error)(scope, receive, send)
            return
        await self._app(inside, receive, send)

    def _let_in(self, scope: Scope) -> Scope:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or _name(host) not in HERE:
            raise DeskError("This desk answers on its own machine only, under the address that it printed.", 421)
        origin = headers.get("origin")
        if headers.get("sec-fetch-site", "none") not in _OWN or (origin is not None and origin != f"http://{host}"):
            raise DeskError("This came from another page. The desk answers only its own.", 403)
        if origin is None and scope["method"] not in _ASKING:
            raise DeskError("This does not say which page it came from. The desk answers only its own.", 403)
        token, _, path = scope["path"].lstrip("/").partition("/")
        if self._ticket and secrets.compare_digest(token.encode(), self._ticket.encode()):
            self._ticket = ""
            raise _AdmittedError
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            raise DeskError("Open the address that the desk printed at its start; each start has a new one.", 403)
        return {**scope, "path": f"/{path}", "raw_path": f"/{path}".encode(), "root_path": ""}


class _AdmittedError(Exception):
    """Somebody came with the ticket."""


def _name(host: str) -> str:
    """A Host header without its port; empty where it is no host."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _with_headers(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return answer
