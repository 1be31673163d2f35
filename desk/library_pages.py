"""The desk's pages about the library: what there is, what comes in, what is read of a report, what goes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from desk import comparisons, drawing, reports
from desk.answers import desk_of, form_of, go_to, news, page
from desk.desk import Desk, off, reading
from desk.errors import DeskError
from desk.receiving import arriving, clean_name, forget_folder, keep_pdf, too_large
from desk.records import KeptReport
from desk.words import ROLES, step_words

_ROLE = re.compile(r"title|number|outcome|progress|delivery")
_PICTURE_ONLY = "default-src 'none'; img-src data:; sandbox; frame-ancestors 'none'"
_WAITING = 50  # files and comparisons that may wait for their turn
_LONGEST = 200  # characters of what a person types into a form


async def home(request: Request) -> Response:
    """Drop reports, find a comparison."""
    desk = desk_of(request)
    words = request.query_params.get("q", "")[:_LONGEST]
    number = max(1, _whole(request.query_params.get("page", "1")))
    found, count = await off(comparisons.comparisons, desk.db, words, number)
    return page(
        request, "home.html.j2", scripts=("upload.js",), found=found, count=count, words_sought=words, number=number,
        pages=max(1, -(-count // comparisons.PAGE)), largest=desk.largest,
    )  # fmt: skip


async def all_reports(request: Request) -> Response:
    """The reports that were read before, to be compared."""
    words = request.query_params.get("q", "")[:_LONGEST]
    found = await off(reports.all_reports, desk_of(request).db, words)
    return page(request, "reports.html.j2", found=found, words_sought=words)


async def upload(request: Request) -> Response:
    """One PDF comes in, by its bytes; it is read at once."""
    desk = desk_of(request)
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > desk.largest:
        raise too_large(desk.largest)
    if desk.runs.count >= _WAITING:
        raise DeskError("Many files are waiting to be read. Wait for them, then drop the others.", 429)
    name = clean_name(unquote(request.query_params.get("name", "")))
    async with arriving(request.stream(), desk.places, desk.largest) as arrived, desk.moving:
        await off(keep_pdf, desk.places, arrived, name)
        report = await off(reports.add_report, desk.db, arrived.sha256, name)
    if report.state != "read" or report.version != desk.version:
        desk.read(report)
    return JSONResponse({"id": report.id, "file": report.file, "known": report.file != name})


def news_of_reports(request: Request) -> Response:
    """How far the reading of reports is, until all are read."""
    desk = desk_of(request)
    return news(desk, _readings(desk, request.query_params.getlist("r")))


async def _readings(desk: Desk, ids: list[str]) -> AsyncIterator[dict[str, Any]]:
    for report in ids:
        async for progress in desk.runs.follow(reading(report)):
            steps = list(progress.steps.items())
            what, (done, of) = steps[-1] if steps else ("", (0, 0))
            yield {"id": report, "said": _so_far(what, done, of), "done": done, "of": of}
    yield {"over": True}


def _so_far(what: str, done: int, of: int) -> str:
    if not what:
        return "Waiting for its turn"
    return f"{step_words(what.split(' ')[0] + ' it')}: page {done} of {of}"


async def one_report(request: Request) -> Response:
    """What was read of a report, and which of its columns plays which role."""
    desk = desk_of(request)
    report = await off(reports.report, desk.db, request.path_params["report"])
    return page(
        request, "report_read.html.j2", scripts=("follow.js",), report=report, roles=ROLES, columns=_columns(report),
        on=await off(comparisons.on_report, desk.db, report.id), page_shown=report.facts.get("page"),
        under_way=desk.runs.under_way(reading(report.id)), lost=desk.runs.lost(reading(report.id)),
        next=request.query_params.get("next", ""),
    )  # fmt: skip


def _columns(report: KeptReport) -> list[tuple[str, str]]:
    """The labels of a report's table, each with the role that it plays; empty for none."""
    if report.state == "failed":
        return [(label, "") for label in report.labels]
    played = {label: role for role, label in report.facts.get("columns", {}).items() if label}
    return [(label, role if _ROLE.fullmatch(role) else "") for label, role in played.items()]


async def name_columns(request: Request) -> Response:
    """A person says which column plays which role; the report is read again."""
    desk = desk_of(request)
    report = await off(reports.report, desk.db, request.path_params["report"])
    said = await form_of(request)
    named: dict[str, list[str]] = {}
    for label, role in zip(said.get("label", []), said.get("role", []), strict=False):
        if label.strip() and _ROLE.fullmatch(role):
            named.setdefault(role, []).append(label.strip()[:_LONGEST])
    if not named:
        raise DeskError("Pick a role for at least one column.", 422)
    body = one_line(said, "body") or report.body
    await off(reports.name_columns, desk.db, report.id, body, named)
    chosen = [part for part in said.get("next", [""])[0].split(",") if part]
    for other in await off(reports.reports, desk.db, [report.id, *chosen]):
        if other.id == report.id or other.labels:  # which may be the same as were named just now
            desk.read(other)
    return go_to(request, to_compare(chosen) if chosen else f"/reports/{report.id}")


async def read_again(request: Request) -> Response:
    """A report whose reading failed or was stopped is read once more."""
    desk = desk_of(request)
    desk.read(await off(reports.report, desk.db, request.path_params["report"]))
    return await _back(request)


async def stop_reading(request: Request) -> Response:
    """A person does not want to wait for a reading."""
    await desk_of(request).runs.cancel(reading(request.path_params["report"]))
    return await _back(request)


async def _back(request: Request) -> Response:
    """To the reports that are to be compared, where that page asked; else to the report's own."""
    chosen = (await form_of(request)).get("r", [])
    return go_to(request, to_compare(chosen) if chosen else f"/reports/{request.path_params['report']}")


def to_compare(reports: Sequence[str]) -> str:
    """The page of reports that are to be compared."""
    return f"/compare?{urlencode([('r', one) for one in reports])}"


async def picture(request: Request) -> Response:
    """The page of a report where its table was found, with the columns marked."""
    desk = desk_of(request)
    report = await off(reports.report, desk.db, request.path_params["report"])
    svg = await off(drawing.columns_picture, desk, report, [label for label, _ in _columns(report)])
    return Response(svg, media_type="image/svg+xml", headers={"content-security-policy": _PICTURE_ONLY})


async def pdf(request: Request) -> Response:
    """The PDF itself."""
    desk = desk_of(request)
    report = await off(reports.report, desk.db, request.path_params["report"])
    return FileResponse(desk.places.pdf(report.sha256), media_type="application/pdf", filename=report.file)


async def delete_report(request: Request) -> Response:
    """A report goes for good."""
    desk = desk_of(request)
    report = await off(reports.report, desk.db, request.path_params["report"])
    await desk.runs.cancel(reading(report.id))
    async with desk.moving:
        await off(forget_folder, desk.places.report(await off(reports.forget_report, desk.db, report.id)))
    return go_to(request, "/reports")


def one_line(said: dict[str, list[str]], name: str) -> str:
    """What was typed into a field."""
    return " ".join(said.get(name, [""])[0].split())[:_LONGEST]


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
