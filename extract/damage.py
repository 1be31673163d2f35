"""A PDF's bytes → where they are damaged. A reader of PDFs mends what it can and says nothing of what was lost.

Two things in a file tell of damage. Compressed parts end with a checksum of what they hold (RFC 1950). And an index at
the end says at which byte each object starts (ISO 32000-2, 7.5.4). Pictures are left out: no word is lost with
them, and they are most of a file's bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb">>\s*stream(?:\r\n|\n|\r)")
_STREAM_ENDS = re.compile(rb"\s*endstream")
_DICTIONARY = 4000  # bytes: nothing longer stands before a compressed part
_FLATE_FIRST = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_START = re.compile(rb"startxref\s+(\d{1,12})\s*%%EOF")
_SECTION = re.compile(rb"\s*(\d+)\s+(\d+)\s*?\r?\n?")
_ENTRY = re.compile(rb"(\d{10}) \d{5} ([nf])[ \r\n]{1,2}")
_OBJECT = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj\b")
_OPENINGS = (b"x\x9c", b"x\xda", b"x\x01", b"x^", b"H\x89")  # of packed parts, as programs write them
_PIECE = 1 << 20
_ENOUGH = 256 << 20  # bytes of one part: what holds more is no text


def damage(data: bytes) -> str:
    """What is damaged in a PDF, in a sentence; empty where nothing is seen."""
    if b"/Encrypt" not in data:  # encrypted parts cannot be checked without their key
        for start in _broken_parts(data):
            return f"The file is damaged: the part at byte {start:,} is spoilt, so words may be missing."
    if not _index_is_right(data):
        return "The file is damaged: its index does not lead to its parts, so words or pages may be missing."
    return ""


def _broken_parts(data: bytes) -> Iterator[int]:
    """The bytes at which parts start that cannot be unpacked to their end, or no longer say that they are packed."""
    for match in _STREAM.finditer(data):
        start = match.end()
        opening = data.rfind(b"obj", max(0, match.start() - _DICTIONARY), match.start())
        words = data[opening : match.start() + 2]
        if opening < 0 or _PICTURE.search(words):
            continue
        packed = data[start : _end(data, start, words)]
        said = _FLATE_FIRST.search(words)
        if (said and not _unpacks(packed)) or (not said and packed[:2] in _OPENINGS and _unpacks(packed)):
            yield start


def _end(data: bytes, start: int, dictionary: bytes) -> int:
    said = _LENGTH.search(dictionary)
    if said and _STREAM_ENDS.match(data, min(start + int(said[1]), len(data))):
        return start + int(said[1])
    found = data.find(b"endstream", start)
    return found if found >= 0 else len(data)


def _unpacks(packed: bytes) -> bool:
    if not packed.strip():
        return True
    unpacking, size = zlib.decompressobj(), 0
    try:
        while not unpacking.eof and packed:
            size += len(unpacking.decompress(packed, _PIECE))
            packed = unpacking.unconsumed_tail
            if size > _ENOUGH:
                return True
    except zlib.error:
        return False
    return unpacking.eof


def _index_is_right(data: bytes) -> bool:
    """Whether the last index is where the file says, and each of its entries leads to the object that it names."""
    starts = _START.findall(data)
    if not starts:
        return False
    at = int(starts[-1])
    if _OBJECT.match(data, at):
        return True  # a compressed index, which has a checksum of its own
    if data[at : at + 4] != b"xref":
        return False
    entries = _entries(data, at + 4)
    return all(_leads(data, number, place) for number, place in entries)


def _entries(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The objects in use that an index lists, each with its place."""
    while section := _SECTION.match(data, at):
        first, count = int(section[1]), int(section[2])
        at = section.end()
        for number in range(first, first + count):
            entry = _ENTRY.match(data, at)
            if entry is None:
                return
            at = entry.end()
            if entry[2] == b"n" and (place := int(entry[1])):  # some programs list what there is not, at byte 0
                yield number, place


def _leads(data: bytes, number: int, place: int) -> bool:
    usual = b"%d 0 obj" % number  # as nearly always, and quicker than an expression
    if data.startswith(usual, place) and data[place + len(usual) : place + len(usual) + 1].isspace():
        return True
    found = _OBJECT.match(data, place)
    return found is not None and int(found[1]) == number
