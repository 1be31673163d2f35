"""Reports and decisions → the files of a comparison, and what the library says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desk.carrying import carries
from diff.compare import compare_reports
from diff.comparison import Comparison
from diff.judge import shipped_judge
from diff.rulings import COLUMNS, Ruling
from extract.report import Report
from report.decided import not_followed
from report.page.pictures import Pages
from report.page.render import policy_of
from report.write import write_comparison


def make_comparison(
    reports: Sequence[Report], kept: Sequence[Mapping[str, str]], folder: Path, version: str,
    pages_of: Callable[[Report], Pages], compared: Callable[[], None],
) -> dict[str, Any]:  # fmt: skip
    """Compare and write everything that ``compare`` promises; ``compared`` is told in between.

    ``kept`` are the plan's decisions, each with its key. Those count that are about these reports; those on other years
    are left to them.
    """
    rulings = {said["key"]: Ruling(**{name: said[name] for name in COLUMNS}) for said in kept}
    carried: dict[str, str] = {key: carries(ruling, reports) for key, ruling in rulings.items()}
    given = [ruling for key, ruling in rulings.items() if carried[key] != "elsewhere"]
    comparison = compare_reports(*reports, rulings=given, judge=shipped_judge("learned"))
    unfollowed = not_followed(comparison, given)
    carried |= {key: "unmet" for key, ruling in rulings.items() if ruling in unfollowed}
    compared()
    write_comparison(comparison, folder, version, pages_of=pages_of)
    policy = policy_of((folder / "report.html").read_text(encoding="utf-8"))
    return {"policy": policy, "facts": {**_facts(comparison), "carried": carried}}


def _facts(comparison: Comparison) -> dict[str, Any]:
    outcomes = [outcome for pair in comparison.pairs for outcome in pair.outcomes]
    return {
        "counts": dict(Counter(str(outcome.status) for outcome in outcomes)),
        "outcomes": len(outcomes),
        "check": sum(outcome.review for outcome in outcomes),
        "findings": sum(len(pair.findings) for pair in comparison.pairs),
    }
