"""A Word file in Word's own built-in styles: A4, British English, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from report.plain import one_line

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_CREATED = datetime(2000, 1, 1)  # the same for every file: the same reports give the same bytes
_TABLE = "Light List Accent 1"
#: Before a paragraph behind a table; and of a quotation under a bullet, as far in as the bullet’s own text.
GAP, INDENT = Pt(6), Cm(0.63)
_THUMBNAIL = "/thumbnail"
#: A run of text: plain, or with one of Word's own character styles.
Run = str | tuple[str, str]


def new_document(title: str, subject: str, version: str) -> WordDocument:
    """An empty A4 document in British English with its properties set and page numbers at the foot."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    _set_language(document)
    _drop_thumbnail(document)
    about = document.core_properties
    about.title, about.subject, about.language = one_line(title), one_line(subject), "en-GB"
    about.author = about.last_modified_by = f"evidence-trail {version}"
    about.comments = "Suggestions of a program, for an officer to check and edit."
    about.created = about.modified = _CREATED
    _number_pages(section.footer.paragraphs[0])
    return document


def add(document: WordDocument, style: str, *runs: Run) -> Paragraph:
    """A paragraph in a built-in style. A run is a text, or a text and a character style (``Strong``, ``Emphasis``)."""
    paragraph = document.add_paragraph(style=style)
    paragraph.paragraph_format.keep_together = True
    if style.startswith("Heading"):  # Word knows this of its headings; other programs are told
        paragraph.paragraph_format.keep_with_next = True
    for run in runs:
        text, look = run if isinstance(run, tuple) else (run, "")
        made = paragraph.add_run(_kept_spaces(text))
        if look:
            made.style = look
    return paragraph


def _kept_spaces(text: str) -> str:
    """One line, with a space at either end kept: runs follow each other."""
    return f"{' ' * text.startswith(' ')}{one_line(text)}{' ' * (text.endswith(' ') and bool(text.strip()))}"


def add_table(
    document: WordDocument, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]
) -> None:
    """A table whose header row is repeated on every page; ``widths`` in centimetres. No row breaks across pages."""
    table = document.add_table(rows=1, cols=len(heads))
    table.style = _TABLE
    table.autofit = False
    _fill(table.rows[0].cells, heads)
    _flag(table.rows[0], "w:tblHeader")
    for row in rows:
        made = table.add_row()
        _fill(made.cells, row)
        _flag(made, "w:cantSplit")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _fill(cells: Sequence[Any], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(one_line(text)).font.size = Pt(9.5)


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _set_language(document: WordDocument) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _drop_thumbnail(document: WordDocument) -> None:
    """The template brings a picture of itself, which file managers would show for every briefing."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith(_THUMBNAIL)]:
        del relations[key]


def _number_pages(paragraph: Paragraph) -> None:
    for text, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(text)
        element = OxmlElement("w:fldSimple")
        element.set(qn("w:instr"), field)
        paragraph._p.append(element)


def document_bytes(document: WordDocument) -> bytes:
    """The file, its zip written anew with the same times for every part."""
    saved, made = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            fresh.writestr(info, parts.read(name))
    return made.getvalue()
