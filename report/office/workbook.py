"""Sheets → ``report.xlsx``: text stays text, whatever a report says, and every sheet filters and prints well."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from diff.comparison import Comparison
from report.office.columns import Amount, Cell, Column, Share, Sheet
from report.office.cover import Cover, Part, cover_of
from report.office.plain import cell_text
from report.office.sheets import sheets_of

#: The same for every file: the same reports give the same bytes, whenever they are compared.
CREATED = datetime(2000, 1, 1)
_COVER = "Read me first"
_A4 = 9
_HEAD, _LINE, _NOTE = "#1F3864", "#BFBFBF", "#FFF9E5"
_MARGIN = 0.5  # inches
_SIZE, _LINE_HEIGHT, _HIGHEST = 10, 13.0, 409.0  # points; no row can be higher
_BUTTON = 3  # characters of a heading that the filter’s button hides
_LETTERS = 1.15  # of a text to one of a column's width, which is measured in figures of 11 points
_MONEY = {"£": "£", "€": "€", "$": "$"}


def workbook_bytes(comparison: Comparison, version: str) -> bytes:
    """The whole file. Nothing in it is a formula or a link; it holds no macros and no merged cells."""
    sheets = sheets_of(comparison)
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": "What changed between the reports", "created": CREATED,
                             "comments": f"Made by evidence-trail {version}"})  # fmt: skip
        looks = _Looks(book)
        _write_cover(book, looks, cover_of(comparison, sheets, version))
        for sheet in sheets:
            _write_sheet(book, looks, sheet)
    return made.getvalue()


class _Looks:
    """The formats of the file, each made once."""

    def __init__(self, book: Any) -> None:
        cell = {"font_size": _SIZE, "text_wrap": True, "valign": "top", "border": 1, "border_color": _LINE}
        self.head = book.add_format({**cell, "bold": True, "bg_color": _HEAD, "font_color": "white"})
        self.text = book.add_format({**cell, "num_format": "@"})
        self.number = book.add_format({**cell, "align": "left"})
        self.check = book.add_format({**cell, "num_format": "@", "bold": True})
        self.note = book.add_format({**cell, "num_format": "@", "bg_color": _NOTE})
        self.share = book.add_format({**cell, "num_format": "0%"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "font_size": 12, "valign": "bottom"})
        self.plain = book.add_format({"valign": "top"})  # runs on over the empty cells beside it
        self._cell, self._book, self._amounts = cell, book, dict[str, Any]()

    def amount(self, amount: Amount) -> Any:
        """How a figure is shown: with its sign, and without decimals where it has none."""
        pattern = _pattern(amount)
        if pattern not in self._amounts:
            self._amounts[pattern] = self._book.add_format({**self._cell, "num_format": pattern, "align": "right"})
        return self._amounts[pattern]


def _pattern(amount: Amount) -> str:
    number = "#,##0" if float(amount.value).is_integer() else "#,##0.0##"
    if amount.unit in _MONEY:
        return f'"{amount.unit}"{number}'
    return f'{number}"%"' if amount.unit == "%" else number


def _write_sheet(book: Any, looks: _Looks, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    widths = [column.width for column in sheet.columns]
    _set_height(page, 0, [column.title for column in sheet.columns], [width - _BUTTON for width in widths])
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width)
        page.write_string(0, n, cell_text(column.title), looks.head)
    for y, row in enumerate(sheet.rows, 1):
        _set_height(page, y, row, widths)
        for x, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, looks, y, x, column, value)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.print_area(0, 0, len(sheet.rows), sum(column.printed for column in sheet.columns) - 1)
    _print_well(page, sheet.name)


def _set_height(page: Any, y: int, row: Sequence[object], widths: Sequence[int]) -> None:
    """As high as its longest text needs: LibreOffice, unlike Excel, leaves rows as they are when it opens a file."""
    lines = max(_lines(value, width) for value, width in zip(row, widths, strict=False) if isinstance(value, str))
    page.set_row(y, min(_LINE_HEIGHT * lines + 3, _HIGHEST))


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column ``width`` characters wide."""
    return sum(max(1, math.ceil(len(part) / (width * _LETTERS))) for part in text.split("\n"))


def _write_cell(page: Any, looks: _Looks, y: int, x: int, column: Column, value: Cell) -> None:
    if isinstance(value, Amount):
        page.write_number(y, x, value.value, looks.amount(value))
    elif isinstance(value, Share):
        page.write_number(y, x, value.value, looks.share)
    elif isinstance(value, int):
        page.write_number(y, x, value, looks.number)
    else:
        look = {"text": looks.text, "check": looks.check, "note": looks.note}[column.look]
        text = cell_text(value or "")
        page.write_string(y, x, text, look) if text else page.write_blank(y, x, None, look)


def _write_cover(book: Any, looks: _Looks, cover: Cover) -> None:
    page = book.add_worksheet(_COVER)
    for n, width in enumerate(cover.widths):
        page.set_column(n, n, width)
    page.write_string(0, 0, cover.title, looks.title)
    for y, text in enumerate(cover.says, 2):
        page.write_string(y, 0, cell_text(text), looks.plain)
    y = 2 + len(cover.says)
    for part in cover.parts:
        page.write_string(y + 1, 0, cell_text(part.title), looks.heading)
        _write_part(page, looks, y + 2, part, cover.widths)
        y += 3 + len(part.rows)
    _print_well(page, _COVER)


def _write_part(page: Any, looks: _Looks, top: int, part: Part, widths: Sequence[int]) -> None:
    for y, row in enumerate((part.heads, *part.rows), top):
        _set_height(page, y, row, widths)
        for x, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(y, x, value, looks.number)
            else:
                page.write_string(y, x, cell_text(value), looks.head if y == top else looks.text)


def _print_well(page: Any, name: str) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(_MARGIN, _MARGIN, _MARGIN, 0.75)
    page.set_footer(f"&L{name}&RPage &P of &N")
