"""A page's part of the structure tree → Tags.

pdfium gives each page only the elements that reach it, but keeps their places among all children of their parent: the
path of indices from the root is therefore the same on every page, and joins a row that runs over several of them.
It resolves /RoleMap, and gives marked-content ids of this page alone, in the order of /K.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any

import pypdfium2.raw as raw

from extract import calls
from extract.calls import Handle
from extract.layout import Tag

_BUFFER = ctypes.create_string_buffer(64)
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
    kind = _type(element)
    kids: list[tuple[int, int | Tag]] = []
    children = calls.tag_child_count(element)
    for i in range(children):
        mcid = calls.tag_child_id(element, i)
        if mcid >= 0:
            kids.append((i, mcid))
        elif len(path) < _DEEPEST and (child := calls.tag_child(element, i)):
            kids.append((i, _tag(child, (*path, i))))
    span = _column_span(element) if kind in ("TD", "TH") else 1
    return Tag(path=path, type=kind, kids=kids, columns=span, children=children)


def _type(element: Handle) -> str:
    length = calls.tag_type(element, _BUFFER, len(_BUFFER))
    return _decoded(_BUFFER.raw[: max(min(length, len(_BUFFER)) - 2, 0)])


@lru_cache(maxsize=256)
def _decoded(name: bytes) -> str:
    return name.decode("utf-16-le", "replace")


def _column_span(element: Any) -> int:
    number = ctypes.c_float()
    element = ctypes.cast(ctypes.c_void_p(element), raw.FPDF_STRUCTELEMENT)
    for i in range(raw.FPDF_StructElement_GetAttributeCount(element)):
        attribute = raw.FPDF_StructElement_GetAttributeAtIndex(element, i)
        value = raw.FPDF_StructElement_Attr_GetValue(attribute, b"ColSpan") if attribute else None
        if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, ctypes.byref(number)):
            return max(int(number.value), 1)
    return 1
