"""A text → the numbers in it, in figures or in words, with their place; what only names or dates something is hidden.

Own rules and no library: those that read number words (text2num, number-parser) know no fractions, no "nine in ten" and
no "23 of 118", and none tells a count from a section number, an age or a telephone line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from align.periods import MONTH

Form = Literal["figures", "words", "share", "times"]

_ONES = {w: n for n, w in enumerate(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split()
)}  # fmt: skip
_TENS = {w: n * 10 for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}

_ONE = rf"(?:{'|'.join(sorted(_ONES, key=len, reverse=True))})"
_TEN = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)"
_BELOW_100 = rf"(?:{_TEN}|{_ONE})"
_BELOW_1000 = rf"(?:(?:an?|{_BELOW_100})\s+hundred(?:\s+and\s+{_BELOW_100})?|{_BELOW_100})"
WORDS = rf"(?:(?:an?|{_BELOW_1000})\s+thousand(?:,?\s+(?:and\s+)?{_BELOW_1000})?|{_BELOW_1000}|(?:an?|two|three)\s+dozen)(?:\s+and\s+a\s+half)?"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_ANY = rf"(?:{_DIGITS}|{_BELOW_100})"
_PLURAL_PART = "|".join(f"{part}s" for part in _PARTS if part != "half")

_SHARE = re.compile(
    rf"\b(?P<part>{_ONE}|a)[- ](?P<of>{_PLURAL_PART}|third|quarter|fifth|sixth|eighth|tenth)"
    r"(?=\s+(?:of|had|have|has|were|was|are|fewer|more|less|higher|lower|in|on|to|said|did)\b|\s*[.,;)]|$)"
    r"|(?<!first )(?<!second )(?<!last )(?<!latter )\bhalf(?=\s+(?:of|the|all|were|had|have|are|said)\b|\s*[.,;)]|$)"
    rf"|\b(?P<few>{_ONE}|\d)\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<many>ten|three|four|five|six|seven|eight|nine|twenty|\d|10|20)"
    r"\b(?!\s*(?:%|per|hours|days|weeks|months|years|of|districts|areas|schools))",
    re.I,
)
_NUMBER = re.compile(
    rf"(?<![\w.,/#])(?<!\w-)(?P<sign>[£€$]\s?)?(?:(?P<digits>{_DIGITS})|(?P<words>\b{WORDS}\b(?!-[a-z])))"
    r"(?:(?P<tight>k|mn?|bn)\b|[\s-](?P<scale>million|billion|thousand|mn?|bn)\b(?!-))?"
    r"(?P<rank>(?:st|nd|rd|th)\b)?(?![\d/:]|[.,]\d)",
    re.I,
)
_TIMES = re.compile(r"\btwice\b(?! as| a\b| the)|\bonce\b(?=\s*(?:[,.;()]|$)|\s+(?:in|during|this|last)\b)", re.I)
_LABEL = (
    r"pages?|pp?\.|priorit(?:y|ies)|phases?|sections?|annex|appendix|stages?|tiers?|levels?|quarter|q|part|chapter"
    r"|recommendations?|objectives?|actions?|outcomes?|commitments?|goals?|articles?|schedule|paragraphs?|paras?"
    r"|tables?|fig\.?|wave|bands?|grade|categor(?:y|ies)|cat|types?|class|version|volume|vol|form|regulations?"
    r"|rules?|standards?|steps?|no\.|item|questions?|pillars?|themes?|strands?|zones?|ward|room|lot|unit|route|junction"
    r"|iso|cohort|act|streets|streets fund|strategy|cause of concern|area for improvement|afi|driver|domain|principle"
)
_AGE = (
    r"\bage[ds]?\s+(?:of\s+)?(?:between\s+|over\s+|under\s+)?\d{1,2}(?:\s*(?:-|to|and|or)\s*(?:\d{1,2}|over|under|above|below)\b)?"
    rf"|\b(?:under|over)-(?:\d{{1,2}}|{_BELOW_100})s?\b|\b(?:under|over)\s\d{{1,2}}s\b"
    rf"|\b(?:\d{{1,2}}|{_BELOW_100})(?:\s*(?:-|to|and)\s*\d{{1,2}})?[- ]years?[- ]olds?\b|\b\d{{1,2}}\s*(?:-|to)\s*\d{{1,2}}s\b"
    r"|\b(?:under|over|turn(?:ed|s|ing)?)\s(?:16|18|21|25)\b(?!\s+[a-z]+s\b)|\b\d{1,2}\s+and\s+(?:over|under|above)\b"
)
_LINE = (  # emergency and advice lines, which are named by their number
    r"(?<![\d,.£])\b(?:999|101|111|116\s?123|0800[\d\s]+)\b"
    r"(?=\s*(?:[,/&]|and|or)\s*(?:999|101|111)|\s+(?:and\s+\S+\s+)?(?:calls?|lines?|numbers?|services?|callers?|contacts?"
    r"|response|control|system|team|queue|emergency|emergencies|demand|non-emergency|performance|telephone|handling|waiting"
    r"|abandon\w*|answer\w*|average|is|was|were|has|online|digital)\b|\s*[.,;)]|$)"
)
_NOT_FIGURES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s*(?:-|to|and|until)\s*\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b(?:,?\s+\d{{4}})?|\b{MONTH}\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?\d{{4}}\b"
    rf"|\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b{MONTH}\s'\d\d\b"
    r"|\b(?:19|20)\d\d\s?(?:[/-]|to)\s?(?:(?:19|20)\d\d|\d\d)\b|\b\d\d/\d\d\b|\bfy\s?\d\d\b|\b(?:19|20)\d0s\b"
    r"|\b(?:in|since|during|by|until|early|late|mid-?|spring|summer|autumn|winter|christmas|year|of|for|from|and|to)\s+(?:19|20)\d\d\b"
    r"(?!\s?%|\s(?:[a-z]+\s)?(?:samples|cases|people|homes|calls|officers|visits|households|incidents|offences|crimes)\b)"
    r"|(?<![£,.\d])\b(?:19|20)\d\d\b(?!\s+[a-z]+s\b|\s?%)"
    rf"|\b(?:{_LABEL})\s?{_ANY}[a-z]?(?:\.\d+)*\b(?!\s?%|\s+per ?cent|,\d)(?:\s*(?:,|and|&|to|-|or|/)\s*\d+(?![\d,]*\s+[a-z]|[\d.,]*\s?%))*"
    rf"|\b\d+/7\b|\b9\s?(?:-|to)\s?5\b|\b(?:24|twenty-four)[- ]hours?[- ](?:a|per)[- ]day\b|\b(?:seven|six|five|[5-7])[- ]days?[- ](?:a|per)[- ](?:week|month)\b|\bcovid-?\s?19\b"
    r"|\b\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm|noon|midnight|o'clock)\b|\b\d{1,2}:\d{2}\b(?!\s*min)|\b[a-z]+'\d\d\b"
    rf"|\b(?:one|{_ANY})-to-{_ANY}\b|\b{_BELOW_100}-(?!(?:bed|place|unit|space|home|flat|seat|million|billion|thousand|{_PLURAL_PART}|{_ONE})\b)[a-z][a-z-]*"
    r"|(?<![\w,.£])\d+(?:\.\d+)?-(?!(?:bed|place|unit|space|home|flat|seat|million|billion|thousand)\b)[a-z][a-z-]*"
    rf"|\b0\d{{2,4}}[ -]?\d{{3,4}}[ -]?\d{{3,4}}\b|\b\d[GD]\b|{_LINE}|{_AGE}|\b(?:dial|dialling|call|calling|ring|ringing|phone|text|via) (?:999|101|111|105|112|119)\b"
    r"|\b(?:no|any|every|this|that|the|each|some)[ -]?one\b|(?<!-)\bone\s+(?:of|another|or|day|that|who|where|which|to|by|is|was|and|thing|hand)\b"
    r"|\b(?:round|year)\s(?:one|two|three|four|five|six|[1-9]|1[0-3])\b(?![,.]\d|\s?%)|\b(?:at|day|square|zero)[ -]one\b|\bzero[- ](?:tolerance|carbon|emission|waste|hours)\b|\bnet[- ]zero\b|\bpoint\s+zero\b",
    re.I,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as it stands: ``value`` at ``start`` to ``end`` of the text. A share's value is in per cent."""

    value: float
    start: int
    end: int
    form: Form
    sign: str = ""  # "£", "€" or "$"
    ordinal: bool = False


def numbers(text: str) -> list[Number]:
    """The numbers of a text (with straight quotes, see ``terms.straight``), in order; those that count nothing left out."""
    hidden = _hide(_NOT_FIGURES, text)
    shares = [_share(match) for match in _SHARE.finditer(hidden)]
    rest = _hide(_SHARE, hidden)
    times = [
        Number(value=2.0 if m[0].lower() == "twice" else 1.0, start=m.start(), end=m.end(), form="times")
        for m in _TIMES.finditer(rest)
    ]
    return sorted([*shares, *times, *(_number(m) for m in _NUMBER.finditer(rest))], key=lambda n: n.start)


def word_value(words: str) -> float:
    """The value of a number in words, below a million; raises ``KeyError`` for a word that is none."""
    total = part = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in ("hundred", "dozen"):
            part = max(part, 1) * (100 if word == "hundred" else 12)
        elif word == "thousand":
            total, part = total + max(part, 1) * 1000, 0.0
        elif word in ("a", "an"):
            part = 1
        elif word == "half":
            total += 0.5
        elif word != "and":
            part += _ONES[word] if word in _ONES else _TENS[word]
    return total + part


def _hide(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: "\0" * len(m.group()), text)


def _number(match: re.Match[str]) -> Number:
    words = match["words"]
    value = word_value(words) if words else float(match["digits"].replace(",", ""))
    scale = (match["tight"] or match["scale"] or "").lower()
    return Number(
        value=round(value * _SCALES.get(scale, 1.0), 6), start=match.start(), end=match.end(),
        form="words" if words else "figures", sign=(match["sign"] or "").strip(), ordinal=bool(match["rank"]),
    )  # fmt: skip


def _share(match: re.Match[str]) -> Number:
    if match["few"]:
        few, many = _value(match["few"]), _value(match["many"])
    elif match["of"]:
        few, many = (
            1.0 if match["part"].lower() == "a" else _value(match["part"]),
            _PARTS[match["of"].lower().rstrip("s")],
        )
    else:
        few, many = 1.0, 2.0
    return Number(value=round(100 * few / many, 1), start=match.start(), end=match.end(), form="share")


def _value(said: str) -> float:
    return float(said) if said[0].isdigit() else word_value(said)
