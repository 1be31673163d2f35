"""Settings → what holds for each command, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from commands.settings import TURNED, Settings, options_of


def shown_settings(context: click.Context, commands: Mapping[str, click.Command]) -> Iterator[tuple[str, str, str]]:
    """Every setting of every command: ``command.key``, its value, and where it comes from."""
    settings: Settings = context.obj
    for name, command in commands.items():
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        for key, option in options_of(command):
            assert option.name is not None
            source = inner.get_parameter_source(option.name)
            value = inner.params[option.name]
            if key in TURNED and not TURNED[key][1]:
                value = not value
            yield f"{name}.{key}", _plain(value), _source(source, settings, key, option, inner)
    for file, label in settings.labels.items():
        yield f"labels.{file}", label, settings.place("labels")


def _source(source: Any, settings: Settings, key: str, option: click.Option, context: click.Context) -> str:
    if source is click.core.ParameterSource.DEFAULT_MAP:
        return settings.place(key)
    if source is click.core.ParameterSource.ENVIRONMENT:
        return f"environment, {context.auto_envvar_prefix}_{str(option.name).upper()}"
    return "default"


def _plain(value: Any) -> str:
    if value is None or value == ():
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ", ".join("=".join(one) if isinstance(one, tuple) else str(one) for one in value)
    return str(value)
