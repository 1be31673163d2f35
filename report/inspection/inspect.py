"""A Report and its PDF → a folder for those who ask why something was read so: a picture a page, and an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from extract.pictures import Picture, page_pictures
from extract.report import Commitment, Finding, Item, Place, Report
from report import words
from report.inspection.legend import with_legend
from report.inspection.marks import page_marks
from report.inspection.picture import OTHER, STYLES, marked
from report.page.render import render
from report.phrases import day

_INDEX = "index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What the index says of one page: its picture (file, pixels), and what was read on it."""

    number: int
    picture: str
    width: int
    height: int
    groups: tuple[tuple[Commitment | None, tuple[Item, ...]], ...]
    places: tuple[Place, ...]
    findings: tuple[Finding, ...]


def write_pictures(
    report: Report,
    folder: Path,
    version: str,
    pages: Sequence[int] | None = None,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> None:
    """Write ``page-001.png`` and so on, and ``index.html``, into an existing folder, one page in memory at a time.

    ``pages`` (from 1) are those that the report was read from, ``None`` for all; ``step`` is told how many are
    drawn, of how many. Raises ``InputError`` where the PDF is no longer there or a page of it cannot be drawn.
    """
    digits = max(3, len(str(max(pages or [report.source.pages]))))
    of = len(set(pages)) if pages else report.source.pages
    views: list[PageView] = []
    for picture in page_pictures(report.source.path, pages):
        name = f"page-{picture.number:0{digits}}.png"
        views.append(_draw(report, picture, folder / name))
        step(len(views), of)
    (folder / _INDEX).write_text(index_page(report, views, version), encoding="utf-8", newline="\n")


def _draw(report: Report, picture: Picture, path: Path) -> PageView:
    marks = page_marks(report, picture.number)
    image = with_legend(marked(picture, marks), marks, f"{report.id}, page {picture.number}")
    image.save(path)
    return page_view(report, picture.number, path.name, image.size)


def page_view(report: Report, number: int, picture: str, size: tuple[int, int]) -> PageView:
    """What was read on a page (from 1), by commitment; ``size`` is the picture's width and height in pixels."""
    items = [item for item in report.items if any(span.page == number for span in item.spans)]
    return PageView(
        number=number, picture=picture, width=size[0], height=size[1],
        groups=tuple(
            (report.commitment(commitment), tuple(of_it))
            for commitment, of_it in groupby(items, lambda item: item.commitment)
        ),
        places=tuple(place for place in report.places if place.page == number),
        findings=tuple(finding for finding in report.findings if finding.page == number),
    )  # fmt: skip


def index_page(report: Report, views: Sequence[PageView], version: str) -> str:
    """The page that shows every picture beside what was read on it. Text of the report is escaped; nothing runs."""
    tints = {**STYLES, "other": OTHER}
    return render(
        "inspect.html.j2",
        styles=["inspect.css"],
        more_css="".join(f".{kind} {{ border-left-color: {style.line}; }}\n" for kind, style in tints.items()),
        images="'self' file:",
        filters={"day": day, "style": _style_name, "elsewhere": elsewhere},
        report=report,
        views=views,
        general=[finding for finding in report.findings if finding.page is None],
        words=words,
        version=version,
    )


def _style_name(kind: str) -> str:
    return kind if kind in STYLES else "other"


def elsewhere(item: Item, page: int) -> str:
    """Where else than on this page an item stands: “from page 2”, “to page 4”; empty where nowhere."""
    parts = [f"from page {item.page_first}"] if item.page_first < page else []
    parts += [f"to page {item.page_last}"] if item.page_last > page else []
    return ", ".join(parts)
