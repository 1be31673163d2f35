"""What the marks on a page's picture mean: a strip below the page, with a sample of each and the words for it."""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image, ImageDraw

from report import words
from report.inspection.marks import Mark, PageMarks
from report.inspection.picture import STYLES, draw_outline, draw_tint, font

_FONT = 14  # pixels, as all below
_ROW = 24
_MARGIN = 12
_SAMPLE = 22  # the width of a sample
_LEAST = 640  # the strip is no narrower, however narrow the page


def with_legend(image: Image.Image, marks: PageMarks, title: str) -> Image.Image:
    """The picture with a strip below it; the page stays where it was, at the top left, and as large."""
    kinds = _kinds(marks)
    width = max(image.width, _LEAST)
    entries = [(None, title), *kinds, *((None, sign) for sign in words.SIGNS)]
    lengths = [font(_FONT).getlength(text) + (_SAMPLE + 8 if kind else 0) + 26 for kind, text in entries]
    places = list(_flow(lengths, width - 2 * _MARGIN))
    strip = Image.new("RGB", (width, _ROW * (places[-1][1] + 1) + _MARGIN), "white")
    pen = ImageDraw.Draw(strip)
    pen.line((0, 0, width, 0), fill="#444444", width=2)
    for (kind, text), (x, row) in zip(entries, places, strict=True):
        _entry(pen, kind, text, (x + _MARGIN, _ROW * row + _MARGIN))
    whole = Image.new("RGB", (width, image.height + strip.height), "white")
    whole.paste(image, (0, 0))
    whole.paste(strip, (0, image.height))
    return whole


def _kinds(marks: PageMarks) -> list[tuple[str, str]]:
    """The kinds on the page with their words, each words once, in the order of the styles."""
    seen = {mark.kind for mark in (*marks.items, *marks.places)}
    ordered = [kind for kind in STYLES if kind in seen] + sorted(seen - STYLES.keys())
    return [(kind, text) for text, kind in {words.mark_words(kind): kind for kind in ordered}.items()]


def _flow(lengths: Iterable[float], width: float) -> Iterable[tuple[float, int]]:
    """Where each entry starts: pixels from the left, and its row from 0; one that does not fit opens the next row."""
    x, row = 0.0, 0
    for length in lengths:
        if x and x + length > width:
            x, row = 0.0, row + 1
        yield x, row
        x += length


def _entry(pen: ImageDraw.ImageDraw, kind: str | None, text: str, corner: tuple[float, float]) -> None:
    x, y = corner
    if kind:
        sample = Mark(kind=kind, boxes=((x, y, x + _SAMPLE, y + _FONT),))
        draw_tint(pen, sample, 1.0)
        draw_outline(pen, sample, 1.0)
        x += _SAMPLE + 8
    pen.text((x, y + _FONT / 2), text, fill="black", font=font(_FONT), anchor="lm")
