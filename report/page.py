"""A Comparison → ``report.html``: one file that needs no network, reads well on paper and by a screen reader."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from align.alignment import StandingOutcome
from diff.comparison import Comparison, Level, Link
from extract.report import Report
from report import words
from report.data import page_data
from report.html import render
from report.pages import Pages
from report.view import groups, outcome_id, pair_view

__all__ = ["day", "found_text", "groups", "html_page", "pages_text"]

_MOST = 8  # links shown of one side; the rest are in evidence.csv, and the page says how many
_STYLES = ("report.css", "tools.css")
_SCRIPTS = ("rulings.js", "weigh.js", "viewer.js", "table.js", "decide.js", "start.js")


def html_page(comparison: Comparison, version: str, pages: Mapping[str, Pages] | None = None) -> str:
    """The whole page. Text of the reports is escaped; only the page's own script can run, and nothing is fetched.

    ``pages`` are pictures of the pages by the report's id; without them each passage still says its page.
    """
    pages = pages or {}
    return render(
        "report.html.j2",
        styles=_STYLES,
        scripts=_SCRIPTS,
        images="data:",
        filters={
            "day": day, "when": when, "pages": pages_text, "found": found_text, "status_words": words.status_words,
            "name": _name, "printed": printed_place, "verified_words": words.verified_words,
        },
        comparison=comparison,
        views=[pair_view(n, pair) for n, pair in enumerate(comparison.pairs, 1)],
        data=page_data(comparison),
        pictures=[_pictures(n, pages[r.id]) for n, r in enumerate(comparison.reports) if r.id in pages],
        shown={r.id for r in comparison.reports if r.id in pages and pages[r.id].pictures},
        why=[pages[r.id].why for r in comparison.reports if r.id in pages and pages[r.id].why],
        places={report.id: n for n, report in enumerate(comparison.reports)},
        outcome_id=outcome_id,
        most=_MOST,
        words=words,
        version=version,
    )  # fmt: skip


def _name(path: str) -> str:
    """A file's name without the folders of the machine that read it."""
    return re.split(r"[/\\]", path)[-1]


def _pictures(n: int, pages: Pages) -> list[tuple[int, int, int, int, str]]:
    """Report, page, width and height in whole points, and the picture in base 64."""
    return [
        (n, page, round(p.width), round(p.height), base64.b64encode(p.jpeg).decode())
        for page, p in pages.pictures.items()
    ]


def day(date: str | None) -> str:
    """An ISO date as people write it: ``12 June 2024``; as it is where it is no full date, "no date" for none."""
    if not date:
        return "no date given"
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    )  # fmt: skip
    parts = [int(part) for part in date.split("-")]
    written = [str(part) for part in parts[2:]] + [months[m - 1] for m in parts[1:2]] + [str(parts[0])]
    return " ".join(written)


def when(report: Report) -> str:
    """A report's date as people write it; what the results call it where it gives none."""
    return day(report.date) if report.date else report.id


def pages_text(links: tuple[Link, ...]) -> str:
    """The pages on which an outcome is reported on directly: ``p. 3, 4``; a dash where on none."""
    pages = sorted({link.page for link in links if link.grade == "direct"})
    return f"p. {', '.join(map(str, pages))}" if pages else "–"


def found_text(level: Level, links: tuple[Link, ...]) -> str:
    """The best that a report has for an outcome, with its pages: “about this outcome, p. 3, 4”, “nothing found”."""
    pages = sorted({link.page for link in links if link.grade == level})
    return words.LEVEL_FOUND[level] + (f", p. {', '.join(map(str, pages))}" if pages else "")


def printed_place(outcome: StandingOutcome, reports: tuple[Report, ...]) -> str:
    """Where an outcome is printed: the report's date and the page."""
    report = next(r for r in reports if r.id == outcome.report)
    return f"{when(report)}, page {outcome.item.page_first}"
