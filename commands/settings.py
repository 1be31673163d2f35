"""What a project has settled once: ``evidence-trail.toml``, or ``[tool.evidence-trail]`` of ``pyproject.toml``.

Keys are the long names of options. Those at the top hold for every command that has such an option, those in a table of
a command's name for that command. The command line beats the environment, which beats the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

_FILES = ("evidence-trail.toml", "pyproject.toml")
_NOT_FIXED = {"help", "version", "show-settings", "json", "quiet", "update", "force", "pages", "label", "by", "dask"}
TURNED = {"cache": ("no_cache", False), "pictures": ("pictures", True)}  # key → option, and whether it says the same


Known = Mapping[str, Mapping[str, click.Option]]  # command → key → option


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a file says, by command and option's name in Python; ``labels`` are reports' ids by their files' names."""

    path: Path | None = None
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def place(self, key: str) -> str:
        """The file and the line in which a key stands, for those who ask where a value comes from."""
        assert self.path is not None
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            if re.match(rf"\s*\[?(?:tool\.evidence-trail\.)?{re.escape(key)}\s*[\]=]", line):
                return f"{self.path}, line {number}"
        return str(self.path)


def find_settings(folder: Path, commands: Mapping[str, click.Command]) -> Settings:
    """The settings that hold in a folder: of the nearest file in it or above it, up to the root of its repository.

    Raises ``click.UsageError`` naming the file and the key where one is unknown, or not of its option's kind.
    """
    for place in (folder, *folder.parents):
        for name in _FILES:
            said = _said(place / name)
            if said is not None:
                return _checked(place / name, said, commands)
        if (place / ".git").exists():
            break
    return Settings()


def _said(path: Path) -> dict[str, Any] | None:
    """What a file says of this program; ``None`` where there is no such file, or it says nothing."""
    if not path.is_file():
        return None
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        if path.name == "pyproject.toml":
            return None  # another tool's file, and another tool's to complain of
        raise click.UsageError(f"{path} cannot be read as TOML: {error}.") from None
    return said.get("tool", {}).get("evidence-trail") if path.name == "pyproject.toml" else said


def _checked(path: Path, said: Mapping[str, Any], commands: Mapping[str, click.Command]) -> Settings:
    known = {name: dict(options_of(command)) for name, command in commands.items()}
    values: dict[str, dict[str, Any]] = {name: {} for name in commands}
    labels: dict[str, str] = {}
    for key, value in said.items():
        if key == "labels":
            labels = _labels(path, value)
        elif key in known:
            if not isinstance(value, dict):
                raise click.UsageError(f"{path}: {key} must be a table, [{key}], with that command's options.")
            for inner, own in value.items():
                _set(path, {key: known[key]}, values, inner, own, f"{key}.{inner}")
        else:
            _set(path, known, values, key, value, key)
    return Settings(path=path, values=values, labels=labels)


def _set(
    path: Path, known: Known, values: dict[str, dict[str, Any]], key: str, value: Any, shown: str
) -> None:  # fmt: skip
    """Put one setting where its option is known; say what was meant where it is not."""
    able = [name for name, options in known.items() if key in options]
    if not able:
        raise click.UsageError(f"{path}: {shown} is no setting.{_nearest(key, known)}")
    for name in able:
        option = known[name][key]
        assert option.name is not None
        values[name][option.name] = _value(path, shown, key, value, option)


def _nearest(key: str, known: Known) -> str:
    from rapidfuzz import process

    choices = sorted({"labels", *(known if len(known) > 1 else ()), *(name for own in known.values() for name in own)})
    found = process.extractOne(key, choices, score_cutoff=50)
    return f" Did you mean {found[0]}?" if found else f" The settings are: {', '.join(choices)}."


def options_of(command: click.Command) -> Iterator[tuple[str, click.Option]]:
    """The options of a command that may be settled in a file, by their keys there."""
    turned = {name: key for key, (name, _) in TURNED.items()}
    for option in command.params:
        if not isinstance(option, click.Option) or option.name is None:
            continue
        long = next((name[2:] for name in option.opts if name.startswith("--")), "out")
        key = turned.get(option.name, long)
        if key not in _NOT_FIXED:
            yield key, option


def _value(path: Path, shown: str, key: str, value: Any, option: click.Option) -> Any:
    """A setting as click takes a default: refused where it is of another kind than its option."""
    if key == "columns":
        return _columns(path, shown, value)
    if key in TURNED or option.is_flag:
        _expect(path, shown, isinstance(value, bool), "true or false", value)
        return value if TURNED.get(key, ("", True))[1] else not value
    if option.multiple:
        _expect(path, shown, _all_texts(value), "a list of texts", value)
        return [str(path.parent / name) for name in value] if key == "rulings" else list(value)
    if isinstance(option.type, click.IntRange):
        _expect(path, shown, isinstance(value, int) and not isinstance(value, bool), "a whole number", value)
        return value
    if key == "fail-on" and _all_texts(value):
        return ",".join(value)
    _expect(path, shown, isinstance(value, str), "a text", value)
    return value


def _columns(path: Path, shown: str, value: Any) -> list[str]:
    """Of a table of roles, each with a label or several, what ``--columns`` takes."""
    fits = isinstance(value, dict) and all(isinstance(labels, str) or _all_texts(labels) for labels in value.values())
    _expect(path, shown, fits, 'a table of roles, each with a label: progress = "What we did"', value)
    listed = {role: [labels] if isinstance(labels, str) else labels for role, labels in value.items()}
    return [f"{role}={label}" for role, labels in listed.items() for label in labels]


def _labels(path: Path, value: Any) -> dict[str, str]:
    fits = isinstance(value, dict) and all(isinstance(label, str) for label in value.values())
    _expect(path, "labels", fits, 'a table of files, each with its report’s name: "plan 24.pdf" = "plan-2024"', value)
    return dict(value)


def _all_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _expect(path: Path, shown: str, fits: bool, what: str, value: Any) -> None:
    if not fits:
        raise click.UsageError(f"{path}: {shown} must be {what}; it is {value!r}.")
