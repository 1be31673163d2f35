"""A Word file in Word's own built-in styles: A4, British English, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from report.office.plain import one_line, shortened

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_CREATED = datetime(2000, 1, 1)  # the same for every file: the same reports give the same bytes
_TABLE = "Light List Accent 1"
_BODY, _CELLS, _FONT = Pt(10.5), Pt(9.5), "Arial"  # a font that every office has, or has one of the same widths
#: Before a paragraph behind a table; and of a quotation under a bullet, as far in as the bullet’s own text.
_GAP, _INDENT = Pt(6), Cm(0.63)
_THUMBNAIL = "/thumbnail"
_PROPERTY = 200  # characters; Office takes 255 for a property of a file
#: A run of text: plain, or with one of Word's own character styles (``Strong``, ``Emphasis``).
Run = str | tuple[str, str]


class WordFile:
    """A file that is filled from top to bottom."""

    def __init__(self, title: str, subject: str, version: str) -> None:
        """An empty file with its properties set and page numbers at the foot."""
        self._document: Any = Document()
        # python-docx looks a style up anew for every paragraph, which takes longer than all the rest.
        self._ids = {style.name: style.style_id for style in self._document.styles}
        self._set_page()
        self._set_language_and_fonts()
        self._drop_thumbnail()
        about = self._document.core_properties
        about.title, about.subject, about.language = shortened(title, _PROPERTY), shortened(subject, _PROPERTY), "en-GB"
        about.author = about.last_modified_by = f"evidence-trail {version}"
        about.comments = "Suggestions of a program, for an officer to check and edit."
        about.created = about.modified = _CREATED

    def add(self, style: str, *runs: Run, keep: bool = False, gap: bool = False, indent: bool = False) -> None:
        """A paragraph in a built-in style.

        ``keep``: on one page with the next; ``gap``: space before it, behind a table; ``indent``: as under a bullet.
        """
        paragraph: Paragraph = self._document.add_paragraph()
        paragraph._p.style = self._ids[style]
        paragraph.paragraph_format.keep_together = True
        if keep or style.startswith("Heading"):  # Word knows this of its headings; other programs are told
            paragraph.paragraph_format.keep_with_next = True
        if gap:
            paragraph.paragraph_format.space_before = _GAP
        if indent:
            paragraph.paragraph_format.left_indent = _INDENT
        for run in runs:
            text, look = run if isinstance(run, tuple) else (run, "")
            made = paragraph.add_run(_kept_spaces(text))
            if look:
                made._r.style = self._ids[look]

    def add_table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A table whose header row is repeated on every page; ``widths`` in centimetres. No row breaks across pages."""
        texts = [heads, *rows]
        table = self._document.add_table(rows=len(texts), cols=len(heads))
        table._tbl.tblPr.style = self._ids[_TABLE]
        table.autofit = False
        for look in table._tbl.tblPr.iter(qn("w:tblLook")):  # a first column of long texts isn't to be bold
            look.set(qn("w:firstColumn"), "0")
            look.set(qn("w:val"), "0420")
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Cm(width)
        for row, cells in zip(table._tbl.tr_lst, texts, strict=True):
            _flag(row, "w:tblHeader" if row is table._tbl.tr_lst[0] else "w:cantSplit")
            for cell, text, width in zip(row.tc_lst, cells, widths, strict=True):
                cell.width = Cm(width)
                paragraph = Paragraph(cell.p_lst[0], table)
                paragraph.paragraph_format.space_after = Pt(2)
                paragraph.add_run(one_line(text)).font.size = _CELLS

    def to_bytes(self) -> bytes:
        """The file, its zip written anew with the same times for every part."""
        saved, made = io.BytesIO(), io.BytesIO()
        self._document.save(saved)
        with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as fresh:
            for name in parts.namelist():
                info = zipfile.ZipInfo(name, _ZIP_TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                fresh.writestr(info, parts.read(name))
        return made.getvalue()

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
        foot = section.footer.paragraphs[0]
        for text, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
            foot.add_run(text)
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), field)
            foot._p.append(element)
            element.append(foot.add_run("1")._r)  # what a program that works out no fields shows

    def _set_language_and_fonts(self) -> None:
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "en-GB")
        for fonts in self._document.styles.element.iter(qn("w:rFonts")):
            if any("Theme" in name for name in fonts.attrib):  # a bullet's font is one of symbols: it stays
                fonts.attrib.clear()
                fonts.set(qn("w:ascii"), _FONT)
                fonts.set(qn("w:hAnsi"), _FONT)
        self._document.styles["Normal"].font.size = _BODY

    def _drop_thumbnail(self) -> None:
        """The template brings a picture of itself, which file managers would show for every briefing."""
        relations = self._document.part.package.rels
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_THUMBNAIL)]:
            del relations[key]


def _kept_spaces(text: str) -> str:
    """One line, with a space at either end kept: runs follow each other."""
    return f"{' ' * text.startswith(' ')}{one_line(text)}{' ' * (text.endswith(' ') and bool(text.strip()))}"


def _flag(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))
