"""What a check found → annotations as GitHub's workflows read them from a log, which holds no other command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from report.checked import Check, headline, plain_lines

_MOST = 10  # differences in an annotation; GitHub shows ten annotations a step, so there is one for each report


def error_lines(checks: Iterable[Check], root: Path) -> Iterator[str]:
    """One error for each report that differs or cannot be read, at its committed items or, without these, its PDF."""
    for check in checks:
        if check.failed:
            file = Path(check.folder) / "items.csv" if check.state == "different" else Path(check.file)
            text = "\n".join([headline(check), *plain_lines(check, _MOST)])
            title = f"{check.report} does not read as committed"
            yield f"::error file={_property(_within(file, root))},title={_property(title)}::{_data(text)}"


def silenced(token: str) -> tuple[str, str]:
    """The lines before and behind a text in which a PDF's words could pass for commands to the workflow."""
    return f"::stop-commands::{token}", f"::{token}::"


def _within(file: Path, root: Path) -> str:
    """The file's path as GitHub names it, from the root of the checkout, where it lies in there."""
    whole = file.absolute()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else file.as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
