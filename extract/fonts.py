"""The fonts of a document: which are bold, and how wide their letters are."""

from __future__ import annotations

import ctypes
from itertools import accumulate

from extract import calls
from extract.calls import Handle


class Font(dict[str, float]):
    """Letter → its advance width as a share of the font size, asked of pdfium once a letter."""

    def __init__(self, *, bold: bool) -> None:
        """A font of which no letter is known yet."""
        super().__init__()
        self.bold = bold
        self.handle: Handle = None  # pdfium's, of the page at hand

    def __missing__(self, letter: str) -> float:
        """Ask pdfium; letters that the font lacks have no width."""
        width = ctypes.c_float()
        known = calls.letter_width(self.handle, ord(letter), 1.0, ctypes.byref(width))
        self[letter] = width.value if known else 0.0
        return self[letter]

    def offsets(self, text: str) -> list[float]:
        """Where each letter of a text starts and the last one ends, as shares of the font size, from 0."""
        return list(accumulate(map(self.__getitem__, text), initial=0.0))


class Fonts:
    """The fonts of a document by name. Two of one name may differ in widths: whoever uses widths checks their sum."""

    def __init__(self) -> None:
        """None is known yet."""
        self._by_name: dict[bytes, Font] = {}
        self._by_address: dict[int, Font] = {}

    def new_page(self) -> None:
        """Forget pdfium's addresses, which hold for one page only."""
        self._by_address.clear()

    def of(self, text_object: int) -> Font:
        """The font that a text object of the page at hand is drawn in."""
        handle = calls.font_of(text_object)
        if not handle:
            return Font(bold=False)
        font = self._by_address.get(handle)
        if font is None:
            font = self._by_address[handle] = self._named(handle)
        return font

    def _named(self, handle: int) -> Font:
        buffer = ctypes.create_string_buffer(128)
        calls.font_name(handle, buffer, 128)
        if buffer.value not in self._by_name:
            name = buffer.value.decode("utf-8", "replace").lower()
            bold = "bold" in name or "black" in name or calls.font_weight(handle) >= 600
            self._by_name[buffer.value] = Font(bold=bold)
        font = self._by_name[buffer.value]
        font.handle = handle
        return font
