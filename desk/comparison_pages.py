"""The desk's pages about comparisons: chosen, made, read, ruled on, taken away, laid side by side."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from desk import comparisons, decisions, reports
from desk.answers import base_of, desk_of, form_of, go_to, json_of, news, page
from desk.asking import Asked, against_dates, in_time, settled, several_bodies, suggested, wrong
from desk.beside import laid_beside
from desk.carrying import made_on
from desk.decisions import as_ruling
from desk.desk import Desk, comparing, off, reading
from desk.errors import DeskError
from desk.library_pages import one_line
from desk.packing import everything
from desk.receiving import forget_folder
from desk.records import KeptComparison, KeptReport, KeptRuling
from desk.words import carried_words, change_words, step_words
from diff.rulings import resolve_rulings
from report.page.render import at_desk, desk_policy

FILES = {
    "briefing.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "report.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.html": "text/html", "comparison.json": "application/json",
}  # fmt: skip
_DATES = "Please look at the years once more."
_STEPS = 500  # of decisions, listed
_LISTED = 50  # of those chosen


async def choose(request: Request) -> Response:
    """Reports that are to be compared: how far each is read, and what is unsure of them."""
    return await _chosen(request, request.query_params.getlist("r"))


async def _chosen(
    request: Request, ids: Sequence[str], said: str = "", asked: Asked | None = None, doubt: str = ""
) -> Response:
    """The page of those reports; with what a person typed there, where something of it cannot be, or is in doubt."""
    desk = desk_of(request)
    found = sorted(await off(reports.reports, desk.db, ids[:_LISTED]), key=_when)
    others = [one for one in await off(reports.all_reports, desk.db) if one.state == "read" and one not in found]
    bodies = several_bodies(found)
    known = ("", "") if bodies else await off(comparisons.plan_of, desk.db, found)
    read = [one for one in found if one.state == "read"]
    return page(
        request, "choose.html.j2", status=422 if said else 200, scripts=("upload.js", "follow.js"), found=found,
        others=others, under_way=[one.id for one in found if desk.runs.under_way(reading(one.id))],
        lost={one.id: desk.runs.lost(reading(one.id)) for one in found}, asked=asked or suggested(found, *known),
        plans=await off(comparisons.plans, desk.db), said=said, bodies=bodies, largest=desk.largest,
        doubt=doubt, read=[one.id for one in read],
        ready=len(read) == len(found) > 1,
    )  # fmt: skip


def _when(report: KeptReport) -> tuple[str, str, str]:
    return report.year[:4], report.year if "-" in report.year else report.date, report.file


async def compare(request: Request) -> Response:
    """What a person says of the reports is kept, and they are compared."""
    desk, said = desk_of(request), await form_of(request)
    ids = said.get("r", [])
    found = await off(reports.reports, desk.db, ids)
    years = dict(zip(ids, (year.strip() for year in said.get("year", [])), strict=False))
    asked = Asked(years=years, body=one_line(said, "body"), plan=one_line(said, "plan"), sure="sure" in said)
    if why := wrong(found, asked):
        return await _chosen(request, ids, why, asked)
    if not asked.sure and (doubt := against_dates(found, years)):
        return await _chosen(request, ids, _DATES, asked, doubt)
    for report, settled_so in settled(found, asked).items():
        await off(reports.settle, desk.db, report, settled_so)
    of = [(one.id, year) for one, year in in_time(found, years)]
    made = await off(comparisons.add_comparison, desk.db, asked.body, asked.plan, of)
    desk.compare(made, ids)
    return go_to(request, f"/comparisons/{made}")


async def one(request: Request) -> Response:
    """A comparison: how far it is, or what came of it and what can be done with it."""
    desk = desk_of(request)
    comparison = await _comparison(request)
    found = await off(reports.reports, desk.db, [report for report, _ in comparison.reports])
    shown: dict[str, Any] = {"comparison": comparison, "files": {report.id: report.file for report in found}}
    if comparison.state != "done":
        under_way = desk.runs.under_way(comparing(comparison.id))
        lost = desk.runs.lost(comparing(comparison.id))
        return page(request, "making.html.j2", scripts=("follow.js",), under_way=under_way, lost=lost, **shown)
    standing = await off(decisions.decisions, desk.db, comparison.plan)
    there = [one for one in found if one.state == "read"]
    return page(
        request, "comparison.html.j2", own=comparison.version == desk.version,
        doubt=against_dates(there, dict(comparison.reports)), bodies=several_bodies(there),
        reread=comparison.reread(found),
        decided=with_disputes([(kept, carried(comparison, kept)) for kept in standing]), carried_words=carried_words,
        changes=await off(decisions.changes, desk.db, comparison.plan, _STEPS),
        same=[other for other in await off(comparisons.like, desk.db, comparison) if other.id != comparison.id],
        **shown,
    )  # fmt: skip


def news_of_comparison(request: Request) -> Response:
    """How far a comparison is, until it is made."""
    desk = desk_of(request)
    return news(desk, _making(desk, request.path_params["comparison"]))


async def _making(desk: Desk, comparison: str) -> AsyncIterator[dict[str, Any]]:
    async for progress in desk.runs.follow(comparing(comparison)):
        steps = [{"said": step_words(what), "done": done, "of": of} for what, (done, of) in progress.steps.items()]
        yield {"steps": steps or [{"said": "Waiting for its turn", "done": 0, "of": 0}]}
    yield {"over": True}


async def cancel(request: Request) -> Response:
    """A person does not want to wait."""
    await desk_of(request).runs.cancel(comparing(request.path_params["comparison"]))
    return go_to(request, f"/comparisons/{request.path_params['comparison']}")


async def again(request: Request) -> Response:
    """One that failed is tried once more; one that is done is made a second time, beside the first."""
    desk = desk_of(request)
    comparison = await _comparison(request)
    made = comparison.id
    if comparison.state == "done":
        made = await off(comparisons.add_comparison, desk.db, comparison.body, comparison.name, comparison.reports)
    else:
        await off(comparisons.wait_again, desk.db, made)
    desk.compare(made, comparison.ids)
    return go_to(request, f"/comparisons/{made}")


async def read(request: Request) -> Response:
    """The report of a comparison, in which decisions are saved here."""
    desk = desk_of(request)
    comparison = await _done(request)
    text = await off(_text, desk.places.results(comparison.id) / "report.html")
    try:
        shown = at_desk(text, f"{base_of(request)}/comparisons/{comparison.id}")
    except ValueError:
        raise DeskError("This report was changed from outside. Compare again.", 409) from None
    policy = f"{desk_policy(comparison.policy)}; frame-ancestors 'none'"
    return HTMLResponse(shown, headers={"content-security-policy": policy})


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def take(request: Request) -> Response:
    """A file of a comparison, with every decision in it."""
    desk = desk_of(request)
    comparison = await desk.renewed(await _done(request))
    name, folder = request.path_params["file"], desk.places.results(comparison.id)
    called = f"{comparison.reports[0][1]}-{comparison.reports[-1][1]}-{name}"
    if name == "everything.zip":
        packed = await off(everything, folder)
        return FileResponse(packed, filename=called, background=BackgroundTask(packed.unlink))
    if name not in FILES:
        raise DeskError("There is no such file.", 404)
    headers = {"content-security-policy": "sandbox; default-src 'none'"}
    return FileResponse(folder / name, media_type=FILES[name], filename=called, headers=headers)


async def rulings(request: Request) -> Response:
    """The decisions that stand."""
    desk = desk_of(request)
    comparison = await _comparison(request)
    return await _standing(desk, comparison, await off(decisions.decisions, desk.db, comparison.plan))


async def rule(request: Request) -> Response:
    """Save what a page decided, before it is told so."""
    desk = desk_of(request)
    comparison = await _comparison(request)
    said = await json_of(request)
    added, taken = said.get("added", []), said.get("taken", [])
    if not (isinstance(added, list) and isinstance(taken, list) and all(isinstance(one, dict) for one in added)):
        raise DeskError("This is nothing that the desk's own pages send.", 422)
    new = [decisions.checked(one) for one in added]
    standing = await off(decisions.save, desk.db, comparison.plan, new, decisions.checked_keys(taken))
    return await _standing(desk, comparison, standing)


async def undo(request: Request) -> Response:
    """Take a step back."""
    desk = desk_of(request)
    comparison = await _comparison(request)
    said = (await form_of(request)).get("change", [""])[0]
    await off(decisions.undo, desk.db, comparison.plan, int(said) if said.isdecimal() and len(said) < 15 else 0)
    return go_to(request, f"/comparisons/{comparison.id}#decisions")


async def undo_last(request: Request) -> Response:
    """Take back the last step on these reports that still stands, and say which it was."""
    desk = desk_of(request)
    comparison = await _comparison(request)

    def concerns(one: KeptRuling) -> bool:
        return carried(comparison, one) != "elsewhere"

    last = await off(decisions.last_step, desk.db, comparison.plan, concerns)
    if last is None:
        return await _standing(desk, comparison, await off(decisions.decisions, desk.db, comparison.plan))
    standing = await off(decisions.undo, desk.db, comparison.plan, last.id)
    return await _standing(desk, comparison, standing, undone=change_words(last))


async def _standing(
    desk: Desk, comparison: KeptComparison, standing: Sequence[KeptRuling], undone: str = ""
) -> Response:
    """The decisions that concern a comparison (the plan's, but for those on other years), and who signed any so far."""
    names = await off(decisions.signers, desk.db, comparison.plan)
    here = [one for one in standing if carried(comparison, one) != "elsewhere"]
    said = {
        "rulings": [{"key": one.key, "again_of": one.again_of, **one.columns} for one in here],
        "names": names,
        "undone": undone,
    }
    return JSONResponse(said)


def carried(comparison: KeptComparison, kept: KeptRuling) -> str:
    """Whether a decision holds in a comparison; for one that is newer than its files, which years it is on."""
    said = comparison.facts.get("carried", {}).get(kept.key, "")
    on = made_on(as_ruling(kept))
    return said or ("" if on <= {report for report, _ in comparison.reports} else "elsewhere")


def with_disputes(decided: Sequence[tuple[KeptRuling, str]]) -> list[tuple[KeptRuling, str]]:
    """Decisions with whether each holds; those on which people disagree do not."""
    against = set(resolve_rulings(as_ruling(kept) for kept, _ in decided).contradictory)

    def state(kept: KeptRuling, said: str) -> str:
        return "disputed" if said != "elsewhere" and as_ruling(kept) in against else said

    return [(kept, state(kept, said)) for kept, said in decided]


async def beside(request: Request) -> Response:
    """Two comparisons of the same reports, outcome by outcome."""
    desk = desk_of(request)
    first = await _done(request)
    second = await off(comparisons.comparison, desk.db, request.query_params.get("with", ""))
    if (second.state, second.plan, second.reports) != ("done", first.plan, first.reports):
        raise DeskError("Only two finished comparisons of the same reports can be laid side by side.", 409)
    both = sorted((first, second), key=lambda one: one.made)
    rows = await off(laid_beside, *(desk.places.results(one.id) / "comparison.json" for one in both))
    return page(request, "beside.html.j2", both=both, rows=rows, differ=sum(row.differs for row in rows))


async def delete(request: Request) -> Response:
    """A comparison goes for good."""
    desk = desk_of(request)
    comparison = await _comparison(request)
    await desk.runs.cancel(comparing(comparison.id))
    await off(comparisons.forget_comparison, desk.db, comparison.id)
    await off(forget_folder, desk.places.comparison(comparison.id))
    return go_to(request, "/")


async def _comparison(request: Request) -> KeptComparison:
    return await off(comparisons.comparison, desk_of(request).db, request.path_params["comparison"])


async def _done(request: Request) -> KeptComparison:
    comparison = await _comparison(request)
    if comparison.state != "done":
        raise DeskError("This comparison is not made yet.", 409)
    return comparison
