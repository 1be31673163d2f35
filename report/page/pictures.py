"""Pictures of a report's pages, as they are kept: drawn into a folder by ``drawing.py``, and read back from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extract.errors import InputError
from extract.report import Report

SIZES = "sizes.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page as it looks: its size in points, and the picture as the bytes of a JPEG."""

    width: float
    height: float
    jpeg: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Pictures by page (from 1). ``why`` says in a sentence why there are none; empty where there are."""

    pictures: Mapping[int, PagePicture] = field(default_factory=dict)
    why: str = ""


def pages_shown(report: Report) -> list[int]:
    """The pages (from 1) that a report's items stand on."""
    return sorted({span.page for item in report.items for span in item.spans})


def left_out(error: InputError) -> Pages:
    """No pictures, since the file could not be drawn."""
    return Pages(why=f"The pictures of the pages are left out: {error}")


def drawn_pages(folder: Path) -> Pages:
    """What ``draw_pages`` drew into a folder."""
    sizes = json.loads((folder / SIZES).read_text(encoding="utf-8"))
    return Pages(
        pictures={
            int(number): PagePicture(width=width, height=height, jpeg=(folder / picture_name(number)).read_bytes())
            for number, (width, height) in sizes.items()
        }
    )


def picture_name(number: int | str) -> str:
    """The file of a page's picture."""
    return f"page-{number}.jpg"
