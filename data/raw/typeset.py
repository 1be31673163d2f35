"""The sample reports → tagged PDFs, through a word processor: ``python data/raw/typeset.py`` (needs LibreOffice).

Writes ``<report>.docx`` with python-docx into a temporary folder, and lets LibreOffice print it to this one.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from samples import HERE, SECTIONS, Line, Promise, Sample, samples

BULLETS = {1: ("Symbol", "\uf0b7"), 2: ("Courier New", "o")}
WIDTHS = {5: (1.5, 3.4, 4.6, 11.3, 4.5), 4: (1.5, 3.4, 14.2, 6.2)}  # centimetres, by the number of columns
TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'


def docx_of(sample: Sample) -> Doc:
    """A landscape document: a banner on each page, what stands before the table, the table."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.2)
    document.core_properties.title = sample.about["title"]
    document.core_properties.author = "Estuary and Moors Combined Authority"
    document.styles["Normal"].font.name = "Liberation Sans"
    document.styles["Normal"].font.size = Pt(14)
    document.styles["Normal"].paragraph_format.line_spacing = float(sample.about["line spacing"])
    section.header.paragraphs[0].text = sample.about["banner"]
    _page_number(section.footer.paragraphs[0])
    _lists(document)
    for line in sample.before_table:
        if line.heading:
            document.add_heading(line.text, 1)
        else:
            _write(document.add_paragraph(), line, document)
    document.add_page_break()
    _table(document, sample)
    return document


def _table(document: Doc, sample: Sample) -> None:
    title = sample.about.get("table title")
    table = document.add_table(rows=2 if title else 1, cols=len(sample.columns))
    table.style = "Table Grid"
    table.autofit = False
    if title:
        merged = table.rows[0].cells[0].merge(table.rows[0].cells[-1])
        merged.paragraphs[0].add_run(title).bold = True
    for cell, label in zip(table.rows[-1].cells, sample.columns, strict=True):
        cell.paragraphs[0].add_run(label).bold = True
    if title:  # only the reports with a title row print their header anew on each page
        for row in table.rows:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for promise in sample.promises:
        _row(table, promise, document, sample)
    for column, width in zip(table.columns, WIDTHS[len(sample.columns)], strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS[len(sample.columns)], strict=True):
            cell.width = Cm(width)


def _row(table: Table, promise: Promise, document: Doc, sample: Sample) -> None:
    cells = list(table.add_row().cells)
    cells.pop(0).paragraphs[0].text = promise.number
    cells.pop(0).paragraphs[0].add_run(promise.title).bold = True
    for cell, name in zip(cells, (s for s in SECTIONS if s in promise.cells), strict=True):
        _fill(cell, promise.cells[name], document)


def _fill(cell: _Cell, lines: list[Line], document: Doc) -> None:
    for n, line in enumerate(lines):
        _write(cell.paragraphs[0] if n == 0 else cell.add_paragraph(), line, document)


def _write(paragraph: Paragraph, line: Line, document: Doc) -> None:
    paragraph.paragraph_format.space_after = Pt(5)
    if line.level:
        paragraph.style = document.styles["List Paragraph" if "List Paragraph" in document.styles else "List Bullet"]
        properties = paragraph._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", line.level - 1), ("w:numId", 99)):
            element = OxmlElement(tag)
            element.set(qn("w:val"), str(value))
            number.append(element)
        properties.append(number)
    for n, part in enumerate(re.split(r"(?<=\d)(st|nd|rd|th)\b", line.text)):
        run = paragraph.add_run(part)
        run.font.superscript = n % 2 == 1


def _lists(document: Doc) -> None:
    """A list definition with a Symbol-font bullet, and an ``o`` in Courier one step in."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{glyph}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{340 * level}" w:hanging="284"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr></w:lvl>'
        for level, (font, glyph) in BULLETS.items()
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="99">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))


def _page_number(paragraph: Paragraph) -> None:
    paragraph.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def main() -> int:
    """Typeset every sample."""
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples():
            path = Path(folder) / f"{sample.about['report']}.docx"
            docx_of(sample).save(str(path))
            subprocess.run(
                ["soffice", "--headless", "--convert-to", TAGGED, "--outdir", str(HERE), str(path)], check=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
