"""How often an outcome's own rare words stand in each whole report: a count that anyone can check with a search box."""

from __future__ import annotations

from align.terms import STOP_WORDS, Vocabulary, normal, stem, tokens
from diff.comparison import Mention
from extract.report import Report

_SHOWN = 3
_SHORTEST = 4  # letters: a shorter word is found inside too many others


def mentions(text: str, before: Report, after: Report, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """The outcome's rarest words with their counts in both reports, as a search for the word would count them."""
    words = {
        stem(w): w for w in reversed(tokens(text)) if len(w) >= _SHORTEST and w not in STOP_WORDS and w[0].isalpha()
    }
    rarest = sorted(words, key=lambda s: (-vocabulary.rarity(s), s))[:_SHOWN]
    terms = [_singular(words[s]) for s in rarest]
    earlier, later = normal(before.text), normal(after.text)
    return tuple(Mention(term=t, before=earlier.count(t), after=later.count(t)) for t in terms)


def _singular(word: str) -> str:
    """A word without its plural's s, so that a search for it finds both forms."""
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORTEST else word
