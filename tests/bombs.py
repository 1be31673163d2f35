"""PDFs made to bring a reader down: small files that ask for all the memory, all the time or all the paper there is."""

from __future__ import annotations

import zlib
from collections.abc import Callable

MB = 1_000_000
FONT = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects, of which 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, at)
    return bytes(out)


def stream(content: bytes, dictionary: bytes = b"", *, times: int = 1) -> bytes:
    """A stream, packed so many times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode " * times
    return b"<< %s /Filter [%s] /Length %d >>\nstream\n%s\nendstream" % (dictionary, filters, len(content), content)


def page(content: bytes, *, resources: bytes = b"", box: bytes = b"0 0 842 595", more: bytes = b"") -> dict[int, bytes]:
    """A document of one page."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % more,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s %s >> >>"
        % (box, FONT, resources),
        4: content,
    }


WORDS = b"BT /F 12 Tf 50 500 Td (You asked us) Tj ET\n"


def packed_twice() -> bytes:
    """Three gigabytes of blanks in a few kilobytes."""
    piece = zlib.compressobj(9)
    once = b"".join([*(piece.compress(b" " * MB) for _ in range(3000)), piece.flush()])
    content = zlib.compress(once, 9)
    body = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    return pdf(page(body))


def million_paths() -> bytes:
    """Two million lines on a page."""
    lines = b"".join(b"%d %d m %d %d l S\n" % (n % 800, n % 590, n % 790, n % 580) for n in range(2000))
    return pdf(page(stream(WORDS + lines * 1000)))


def many_pages() -> bytes:
    """Twenty thousand pages."""
    kids = b" ".join(b"%d 0 R" % n for n in range(10, 20010))
    objects = page(stream(WORDS))
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count 20000 >>" % kids
    each = objects.pop(3)
    return pdf({**objects, **dict.fromkeys(range(10, 20010), each)})


def huge_page() -> bytes:
    """A page of a hundred metres by a hundred, with a picture over it."""
    image = stream(bytes(100 * 100), b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 "
                   b"/ColorSpace /DeviceGray")  # fmt: skip
    made = page(stream(b"q 283465 0 0 283465 0 0 cm /I Do Q"), resources=b"/XObject << /I 9 0 R >>",
                box=b"0 0 283465 283465")  # fmt: skip
    return pdf({**made, 9: image})


def forms_in_forms() -> bytes:
    """A form that draws ten forms that draw ten forms, and so on: ten thousand million words."""
    made = page(stream(b"/X Do " * 10), resources=b"/XObject << /X 10 0 R >>")
    for n in range(10, 20):
        inner = (
            b"/Resources << /XObject << /X %d 0 R >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        )
        dictionary = b"/Type /XObject /Subtype /Form /BBox [0 0 842 595] " + inner % (n + 1) + b">> >> >>"
        made[n] = stream(b"/X Do " * 10 if n < 19 else WORDS, dictionary)
    return pdf(made)


def deep_tags() -> bytes:
    """Tags nested a hundred thousand deep, the last of which is its own child."""
    made = page(stream(WORDS), more=b"/MarkInfo << /Marked true >> /StructTreeRoot 9 0 R")
    made[9] = b"<< /Type /StructTreeRoot /K 10 0 R >>"
    for n in range(10, 100_010):
        made[n] = b"<< /Type /StructElem /S /Div /K %d 0 R /Pg 3 0 R >>" % (n + 1)
    made[100_010] = b"<< /Type /StructElem /S /Table /K 100010 0 R /Pg 3 0 R >>"
    return pdf(made)


def huge_picture() -> bytes:
    """A picture of sixty thousand pixels each way."""
    rows = zlib.compressobj(9)
    packed = b"".join([*(rows.compress(bytes(60_000)) for _ in range(60_000)), rows.flush()])
    dictionary = (
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceGray "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    )
    made = page(stream(b"q 842 0 0 595 0 0 cm /I Do Q"), resources=b"/XObject << /I 9 0 R >>")
    return pdf({**made, 9: dictionary})


BOMBS: dict[str, Callable[[], bytes]] = {
    "packed-twice": packed_twice, "million-paths": million_paths, "many-pages": many_pages, "huge-page": huge_page,
    "forms-in-forms": forms_in_forms, "deep-tags": deep_tags, "huge-picture": huge_picture,
}  # fmt: skip
