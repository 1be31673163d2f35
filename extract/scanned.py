"""Pages that are pictures → pages with words: which they are, what was not sure, and what to do without the engine.

Everything of pictures is imported only when a page needs it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import count, pairwise
from operator import attrgetter
from statistics import fmean
from typing import TYPE_CHECKING

from extract.errors import InputError
from extract.layout import Document, Page, Word
from extract.rendered import page_pictures
from extract.report import Finding
from extract.sizes import settled

if TYPE_CHECKING:
    from extract.shades import Grey


#: How sure text recognition must be of the least sure letter of every word of an item, for it to be quoted unseen.
#: Measured on nine scans of the samples and of invented reports, and on six pages scanned poorly (100 dots an inch,
#: grainy): below 0.7 are 6 of the 27 misread words of the poor ones, and 0.5 % of all words read right (91 of 17,146).
#: That puts one item in ten of the nine under review. At 0.8 it would be 9 of 27, and 0.8 % of the right ones.
SURE = 0.7
_SURENESS = attrgetter("sure")
_STAMP = 60  # characters: a page with more text than a stamp of its number is no scan
_INSTALL = 'pip install "evidence-trail[ocr]"'


def read_scans(document: Document, recognised: Callable[[int, int], None] = lambda done, of: None) -> Document:
    """The document with its scanned pages read. Those that have a text layer are left alone, however it came there.

    ``recognised`` is told how many of them are read, of how many. Raises ``InputError`` where a page needs text
    recognition and the extra ``ocr`` is not installed.
    """
    bare = [page.number for page in document.pages if _is_bare(page)]
    if not bare:
        return document
    read: dict[int, Page] = {}
    for number, page in _read(document, bare):
        read[number] = page
        recognised(len(read), len(bare))
    if not read:
        return document
    # The type of a document has few sizes, which are measured anew on each page.
    sizes = settled(Counter(word.size for page in read.values() for word in page.words))
    numbers = count()
    pages = (read.get(page.number, page) for page in document.pages)
    return replace(document, pages=tuple(_finished(page, numbers, sizes) for page in pages))


def _is_bare(page: Page) -> bool:
    """Whether a page holds less text than a stamp or a page's number may be."""
    few = len(page.words) + len(page.hidden) < _STAMP
    return few and sum(len(w.text) for w in (*page.words, *page.hidden)) < _STAMP


def _read(document: Document, numbers: Sequence[int]) -> Iterator[tuple[int, Page]]:
    by_number = {page.number: page for page in document.pages}
    for number, grey in page_pictures(document.path, numbers):
        if not _looks_like_paper(grey):
            continue
        try:
            from extract.pageread import read_page
        except ImportError:
            raise _not_installed(document, number) from None
        yield number, read_page(by_number[number], grey)


def _looks_like_paper(grey: Grey) -> bool:
    """Whether most of a picture is plain and light, as a page of text is and a photograph is not."""
    import numpy as np

    lightest = float(np.percentile(grey, 90))
    return lightest > 120 and float(np.mean(grey > lightest - 40)) > 0.5


def _not_installed(document: Document, number: int) -> InputError:
    if not any(page.words for page in document.pages):
        why = f"has no text: its pages are pictures. To read them by text recognition, {_INSTALL}."
        return InputError(document.path, why)
    why = f"has no text: it is a picture. To read it by text recognition, {_INSTALL}; or leave it out with --pages."
    return InputError(document.path, why, page=number)


def _finished(page: Page, numbers: Iterator[int], sizes: dict[float, float]) -> Page:
    """The page with its words numbered, and with their sizes settled where it is a scan."""
    known = sizes if page.scanned else {}
    words = (w._replace(number=next(numbers), size=round(known.get(w.size, w.size), 2)) for w in page.words)
    hidden = (w._replace(number=next(numbers)) for w in page.hidden)
    return replace(page, words=tuple(words), hidden=tuple(hidden))


def doubt_of(words: Collection[Word]) -> str:
    """Why the reading of some words is uncertain, in words; empty where it is not."""
    if min(map(_SURENESS, words), default=1.0) >= SURE:
        return ""
    unsure = [word.text for word in words if word.sure < SURE]
    shown = " … ".join(f"“{text}”" for text in unsure[:3])
    return f"recognised from a scan; {shown} {'is' if len(unsure) == 1 else 'are'} uncertain"


def engine_of(document: Document) -> str:
    """The engine that read the scanned pages; empty where there are none."""
    return next((page.scanned.engine for page in document.pages if page.scanned), "")


def scan_findings(document: Document) -> list[Finding]:
    """That pages were read by text recognition, and how sure it was on average."""
    pages = [page for page in document.pages if page.scanned]
    if not pages:
        return []
    sure = fmean([word.sure for page in pages for word in page.words] or [0.0])
    which = _ranges([page.number for page in pages])
    text = (
        f"{which} {'is a scan' if len(pages) == 1 else 'are scans'}, read by text recognition ({engine_of(document)}), "
        f"which was {100 * sure:.1f} % sure of a word on average. Compare with the page before quoting."
    )
    return [Finding(kind="reading", text=text, page=pages[0].number)]


def _ranges(numbers: Sequence[int]) -> str:
    """Pages in words: “Pages 1–3, 7”."""
    starts = [numbers[0], *(b for a, b in pairwise(numbers) if b != a + 1)]
    ends = [*(a for a, b in pairwise(numbers) if b != a + 1), numbers[-1]]
    said = [str(a) if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True)]
    return f"Page{'' if len(numbers) == 1 else 's'} {', '.join(said)}"
