"""Places on pages that were turned to be read → places on the pages as displayed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import cos, radians, sin

from extract.layout import Document, Page, hundredths
from extract.report import Place, Report, Span

_Box = tuple[float, float, float, float]


def as_displayed(report: Report, document: Document) -> Report:
    """The report with every place given as on the page that a viewer shows."""
    back = {page.number: _back(page) for page in document.pages if page.turn}
    back.update({page.number: _unslanted(page) for page in document.pages if page.scanned and page.scanned.turned})
    if not back:
        return report
    items = tuple(replace(item, spans=tuple(_span(span, back) for span in item.spans)) for item in report.items)
    return replace(report, items=items, places=tuple(_place(place, back) for place in report.places))


def _back(page: Page) -> Callable[[_Box], _Box]:
    """A box on the page as read → on the page as displayed, which was turned clockwise to be read."""
    wide, high = page.width, page.height

    def turned(box: _Box) -> _Box:
        x0, top, x1, bottom = box
        if page.turn == 90:
            box = top, wide - x1, bottom, wide - x0
        elif page.turn == 180:
            box = wide - x1, high - bottom, wide - x0, high - top
        else:
            box = high - bottom, x0, high - top, x1
        a, b, c, d = map(hundredths, box)
        return a, b, c, d

    return turned


def _unslanted(page: Page) -> Callable[[_Box], _Box]:
    """A box on a scan set upright → the box around it on the scan as it was put on the glass."""
    angle = radians(page.scanned.turned) if page.scanned else 0.0
    middle, half = page.width / 2, page.height / 2

    def turned(box: _Box) -> _Box:
        corners = [(x - middle, y - half) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [middle + x * cos(angle) - y * sin(angle) for x, y in corners]
        ys = [half + x * sin(angle) + y * cos(angle) for x, y in corners]
        return hundredths(min(xs)), hundredths(min(ys)), hundredths(max(xs)), hundredths(max(ys))

    return turned


def _span(span: Span, back: dict[int, Callable[[_Box], _Box]]) -> Span:
    if span.page not in back:
        return span
    return Span(span.page, *back[span.page]((span.x0, span.top, span.x1, span.bottom)))


def _place(place: Place, back: dict[int, Callable[[_Box], _Box]]) -> Place:
    if place.page not in back:
        return place
    x0, top, x1, bottom = back[place.page]((place.x0, place.top, place.x1, place.bottom))
    return replace(place, x0=x0, top=top, x1=x1, bottom=bottom)
