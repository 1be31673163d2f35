"""``evidence-trail rule``: the questions of ``diff.questions``, put to a person in the terminal, saved one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.errors import InputError

if TYPE_CHECKING:
    from diff.comparison import Comparison
    from diff.questions import Question
    from diff.rulings import Ruling
    from extract.report import Report

ANSWERS = {
    "evidence": {"d": "direct", "r": "partial", "n": "no", "u": "unsure"},
    "outcome": {"y": "yes", "n": "no", "u": "unsure"},
}
ASKED = {
    "evidence": "[d] about this outcome, [r] related only, [n] no, [u] unsure, [s] skip, [q] stop",
    "outcome": "[y] yes, the same, [n] no, [u] unsure, [s] skip, [q] stop",
}


def reports_in(folder: Path) -> tuple[list[Report], str]:
    """The reports of a folder that ``compare`` wrote, in order, and the judge that was used.

    Raises ``InputError`` where it is no such folder.
    """
    import json

    from extract.parsed import read_parsed

    try:
        said = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
        names = [report["report"] for report in said["reports"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(folder, "holds no results of compare. Run evidence-trail compare first.") from None
    return [read_parsed(folder / "parsed" / name) for name in names], said.get("judge", "learned")


def ask_all(
    compared: Callable[[Sequence[Ruling]], Comparison],
    rulings: Sequence[Ruling],
    save: Callable[[list[Ruling]], None],
    by: str,
) -> tuple[list[Ruling], int]:
    """Ask until nothing is left or the person stops; every answer is saved before the next question.

    Returns all rulings, old and new, and how many outcomes are still to check.
    """
    from diff.questions import next_question

    made = list(rulings)
    skipped: set[tuple[str, str, str, str]] = set()
    comparison = compared(made)
    while (question := next_question(comparison, skipped)) is not None:
        answer = _ask(question)
        if answer == "q":
            break
        if answer == "s":
            skipped.add(question.ruling.about)
            continue
        decision = ANSWERS[question.kind][answer]
        made = [r for r in made if r.about != question.ruling.about]
        made.append(replace(question.ruling, ruling=decision, by=by, on=date.today().isoformat()))
        save(made)
        if decision == "unsure":
            skipped.add(question.ruling.about)
        comparison = compared(made)
    return made, sum(outcome.review for pair in comparison.pairs for outcome in pair.outcomes)


def _ask(question: Question) -> str:
    from rich.console import Console
    from rich.text import Text

    from report.terminal import plain
    from report.words import status_words

    console = Console(stderr=True, highlight=False)
    outcome, ruling = question.outcome, question.ruling
    console.print(plain(f"\n{question.left} to check · {outcome.commitment} {outcome.text}", "bold"))
    console.print(plain(f"So far: {status_words(outcome)}. {outcome.reason}", "dim"))
    place = f"{question.report.title or question.report.id}, page {question.page}"
    if question.kind == "outcome":
        console.print(Text.assemble("Is it the same outcome as this one? ", plain(f"“{ruling.b_text}” ({place})")))
    else:
        console.print(Text.assemble("Is this evidence for it? ", plain(f"“{ruling.b_text}” ({place})")))
    choices = click.Choice([*ANSWERS[question.kind], "s", "q"])
    try:
        return str(click.prompt(ASKED[question.kind], type=choices, show_choices=False, err=True))
    except click.Abort:  # Ctrl-C, or nothing more to read: what was answered is saved, and the results are renewed
        return "q"
