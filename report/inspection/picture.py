"""A page as it looks, and its marks → the page with the marks drawn over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from extract.pictures import Picture
from report.inspection.marks import Box, Mark, PageMarks, around

Pattern = Literal["bar", "frame", "underline", "hatch"]
_FONTS = 17, 14, 12  # pixels: a label is as large as there is room for
_HATCH = 6  # pixels from one line of a hatching to the next
_FAR = 20000  # pixels: nothing is drawn further off
_INK = 150  # 0 to 255: what is darker is text or a drawn line, which a label should not cover


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one kind of thing is drawn: a strong colour, a light one that text is read through, and a pattern."""

    line: str
    tint: str
    pattern: Pattern


# After Okabe and Ito: colours that people tell apart however they see colours. The ids and patterns say the same.
STYLES: dict[str, Style] = {
    "outcome": Style(line="#0072b2", tint="#cfe5f5", pattern="bar"),
    "progress": Style(line="#d55e00", tint="#fbe0cf", pattern="bar"),
    "delivery": Style(line="#009e73", tint="#cdeee3", pattern="bar"),
    "summary": Style(line="#b0568f", tint="#f3dcea", pattern="bar"),
    "note": Style(line="#56b4e9", tint="#e3f3fc", pattern="bar"),
    "number": Style(line="#5c5200", tint="#faf3a0", pattern="frame"),
    "title": Style(line="#5c5200", tint="#faf3a0", pattern="frame"),
    "header": Style(line="#444444", tint="#dddddd", pattern="underline"),
    "heading": Style(line="#444444", tint="#ffffff", pattern="underline"),
    "furniture": Style(line="#999999", tint="#f4f4f4", pattern="hatch"),
}
OTHER = Style(line="#b47a00", tint="#fbe8bd", pattern="bar")  # a column that plays no known role


def marked(picture: Picture, marks: PageMarks) -> Image.Image:
    """The page with everything drawn over it, of the size of the page's own picture."""
    scale, grey = picture.scale, picture.rgb.convert("L")
    every = [*marks.places, *marks.items]
    dark = [mark for mark in every if _on_dark(grey, _scaled(mark.boxes[0], scale))]
    image = _tinted(picture, every, dark)
    pen = ImageDraw.Draw(image)
    for role, box in marks.cells:
        pen.rectangle(_scaled(box, scale, 5), outline=style_of(role).line)
    for mark in every:
        draw_outline(pen, mark, scale, dark=mark in dark)
    ink = grey.point(lambda light: 255 if light < _INK else 0)
    for mark in every:
        if mark.label:
            _label(pen, ink, mark, scale)
    return image


def _tinted(picture: Picture, marks: Sequence[Mark], dark: Sequence[Mark]) -> Image.Image:
    """The page with the tints of its marks: multiplied in, so that text under them stays as dark as it is.

    On dark ground they are screened in, the other way round, so that light text stays as light.
    """
    page, tints = picture.rgb, Image.new("RGB", picture.image.size, "white")
    for mark in marks:
        draw_tint(ImageDraw.Draw(tints), mark, picture.scale)
    image = ImageChops.multiply(page, tints)
    if dark:
        grounds = Image.new("L", page.size, 0)
        for box in (_scaled(box, picture.scale) for mark in dark for box in mark.boxes):
            ImageDraw.Draw(grounds).rectangle(box, fill=255)
        image.paste(ImageChops.screen(page, ImageChops.invert(tints)), mask=grounds)
    return image


def _on_dark(grey: Image.Image, box: Box) -> bool:
    """Whether most of a box in pixels is dark: light text on a dark ground."""
    inside = _inside(grey, box)
    return inside is not None and ImageStat.Stat(grey.crop(inside)).median[0] < _INK


def _inside(image: Image.Image, box: Box) -> tuple[int, int, int, int] | None:
    """The part of a box in pixels that lies on the image, edges included; ``None`` where none does."""
    x0, top, x1, bottom = (int(value) for value in box)
    inside = max(x0, 0), max(top, 0), min(x1 + 1, image.width), min(bottom + 1, image.height)
    return inside if inside[0] < inside[2] and inside[1] < inside[3] else None


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that Pillow brings along, ``size`` pixels high."""
    return ImageFont.load_default(size)


def style_of(kind: str) -> Style:
    """How an item of a role, or what belongs to an owner, is drawn."""
    return STYLES.get(kind, OTHER)


def _scaled(box: Box, scale: float, pad: float = 0.0) -> Box:
    """A box in pixels, ``pad`` pixels larger on each side; what lies far off any page is brought near."""
    x0, top, x1, bottom = (round(min(_FAR, max(-_FAR, value * scale))) for value in box)
    return x0 - pad, top - pad, x1 + pad, bottom + pad


def draw_tint(pen: ImageDraw.ImageDraw, mark: Mark, scale: float) -> None:
    """The light colour of a mark, on which its text is read, with the hatching of what is in doubt or furniture."""
    style = style_of(mark.kind)
    for box in mark.boxes:
        pen.rectangle(_scaled(box, scale), fill=style.tint)
        if mark.doubt or style.pattern == "hatch":
            _hatch(pen, _scaled(box, scale), style.line)


def _hatch(pen: ImageDraw.ImageDraw, box: Box, colour: str) -> None:
    """Slanting lines within a box in pixels, from its bottom up to its top."""
    x0, top, x1, bottom = box
    height = bottom - top
    x = x0 - height
    while x < x1:
        start, end = max(x, x0), min(x + height, x1)
        pen.line((start, bottom - (start - x), end, bottom - (end - x)), fill=colour)
        x += _HATCH


def draw_outline(pen: ImageDraw.ImageDraw, mark: Mark, scale: float, *, dark: bool = False) -> None:
    """The frame, bar or underline of a mark in its strong colour; in its light one on dark ground."""
    style = style_of(mark.kind)
    colour = style.tint if dark else style.line
    x0, top, x1, bottom = _scaled(around(mark.boxes), scale, 2)
    if style.pattern == "frame":
        pen.rectangle((x0, top, x1, bottom), outline=colour, width=2)
    elif style.pattern == "bar":
        pen.rectangle((x0 - 1, top + 2, x0 + 1, bottom - 2), fill=colour)
    elif style.pattern == "underline":
        for left, _, right, low in (_scaled(box, scale) for box in mark.boxes):
            pen.line((left, low, right, low), fill=colour, width=2)


def _label(pen: ImageDraw.ImageDraw, ink: Image.Image, mark: Mark, scale: float) -> None:
    """Write a label where it covers nothing, or the least of what stands on the page; large where there is room."""
    lines = [_scaled(box, scale) for box in mark.boxes]
    for size in _FONTS:
        width, height = round(font(size).getlength(mark.label)) + 6, size + 2
        cost, place = min((_cost(ink, p, rank), p) for rank, p in enumerate(_places(lines, width, height)))
        if cost < 1:
            break
    x0, top, x1, bottom = place
    pen.rectangle(place, fill="white", outline=style_of(mark.kind).line)
    pen.text((x0 + 3.5, (top + bottom) / 2 + 0.5), mark.label, fill="black", font=font(size), anchor="lm")
    ink.paste(255, (int(x0), int(top), int(x1), int(bottom)))


def _places(lines: Sequence[Box], width: int, height: int) -> Iterator[Box]:
    """Where a label may stand, the best place first: beside the first line, above it, behind another line, below."""
    first, last = lines[0], lines[-1]
    middle = (first[1] + first[3] - height) // 2
    corners = [
        *((first[0] - 5 - width, middle + up) for up in (0, -2, 2, -4)),
        *((first[2] + 4, middle + up) for up in (0, -2, 2, -4)),
        *((first[0] + along, first[1] - height + up) for along in (0, -8, 10, 40) for up in (0, -1, 1, -3, 3)),
        *((line[2] + 4, (line[1] + line[3] - height) // 2) for line in (last, *lines[1:-1])),
        (last[0], last[3]),
    ]
    for x, y in corners:
        yield x, y, x + width, y + height


def _cost(ink: Image.Image, box: Box, rank: int) -> float:
    """How much ink a label would cover, in pixels; what runs off the page counts as covered. Ties go by rank."""
    if (inside := _inside(ink, box)) is None:
        return float("inf")
    area = (box[2] - box[0] + 1) * (box[3] - box[1] + 1)
    outside = area - (inside[2] - inside[0]) * (inside[3] - inside[1])
    return ink.crop(inside).histogram()[255] + outside + rank / 100
