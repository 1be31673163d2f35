"""Firm intentions of the earlier report with a date, and whether the later report takes them up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from align.alignment import StatementMatch
from align.terms import normal
from diff.comparison import Promise
from extract.report import PROGRESS, Report

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if m[3:] else m for m in _MONTHS)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")
_PLEDGE = re.compile(r"\b(?:will|shall|WILL|SHALL)\b|^\W*Will\s+[a-z][^?]*$")  # "Will" elsewhere is a name
_FIRM = re.compile(
    r"\b(?:is|are|was|were|now)\s+(?:due\s+)?to\b|\bdue\b|\bto be\b"
    r"|\b(?:begins?|starts?|opens?|launch(?:es)?|goes? live)\b"
    r"|\b(?:scheduled|planned|expected|promised|agreed|resolved|decided|committed|pledged|undertaken)\b",
    re.I,
)
#: Other people's words: between quotation marks, or after "the policy states:".
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)‘(?:[^‘’]|(?<=\w)’(?=\w))*’|\b(?:states?|says|reads):[^.;!?]*", re.I)
_KEPT = r"(?:scheduled|planned|expected|promised|agreed)\b"
#: Words of the shape of a promise that promise nothing.
_EMPTY = re.compile(
    "|".join((
        r"\b(?:the|a|free|good|political|at)\s+will\b|\b(?:the|a)\s+start\b",  # nouns
        r"\bwill\s+(?:also\s+)?(?:continue|still|remain|always|need to|have to|depend)\b",  # what goes on, and must be
        r"\bwill\s+(?:recall|remember|note|appreciate|be aware)\b",  # words to the reader
        r"\bwill\s+probably\b|\b(?:suggest|estimate|predict|forecast|fear|show)(?:s|ed)?\s+that\b.*?\bwill\b",
        r"\bdue\s+to\s+(?:an?|the|its|their|our|his|her|this|these|some|lack|delays?|weather"
        r"|\w+(?:ness|ity|ages?|ation))\b",  # causes
        rf"\bexpected\s+of\b|\b(?:as|than)\s+(?:(?:was|were|had been)\s+)?{_KEPT}",  # yardsticks
        rf"\b(?:against|of|the|an?|its|their|our)\s+(?:[£\d.,%]+\s+)?{_KEPT}",
        r"\b(?:likely|found|seems?|appears?|proved|known|thought|considered|said|reported|shown)\s+to be\b",  # findings
        r"\b(?:been|is|are|was|were|be|now|still|stays?|remains?)\s+open\b",  # states
        r"\b(?:was|were)\s+due\b(?=.*\b(?:not|never|yet)\b)",  # what is broken already
    )),
    re.I,
)  # fmt: skip
#: A sentence that ends in the day on which something was decided.
_TAKEN = re.compile(
    r"\b(?:was|were|been)\s+(?:agreed|resolved|decided|pledged|promised)\b(?!.*\b(?:to|that|and)\b)[^,;]*"
    r"\b(?:in|on|at|during)\s+[\w\s]{3,20}\W*$"
)
#: "If" where it does not stand for "whether" or belong to another word.
_CONDITION = re.compile(
    r"(?<!as )(?<!even )(?<!see )(?<!ask )(?<!know )(?<!tell )(?<!check )(?<!decide )(?<!identify )\bif\b", re.I
)
_REFUSAL = re.compile(r"\b(?:will|shall)\s+(?:not|never|no longer)\b")
_WHEN = re.compile(
    rf"\b(?:by|in|from|during|before|until|at|on|for)\s+(?:the\s+)?(?:end of\s+|early\s+|late\s+|mid[- ])?"
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?:({_MONTH})\.?\s+)?((?:20)\d\d)\b|\b(?:by|in|during|before)\s+(?:the\s+)?"
    r"(?:(?:end of|early|late|next|coming)\s+)*(spring|summer|autumn|winter|new year|year|quarter|months?)\b",
    re.I,
)


def find_promises(before: Report, matches: Sequence[StatementMatch]) -> tuple[Promise, ...]:
    """The promises of the earlier report's progress column, in order: one a statement, its firmest sentence.

    A promise is a sentence that says that something will be done, or one with a date still to come by which something
    is due, decided or expected. Other people's words, conditions, causes and what merely goes on are none. It is
    answered by the most alike later statement that is not the same words again.
    """
    made: list[Promise] = []
    for item in before.items:
        if item.role != PROGRESS:
            continue
        said = [(s, due) for s, own in _sentences(item.text) if (due := _due(own, before.date)) is not None]
        if said:
            sentence, due = max(said, key=lambda one: bool(one[1]))  # one with a date can be held against the calendar
            answer = _answer(item.id, matches)
            made.append(Promise(statement=item.id, promise=sentence, due=due or None, answered_by=answer))
    return tuple(made)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each sentence of a text, and the same with the words of others blotted out."""
    own = _QUOTED.sub(lambda quoted: "…" * len(quoted[0]), text)
    ends = [m.span() for m in _SENTENCE.finditer(own)]
    starts, stops = [0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)]
    return ((text[a:b], own[a:b]) for a, b in zip(starts, stops, strict=True))


def _due(sentence: str, written: str | None) -> str | None:
    """The date that a sentence promises something for (ISO 8601, "" for none said); ``None`` if it promises nothing."""
    said = _EMPTY.sub("…", sentence)
    pledged = bool(_PLEDGE.search(said))
    if _CONDITION.search(said) or (not pledged and (_TAKEN.search(said) or not _FIRM.search(said))):
        return None
    dates = [_date(when) for when in _WHEN.finditer(normal(sentence))]
    to_come = [d for d in dates if d and (written is None or d >= written[: len(d)])]
    if to_come:
        return to_come[0]
    return "" if (pledged and not _REFUSAL.search(said)) or "" in dates else None


def _date(when: re.Match[str]) -> str:
    """ISO 8601, as far as it is said; "" for a season."""
    day, month, year, _ = when.groups()
    if year is None:
        return ""
    return year + (f"-{_number(month):02d}" if month else "") + (f"-{int(day):02d}" if day and month else "")


def _number(month: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))


def _answer(statement: str, matches: Iterable[StatementMatch]) -> str | None:
    found = [m for m in matches if m.before == statement and m.after is not None and m.relation != "repeated"]
    return max(found, key=lambda m: m.score or 0.0).after if found else None
