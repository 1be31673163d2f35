"""A page's part of the structure tree → Tags.

pdfium gives each page only the elements that reach it, but keeps their places among all children of their parent: the
path of indices from the root is therefore the same on every page, and joins a row that runs over several of them.
It resolves /RoleMap, and gives marked-content ids of this page alone, in the order of /K.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, groupby, repeat
from operator import attrgetter
from typing import Any

import pypdfium2.raw as raw

from extract import calls
from extract.calls import Handle
from extract.layout import Tag, Word

_LONGEST = 64  # bytes of a type's name: a longer one is none of those that are known
_NAME, _TO_NAME = calls.written("B", _LONGEST)
_NUMBER, _TO_NUMBER = calls.written("f")
_MCID = attrgetter("mcid")
_CELLS = ("TD", "TH")
_DEEPEST = 64  # a tree deeper than any a word processor writes is taken for damaged, not followed


def join_tags(page: Any, number: int, words: Sequence[Word], root: Tag) -> Sequence[Word]:
    """Join page ``number`` to what the pages before it brought to the structure tree, below ``root``.

    ``words`` are the page's; those that no element marks are returned: all, where the PDF is not tagged.
    """
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return words
    try:
        part = _Part(number, words)
        for i in range(raw.FPDF_StructTree_CountChildren(tree)):
            if element := raw.FPDF_StructTree_GetChildAtIndex(tree, i):
                part.join(calls.handle(element), i, root, 1)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return sorted(chain.from_iterable(part.content.values()))


class _Part:
    """What a page brings to the tree: its words by marked-content id, as long as no element has claimed them."""

    def __init__(self, page: int, words: Sequence[Word]) -> None:
        self._page = page
        self.content: dict[int, list[Word]] = {}
        for mcid, marked in groupby(words, key=_MCID):
            self.content.setdefault(mcid, []).extend(marked)

    def join(self, element: Handle, index: int, parent: Tag, depth: int) -> None:
        """Join an element, the child of ``parent`` at ``index``, and all below it."""
        tag = parent.kids.get(index)
        if tag is None:
            tag = parent.kids[index] = _tag(element)
        # All are asked in one go: a table may have thousands of rows, and but a few that reach the page.
        for i, mcid in enumerate(map(calls.tag_child_id, repeat(element), range(tag.children))):
            if mcid >= 0:
                # Two elements that claim the same content would own its words twice: the first one keeps them.
                if words := self.content.pop(mcid, None):
                    tag.words[self._page, i] = words
            elif depth < _DEEPEST and (child := calls.tag_child(element, i)):
                self.join(child, i, tag, depth + 1)


def _tag(element: Handle) -> Tag:
    length = calls.tag_type(element, _TO_NAME, _LONGEST)
    kind = _decoded(_NAME[: length - 2].tobytes()) if 2 < length <= _LONGEST else ""
    span = _column_span(element) if kind in _CELLS else 1
    return Tag(kind, span, calls.tag_child_count(element))


@lru_cache(maxsize=256)
def _decoded(name: bytes) -> str:
    return name.decode("utf-16-le", "replace")


def _column_span(element: Handle) -> int:
    for i in range(calls.tag_attribute_count(element)):
        attribute = calls.tag_attribute(element, i)
        value = calls.tag_attribute_value(attribute, b"ColSpan") if attribute else None
        if value and calls.tag_attribute_number(value, _TO_NUMBER):
            return max(int(_NUMBER[0]), 1)
    return 1
