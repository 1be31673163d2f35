"""The proof that every word on the pages is owned exactly once."""

from __future__ import annotations

from collections.abc import Iterable

from extract.layout import Document, Line
from extract.report import Finding, Ledger, Owner

_SHOWN = 12  # words of a page that a finding quotes


class Owners:
    """Who owns each word of a document. The first claim on a word holds; a second one is kept and told."""

    def __init__(self, document: Document) -> None:
        """Start with no word owned."""
        self._document = document
        self._owner: dict[int, Owner] = {}
        self._twice: set[int] = set()

    def take(self, lines: Iterable[Line], owner: Owner) -> None:
        """Claim every word of some lines."""
        self.take_words((w.number for line in lines for w in line.words), owner)

    def take_words(self, indices: Iterable[int], owner: Owner) -> None:
        """Claim words by index."""
        for index in indices:
            if index in self._owner and not (owner == self._owner[index] == "furniture"):
                self._twice.add(index)
            self._owner.setdefault(index, owner)

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

    def _told(self, indices: set[int], what: str) -> list[Finding]:
        findings: list[Finding] = []
        for page in self._document.pages:
            words = [w.text for w in page.words if w.number in indices]
            if words:
                more = " …" if len(words) > _SHOWN else ""
                text = f"{len(words)} words {what}: “{' '.join(words[:_SHOWN])}{more}”."
                findings.append(Finding(kind="reading", text=text, page=page.number))
        return findings
