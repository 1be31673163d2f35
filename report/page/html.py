"""A Comparison → ``report.html``: one file that needs no network, reads well on paper and by a screen reader."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from diff.comparison import Comparison
from report import words
from report.page.data import page_data
from report.page.pictures import Pages
from report.page.render import own_policy, render
from report.page.view import outcome_id, pair_view
from report.phrases import day, found_text, printed_place, when

_MOST = 8  # links shown of one side; the rest are in evidence.csv, and the page says how many
_IMAGES = "data:"
_STYLES = ("report.css", "tools.css")
_SCRIPTS = ("keep.js", "rulings.js", "weigh.js", "viewer.js", "table.js", "decide.js", "start.js")


def page_policy() -> str:
    """The policy of the pages that this program makes: no other script or style may run in them."""
    return own_policy(_STYLES, _SCRIPTS, _IMAGES)


def html_page(comparison: Comparison, version: str, pages: Mapping[str, Pages] | None = None) -> str:
    """The whole page. Text of the reports is escaped; only the page's own script can run, and nothing is fetched.

    ``pages`` are pictures of the pages by the report's id; without them each passage still says its page.
    """
    pages = pages or {}
    return render(
        "report.html.j2",
        styles=_STYLES,
        scripts=_SCRIPTS,
        images=_IMAGES,
        filters={
            "day": day, "when": when, "found": found_text, "status_words": words.status_words,
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
