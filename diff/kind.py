"""An outcome and a statement → what kind of evidence it is, and whether it points towards the outcome or away from it.

Both are told by wording alone, and only where the wording is plain: "unclear" is an answer. Direction is given only
where the outcome says which way it wants to go, and the statement says which way a figure about the same thing went.
"""

from __future__ import annotations

import re

from align.figures import figures
from align.terms import content_stems, normal, tokens
from diff.comparison import Direction, Kind

_PLAN = re.compile(
    r"\b(?:will|shall|plans? to|planned|intends?|intention|aims? to|due to (?:be|start|open|begin|launch|go)"
    r"|proposed|proposals?|scheduled|expected to|exploring|considering|scoping|(?:is|are) to)\b"
)
_DONE = re.compile(
    r"\b(?:has|have|had|was|were) (?:\w+ly )?(?:now |also |been |all )?"
    r"\w+(?:ed|en|wn|ne|ght|lt|pt|ut|id|ade|et|old|ent|un|ung)\b"
    r"|\b(?:began|took|gave|made|held|ran|met|went|won|bought|built|set up|opened|launched|delivered|completed|agreed"
    r"|signed|trained|recruited|appointed|awarded|introduced|established|published|visited|received|attended|ended|led"
    r"|saw)\b"
)
_CHANGE_UP = re.compile(
    r"\b(?:rose|risen|rises?|rising|increas(?:e|ed|es|ing)|grew|grown|up (?:from|by|\d)|more than (?:last|the) year"
    r"|higher|improv(?:e|ed|es|ing)|doubled|trebled|climbed|gained)\b"
)
_CHANGE_DOWN = re.compile(
    r"\b(?:fell|fallen|falls?|falling|drop(?:ped|s)?|decreas(?:e|ed|es|ing)|declin(?:e|ed|es|ing)"
    r"|down (?:from|by|\d|on)|lower|fewer|reduc(?:e|ed|es|ing|tion)|halved|shrank|slipped|worsen(?:ed|ing)?"
    r"|cut (?:from|by|to))\b"
)
_WANTS_UP = re.compile(
    r"\b(?:increas\w+|improv\w+|more|rais(?:e|ing)|grow(?:th|ing)?|expand\w*|boost\w*|better|greater|higher|widen|strengthen\w*"
    r"|maximis\w+|double|faster)\b"
)
_WANTS_DOWN = re.compile(
    r"\b(?:reduc\w+|fewer|less|lower\w*|cut(?:s|ting)?|decreas\w+|halve|shorten|shorter|minimis\w+|prevent\w*|eliminat\w+|end)\b"
)
_FROM_TO = re.compile(r"\bfrom (?:£\s?)?(\d[\d,.]*)[^.;]{0,60}? to (?:£\s?)?(\d[\d,.]*)")


def kind_of(statement: str) -> Kind:
    """``result`` (a figure, and a change or a state), ``activity`` (something done), ``plan`` (something to come)."""
    text = normal(statement)
    done, planned = bool(_DONE.search(text)), bool(_PLAN.search(text))
    changed = bool(_CHANGE_UP.search(text) or _CHANGE_DOWN.search(text) or _FROM_TO.search(text))
    if figures(statement) and (changed or re.search(r"%|per cent|compared (?:with|to)|against", text)):
        return "result"
    if planned and not done:
        return "plan"
    return "activity" if done else "unclear"


def direction_of(outcome: str, statement: str) -> Direction:
    """``towards`` or ``away``, where both say which way and about the same thing; else ``unclear``."""
    wanted = _way(normal(outcome), _WANTS_UP, _WANTS_DOWN)
    if not wanted:
        return "unclear"
    about = set(content_stems(tokens(outcome)))
    ways = {way for part in re.split(r"[;.]\s", statement) if (way := _moved(part)) and about & _stems(part)}
    if len(ways) != 1:
        return "unclear"
    return "towards" if ways.pop() == wanted else "away"


def _stems(text: str) -> set[str]:
    return set(content_stems(tokens(text)))


def _moved(part: str) -> int:
    """1 where the words or figures of a clause say up, -1 for down, 0 where they say neither or both."""
    text = normal(part)
    if pair := _FROM_TO.search(text):
        before, after = (float(n.replace(",", "").rstrip(".") or 0) for n in pair.groups())
        return (after > before) - (after < before)
    return _way(text, _CHANGE_UP, _CHANGE_DOWN)


def _way(text: str, up: re.Pattern[str], down: re.Pattern[str]) -> int:
    found = bool(up.search(text)), bool(down.search(text))
    return 0 if found[0] == found[1] else 1 if found[0] else -1
