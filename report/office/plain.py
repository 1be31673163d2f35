"""Text of a report → the same as Word and Excel can hold it, and short enough to be read in a table or a briefing."""

from __future__ import annotations

import re

#: What XML 1.0 cannot hold: control characters but tab and line ends, lone surrogates, and two that are no characters.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CELL = 32_767  # UTF-16 units, which is what Excel counts in a cell
MORE = " …"


def xml_text(text: str) -> str:
    """The text without characters that an Office file cannot hold, so that it opens without repair."""
    return _NO_XML.sub("", text)


def one_line(text: str) -> str:
    """The same with every run of white space as one space, for a paragraph of a Word file."""
    return " ".join(xml_text(text).split())


def cell_text(text: str) -> str:
    """A text as one cell of a spreadsheet holds it: what is too long is cut, with a mark that says so."""
    text = xml_text(text)
    if _units(text) <= _CELL:
        return text
    mark = f" … [cut here: the whole text has {len(text):,} characters]"
    kept = text.encode("utf-16-le")[: 2 * (_CELL - len(mark))].decode("utf-16-le", errors="ignore")
    return kept + mark


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def shortened(text: str, most: int) -> str:
    """The start of a text, cut between words with “ …” where it is longer than ``most`` characters."""
    text = one_line(text)
    if len(text) <= most:
        return text
    cut = text[: most + 1].rsplit(" ", 1)[0] if " " in text[: most + 1] else text[:most]
    return cut.rstrip(" ,;:–-") + MORE
