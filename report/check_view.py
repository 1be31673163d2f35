"""What a check found → the terminal, coloured where it has colours; and → JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from report.checked import Check, Part, difference_lines, headline, summary

_STYLE: dict[Part, str] = {"": "", "head": "bold", "removed": "red", "added": "green", "quiet": "dim"}
_COLOUR = {"same": "green", "different": "red", "new": "yellow", "unreadable": "red"}


def show_checks(checks: Sequence[Check], console: Console) -> None:
    """Print every report with its differences, then how many differ. In a pipe no line is broken."""
    whole = not console.is_terminal
    for check in checks:
        head = f"{check.report}: could not be read" if check.error else headline(check)  # the error is said apart
        console.print(Text(head, style=f"bold {_COLOUR[check.state]}"), soft_wrap=whole)
        for difference in check.differences:
            for line in difference_lines(difference):
                text = Text.assemble("  ", *((segment.text, _STYLE[segment.part]) for segment in line))
                console.print(text, soft_wrap=whole)
    console.print(Text(summary(checks), style="bold"), soft_wrap=whole)


def checks_json(checks: Sequence[Check]) -> list[dict[str, Any]]:
    """Every report with its state and its differences, as ``--json`` prints them."""
    return [
        {
            "report": check.report, "file": check.file, "folder": check.folder, "state": check.state,
            "accepted": check.accepted, "error": check.error or None,
            "differences": [asdict(difference) for difference in check.differences],
        }
        for check in checks
    ]  # fmt: skip
