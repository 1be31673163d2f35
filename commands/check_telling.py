"""What ``evidence-trail check`` found → the terminal, JSON, GitHub's annotations and a file of JUnit XML."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from commands.voice import Voice, one_line
from extract.errors import InputError
from report.checked import Check


def collected(checks: Iterable[Check], count: int, voice: Voice) -> list[Check]:
    """All of the ``count`` checks, with a word on each as it comes, and on those that could not be made."""
    every: list[Check] = []
    with voice.progress(count) as step:
        for check in checks:
            every.append(check)
            if check.error:
                voice.error(check.error)
            if check.accepted:
                voice.say(one_line(f"Accepted: {check.folder}"))
            step(one_line(f"Checked {check.report}"))
    return every


def tell(checks: Sequence[Check], voice: Voice, *, as_json: bool, github: bool | None, junit: Path | None) -> None:
    """All that is printed and written of what was found. ``github`` is ``None`` where it is to be found out.

    Raises ``InputError`` where the file cannot be written.
    """
    if github is None:
        github = os.environ.get("GITHUB_ACTIONS") == "true"
    if as_json:
        from extract.parsed import json_text
        from report.check_view import checks_json

        click.echo(json_text(checks_json(checks)), nl=False)
    elif not voice.quiet:
        from rich.console import Console

        from report.check_view import show_checks

        with _no_commands() if github else nullcontext():
            show_checks(checks, Console(highlight=False))
    if github:
        from report.annotations import error_lines

        for line in error_lines(checks, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())):
            click.echo(line, err=as_json)  # GitHub reads both; JSON is kept apart
    if junit:
        _write_junit(checks, junit)


@contextmanager
def _no_commands() -> Iterator[None]:
    """What is printed meanwhile holds words of PDFs, and none of them is a command to GitHub."""
    import secrets

    from report.annotations import silenced

    begin, end = silenced(secrets.token_hex(16))
    click.echo(begin)
    try:
        yield
    finally:
        click.echo(end)


def advise(checks: Sequence[Check], voice: Voice) -> None:
    """What to do next, where there is something to do."""
    if any(check.accepted for check in checks):
        voice.say("Look at what changed (git diff), then commit it.")
    elif any(check.failed and not check.error for check in checks):
        voice.say("If this is as it should be, run the same with --update, look at git diff, and commit.")


def _write_junit(checks: Sequence[Check], path: Path) -> None:
    from report.junit import junit_xml

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(junit_xml(checks), encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror}).") from None
