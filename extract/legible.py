"""Pages → those without any text, and those whose text is no words: signs of a damaged file, or of one made badly.

A reader of PDFs says nothing of a page whose content is lost, and where a file does not say what its letters mean, it
gives the numbers of its glyphs for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.layout import Document, Page
from extract.report import Finding, Item

_ENOUGH = 30  # characters from which on a page's text can be judged
_LETTERS = 0.4  # of its characters: words and figures are more, even in tables of numbers
_CONTROLS = 0.02  # of its characters: no text has more of those that nobody can see
_LEADERS = re.compile(r"[._…·\-–—=|]{2,}")  # of tables of contents and forms
_NO_LETTERS, _UNSEEN = re.compile(r"[\W_]+"), re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_OTHERS = bytes(code for code in range(256) if _NO_LETTERS.match(chr(code)))
_SEEN = bytes(code for code in range(256) if not _UNSEEN.match(chr(code)))
_DOUBT = "the text of the page is no words"


def unread_pages(document: Document, garbled: Sequence[int]) -> list[Finding]:
    """A finding for the pages that hold no text, and one for those whose text is no words, ``garbled``."""
    empty = [p.number for p in document.pages if not p.words and not p.hidden]
    found = []
    if empty and len(empty) < len(document.pages):
        text = f"{_pages(empty)} no text. If it is not so in print, the file is damaged there."
        found.append(Finding(kind="reading", text=text, page=empty[0]))
    if garbled:
        text = f"{_pages(garbled)} text that is no words: the file does not say what its letters mean, or is damaged."
        found.append(Finding(kind="reading", text=text, page=garbled[0]))
    return found


def garbled_pages(document: Document) -> list[int]:
    """The pages (from 1) whose text is no words."""
    return [page.number for page in document.pages if _is_garbled(page)]


def doubted(items: Iterable[Item], garbled: Sequence[int]) -> tuple[Item, ...]:
    """The items, with a doubt on each that stands on a page of which the text is no words."""
    pages = set(garbled)
    return tuple(
        replace(item, doubt=item.doubt or _DOUBT) if pages and pages & {span.page for span in item.spans} else item
        for item in items
    )


def _is_garbled(page: Page) -> bool:
    text = "".join([word.text for word in page.words])
    latin = text.encode("latin-1", "ignore")
    if len(latin.translate(None, _OTHERS)) >= _LETTERS * len(text) and not latin.translate(None, _SEEN):
        return False  # as nearly always: leaders hold no letters, so that without them the share only grows
    text = _LEADERS.sub("", text)
    if len(text) < _ENOUGH:
        return False
    others, controls = (sum(map(len, pattern.findall(text))) for pattern in (_NO_LETTERS, _UNSEEN))
    return len(text) - others < _LETTERS * len(text) or controls > _CONTROLS * len(text)


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + ("…" if len(numbers) > 8 else "")
    return f"Page {shown} holds" if len(numbers) == 1 else f"Pages {shown} hold"
