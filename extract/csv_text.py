"""Rows → a CSV as this program writes it: RFC 4180 with LF, a header row, UTF-8 when encoded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """One CSV. A line break within a cell is LF: Python's writer leaves a lone CR bare, and it would end the row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    return re.sub(r"\r\n?", "\n", value) if isinstance(value, str) and "\r" in value else value
