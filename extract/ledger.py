"""The proof that every word on the pages is owned exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extract.layout import Document, Line, Page, Word
from extract.lines import lines_in_order, raw_text
from extract.report import Finding, Ledger, Owner, Place

_SHOWN = 12  # words of a page that a finding quotes


class Owners:
    """Who owns each word of a document. The first claim on a word holds; a second one is kept and told."""

    def __init__(self, document: Document) -> None:
        """Start with no word owned."""
        self._document = document
        self._owner: dict[int, Owner] = {}
        self._twice: set[int] = set()
        self._commitment: dict[int, str] = {}

    def take(self, lines: Iterable[Line], owner: Owner, commitment: str = "") -> None:
        """Claim every word of some lines, of a commitment where they are its number or title."""
        indices = [w.number for line in lines for w in line.words]
        if commitment:
            self._commitment.update(dict.fromkeys(indices, commitment))
        self.take_words(indices, owner)

    def take_words(self, indices: Iterable[int], owner: Owner) -> None:
        """Claim words by index."""
        indices = list(indices)
        claimed = dict.fromkeys(indices, owner)
        again = self._owner.keys() & claimed.keys()
        self._twice.update(i for i in again if not owner == self._owner[i] == "furniture")
        if len(claimed) < len(indices):
            self._twice.update(i for i, times in Counter(indices).items() if times > 1)
        for i in again:
            del claimed[i]  # the first claim holds
        self._owner.update(claimed)

    def unowned(self) -> set[int]:
        """The indices of the words that nobody has claimed yet."""
        return {w.number for w in self._document.words} - self._owner.keys()

    def ledger(self) -> tuple[Ledger, list[Finding]]:
        """The account, and a finding for each page with words that no one or more than one owns."""
        left, words = self.unowned(), sum(1 for _ in self._document.words)
        furniture = sum(owner == "furniture" for owner in self._owner.values())
        ledger = Ledger(words=words, owned=words - furniture - len(left), furniture=furniture, unowned=len(left))
        return ledger, [
            *self._told(left, "stand on the page, but in no item"),
            *self._told(self._twice, "are read twice"),
        ]

    def places(self) -> tuple[Place, ...]:
        """Every line that an owner other than an item holds, page by page."""
        return tuple(
            place
            for page in self._document.pages
            for claim, words in self._by_claim(page).items()
            for line in lines_in_order(words, None)
            for place in [_place(line, *claim)]
        )

    def _by_claim(self, page: Page) -> dict[tuple[Owner, str], list[Word]]:
        found: dict[tuple[Owner, str], list[Word]] = {}
        for word in page.words:
            owner = self._owner.get(word.number, "item")
            if owner != "item":
                found.setdefault((owner, self._commitment.get(word.number, "")), []).append(word)
        return found

    def _told(self, indices: set[int], what: str) -> list[Finding]:
        findings: list[Finding] = []
        for page in self._document.pages:
            words = [w.text for w in page.words if w.number in indices]
            if words:
                more = " …" if len(words) > _SHOWN else ""
                text = f"{len(words)} words {what}: “{' '.join(words[:_SHOWN])}{more}”."
                findings.append(Finding(kind="reading", text=text, page=page.number))
        return findings


def _place(line: Line, owner: Owner, commitment: str) -> Place:
    return Place(
        owner=owner, commitment=commitment, page=line.page, x0=round(line.x0, 2),
        top=round(line.top, 2), x1=round(line.right, 2),
        bottom=round(line.bottom, 2), text=raw_text([line]),
    )  # fmt: skip
