"""Claims and pages read again → words that are lost, doubled or invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extract.report import Place, Span
from extract.second_places import Claim, Held, Problem
from extract.second_reader import UNREADABLE, Glyph, normal

_BULLETS = set("•●▪■◦○‣⁃∙·➢➤►▶✓✔❖◆◇□▫–—-*o§")
_BEFORE_TEXT = 60.0  # points: a bullet stands at most so far before the text of its item
_NEAR = 40.0  # points: a line that no one claims throws doubt on items that near
_MOST = 20_000  # characters: texts that differ at greater length are not laid side by side


class Piece(NamedTuple):
    """One character on a page, or in a text (page 0), with the word that it is a part of."""

    char: str
    page: int
    word: int
    optional: bool = False  # a hyphen at a line's end, which a reader leaves out
    shared: bool = False  # another claim holds it as well


def unclaimed(held: Held, claims: Sequence[Claim]) -> Iterator[Problem]:
    """Words of a page that stand in no claim, bullets of items aside; those of one place together."""
    glyphs = [g for g, owners in zip(held.page.glyphs, held.owners, strict=True) if not owners]
    boxes = [(box, claim) for claim in claims for box in claim.boxes if box.page == held.page.number]
    firsts = [c.boxes[0] for c in claims if c.item and c.boxes and c.boxes[0].page == held.page.number]
    alone = {n: list(part) for n, part in groupby(glyphs, key=lambda g: g.word)}
    left = {n: part for n, part in alone.items() if not _is_bullet(part, held.page.words[n], firsts)}
    for n, part in left.items():
        near = min(boxes, key=lambda pair: _apart(part[0], pair[0]), default=None)
        doubted = near is not None and near[1].item and _apart(part[0], near[0]) <= _NEAR
        items = (near[1].item,) if near is not None and doubted else ()
        yield Problem(kind="lost", page=held.page.number, words=(held.page.words[n],), items=items, indices=(n,))


def _is_bullet(part: Sequence[Glyph], word: str, firsts: Sequence[Span | Place]) -> bool:
    if len(part) != 1 or len(word) != 1 or word not in _BULLETS:
        return False
    _, y = part[0].middle
    return any(box.top <= y <= box.bottom and -1 < box.x0 - part[0].x1 < _BEFORE_TEXT for box in firsts)


def _apart(glyph: Glyph, box: Span | Place) -> float:
    """How far a glyph stands from a box, in points."""
    x, y = glyph.middle
    return max(box.x0 - x, 0.0, x - box.x1) + max(box.top - y, 0.0, y - box.bottom)


def doubled(held: Held, claims: Sequence[Claim]) -> Iterator[Problem]:
    """Words that more than one claim holds."""
    found: dict[tuple[int, ...], set[int]] = {}
    for glyph, owners in zip(held.page.glyphs, held.owners, strict=True):
        if len(owning := {claim for claim, _ in owners}) > 1:
            found.setdefault(tuple(sorted(owning)), set()).add(glyph.word)
    for owning_claims, words in found.items():
        yield Problem(
            kind="doubled", page=held.page.number, words=tuple(held.page.words[n] for n in sorted(words)),
            items=tuple(claims[c].item for c in owning_claims if claims[c].item), indices=tuple(sorted(words)),
        )  # fmt: skip


def misread(claims: Sequence[Claim], pages: Sequence[Held], unread: set[int]) -> Iterator[Problem]:
    """Words in which a claim's text differs from what stands in its boxes: lost, invented, or unreadable.

    What reaches onto a page that the second reader could not read is passed over.
    """
    words = {held.page.number: held.page.words for held in pages}
    pieces = _pieces(claims, pages)
    for claim, there in zip(claims, pieces, strict=True):
        if unread.isdisjoint(box.page for box in claim.boxes):
            yield from _compared(claim, there, words)


def _pieces(claims: Sequence[Claim], pages: Sequence[Held]) -> list[list[Piece]]:
    """The characters in each claim's boxes, box by box, from left to right."""
    boxed: list[list[list[tuple[Glyph, int, bool]]]] = [[[] for _ in claim.boxes] for claim in claims]
    for held in pages:
        for glyph, owners in zip(held.page.glyphs, held.owners, strict=True):
            shared = len({claim for claim, _ in owners}) > 1
            for claim in dict.fromkeys(c for c, _ in owners):
                boxes = [box for c, box in owners if c == claim]
                box = min(boxes, key=lambda b: _off_middle(glyph, claims[claim].boxes[b]))
                boxed[claim][box].append((glyph, held.page.number, shared))
    return [[piece for line in lines for piece in _line(line)] for lines in boxed]


def _off_middle(glyph: Glyph, box: Span | Place) -> float:
    return abs(glyph.middle[1] - (box.top + box.bottom) / 2)


def _line(glyphs: list[tuple[Glyph, int, bool]]) -> list[Piece]:
    if sum(glyph.upright for glyph, _, _ in glyphs) * 2 >= len(glyphs):
        glyphs = sorted(glyphs, key=lambda g: g[0].middle[0])
    line = [Piece(c, page, glyph.word, shared=shared) for glyph, page, shared in glyphs for c in glyph.text]
    if line and line[-1].char == "-":
        line[-1] = line[-1]._replace(optional=True)
    return line


def _compared(claim: Claim, there: list[Piece], words: dict[int, tuple[str, ...]]) -> Iterator[Problem]:
    tokens = claim.text.split()
    said = [Piece(c, 0, n) for n, token in enumerate(tokens) for c in normal(token)]
    lost, invented, unreadable = _differences(there, said)
    if (lost or invented) and any(p.shared for p in there):
        own = _differences([p for p in there if not p.shared], said)
        if sum(len(part) for part in own) < len(lost) + len(invented) + len(unreadable):
            lost, invented, unreadable = own
    items = (claim.item,) if claim.item else ()
    for kind, found in (("lost", lost), ("unreadable", unreadable)):
        for page in sorted({p.page for p in found}):
            indices = sorted({p.word for p in found if p.page == page})
            quoted = tuple(words[page][n] for n in indices)
            yield Problem(kind=kind, page=page, words=quoted, items=items, indices=tuple(indices))
    for page in sorted({page for page, _ in invented}):
        quoted = tuple(tokens[n] for n in sorted({n for at, n in invented if at == page}))
        yield Problem(kind="invented", page=page or _first_page(claim), words=quoted, items=items)


def _first_page(claim: Claim) -> int:
    return claim.boxes[0].page if claim.boxes else 0


def _differences(there: list[Piece], said: list[Piece]) -> tuple[list[Piece], list[tuple[int, int]], list[Piece]]:
    """(what stands only on the page, what only the text says as (page, token), what the second reader cannot read)."""
    start, end = _alike(there, said)
    there, said = there[start : len(there) - end], said[start : len(said) - end]
    before = there[0].page if there else 0
    lost: list[Piece] = []
    invented: list[tuple[int, int]] = []
    unreadable: list[Piece] = []
    for a0, a1, b0, b1 in _blocks(there, said):
        part = [p for p in there[a0:a1] if not p.optional]
        blind = [p for p in part if p.char == UNREADABLE]
        unreadable.extend(blind)
        lost.extend(p for p in part if p.char != UNREADABLE)
        page = there[min(a0, len(there) - 1)].page if there else before
        new = [p for p in said[b0:b1] if p.char != "-" or a1 == a0 or not there[a0].optional]
        invented.extend((page, p.word) for p in new[len(blind) :])
    return lost, invented, unreadable


def _alike(there: list[Piece], said: list[Piece]) -> tuple[int, int]:
    """How many characters agree from the start, and from the end."""
    most = min(len(there), len(said))
    start = next((n for n in range(most) if there[n].char != said[n].char), most)
    end = next((n for n in range(most - start) if there[-1 - n].char != said[-1 - n].char), most - start)
    return start, end


def _blocks(there: list[Piece], said: list[Piece]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches that differ, as (from, to) on the page and (from, to) in the text."""
    if len(there) > _MOST or len(said) > _MOST or not (there and said):
        if there or said:
            yield 0, len(there), 0, len(said)
        return
    from rapidfuzz.distance import Levenshtein

    for code in Levenshtein.opcodes("".join(p.char for p in there), "".join(p.char for p in said)):
        if code.tag != "equal":
            yield code.src_start, code.src_end, code.dest_start, code.dest_end
