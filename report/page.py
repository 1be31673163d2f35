"""A Comparison → ``report.html``: one file that needs no network, reads well on paper and by a screen reader."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from align.alignment import StandingOutcome
from diff.comparison import Comparison, Link, OutcomeDiff, Pair
from extract.report import Report
from report import words
from report.measures import moved_measures, vanished_measures
from report.rewording import rewordings

_HERE = Path(__file__).parent
_SHOWN = 8  # links shown of one side; the rest are in evidence.csv, and the page says how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A commitment with its outcomes, in the order of the report that prints them."""

    number: str
    title: str
    outcomes: list[OutcomeDiff]


def html_page(comparison: Comparison, version: str) -> str:
    """The whole page. Text of the reports is escaped; nothing in it can run, and nothing is fetched."""
    css = (_HERE / "static" / "report.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(
        day=day,
        id=id,
        pages=pages_text,
        status_words=words.status_words,
        printed=printed_place,
        verified_words=words.verified_words,
    )
    return environment.get_template("report.html.j2").render(
        comparison=comparison,
        pairs=[_pair_view(pair) for pair in comparison.pairs],
        css=css,
        css_hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        words=words,
        shown=_SHOWN,
        version=version,
    )


def _pair_view(pair: Pair) -> dict[str, Any]:
    counts = Counter(outcome.status for outcome in pair.outcomes)
    checks = Counter(outcome.status for outcome in pair.outcomes if outcome.review)
    grouped = groups(pair)
    numbers = {id(o): f"{n}-{k}" for n, group in enumerate(grouped, 1) for k, o in enumerate(group.outcomes, 1)}
    return {
        "pair": pair,
        "groups": grouped,
        "counts": [(status, counts[status], checks[status]) for status in words.ORDER if counts[status]],
        "numbers": numbers,
        "texts": {id(o): other_wording(o) for o in pair.outcomes},
        "moved": moved_measures(pair),
        "vanished": vanished_measures(pair),
        "reworded": rewordings(pair),
        "changed": [c for c in pair.alignment.commitments if c.relation != "same"],
    }


def groups(pair: Pair) -> list[Group]:
    """A pair's outcomes by commitment, in the order of the later report's table and then the earlier one's."""
    made: dict[tuple[int, int], Group] = {}
    for outcome in pair.outcomes:
        key, number, title = _home(outcome.match.after, outcome.match.before, pair)
        made.setdefault(key, Group(number=number, title=title, outcomes=[])).outcomes.append(outcome)
    return [made[key] for key in sorted(made)]


def _home(
    after: StandingOutcome | None, before: StandingOutcome | None, pair: Pair
) -> tuple[tuple[int, int], str, str]:
    for place, (outcome, report) in enumerate(((after, pair.after), (before, pair.before))):
        for n, commitment in enumerate(report.commitments):
            if outcome is not None and commitment.id == outcome.commitment:
                return (place, n), commitment.number, commitment.title
    return (2, 0), "", "A commitment of an earlier report"


def other_wording(outcome: OutcomeDiff) -> str:
    """Last year's wording of an outcome that was reworded; empty where it reads the same."""
    match = outcome.match
    return match.before.item.text if match.before and match.after and match.relation == "reworded" else ""


def day(date: str | None) -> str:
    """An ISO date as people write it: ``12 June 2024``; as it is where it is no full date, "no date" for none."""
    if not date:
        return "no date given"
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    )  # fmt: skip
    parts = [int(part) for part in date.split("-")]
    written = [str(part) for part in parts[2:]] + [months[m - 1] for m in parts[1:2]] + [str(parts[0])]
    return " ".join(written)


def pages_text(links: tuple[Link, ...]) -> str:
    """The pages on which an outcome is reported on directly: ``p. 3, 4``; a dash where on none."""
    pages = sorted({link.page for link in links if link.grade == "direct"})
    return f"p. {', '.join(map(str, pages))}" if pages else "–"


def printed_place(outcome: StandingOutcome, reports: tuple[Report, ...]) -> str:
    """Where an outcome is printed: the report's date and the page."""
    report = next(r for r in reports if r.id == outcome.report)
    return f"{day(report.date)}, page {outcome.item.page_first}"
