"""What a request is answered with: a page, a file, another address, a stream of news; and what a form said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from desk.desk import Desk
from desk.errors import DeskError
from desk.words import moment, moment_exact, outcomes_to_check, short, why_not_read
from report import words
from report.page.render import render
from report.phrases import day, of_year

_HERE = Path(__file__).parent
_ROOMS = (_HERE, _HERE.parent / "report")
_STYLES = ("report.css", "tools.css", "desk.css")
_FILTERS: dict[str, Callable[..., Any]] = {
    "day": day, "of_year": of_year, "moment": moment, "exact": moment_exact, "short": short,
    "ruling_words": words.ruling_words, "to_check": outcomes_to_check, "status_words": words.STATUS.get,
    "why": why_not_read,
}  # fmt: skip
_LARGEST_FORM = 1_000_000  # bytes
_BEAT = 15.0  # seconds between two signs of life of a stream


def desk_of(request: Request) -> Desk:
    """The desk that a request is made to."""
    desk: Desk = request.app.state.desk
    return desk


def base_of(request: Request) -> str:
    """The address of the desk's first page, without a slash at its end."""
    return f"/{request.app.state.token}"


def page(
    request: Request, template: str, *, status: int = 200, scripts: tuple[str, ...] = (), **values: Any
) -> Response:
    """A page of the desk."""
    text = render(
        template, styles=_STYLES, scripts=scripts, images="'self' data:", filters=_FILTERS, rooms=_ROOMS, served=True,
        base=base_of(request), version=request.app.state.desk.version, words=words, **values,
    )  # fmt: skip
    return HTMLResponse(text, status)


def go_to(request: Request, path: str) -> Response:
    """The answer to a form: another page, so that loading it again does nothing again."""
    return RedirectResponse(base_of(request) + path, 303)


async def body_of(request: Request) -> bytes:
    """The whole of a small request. Raises ``DeskError`` where it is none."""
    held = bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > _LARGEST_FORM:
            raise DeskError("This is more than a form of the desk can hold.", 413)
    return bytes(held)


async def form_of(request: Request) -> dict[str, list[str]]:
    """What a form said: name → values, in order."""
    try:
        said = (await body_of(request)).decode("utf-8")
        return parse_qs(said, keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        raise DeskError("This is no form of the desk.", 422) from None


async def json_of(request: Request) -> dict[str, Any]:
    """The object that a script sent."""
    try:
        said = json.loads(await body_of(request))
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise DeskError("This is nothing that the desk's own pages send.", 422)
    return said


def news(desk: Desk, told: AsyncIterator[dict[str, Any]]) -> Response:
    """A stream of server-sent events, each an object in JSON; it ends with the desk."""
    return StreamingResponse(_lines(desk, told), media_type="text/event-stream")


async def _lines(desk: Desk, told: AsyncIterator[dict[str, Any]]) -> AsyncIterator[str]:
    stop = asyncio.create_task(desk.stopping.wait())
    coming: asyncio.Task[dict[str, Any]] | None = None
    try:
        while not desk.stopping.is_set():
            coming = coming or asyncio.create_task(anext(told))  # type: ignore[arg-type]
            await asyncio.wait([coming, stop], timeout=_BEAT, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                yield ": still there\n\n"
                continue
            try:
                said = coming.result()
            except StopAsyncIteration:
                return
            coming = None
            yield f"data: {json.dumps(said)}\n\n"
    finally:
        stop.cancel()
        if coming:
            coming.cancel()
