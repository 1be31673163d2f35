"""The numbers of a text that count nothing: dates, years, labels, ages, telephone lines."""

from __future__ import annotations

import re

from align.number_words import BELOW_100, DIGITS, ONE, PLURAL_PART
from align.periods import MONTH

_ANY = rf"(?:{DIGITS}|{BELOW_100})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
#: The words that a number after them only tells apart from its siblings: "phase two", "section 4".
LABEL = (
    r"(?:pages?|pp?\.|priorit(?:y|ies)|phases?|sections?|annex|appendix|stages?|tiers?|levels?|quarter|q|part|chapter"
    r"|recommendations?|objectives?|actions?|outcomes?|commitments?|goals?|articles?|schedule|paragraphs?|paras?"
    r"|tables?|fig\.?|wave|bands?|grade|categor(?:y|ies)|cat|types?|class|version|volume|vol|form|regulations?"
    r"|rules?|standards?|steps?|no\.|item|questions?|pillars?|themes?|strands?|zones?|ward|room|lot|unit|route|junction"
    r"|iso|cohort|act|streets|streets fund|strategy|cause of concern|area for improvement|afi|driver|domain|principle)"
)
_CAPACITY = r"bed|place|unit|space|home|flat|seat|million|billion|thousand"  # a "12-bed refuge" does count
_LINE_WORDS = (
    r"(?:calls?|lines?|numbers?|services?|callers?|contacts?|response|control|system|team|queue|emergenc(?:y|ies)|demand"
    r"|non-emergency|performance|telephone|handling|waiting|abandon\w*|answer\w*|average|is|are|was|were|has|online|digital)"
)
_DATES = (
    rf"\b{_DAY}\s*(?:-|to|and|until)\s*{_DAY}\s+(?:of\s+)?{MONTH}\b",
    rf"\b{_DAY}\s+(?:of\s+)?{MONTH}\b(?:,?\s+\d{{4}})?",
    rf"\b{MONTH}\.?\s+(?:{_DAY},?\s+)?\d{{4}}\b",
    rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)\b",
    rf"\b{MONTH}\s'\d\d\b",
    r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    rf"\b{_YEAR}\s?(?:[/-]|to)\s?(?:{_YEAR}|\d\d)\b",
    r"\b\d\d/\d\d\b",
    r"\bfy\s?\d\d\b",
    r"\b(?:19|20)\d0s\b",
    rf"\b(?:in|since|during|by|until|early|late|mid-?|spring|summer|autumn|winter|christmas|year|of|for|from|and|to)\s+{_YEAR}\b"
    r"(?!\s?%|\s(?:[a-z]+\s)?(?:samples|cases|people|homes|calls|officers|visits|households|incidents|offences|crimes)\b)",
    rf"(?<![£,.\d])\b{_YEAR}\b(?!\s+[a-z]+s\b|\s?%)",
    r"\b\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm|noon|midnight|o'clock)\b",
    r"\b\d{1,2}:\d{2}\b(?!\s*min)",
)
_NAMES = (
    rf"\b{LABEL}\s?{_ANY}[a-z]?(?:\.\d+)*\b(?!\s?%|\s+per ?cent|,\d)"
    r"(?:\s*(?:,|and|&|to|-|or|/)\s*\d+(?![\d,]*\s+(?!(?:and|or|to|is|are|was|were|have|has)\b)[a-z]|[\d.,]*\s?%))*",
    r"\b(?:round|year)\s(?:one|two|three|four|five|six|[1-9]|1[0-3])\b(?![,.]\d|\s?%)",
    r"\b\d+/7\b|\b9\s?(?:-|to)\s?5\b|\bcovid-?\s?19\b|\b\d[GD]\b|\b[a-z]+'\d\d\b",
    r"\b(?:24|twenty-four)[- ]hours?[- ](?:a|per)[- ]day\b",
    r"\b(?:seven|six|five|[5-7])[- ]days?[- ](?:a|per)[- ](?:week|month)\b",
    rf"\b(?:one|{_ANY})-to-{_ANY}\b",
    rf"\b{BELOW_100}-(?!(?:{_CAPACITY}|{PLURAL_PART}|{ONE})\b)[a-z][a-z-]*",
    rf"(?<![\w,.£])\d+(?:\.\d+)?-(?!(?:{_CAPACITY})\b)[a-z][a-z-]*",
)
_LINES = (
    r"\b0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b",
    rf"(?<![\d,.£])\b(?:999|101|111|116\s?123|0800[\d\s]+)\b(?=\s*(?:[,/&]|and|or)\s*(?:999|101|111)"
    rf"|\s+(?:and\s+\S+\s+)?{_LINE_WORDS}\b|\s*[.,;)]|$)",
    r"\b(?:dial|dialling|call|calling|ring|ringing|phone|text|via) (?:999|101|111|105|112|119)\b",
    r"\b(?:waits?|waiting|queues?|calls?|callers?|contacts?|answered)\s+(?:times?\s+)?(?:on|to|for|via|through)\s+"
    r"(?:999|101|111|112)\b(?!\s+[a-z]+s\b)",
)
_AGES = (
    r"\bage[ds]?\s+(?:of\s+)?(?:between\s+|over\s+|under\s+)?\d{1,2}"
    r"(?:\s*(?:-|to|and|or)\s*(?:\d{1,2}|over|under|above|below)\b)?",
    rf"\b(?:under|over)-(?:\d{{1,2}}|{BELOW_100})s?\b",
    r"\b(?:under|over)\s\d{1,2}s\b",
    rf"\b(?:\d{{1,2}}|{BELOW_100})(?:\s*(?:-|to|and)\s*\d{{1,2}})?[- ]years?[- ]olds?\b",
    r"\b\d{1,2}\s*(?:-|to)\s*\d{1,2}s\b",
    r"\b(?:under|over|turn(?:ed|s|ing)?)\s(?:16|18|21|25)\b(?!\s+[a-z]+s\b)",
    r"\b\d{1,2}\s+and\s+(?:over|under|above)\b",
)
_WORDS = (
    r"\b(?:no|any|every|this|that|the|each|some)[ -]?one\b",
    r"(?<!-)\bone\s+(?:of|another|or|day|that|who|where|which|to|by|is|was|and|thing|hand)\b",
    r"\b(?:at|day|square|zero)[ -]one\b",
    r"\bzero[- ](?:tolerance|carbon|emission|waste|hours)\b|\bnet[- ]zero\b|\bpoint\s+zero\b",
)
NOT_FIGURES = re.compile("|".join((*_DATES, *_NAMES, *_LINES, *_AGES, *_WORDS)), re.I)
