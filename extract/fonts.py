"""The fonts of a document: which are bold, and how wide their letters are."""

from __future__ import annotations

from extract import calls
from extract.calls import Handle

_WIDTH, _TO_WIDTH = calls.written("f")
_NAME, _TO_NAME = calls.written("B", 128)


class Font:
    """How wide the letters of a font are: pdfium is asked once a letter."""

    def __init__(self, *, bold: bool) -> None:
        """A font of which no letter is known yet."""
        self.bold = bold
        self.handle: Handle = None  # pdfium's, of the page at hand
        self._widths: dict[str, float] = {}

    def offsets(self, text: str) -> list[float]:
        """Where each letter of a text starts and the last one ends, as shares of the font size, from 0."""
        widths, offset, offsets = self._widths, 0.0, [0.0]
        for letter in text:
            width = widths.get(letter)
            offset += self._width(letter) if width is None else width
            offsets.append(offset)
        return offsets

    def _width(self, letter: str) -> float:
        """Ask pdfium for an advance width as a share of the font size; letters that the font lacks have none."""
        known = calls.letter_width(self.handle, ord(letter), 1.0, _TO_WIDTH)
        self._widths[letter] = _WIDTH[0] if known else 0.0
        return self._widths[letter]


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
        _NAME[0] = 0  # where nothing is written, the last font's name must not stay
        calls.font_name(handle, _TO_NAME, len(_NAME))
        name = _NAME.tobytes().partition(b"\0")[0]
        if name not in self._by_name:
            said = name.decode("utf-8", "replace").lower()
            bold = "bold" in said or "black" in said or calls.font_weight(handle) >= 600
            self._by_name[name] = Font(bold=bold)
        font = self._by_name[name]
        font.handle = handle
        return font
