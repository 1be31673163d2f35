"""A text → the numbers in it, in figures or in words, and their places; what names or dates something is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from align.not_figures import NOT_FIGURES
from align.number_words import DIGITS, ONE, PARTS, PLURAL_PART, WORDS, word_value

Form = Literal["figures", "words", "share", "times"]

_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SHARE = re.compile(
    rf"\b(?P<part>{ONE}|a)[- ](?P<of>{PLURAL_PART}|third|quarter|fifth|sixth|eighth|tenth)"
    r"(?=\s+(?:of|had|have|has|were|was|are|fewer|more|less|higher|lower|in|on|to|said|did)\b|\s*[.,;)]|$)"
    r"|(?<!first )(?<!second )(?<!last )(?<!latter )\bhalf(?=\s+(?:of|the|all|were|had|have|are|said)\b|\s*[.,;)]|$)"
    rf"|\b(?P<few>{ONE}|\d)\s+(?:in|out\s+of)\s+(?:every\s+)?"
    r"(?P<many>ten|three|four|five|six|seven|eight|nine|twenty|\d|10|20)"
    r"\b(?!\s*(?:%|per|hours|days|weeks|months|years|districts|areas|schools))",
    re.I,
)
_NUMBER = re.compile(
    rf"(?<![\w.,/#])(?<!\w-)(?P<sign>[£€$]\s?)?(?:(?P<digits>{DIGITS})|(?P<words>\b{WORDS}\b(?!-[a-z])))"
    r"(?:(?P<tight>k|mn?|bn)\b|[\s-](?P<scale>million|billion|thousand|mn?|bn)\b(?!-))?"
    r"(?P<rank>(?:st|nd|rd|th)\b)?(?![\d/:]|[.,]\d)",
    re.I,
)
_TIMES = re.compile(r"\btwice\b(?! as| a\b| the)|\bonce\b(?=\s*(?:[,.;()]|$)|\s+(?:in|during|this|last)\b)", re.I)


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
    """The numbers of a text with straight quotes (``terms.straight``), in order, without those that count nothing."""
    hidden = _hide(NOT_FIGURES, text)
    shares = [_share(match) for match in _SHARE.finditer(hidden)]
    rest = _hide(_SHARE, hidden)
    times = [
        Number(value=2.0 if m[0].lower() == "twice" else 1.0, start=m.start(), end=m.end(), form="times")
        for m in _TIMES.finditer(rest)
    ]
    return sorted([*shares, *times, *(_number(m) for m in _NUMBER.finditer(rest))], key=lambda n: n.start)


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
            PARTS[match["of"].lower().rstrip("s")],
        )
    else:
        few, many = 1.0, 2.0
    return Number(value=round(100 * few / many, 1), start=match.start(), end=match.end(), form="share")


def _value(said: str) -> float:
    return float(said) if said[0].isdigit() else word_value(said)
