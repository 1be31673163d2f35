"""The desk as a web application: which address leads to what, and what is said where something goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from desk import comparison_pages as compared
from desk import library_pages as library
from desk.answers import desk_of, page
from desk.desk import Desk, off
from desk.errors import DeskError
from desk.exchange import export_library, import_library
from desk.guard import Guard
from desk.receiving import arriving
from desk.words import brought_words

_ROOM = 100_000_000  # bytes of the disk that an imported file must leave free
_UNKNOWN = "There is no such page at this desk."
_BUG = "This is a mistake of the program, not of yours. Nothing was lost. Please report it: "


def application(desk: Desk, token: str, ticket: str = "") -> ASGIApp:
    """The desk behind its guard, which lets the bearer of the ``ticket`` in once."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await desk.begin()
        yield
        await desk.end()

    app = Starlette(
        routes=_routes(), lifespan=lifespan,
        exception_handlers={DeskError: _told, HTTPException: _no_page, ClientDisconnect: _gone, Exception: _mistake},
    )  # fmt: skip
    app.router.redirect_slashes = False  # to an address without the token, which the router does not know of
    app.state.desk, app.state.token = desk, token
    return Guard(app, token, ticket, _refused)


def _routes() -> list[Route]:
    this = "/comparisons/{comparison}"
    report = "/reports/{report}"
    post = ["POST"]
    return [
        Route("/", library.home),
        Route("/uploads", library.upload, methods=post),
        Route("/reports", library.all_reports),
        Route("/reports/news", library.news_of_reports),
        Route(report, library.one_report),
        Route(f"{report}/columns", library.name_columns, methods=post),
        Route(f"{report}/again", library.read_again, methods=post),
        Route(f"{report}/stop", library.stop_reading, methods=post),
        Route(f"{report}/delete", library.delete_report, methods=post),
        Route(f"{report}/columns.svg", library.picture),
        Route(f"{report}/report.pdf", library.pdf),
        Route("/compare", compared.choose),
        Route("/compare", compared.compare, methods=post),
        Route(this, compared.one),
        Route(f"{this}/news", compared.news_of_comparison),
        Route(f"{this}/cancel", compared.cancel, methods=post),
        Route(f"{this}/again", compared.again, methods=post),
        Route(f"{this}/delete", compared.delete, methods=post),
        Route(f"{this}/report", compared.read),
        Route(f"{this}/rulings", compared.rulings),
        Route(f"{this}/rulings", compared.rule, methods=post),
        Route(f"{this}/undo", compared.undo, methods=post),
        Route(f"{this}/undo-last", compared.undo_last, methods=post),
        Route(f"{this}/files/{{file}}", compared.take),
        Route(f"{this}/beside", compared.beside),
        Route("/library", take_library),
        Route("/library", bring_library, methods=post),
    ]


async def take_library(request: Request) -> Response:
    """The whole library as one file."""
    desk = desk_of(request)
    packed = await off(export_library, desk.db, desk.places)
    return FileResponse(packed, filename="evidence-trail-library.zip", background=BackgroundTask(packed.unlink))


async def bring_library(request: Request) -> Response:
    """Another library's file comes in, beside what is there."""
    import shutil

    desk = desk_of(request)
    most = max(0, shutil.disk_usage(desk.places.folder).free - _ROOM)
    async with arriving(request.stream(), desk.places, most) as arrived, desk.moving:
        brought = await off(import_library, desk.db, desk.places, arrived.path)
    await desk.resume()
    return JSONResponse({"said": brought_words(brought)})


def _told(request: Request, error: Exception) -> Response:
    """What cannot be done, to a person as a page, to the page's own script as JSON."""
    status = error.status if isinstance(error, DeskError) else 500
    if request.headers.get("accept", "").startswith("application/json"):
        return JSONResponse({"why": str(error)}, status)
    return page(request, "told.html.j2", status=status, said=str(error))


def _no_page(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    answer = _told(request, DeskError(_UNKNOWN, status))
    answer.headers.update(getattr(error, "headers", None) or {})  # 405: which methods there are
    return answer


def _mistake(request: Request, error: Exception) -> Response:
    return _told(request, DeskError(f"{_BUG}{type(error).__name__}: {error}", 500))


def _gone(request: Request, error: Exception) -> Response:
    """Who asked did not wait for the answer."""
    return PlainTextResponse("", 400)


def _refused(scope: Scope, error: DeskError) -> ASGIApp:
    return PlainTextResponse(f"{error}\n", error.status)
