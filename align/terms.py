"""Text → terms: what a text is about, as stems of its content words, with acronyms taken as the report defines them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_QUOTES = str.maketrans("‘’‚“”„–—‑−", "'''\"\"\"----")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|'(?=[^\W\d_]))*|\d[\d,.]*\d|\d")
_SHORT_FORM = re.compile(r"\(\s*(?:the\s+)?[\"']?([A-Z][A-Za-z&/-]{1,9})s?[\"']?\s*\)")
_CAPITALS = re.compile(r"\b([A-Z][A-Za-z&/-]*[A-Z])s?\b")

#: Words of the closed classes, and the few verbs that every sentence of a progress report shares.
STOP_WORDS = frozenset(
    """
    a about above across after again against all along already also although always am among an and any are around as at
    be because been before being below between both but by can cannot could did do does doing done down due during each
    either else etc ever every few for from further had has have having he her here hers him his how however i if in
    including into is it its itself just last less let like many may me might more most much must my near need neither
    new no nor not now of off on once one only onto or other our ours out over own per s said same set several shall she
    should since so some still such t than that the their them then there these they this those though through
    throughout thus to together too two under until up upon us use used using very via was we were what when where
    whether which while who whom whose why will with within without would year years yet you your
    """.split()
)


def straight(text: str) -> str:
    """Text with straight quotes and plain hyphens, in its own case."""
    return unicodedata.normalize("NFKC", text).translate(_QUOTES)


def normal(text: str) -> str:
    """Text in one case, with straight quotes and plain hyphens, for comparing."""
    return straight(text).lower()


def letters(text: str) -> str:
    """The letters and figures of a text alone, for telling whether two texts are word for word the same."""
    return "".join(c for c in normal(text) if c.isalnum())


def tokens(text: str) -> list[str]:
    """The words and figures of a text in order, in lower case; hyphened words come apart."""
    return _TOKEN.findall(normal(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a lower-case word (Snowball English); a possessive's ``'s`` goes first."""
    return str(_STEMMER.stemWord(word.removesuffix("'s")))


def content_stems(words: Iterable[str]) -> list[str]:
    """The stems of those words that carry meaning: no stop words, no figures, no single letters."""
    return [stem(w) for w in words if len(w) > 1 and not w[0].isdigit() and w not in STOP_WORDS]


def acronyms(text: str) -> dict[str, tuple[str, ...]]:
    """Short form (lower case) → words of its long form, where a text defines it: ``Long Name (LN)``.

    After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions" (2003): the shortest run
    of words before the bracket that holds the short form's letters in order, the first of them starting a word.
    """
    found: dict[str, tuple[str, ...]] = {}
    for match in _SHORT_FORM.finditer(text):
        short = re.sub(r"[^A-Za-z]", "", match.group(1))
        before = re.findall(r"[\w'’]+", text[max(0, match.start() - 160) : match.start()])
        if sum(c.isupper() for c in short) >= 2 and (words := _long_form(short.lower(), before)):
            found.setdefault(short.lower(), tuple(tokens(" ".join(words))))
    return found


def _long_form(short: str, before: list[str]) -> list[str]:
    most = min(len(short) + 5, 2 * len(short))
    words = before[-most:]
    joined = " ".join(words).lower()
    place, letters = len(joined), len(short) - 1
    while letters >= 0:
        place = joined.rfind(short[letters], 0, place)
        starts = letters > 0 or place == 0 or (place > 0 and joined[place - 1] == " ")
        if place < 0:
            return []
        if starts:
            letters -= 1
    long_form = joined[place:].split()
    return long_form if len(long_form) > 1 or len(joined[place:]) > len(short) + 2 else []


@dataclass(frozen=True, slots=True)
class Profile:
    """What a text is about: how often each stem and each pair of neighbouring stems stands in it."""

    stems: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    figures: frozenset[str]


class Vocabulary:
    """How rare each stem is among a set of texts (both reports' items), and the acronyms that those texts define."""

    def __init__(self, texts: Iterable[str], defining: Iterable[str] = ()) -> None:
        """``texts`` are counted for rarity; ``defining`` are further texts to look for acronyms in."""
        texts = list(texts)
        self._acronyms: dict[str, tuple[str, ...]] = {}
        for text in (*defining, *texts):
            for short, words in acronyms(text).items():
                self._acronyms.setdefault(short, words)
        self._profiles: dict[str, Profile] = {}
        self._texts_with = Counter(s for text in texts for s in self.profile(text).stems)
        self._count = max(len(texts), 1)

    def profile(self, text: str) -> Profile:
        """The profile of a text, with each acronym's long form beside it."""
        if text not in self._profiles:
            self._profiles[text] = self._made(text)
        return self._profiles[text]

    def spelt(self, text: str) -> str:
        """A text with each acronym's long form behind it in brackets, where the text does not say it itself."""
        if not self._acronyms:
            return text
        low = normal(text)

        def with_long_form(match: re.Match[str]) -> str:
            long_form = " ".join(self._acronyms.get(match[1].lower(), ()))
            return f"{match[0]} ({long_form})" if long_form and long_form not in low else match[0]

        return _CAPITALS.sub(with_long_form, text)

    def _made(self, text: str) -> Profile:
        words: list[str] = []
        for word in tokens(text):
            words.append(word)
            words.extend(self._acronyms.get(word, ()))
        stems = content_stems(words)
        pairs = Counter(pairwise(stems))
        figures = frozenset(w.strip(".,") for w in words if w[0].isdigit())
        return Profile(Counter(stems), pairs, figures)

    def rarity(self, term: str) -> float:
        """How much a stem tells: the logarithm of how many texts there are for each that holds it (IDF, smoothed)."""
        return log(1 + self._count / (0.5 + self._texts_with.get(term, 0)))

    def rare_terms(self, text: str) -> list[str]:
        """The stems of a text, the rarest first."""
        stems = self.profile(text).stems
        return sorted(stems, key=lambda s: (-self.rarity(s), s))
