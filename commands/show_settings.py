"""Settings → what holds for each command, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from commands.configured import add_columns, told_of, variable_in_use
from commands.settings import Settings, options_of
from commands.voice import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One setting."""

    key: str  # command.key, or labels.file
    value: Any  # as JSON has it; None where nothing is set
    source: str  # a file with its line, an environment variable, or "default"


def shown_settings(
    context: click.Context, settings: Settings, commands: Mapping[str, click.Command]
) -> Iterator[Shown]:  # fmt: skip
    """Every setting of every command; a wrong environment variable is wrong usage."""
    for name, command in commands.items():
        inner = click.Context(command, info_name=name, parent=context)
        inner.default_map = dict(settings.values.get(name, {}))
        for key, option in options_of(name, command):
            try:
                value, source = _held(option, inner)
            except click.BadParameter as wrong:
                raise told_of(wrong, inner) from None
            if key == "columns":
                inner.params["columns"] = value or ()
                add_columns(inner, settings)
                value = ["=".join(column) for column in inner.params["columns"]]
            yield Shown(key=f"{name}.{key}", value=_plain(value), source=_source(source, settings, name, key, option))
    for file, label in settings.labels.items():
        yield Shown(key=f"labels.{file}", value=label, source=settings.place(f"labels.{file}", "labels"))


def _held(option: click.Option, context: click.Context) -> tuple[Any, ParameterSource]:
    """The value that a command would be given, but for the command line, without asking what is installed for it."""
    value, source = option.consume_value(context, {})
    context.set_parameter_source(str(option.name), source)
    if source is ParameterSource.DEFAULT:
        usual = option.default
        return (usual if isinstance(usual, (bool, int, str, Path)) else None), source
    return option.type_cast_value(context, value), source


def _source(source: ParameterSource, settings: Settings, name: str, key: str, option: click.Option) -> str:
    if source is ParameterSource.ENVIRONMENT:
        return f"environment, {variable_in_use(option)}"
    return settings.place(f"{name}.{key}", key) if source is ParameterSource.DEFAULT_MAP else "default"


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value] or None
    return str(value) if isinstance(value, Path) else value


def as_text(rows: list[Shown]) -> str:
    """In columns, a line a setting."""
    texts = [(one_line(row.key), one_line(_text(row.value)), one_line(row.source)) for row in rows]
    widths = [max(len(row[n]) for row in texts) for n in (0, 1)]
    return "".join(f"{key:{widths[0]}}  {value:{widths[1]}}  {source}\n" for key, value, source in texts)


def as_json(rows: list[Shown]) -> str:
    """A list of objects."""
    told = [{"setting": row.key, "value": row.value, "from": row.source} for row in rows]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _text(value: Any) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, list) else str(value)
