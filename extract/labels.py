"""How the columns of such tables are labelled: phrases that tell a column's role, in any wording near them.

Collected from the genre at large (police and crime plans, climate plans, health and fire improvement plans, audit
recommendations), not from any one report. A longer phrase beats a shorter one: "action taken" is progress though
"action" alone names the commitment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

_NEAR = 88.0  # per cent of likeness at which a phrase is taken to stand in a label: a letter or two may be wrong

TITLE = "title"
NUMBER = "number"

PHRASES: dict[str, tuple[str, ...]] = {
    TITLE: (
        "you asked us", "you asked us to", "you asked for", "what you asked", "you told us", "you said",
        "we said we would", "what we said we would do",
        "what we will do", "what we promised", "we will", "our commitment", "commitment", "pledge", "promise",
        "the plan says", "objective", "strategic objective", "priority", "recommendation", "area for improvement",
        "cause of concern", "ambition", "action", "aim", "initiative", "deliverable", "workstream", "project",
        "plan commitment", "improvement area", "theme", "risk", "what was promised", "our promise", "agreed action",
        "undertaking", "what was agreed", "what we agreed", "the ask", "finding", "goal", "measure", "task",
        "milestone",
    ),
    "outcome": (
        "outcome", "key outcomes", "intended outcome", "expected outcome", "outcomes by the end of the plan",
        "expected result", "intended result", "desired result", "what success looks like", "success looks like",
        "what good looks like", "success measure", "measure of success", "success criteria", "expected benefit",
        "intended benefit", "what we want to achieve", "what we want to see", "what will be different",
        "what difference", "how will we know", "how we will know", "intended impact", "expected impact", "target",
        "what we are aiming for", "end state", "end result", "outcomes sought", "intended results", "expected results",
        "how success will be measured", "impact", "benefits", "success measures",
    ),
    "progress": (
        "progress", "progress update", "progress to date", "progress since", "update", "latest update", "update as at",
        "position as at", "current position", "position statement", "action taken", "actions taken", "actions to date",
        "action completed", "what we have done", "what have we done", "what we did", "we did", "what has happened",
        "what has been done", "what has been achieved", "what we have achieved", "work undertaken", "work to date",
        "activity to date", "achievements", "achieved so far", "delivery to date", "delivered to date", "highlights",
        "performance to date", "commentary", "narrative", "response to date", "story so far", "since last report",
        "where are we now", "where we are now", "where things stand", "where we stand", "how things stand",
        "how it is going", "how we are doing", "how have we done", "latest position", "position", "status update",
        "what happened", "what was done", "done so far", "so far", "what we have delivered", "response", "our response",
        "management response", "steps taken", "work done", "developments",
    ),
    "delivery": (
        "how is this being delivered", "being delivered", "how delivered", "how will this be delivered", "delivered by",
        "delivery arrangements", "delivery lead", "how is this being achieved", "being achieved", "being measured",
        "lead", "lead officer", "who leads", "owner", "action owner", "responsible", "responsibility", "accountable",
        "governance", "delivery body", "delivery partner", "partners", "by whom", "who is responsible", "who will",
        "oversight", "how this is achieved", "how it is achieved", "achieved and measured", "how this is delivered",
        "how it is delivered", "how is it delivered", "who delivers", "who will deliver", "who is delivering",
        "lead body", "lead organisation", "how measured", "responsible officer", "led by", "leads", "who leads on this",
        "assigned to", "lead and partners", "means of delivery",
    ),
}  # fmt: skip
#: A number as it stands before a commitment.
NUMBER_TEXT = re.compile(r"^[A-Za-z]{0,4}[-. ]?\d+([.-]\d+)*[a-z]?[.):]?$")
_NUMBER_LABELS = re.compile(r"^(no|nr|num|number|ref|reference|id|item|rec|recommendation no|#)?[.:]?$", re.IGNORECASE)


def plain(label: str) -> str:
    """A label for comparing: lower case, letters and digits only, single spaces."""
    return " ".join(re.findall(r"[^\W_]+", label.lower()))


@lru_cache(maxsize=4096)
def role_score(label: str, role: str) -> float:
    """How strongly a label speaks for a role: the letters of the longest phrase of the role found in it, 0 if none.

    The phrase is found by partial ratio (RapidFuzz), so that "Proggress update" and "Updates to date" still count.
    """
    text = plain(label)
    best = 0.0
    for phrase in PHRASES[role]:
        if len(phrase) > len(text) + 1:
            continue
        near = fuzz.partial_ratio(phrase, text)
        if near >= _NEAR and _starts_a_word(phrase, text):
            best = max(best, len(phrase) * near / 100 + (2 if len(phrase) == len(text) else 0))
    return best


def _starts_a_word(phrase: str, text: str) -> bool:
    """Whether the phrase's place in the text begins with a word: "lead" is not in "misleading"."""
    place = fuzz.partial_ratio_alignment(phrase, text)
    return place is not None and (place.dest_start == 0 or text[place.dest_start - 1 : place.dest_start] == " ")


def look_like_labels(texts: Sequence[str]) -> bool:
    """Whether most of some texts start as labels do: words of a sentence in columns mostly start in lower case."""
    said = [text for text in texts if text]
    return sum(text[0].islower() for text in said) <= len(said) / 4


def names_a_number(label: str) -> bool:
    """Whether a label is blank or says "No.", "Ref" and the like."""
    return bool(_NUMBER_LABELS.match(label.strip()))


def slug(text: str) -> str:
    """A label or number as an identifier: lower case letters and digits, with hyphens between."""
    return "-".join(re.findall(r"[^\W_]+", text.lower())) or "unnamed"
