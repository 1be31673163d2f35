"""A page's part of the structure tree → Tags.

pdfium gives each page only the elements that reach it, but keeps their places among all children of their parent: the
path of indices from the root is therefore the same on every page, and joins a row that runs over several of them.
It resolves /RoleMap, and gives marked-content ids of this page alone, in the order of /K.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw

from extract import calls
from extract.calls import Handle
from extract.layout import Tag

_LONGEST = 64  # bytes of a type's name: a longer one is none of those that are known
_BUFFER = ctypes.create_string_buffer(_LONGEST)
_NUMBER = ctypes.c_float()
_NUMBER_REFERENCE = ctypes.byref(_NUMBER)
_CELLS = ("TD", "TH")
_DEEPEST = 64  # a tree deeper than any a word processor writes is taken for damaged, not followed


def page_tags(page: Any) -> tuple[Tag, ...]:
    """The elements at the root of the page's structure tree; empty where the PDF is not tagged."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return ()
    try:
        roots = (
            (i, raw.FPDF_StructTree_GetChildAtIndex(tree, i)) for i in range(raw.FPDF_StructTree_CountChildren(tree))
        )
        return tuple(_tag(calls.handle(element), (i,)) for i, element in roots if element)
    finally:
        raw.FPDF_StructTree_Close(tree)


def _tag(element: Handle, path: tuple[int, ...]) -> Tag:
    length = calls.tag_type(element, _BUFFER, _LONGEST)
    kind = _decoded(_BUFFER.raw[: length - 2]) if 2 < length <= _LONGEST else ""
    kids: list[tuple[int, int | Tag]] = []
    children = calls.tag_child_count(element)
    # All are asked in one go: a table may have thousands of rows, and but a few that reach the page.
    for i, mcid in enumerate(map(calls.tag_child_id, repeat(element), range(children))):
        if mcid >= 0:
            kids.append((i, mcid))
        elif len(path) < _DEEPEST and (child := calls.tag_child(element, i)):
            kids.append((i, _tag(child, (*path, i))))
    span = _column_span(element) if kind in _CELLS else 1
    return Tag(path, kind, kids, span, children)


@lru_cache(maxsize=256)
def _decoded(name: bytes) -> str:
    return name.decode("utf-16-le", "replace")


def _column_span(element: Handle) -> int:
    for i in range(calls.tag_attribute_count(element)):
        attribute = calls.tag_attribute(element, i)
        value = calls.tag_attribute_value(attribute, b"ColSpan") if attribute else None
        if value and calls.tag_attribute_number(value, _NUMBER_REFERENCE):
            return max(int(_NUMBER.value), 1)
    return 1
