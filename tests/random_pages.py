"""A random report → a PDF, by typst; what typst cannot do is done to its PDF afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO

import typst
from pypdf import PdfWriter, Transformation
from pypdf.generic import DecodedStreamObject, NameObject, RectangleObject
from random_tables import BANNER, FOOTER, Design, Made, Point, Promise

STYLES = {
    "super": "#super[{}]", "underline": "#underline[{}]", "strike": "#strike[{}]", "bold": "#strong[{}]",
    "italic": "#emph[{}]", "link": '#link("https://example.org/a")[{}]', "": "{}",
}  # fmt: skip
STROKES = {
    "all": "stroke: 0.7pt", "across": "stroke: (x: none, y: 0.7pt)", "none": "stroke: none",
    "inside": "stroke: (x, y) => (left: if x > 0 { 0.7pt }, top: 0.7pt, bottom: 0.7pt)",
    "gaps": "stroke: 3pt + white, fill: luma(232)",
    "zebra": "stroke: none, fill: (_, y) => if calc.odd(y) { luma(235) }",
}  # fmt: skip
WIDTHS = {"number": "1.7cm", "title": "1.3fr", "progress": "3fr", "outcome": "2fr", "delivery": "1.2fr",
          "rating": "1.8cm", "when": "2.2cm", "obstacles": "1.5fr"}  # fmt: skip
HIDDEN = "Draft wording that nobody was meant to see."
PROSE = "The second part of this report follows the same order as the first part did and is read in the same way."
_INK = "010203"  # the colour of text that is made invisible afterwards
_INK_SET = re.compile(rb"(0\.0039\d* 0\.0078\d* 0\.0117\d* scn\nBT )0 Tr")


def typeset(made: Made, font: str = "") -> bytes:
    """The report as a PDF, the same on every machine, unless it is set in a ``font`` that a machine has installed."""
    made = replace(made, design=replace(made.design, font=font)) if font else made
    pdf = typst.compile(source(made).encode(), ignore_system_fonts=not font, pdf_tags=made.design.tagged)
    edit = {"rotated": _turned, "mixed": _turned_one, "hidden": _hidden}.get(made.design.edit)
    return edit(pdf) if edit else pdf


def source(made: Made) -> str:
    """The report in typst's language."""
    parts = [_page(made), _outside("Executive summary", made.summary, made.design)]
    parts += _tables(made)
    if made.design.second == "other":
        parts.append(
            "#heading[Budget]\n#table(columns: 2, [Heading], [Amount], [Staff], [£1.2m], [Vehicles], [£40,000])"
        )
    parts.append(_outside("Next steps", made.notes, made.design))
    return "\n".join(parts)


def _narrow(made: Made) -> bool:
    """Whether the longest word would not fit into the narrowest column of text: then words are broken, as in print."""
    if made.design.kind != "columns":
        return False
    wide = [WIDTHS[role] for role, _ in made.columns]
    shares = [float(width[:-2]) for width in wide if width.endswith("fr")]
    free = made.design.paper[0] - 3.6 - sum(float(width[:-2]) for width in wide if width.endswith("cm"))
    return free * min(shares) / sum(shares) < 1.6 + 0.45 * made.design.size


def _page(made: Made) -> str:
    design = made.design
    header = f"header: [{BANNER}]," if design.banner else ""
    footer = FOOTER if design.footer else ""
    footer += " #h(1fr) Page #counter(page).display()" if design.page_numbers else ""
    mark = "background: rotate(-40deg, text(70pt, fill: luma(225))[DRAFT])," if design.watermark else ""
    width, height = design.paper
    spacing = max(design.spacing, design.leading + 0.45)
    return f"""#set page(width: {width}cm, height: {height}cm, margin: 1.8cm, {header} {mark}
  footer: context [{footer}])
#set text(size: {design.size}pt, font: ("{design.font}", "Libertinus Serif"), lang: "en",
  hyphenate: {str(design.soft or _narrow(made)).lower()})
#set par(leading: {design.leading}em, spacing: {spacing}em, justify: {str(design.justified).lower()})
#set list(spacing: {spacing}em)
#show heading: set text(size: 1.3em)"""


def _outside(heading: str, points: Sequence[Point], design: Design) -> str:
    return f"#heading[{heading}]\n{_block(points, design)}\n#v(1em)" if points else ""


def _tables(made: Made) -> Iterator[str]:
    promises, design = made.promises, made.design
    if design.edit == "covered":  # words under a white box, the table drawn over both
        yield f"#place(dy: 1cm, [{HIDDEN}])\n#place(dy: 0.8cm, rect(width: 100%, height: 1cm, fill: white))"
    if design.edit == "hidden":
        yield f'#place(dy: 1cm, text(fill: rgb("{_INK}"))[{HIDDEN}])'
    if design.cut and made.design.kind == "columns":
        yield from _cut_tables(made)
    elif design.kind == "block tables" or design.block_head == "heading":
        yield "#v(1em)\n".join(_table(made, [p]) for p in promises)
    elif design.second == "same" and len(promises) > 2 and design.sections == "none":
        yield _table(made, promises[:2])
        yield f"#v(1em)\n{PROSE}\n#v(1em)"
        yield _table(made, promises[2:])
    else:
        yield _table(made, promises)


def _cut_tables(made: Made) -> Iterator[str]:
    """Two tables, as some producers tag each page's part: the first ends within a sentence of the second promise."""
    first, promise, *rest = made.promises
    points = promise.cells["progress"]
    if not points or len(points[-1].pieces) > 1 or points[-1].text.endswith(":"):
        yield _table(made, made.promises)
        return
    last = points[-1]
    said = last.text.split()
    at = next((i for i in range(len(said) // 2, len(said)) if said[i][0].islower() and said[i - 1][-1].isalpha()), 0)
    if not at or last.level > 1:
        yield _table(made, made.promises)
        return
    head, tail = (replace(last, pieces=(("", " ".join(part)),)) for part in (said[:at], said[at:]))
    tail = replace(tail, bare=True)
    yield _table(made, [first, replace(promise, cells={**promise.cells, "progress": (*points[:-1], head)})])
    yield "#pagebreak()"
    cells = {role: (tail,) if role == "progress" else () for role in promise.cells}
    rest = [Promise("", "", promise.section, cells), *rest]
    yield _table(made, rest, carried=True)


def _table(made: Made, promises: Sequence[Promise], *, carried: bool = False) -> str:
    if made.design.kind != "columns":
        rows = "\n".join(_blocks(made, promise) for promise in promises)
        above = (
            f"#heading(level: 2)[{_string(_name(made, promises[0]))}]\n" if made.design.block_head == "heading" else ""
        )
        return f"{above}#table(columns: (5cm, 1fr), stroke: 0.7pt,\n{rows})"
    widths = ", ".join(WIDTHS[role] for role, _ in made.columns)
    rows = "\n".join(_rows(made, promises, promises[0].section if carried else ""))
    header = "" if carried and made.design.header == "once" else _header(made)
    return f"#table(columns: ({widths},), {STROKES[made.design.strokes]},\n{header}\n{rows})"


def _header(made: Made) -> str:
    design = made.design
    ink = ", fill: white" if design.dark_header else ""
    fill = "fill: rgb(30, 60, 110)" if design.dark_header else ""
    cells = [f'table.cell({fill})[#text(weight: "bold"{ink})[{_lines(label)}]]' for _, label in made.columns]
    if design.title_row:
        cells.insert(
            0, f"table.cell(colspan: {len(made.columns)})[#strong[Safer Fairhaven plan: report on priority two]]"
        )
    return f"table.header(repeat: {str(design.header == 'repeated').lower()}, {', '.join(cells)}),"


def _lines(label: str) -> str:
    return " #linebreak() ".join(_string(part) for part in label.split("\n"))


def _rows(made: Made, promises: Sequence[Promise], section: str) -> Iterator[str]:
    for promise in promises:
        if promise.section != section:
            section = promise.section
            yield f"table.cell(colspan: {len(made.columns)}, fill: luma(210))[#strong[{_string(section)}]],"
        yield from _row(made, promise)


def _row(made: Made, promise: Promise) -> Iterator[str]:
    """A row; where cells are merged down, its first two cells reach over the parts that the others are cut into."""
    heads = {"number": _string(promise.number), "title": _string(promise.title)}
    longest = max(map(len, promise.cells.values()), default=0)
    parts = min(3, longest) if made.design.merged and len(promise.title) % 2 else 1
    for part in range(parts):
        cells: list[str] = []
        for role, _ in made.columns:
            if role not in heads:
                cells.append(f"[{_block(_share(promise.cells[role], part, parts), made.design)}]")
            elif part == 0:
                cells.append(f"table.cell(rowspan: {parts})[{heads[role]}]" if parts > 1 else f"[{heads[role]}]")
        yield ", ".join(cells) + ","


def _share(points: Sequence[Point], part: int, parts: int) -> Sequence[Point]:
    """The points of a cell that its part holds: lists are not cut, so whole ones stand in the first part."""
    if any(point.level for point in points):
        return points if part == 0 else ()
    return points[len(points) * part // parts : len(points) * (part + 1) // parts]


def _blocks(made: Made, promise: Promise) -> str:
    """A commitment as rows of label and value, its name in the first of them, in a row over both columns, or above."""
    labels = dict(made.columns)
    name = f"{labels['title']} {promise.number}".strip()
    fill = ", fill: luma(215)" if made.design.dark_header else ""
    rows = {
        "row": f"table.cell(inset: 5pt{fill})[#strong[{_string(name)}]], [{_string(promise.title)}],",
        "span": f"table.cell(colspan: 2{fill})[#strong[{_string(_name(made, promise))}]],",
        "heading": "",
    }[made.design.block_head] + "\n"
    for role, label in made.columns:
        if role in promise.cells:
            rows += f"[#strong[{_lines(label)}]], [{_block(promise.cells[role], made.design)}],\n"
    return rows


def _name(made: Made, promise: Promise) -> str:
    return (
        f"{dict(made.columns)['title']} {promise.number.rstrip('.')}: {promise.title}"
        if promise.number
        else promise.title
    )


def _block(points: Sequence[Point], design: Design) -> str:
    """Paragraphs and lists of a cell."""
    parts: list[str] = []
    i = 0
    while i < len(points):
        if points[i].level == 0:
            parts.append(_inline(points[i]))
            i += 1
            continue
        end = next((j for j in range(i, len(points)) if points[j].level == 0), len(points))
        parts.append(_list(points[i:end], design, 1))
        i = end
    return "\n\n".join(parts)


def _list(points: Sequence[Point], design: Design, level: int) -> str:
    items: list[str] = []
    for i, point in enumerate(points):
        if point.level == level:
            end = next((j for j in range(i + 1, len(points)) if points[j].level <= level), len(points))
            inner = _list(points[i + 1 : end], design, level + 1) if end > i + 1 else ""
            items.append(f"[{_inline(point)}{inner}]")
    glyph = design.glyphs[level - 1]
    mark = _string(
        "–" if glyph == "-" else glyph
    )  # pdfium takes "-" after a line that ends in a hyphen for one with it
    mark = f"#hide[{mark}]" if points[0].bare else mark
    return f"#list(marker: [{mark}], indent: {3 * level}pt, body-indent: 0.8em, {', '.join(items)})"


def _inline(point: Point) -> str:
    return "".join(STYLES[style].format(_string(text)) for style, text in point.pieces)


def _string(text: str) -> str:
    """A string of typst's, since its markup would read meaning into figures, dashes and quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}"' if text else ""


def _turned(pdf: bytes) -> bytes:
    """Every page drawn sideways and turned back by /Rotate, as printers' drivers do."""
    return _turn(pdf, lambda page: True)


def _turned_one(pdf: bytes) -> bytes:
    """Every second page so."""
    return _turn(pdf, lambda page: page % 2 == 1)


def _turn(pdf: bytes, wanted: Callable[[int], bool]) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for number, page in enumerate(writer.pages):
        if not wanted(number):
            continue
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        page.add_transformation(Transformation().rotate(90).translate(height, 0))
        page.mediabox = page.cropbox = page.trimbox = page.bleedbox = page.artbox = RectangleObject(
            (0, 0, height, width)
        )
        page.rotate(90)
    return _bytes(writer)


def _hidden(pdf: bytes) -> bytes:
    """Text of one colour drawn in the mode that draws nothing, as programs leave it that recognise text in pictures."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages:
        content = page.get_contents()
        if content is None:
            continue
        found = DecodedStreamObject()
        found.set_data(_INK_SET.sub(rb"\g<1>3 Tr", content.get_data()))
        page[NameObject("/Contents")] = writer._add_object(found)
    return _bytes(writer)


def _bytes(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
