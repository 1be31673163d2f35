"""Claims × a page read again → which claims hold each of its glyphs.

A claim is what the first reading says of some rectangles of the pages: their owner and their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.report import Place, Report, Span
from extract.second_reader import SecondPage

_HIDDEN = "hidden"
_BAND = 24.0  # points: boxes are looked up by the bands of the page that they touch


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # two claims of the same words are still two
class Claim:
    """Words that the first reading places in some boxes. ``item`` is empty for what is no item.

    ``role`` is the item's, or the owner (number, title, heading, header, furniture). ``boxes`` are in reading order.
    """

    item: str
    role: str
    commitment: str
    text: str
    boxes: tuple[Span | Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A page read again, and for each of its glyphs the (claim, box of the claim) pairs that hold it, by index."""

    page: SecondPage
    owners: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Words of one page on which the two readers disagree. ``items`` are the ids of those that it throws doubt on."""

    kind: str  # lost, doubled, invented, other-cell; hidden and unreadable, which are no fault of the reading
    page: int
    words: tuple[str, ...]
    items: tuple[str, ...]
    indices: tuple[int, ...] = ()  # of the words on the page, where they stand there


def claims_of(report: Report) -> list[Claim]:
    """What a report says of its pages, as plain boxes and words."""
    return [
        *(
            Claim(item=i.id, role=i.role, commitment=i.commitment, text=i.text, boxes=tuple(i.spans))
            for i in report.items
        ),
        *(
            Claim(item="", role=p.owner, commitment=p.commitment, text=p.text, boxes=(p,))
            for p in report.places
        ),
    ]  # fmt: skip


def holders(page: SecondPage, claims: Sequence[Claim]) -> Held:
    """The claims that hold each glyph, by its middle: lines stand closer than their boxes are high."""
    bands: dict[int, list[tuple[Span | Place, tuple[int, int]]]] = {}
    for c, claim in enumerate(claims):
        for b, box in enumerate(claim.boxes):
            if box.page == page.number:
                for band in range(int(box.top // _BAND), int(box.bottom // _BAND) + 1):
                    bands.setdefault(band, []).append((box, (c, b)))
    unseen = _unseen(page, claims)
    owners: list[tuple[tuple[int, int], ...]] = []
    for g, glyph in enumerate(page.glyphs):
        if g in unseen:
            owners.append(((unseen[g], 0),))
            continue
        x, y = glyph.middle
        near = bands.get(int(y // _BAND), ())
        owners.append(tuple(key for box, key in near if _holds(box, (x, y)) and claims[key[0]].role != _HIDDEN))
    return Held(page=page, owners=tuple(owners))


def _unseen(page: SecondPage, claims: Sequence[Claim]) -> dict[int, int]:
    """Glyph → the claim that it is one of the words nobody sees. These may lie over others, so letters must agree."""
    found: dict[int, int] = {}
    for c, claim in enumerate(claims):
        box = claim.boxes[0] if claim.boxes else None
        if claim.role != _HIDDEN or box is None or box.page != page.number:
            continue
        inside = [g for g, glyph in enumerate(page.glyphs) if g not in found and _holds(box, glyph.middle)]
        letters, wanted = "".join(page.glyphs[g].text[:1] for g in inside), "".join(claim.text.split())
        start = letters.find(wanted)
        if start >= 0:
            found.update(dict.fromkeys(inside[start : start + len(wanted)], c))
    return found


def _holds(box: Span | Place, point: tuple[float, float]) -> bool:
    return box.x0 <= point[0] <= box.x1 and box.top <= point[1] <= box.bottom
