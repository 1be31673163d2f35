"""The page of a report where its table was found → its picture, with the columns marked.

The page is drawn by a process that opens PDFs, within limits; what is put over it is numbers and boxes alone.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from desk.desk import Desk
from desk.errors import DeskError
from desk.records import KeptReport
from extract.errors import InputError
from extract.parsed import read_parsed
from report.page.pictures import PagePicture, drawn_pages
from workers.here import Here
from workers.job import Job

Box = tuple[float, float, float, float]  # x0, top, x1, bottom: points, origin top left
_EDGE = 3.0  # points around a text


def columns_picture(desk: Desk, report: KeptReport, labels: Sequence[str]) -> str:
    """An SVG of that page. Columns are numbered from 1 in the order of ``labels`` and marked where known.

    Raises ``DeskError`` where the page cannot be drawn.
    """
    page = int(report.facts.get("page") or 1)
    drawn = _drawn(desk, report, page)
    boxes = _label_boxes(report) if report.state == "failed" else _column_boxes(desk, report, page)
    marks = [_mark(n, boxes[label]) for n, label in enumerate(labels, 1) if label in boxes]
    picture = base64.b64encode(drawn.jpeg).decode()
    size = f'width="{drawn.width:.0f}" height="{drawn.height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width:.0f} {drawn.height:.0f}" {size}>'
        f'<image {size} href="data:image/jpeg;base64,{picture}"/>{"".join(marks)}</svg>'
    )


def _drawn(desk: Desk, report: KeptReport, page: int) -> PagePicture:
    here = Here(desk.limits)
    path = str(desk.places.pdf(report.sha256))
    with tempfile.TemporaryDirectory() as folder:
        try:
            here.run(Job(does="draw", path=path, name=report.file, pages=[page], sha256=report.sha256), Path(folder))
            return drawn_pages(Path(folder)).pictures[page]
        except (InputError, OSError, json.JSONDecodeError, KeyError) as error:
            raise DeskError(f"The page cannot be shown: {error}", 404) from None
        finally:
            here.stop()


def _label_boxes(report: KeptReport) -> dict[str, Box]:
    """Where the labels of a table stand that no column is known of."""
    return {text: (x0, top, x1, bottom) for text, x0, top, x1, bottom in report.facts["labels"] if x1 > x0}


def _column_boxes(desk: Desk, report: KeptReport, page: int) -> dict[str, Box]:
    """Label → the box around what was read of its column on a page."""
    read = read_parsed(desk.places.reading(report.sha256))
    found: dict[str, Box] = {}
    for role, label in read.columns.items():
        spans = [span for item in read.items if item.role == role for span in item.spans if span.page == page]
        if label and spans:
            found[label] = (
                min(s.x0 for s in spans), min(s.top for s in spans),
                max(s.x1 for s in spans), max(s.bottom for s in spans),
            )  # fmt: skip
    return found


def _mark(number: int, box: Box) -> str:
    x0, top, x1, bottom = box[0] - _EDGE, box[1] - _EDGE, box[2] + _EDGE, box[3] + _EDGE
    return (
        f'<rect x="{x0:.1f}" y="{top:.1f}" width="{x1 - x0:.1f}" height="{bottom - top:.1f}" fill="#ffcf33" '
        'fill-opacity="0.25" stroke="#b00020" stroke-width="1.2"/>'
        f'<circle cx="{x0 - 5:.1f}" cy="{top - 5:.1f}" r="8" fill="#b00020"/>'
        f'<text x="{x0 - 5:.1f}" y="{top - 1:.1f}" font-family="sans-serif" font-size="11" font-weight="bold" '
        f'text-anchor="middle" fill="#fff">{number}</text>'
    )
