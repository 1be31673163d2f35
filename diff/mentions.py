"""How often an outcome's own rare words stand in each whole report: a count that anyone can check with a search box."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from align.terms import STOP_WORDS, Vocabulary, stem, tokens
from diff.comparison import Link, Mention

_SHOWN = 3
_SHORTEST = 4  # letters: a shorter word is found inside too many others


def mentions(text: str, links: Iterable[Link], earlier: str, later: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """Words of an outcome with their counts in both reports, as a search for the word would count them.

    ``earlier`` and ``later`` are the reports' whole texts, as ``normal`` of ``align.terms`` gives them. Words that the
    ``links`` found share with it come first, since they name its subject; then the rarest.
    """
    words = {
        stem(w): w for w in reversed(tokens(text)) if len(w) >= _SHORTEST and w not in STOP_WORDS and w[0].isalpha()
    }
    found = {s for link in links for s in vocabulary.profile(link.text).stems if s in words}
    ordered = sorted(words, key=lambda s: (s not in found, -vocabulary.rarity(s), s))
    terms = (_singular(words[s].rstrip("'")) for s in ordered)
    counted = (Mention(term=t, before=earlier.count(t), after=later.count(t)) for t in terms)
    # A search box finds "port" in "report" too, so that its count would say nothing of ports.
    plain = (m for m in counted if m.before + m.after == _starting(m.term, earlier) + _starting(m.term, later))
    return tuple(islice(plain, _SHOWN))


def _starting(term: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(term)}", text))


def _singular(word: str) -> str:
    """A word without its plural's ending, so that a search for it finds both forms."""
    if len(word) <= _SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is", "ies")):
        return word
    return word[:-2] if word.endswith(("sses", "ches", "shes", "xes", "zes")) else word[:-1]
