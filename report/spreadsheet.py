"""CSVs for those who open them in a spreadsheet, which would run some cells as formulas."""

from __future__ import annotations

import csv
import io
import re

from extract.csv_text import csv_text

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # the wide ones too: spreadsheets of East Asia take them for the others
_WITHIN = re.compile(r"([;|\t])(?=[=+\-@＝＋－＠])")  # where another separator is usual, a cell starts after it


def spreadsheet_safe(text: str) -> str:
    """A CSV in which no cell starts a formula: an apostrophe goes before one that would, as OWASP advises.

    Numbers stay as they are.
    """
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return csv_text([_safe(cell) for cell in header], ([_safe(cell) for cell in row] for row in rows))


def _safe(cell: str) -> str:
    cell = _WITHIN.sub(r"\1'", cell)
    if not cell.startswith(_FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
