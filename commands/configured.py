"""Commands whose options also come from the environment and from a settings file, the command line before both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from commands.options import READING
from commands.voice import Voice

if TYPE_CHECKING:
    from commands.settings import Settings

PREFIX = "EVIDENCE_TRAIL"


def variables(command: str, option: click.Option) -> tuple[str, ...]:
    """The environment variables of an option, the one that counts first: for its command alone, and for all."""
    long = next((name[2:] for name in option.opts if name.startswith("--")), "out")
    if long == "cache":
        long = "use-cache"  # EVIDENCE_TRAIL_CACHE has always been its folder
    name = long.upper().replace("-", "_")
    if long in ("label", "by", "json", "help", "update", "force", "pages"):
        return ()  # asked for once
    alone = f"{PREFIX}_{command.upper()}_{name}"
    shared = long != "out" and (command, long) != ("rule", "judge")  # as in a settings file
    return (alone, f"{PREFIX}_{name}") if shared or (command in ("compare", "diff") and long == "out") else (alone,)


def settings_here(commands: Mapping[str, click.Command]) -> Settings:
    """The settings of the working folder; wrong ones are wrong usage."""
    from commands.settings import Settings, SettingsError
    from commands.settings_file import find_settings

    try:
        here = Path.cwd()
    except OSError:  # the working folder is gone
        return Settings()
    try:
        return find_settings(here, commands)
    except SettingsError as wrong:
        raise click.UsageError(str(wrong)) from None


class Command(click.Command):
    """A command that knows the settings, and whose help tells of reading last."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """As click's own; adds the environment variables."""
        super().__init__(*arguments, **more)
        for option in self.params:
            if isinstance(option, click.Option) and self.name:
                option.envvar = option.envvar or variables(self.name, option)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look for settings, unless only help or a completion is wanted: these must work beside a broken file."""
        root = ctx.find_root()
        wanted = not (ctx.resilient_parsing or root.params.get("no_settings") or set(ctx.help_option_names) & set(args))
        if wanted and isinstance(root.command, click.Group):
            ctx.obj = settings_here(root.command.commands)
            ctx.default_map = dict(ctx.obj.values.get(self.name, {}))
        try:
            return super().parse_args(ctx, args)
        except click.BadParameter as wrong:
            raise told_of(wrong, ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Add the settings' columns to those given, and say which file is followed."""
        if ctx.obj and ctx.obj.path:
            Voice(ctx.params.get("quiet", False)).say(f"Settings: {ctx.obj.path}")
            add_columns(ctx, ctx.obj)
        return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What most need first; how files are read, and what each may cost, last."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        shown = [(one.name, record) for one in options if (record := one.get_help_record(ctx))]
        for title, rows in (
            ("Options", [record for name, record in shown if name not in READING]),
            ("How files are read", [record for name, record in shown if name in READING]),
        ):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def add_columns(ctx: click.Context, settings: Settings) -> None:
    """Give a command the settings' columns too, where the command line or the environment gave others."""
    from commands.settings import all_columns

    if "columns" in ctx.params:
        fixed = settings.values.get(ctx.command.name or "", {}).get("columns", ())
        ctx.params["columns"] = all_columns(ctx.params["columns"], fixed)


def told_of(wrong: click.BadParameter, ctx: click.Context) -> click.BadParameter:
    """The same, with the environment variable where the value came from one."""
    option = wrong.param
    if option is None or ctx.get_parameter_source(str(option.name)) is not ParameterSource.ENVIRONMENT:
        return wrong
    return click.BadParameter(f"{wrong.message} It comes from {variable_in_use(option)}.", wrong.ctx, option)


def variable_in_use(option: click.Parameter) -> str:
    """The environment variable that an option's value comes from."""
    import os

    names = [option.envvar] if isinstance(option.envvar, str) else option.envvar or ()
    return next((name for name in names if os.environ.get(name)), "the environment")


class Group(click.Group):
    """The commands in the order in which they are written, each with the settings."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """As a reader meets them, not by the alphabet."""
        return list(self.commands)
