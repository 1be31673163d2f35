"""The proof that every word on the pages is owned exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import attrgetter

from extract.layout import Document, Line, Word
from extract.lines import lines_in_order, raw_text
from extract.report import UNOWNED, Finding, Ledger, Owner, Place

_NUMBER = attrgetter("number")
_SHOWN = 12  # words of a page that a finding quotes


class Owners:
    """Who owns each word of a document. The first claim on a word holds; a second one is kept and told."""

    def __init__(self, document: Document) -> None:
        """Start with no word owned."""
        self._document = document
        self._owner: dict[int, Owner] = {}
        self._others: set[int] = set()  # words of which the owner is no item
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
        if owner != "item":
            self._others.update(claimed)

    def unowned(self) -> set[int]:
        """The indices of the words that nobody has claimed yet."""
        if len(self._owner) == sum(len(page.words) for page in self._document.pages):
            return set()
        return set(map(_NUMBER, self._document.words)) - self._owner.keys()

    def ledger(self) -> tuple[Ledger, list[Finding]]:
        """The account, and a finding for each page with words that no one or more than one owns."""
        left, words = self.unowned(), sum(len(page.words) for page in self._document.pages)
        furniture = list(self._owner.values()).count("furniture")
        hidden = sum(len(page.hidden) for page in self._document.pages)
        words, furniture = words + hidden, furniture + hidden
        ledger = Ledger(words=words, owned=words - furniture - len(left), furniture=furniture, unowned=len(left))
        return ledger, [
            *self._told(left, UNOWNED),
            *self._told(self._twice, "are read twice"),
            *self._hidden(),
        ]

    def places(self) -> tuple[Place, ...]:
        """Every line that an owner other than an item holds, page by page."""
        found: dict[tuple[int, Owner, str], list[Word]] = {
            (page.number, "hidden", ""): list(page.hidden) for page in self._document.pages if page.hidden
        }
        for word in self._document.numbered(self._others):
            claim = word.page, self._owner[word.number], self._commitment.get(word.number, "")
            found.setdefault(claim, []).append(word)
        return tuple(
            _place(line, owner, commitment)
            for (_, owner, commitment), words in found.items()
            for line in lines_in_order(words, None)
        )

    def _told(self, indices: set[int], what: str) -> list[Finding]:
        findings: list[Finding] = []
        for page in self._document.pages if indices else ():
            words = [w.text for w in page.words if w.number in indices]
            if words:
                findings.append(_finding(words, what, page.number))
        return findings

    def _hidden(self) -> list[Finding]:
        what = "of the file cannot be seen on the page, and are left out"
        return [
            _finding([w.text for w in page.hidden], what, page.number) for page in self._document.pages if page.hidden
        ]


def _finding(words: list[str], what: str, page: int) -> Finding:
    more = " …" if len(words) > _SHOWN else ""
    text = f"{len(words)} words {what}: “{' '.join(words[:_SHOWN])}{more}”."
    return Finding(kind="reading", text=text, page=page)


def _place(line: Line, owner: Owner, commitment: str) -> Place:
    x0, top, x1, bottom = line.place
    return Place(
        owner=owner, commitment=commitment, page=line.page, x0=x0, top=top, x1=x1, bottom=bottom, text=raw_text([line])
    )
