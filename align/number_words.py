"""Numbers in words: the patterns that find them, and their values. British: "four hundred and eighteen", "a dozen".

Own rules and no library: those that read number words (text2num, number-parser) know no fractions, no "nine in ten" and
no "23 of 118", and none tells a count from a section number, an age or a telephone line.
"""

from __future__ import annotations

import re

_ONES = {
    w: n
    for n, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
_TENS = {w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
#: Parts of a whole, by the number of them.
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}

ONE = rf"(?:{'|'.join(sorted(_ONES, key=len, reverse=True))})"
_TEN = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
BELOW_100 = rf"(?:{_TEN}|{ONE})"
_BELOW_1000 = rf"(?:(?:an?|{BELOW_100})\s+hundred(?:\s+and\s+{BELOW_100})?|{BELOW_100})"
_THOUSANDS = rf"(?:an?|{_BELOW_1000})\s+thousand(?:,?\s+(?:and\s+)?{_BELOW_1000})?"
WORDS = rf"(?:{_THOUSANDS}|{_BELOW_1000}|(?:an?|two|three)\s+dozen)(?:\s+and\s+a\s+half)?"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
PLURAL_PART = "|".join(f"{part}s" for part in PARTS if part != "half")


def word_value(words: str) -> float:
    """The value of a number in words, below a million; raises ``KeyError`` for a word that is none."""
    total = part = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in ("hundred", "dozen"):
            part = max(part, 1) * (100 if word == "hundred" else 12)
        elif word == "thousand":
            total, part = total + max(part, 1) * 1000, 0.0
        elif word in ("a", "an"):
            part = part or 1
        elif word == "half":  # "nine and a half"
            part += 0.5
        elif word != "and":
            part += _ONES[word] if word in _ONES else _TENS[word]
    return total + part
