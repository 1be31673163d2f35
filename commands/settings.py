"""What a project has settled once, checked against the options that it settles. Reads no files.

Keys are the long names of options. Those at the top hold for every command that has such an option, those in a table of
a command's name for that command. The command line beats the environment, which beats the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from commands.values import Whole

#: What is asked for once; and an address and a library, since a settings file may come with strangers' PDFs.
_NOT_FIXED = {
    "help", "version", "show-settings", "json", "quiet", "update", "force", "pages", "label", "by", "dask", "library",
}  # fmt: skip
#: ``rule`` goes on with the judge that made the results; only its command line changes that.
_KEPT = {("rule", "judge")}
#: One folder at the top is that of a comparison: no two kinds of results share one by accident.
_COMPARING = ("compare", "diff")

Known = Mapping[str, Mapping[str, click.Option]]  # command → key → option


class SettingsError(Exception):
    """Settings that cannot be used. ``str()`` is one sentence that names the file, the line and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a file says, by command and option's name in Python; ``labels``: file's name or stem → report's id."""

    path: Path | None = None
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)  # dotted key → its line, from 1

    def place(self, *keys: str) -> str:
        """The file, and the line in which the first of these keys that it has stands."""
        line = next((self.lines[key] for key in keys if key in self.lines), None)
        return f"{self.path}, line {line}" if line else str(self.path)

    def label(self, name: str) -> str:
        """What a file's report is called; empty where the settings do not say."""
        path = Path(name)
        return self.labels.get(path.name) or self.labels.get(path.stem) or ""


def options_of(name: str, command: click.Command) -> Iterator[tuple[str, click.Option]]:
    """The options of a command that may be settled in a file, by their keys there."""
    for option in command.params:
        if not isinstance(option, click.Option) or option.name is None:
            continue
        key = next((opt[2:] for opt in option.opts if opt.startswith("--")), "out")
        if key not in _NOT_FIXED and (name, key) not in _KEPT:
            yield key, option


def checked(
    path: Path, said: Mapping[str, Any], lines: Mapping[str, int], commands: Mapping[str, click.Command]
) -> Settings:
    """The settings of a file's table. Raises ``SettingsError`` at a key that is unknown or not of its option's kind."""
    known = {name: dict(options_of(name, command)) for name, command in commands.items()}
    draft = Settings(path=path, values={name: {} for name in commands}, lines=lines)
    labels: dict[str, str] = {}
    own = {key: value for key, value in said.items() if key in known}
    for key, value in said.items():
        if key == "labels":
            labels = _labels(draft, value)
        elif key not in known:
            _set(draft, known, key, value, key)
    for command, table in own.items():  # after what holds for all, which a command's own beats
        if not isinstance(table, dict):
            raise SettingsError(f"{draft.place(command)}: {command} must be a table, [{command}], with its options.")
        for key, value in table.items():
            _set(draft, {command: known[command]}, key, value, f"{command}.{key}")
    return Settings(path=path, values=draft.values, labels=labels, lines=lines)


def _set(draft: Settings, known: Known, key: str, value: Any, shown: str) -> None:
    """Put one setting where its option is known; say what was meant where it is not."""
    able = [name for name, options in known.items() if key in options]
    if not able:
        raise SettingsError(f"{draft.place(shown)}: {shown} is no setting.{_nearest(key, known)}")
    if key == "out" and len(known) > 1:
        able = [name for name in able if name in _COMPARING]
    for name in able:
        option = known[name][key]
        values: Any = draft.values[name]
        values[option.name] = _value(draft, shown, value, option)


def _nearest(key: str, known: Known) -> str:
    from rapidfuzz import process

    if key == "tool":
        return " In evidence-trail.toml settings stand at the top, without [tool.evidence-trail]."
    several = ("labels", *known) if len(known) > 1 else ()
    choices = sorted({*several, *(name for own in known.values() for name in own)})
    found = process.extractOne(key.lower().replace("_", "-"), choices, score_cutoff=50)
    return f" Did you mean {found[0]}?" if found else f" The settings are: {', '.join(choices)}."


def _value(draft: Settings, shown: str, value: Any, option: click.Option) -> Any:
    """A setting as click takes a default: refused where it is of another kind than its option."""
    if option.name == "columns":
        given: Any = _columns(draft, shown, value)
    elif option.is_flag:
        _expect(draft, shown, isinstance(value, bool), "true or false", value)
        return value
    elif isinstance(option.type, Whole):
        fits = isinstance(value, int) and not isinstance(value, bool) and option.type.holds(value)
        _expect(draft, shown, fits, option.type.expected, value)
        return value
    elif option.multiple or option.name == "fail_on":
        given = [value] if isinstance(value, str) else value
        _expect(draft, shown, _all_texts(given), "a list of texts", value)
        given = (",".join(given) or "none") if option.name == "fail_on" else given
    else:
        _expect(draft, shown, isinstance(value, str) and bool(value.strip()), "a text", value)
        given = value
    return _converted(draft, shown, given, option)


def _converted(draft: Settings, shown: str, given: Any, option: click.Option) -> Any:
    """What the option itself says of it; paths start from the file's folder."""
    if isinstance(option.type, click.Path):
        return [_path(draft, one) for one in given] if option.multiple else _path(draft, given)
    try:
        for one in given if option.multiple else [given]:
            option.type.convert(one, option, None)
    except click.BadParameter as wrong:
        raise SettingsError(f"{draft.place(shown)}: {shown}: {wrong.message}") from None
    return given


def _path(draft: Settings, name: str) -> Path:
    """A path from where the file lies; as it is written where the user stands in that folder."""
    folder = draft.path.parent if draft.path else Path()
    return Path(name) if folder == Path.cwd() else folder / name


def _columns(draft: Settings, shown: str, value: Any) -> list[str]:
    """Of a table of roles, each with a label or several, what ``--columns`` takes."""
    fits = isinstance(value, dict) and all(isinstance(labels, str) or _all_texts(labels) for labels in value.values())
    _expect(draft, shown, fits, 'a table of roles, each with a label: progress = "What we did"', value)
    listed = {role: [labels] if isinstance(labels, str) else labels for role, labels in value.items()}
    return [f"{role}={label}" for role, labels in listed.items() for label in labels]


def all_columns(said: Sequence[tuple[str, str]], fixed: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Columns as (role, label): those ``said`` and, of roles and labels that these leave alone, those ``fixed``."""
    roles, labels = {role for role, _ in said}, {label.casefold() for _, label in said}
    settled = [(role.strip(), label.strip()) for role, _, label in (one.partition("=") for one in fixed)]
    return (*said, *((role, one) for role, one in settled if role not in roles and one.casefold() not in labels))


def _labels(draft: Settings, value: Any) -> dict[str, str]:
    fits = isinstance(value, dict) and all(isinstance(label, str) and label.strip() for label in value.values())
    what = 'a table of files, each with its report’s name: "plan 24.pdf" = "plan-2024"'
    _expect(draft, "labels", fits, what, value)
    return dict(value)


def _all_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _expect(draft: Settings, shown: str, fits: bool, what: str, value: Any) -> None:
    if not fits:
        raise SettingsError(f"{draft.place(shown)}: {shown} must be {what}; it is {value!r}.")
