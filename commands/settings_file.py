"""A folder → the settings that hold there: of the nearest ``evidence-trail.toml`` or ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from commands.settings import Settings, SettingsError, checked

OWN, SHARED = "evidence-trail.toml", "pyproject.toml"
SECTION = "evidence-trail"  # of [tool]


def find_settings(folder: Path, commands: Mapping[str, click.Command]) -> Settings:
    """The settings that hold in a folder: of the nearest file in it or above it, up to the root of its repository.

    Only one file counts: two that add up would leave nobody sure of what holds. Raises ``SettingsError`` where the
    file cannot be read or used.
    """
    for place in (folder, *folder.parents):
        for path in (place / OWN, place / SHARED):
            found = _said(path) if _is_file(path) else None
            if found is not None:
                said, lines = found
                return checked(path, said, lines, commands)
        if (place / ".git").exists():
            break
    return Settings()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder above that this user may not look into
        return False


def _said(path: Path) -> tuple[dict[str, Any], dict[str, int]] | None:
    """What a file says of this program, and in which lines; ``None`` where it is another program's alone."""
    if path.name == OWN:
        text = _text(path)
        return _table(path, text), dict(_lines(text, ()))
    try:
        text = _text(path)
    except SettingsError:
        return None  # another tool's file, and another tool's to complain of
    if not re.search(r"evidence[-_. ]?trail", text):
        return None
    tools = _table(path, text).get("tool")
    said = _section(path, tools) if isinstance(tools, dict) else None
    return None if said is None else (said, dict(_lines(text, ("tool", SECTION))))


def _section(path: Path, tools: Mapping[str, Any]) -> dict[str, Any] | None:
    for name in tools:
        if name != SECTION and re.sub(r"[-_. ]", "", name.lower()) == SECTION.replace("-", ""):
            raise SettingsError(f"{path}: [tool.{name}] is no section. Did you mean [tool.{SECTION}]?")
    said = tools.get(SECTION)
    if said is not None and not isinstance(said, dict):
        raise SettingsError(f"{path}: {SECTION} must be a section, [tool.{SECTION}]; it is {said!r}.")
    return said


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors put a mark before the first letter
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from None


def _table(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}.") from None


def _lines(text: str, section: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Each dotted key below a section with its line, the first last: by the starts of lines; tomllib does not say."""
    within: tuple[str, ...] = ()
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\[?([^\[\]]+)\]", line)
        key = re.match(r"""\s*([\w"'. -]+?)\s*=""", line)
        if header:
            within = _parts(header[1])
        parts = within if header else (*within, *_parts(key[1])) if key else ()
        if parts[: len(section)] == section:
            rest = parts[len(section) :]
            found += [(".".join(rest[:n]), number) for n in range(1, len(rest) + 1)]
    return reversed(found)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
