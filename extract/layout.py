"""What a page holds before anything is known of tables: words, lines drawn, areas filled, tags.

All coordinates are PDF points, origin top left of the page as displayed (its /Rotate applied), or turned so that its
text reads from left to right; pages count from 1.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import attrgetter
from typing import NamedTuple

_WHOLE = 1.5 * 2**52
_NUMBER, _SIZE, _GLUED = attrgetter("number"), attrgetter("size"), attrgetter("glued")


def hundredths(length: float) -> float:
    """A length to hundredths, halves to the even one: as ``round`` does, which goes through text and takes long.

    Adding 1.5 × 2⁵² leaves no room for what is smaller than one.
    """
    return (length * 100 + _WHOLE - _WHOLE) / 100


class Word(NamedTuple):
    """A run of characters without white space, of one font size and one marked-content id.

    A word whose parts differ in either ("4" and a raised "th") is several of these, the later ones ``glued``.
    """

    number: int  # unique in the document, in content order
    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    base: float  # y of the baseline
    size: float
    bold: bool
    mcid: int  # -1 where the word is not marked content
    artifact: bool  # the producer marks it as page furniture
    glued: bool  # no white space between it and the word before
    spaced: bool  # a space character of the file's own follows it, which some producers write where a line wraps
    sure: float = 1.0  # 0 to 1: how sure text recognition is of it; 1 where the file itself holds the text

    def follows(self, word: Word) -> bool:
        """Whether it is a further part of that word, right behind it on its line."""
        if not (self.glued and self.number == word.number + 1 and self.page == word.page):
            return False
        return word.x0 <= self.x0 < word.x1 + 0.5 * word.size


class Line(NamedTuple):
    """Words that a reader sees side by side, left to right. Made by ``Line.of``; lengths are points.

    ``starts`` says whether a paragraph or bullet starts here; ``None`` means that the source does not say, so that it
    must be told from the look of the page. ``base`` is the y of the largest word's baseline, since raised ones have
    their own; ``size`` is that word's font size. ``even`` says that all words are of that size, none is glued and none
    ends in a hyphen. ``text`` is their texts with single spaces: an even line's, which many ask for.
    """

    words: tuple[Word, ...]
    starts: bool | None
    page: int  # from 1
    x0: float
    x1: float
    base: float
    size: float
    even: bool
    text: str

    @classmethod
    def of(cls, words: Sequence[Word], starts: bool | None) -> Line:
        """The line of some words, one or more, that stand side by side."""
        first = largest = words[0]
        text, sizes = " ".join([word.text for word in words]), list(map(_SIZE, words))
        even = sizes.count(first.size) == len(sizes)
        if not even:
            largest = words[sizes.index(max(sizes))]
        elif len(sizes) > 1:
            even = not any(map(_GLUED, words[1:])) and not _hyphened(text, words)
        said = (tuple(words), starts, first.page, first.x0, words[-1].x1, largest.base, largest.size, even, text)
        return tuple.__new__(cls, said)

    @property
    def place(self) -> tuple[float, float, float, float]:
        """Its box (x0, top, x1, bottom), to hundredths of a point."""
        x0, first = self.x0, self.words[0]
        if self.even:
            return hundredths(x0), hundredths(first.top), hundredths(self.x1), hundredths(first.bottom)
        return hundredths(x0), hundredths(self.top), hundredths(self.right), hundredths(self.bottom)

    @property
    def top(self) -> float:
        """The top of its highest word."""
        return self.words[0].top if self.even else min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """The bottom of its lowest word."""
        return self.words[0].bottom if self.even else max(w.bottom for w in self.words)

    @property
    def right(self) -> float:
        """The right end of whichever word reaches furthest."""
        return self.x1 if self.even else max(w.x1 for w in self.words)


class Edge(NamedTuple):
    """A drawn horizontal or vertical line: ``at`` is its y or x, ``start`` to ``end`` its extent the other way."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A filled area."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def area(self) -> float:
        """Its size in square points."""
        return (self.x1 - self.x0) * (self.bottom - self.top)

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point (x, y) lies in it."""
        return self.x0 <= point[0] <= self.x1 and self.top <= point[1] <= self.bottom


def _hyphened(text: str, words: Sequence[Word]) -> bool:
    """Whether a word after the first ends in a hyphen, or holds a soft one; ``text`` is that of all."""
    if "-" not in text and "\u00ad" not in text:
        return False
    return any(word.text[-1] == "-" or "\u00ad" in word.text for word in words[1:])


@dataclass(slots=True)
class Tag:
    """A structure element, joined over all pages, with the words that it marks itself. ``kids`` are by index in /K."""

    type: str
    columns: int = 1  # ColSpan
    children: int = 0  # how many it has in all, on whatever page
    kids: dict[int, Tag] = field(default_factory=dict)
    words: dict[tuple[int, int], list[Word]] = field(default_factory=dict)  # by (page, index in /K)

    def content(self) -> list[Tag | list[Word]]:
        """Words and elements in the order of /K, page by page where words of several pages share an index."""
        if not self.kids and len(self.words) == 1:
            return list(self.words.values())  # as most that hold words
        if not self.words:
            return [self.kids[i] for i in sorted(self.kids)]
        keyed: dict[tuple[int, int], Tag | list[Word]] = {(i, 0): kid for i, kid in self.kids.items()}
        keyed.update(((i, page), words) for (page, i), words in self.words.items())
        return [keyed[key] for key in sorted(keyed)]

    def walk(self) -> Iterator[Tag]:
        """This element and all below it, depth first."""
        yield self
        for kid in self.kids.values():
            yield from kid.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """How a page that is a picture was read: by which engine, and by how many degrees it was turned, clockwise.

    Its words and lines stand where they would if it had not been turned.
    """

    engine: str
    turned: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its size in points as it is read, its words in content order, and what is drawn on it."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Edge, ...]  # horizontal lines
    down: tuple[Edge, ...]  # vertical lines
    fills: tuple[Box, ...]
    untagged: Sequence[Word] = ()  # words that no element of the structure tree marks
    scanned: Scanned | None = None  # how it was read, where it is a picture
    hidden: tuple[Word, ...] = ()  # words of the file that nobody sees on the page
    turn: int = 0  # degrees clockwise by which the page as displayed had to be turned to be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A PDF's pages with what its metadata says of it (``None`` where it says nothing)."""

    path: str
    sha256: str
    pages: tuple[Page, ...]
    title: str | None
    author: str | None
    tags: Tag = field(default_factory=lambda: Tag("Root"))  # the structure tree's root
    damage: str = ""  # what is damaged in the file, in a sentence

    @property
    def words(self) -> Iterator[Word]:
        """Every word of every page, in order."""
        return chain.from_iterable(page.words for page in self.pages)

    def numbered(self, numbers: Container[int]) -> list[Word]:
        """The words of some numbers, in order."""
        return [
            word
            for page in self.pages
            for word in compress(page.words, map(numbers.__contains__, map(_NUMBER, page.words)))
        ]

    @property
    def tagged(self) -> bool:
        """Whether the structure tree holds a table, and is not blind to pages that are pictures."""
        return not any(page.scanned for page in self.pages) and any(tag.type == "Table" for tag in self.tags.walk())
