"""Reports that were read → results in a folder and in the terminal, and the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.options import Reading
from commands.version import own_version
from commands.voice import FOUND, OK, Voice, one_line

if TYPE_CHECKING:
    from diff.comparison import Comparison
    from diff.judge import JudgeName
    from diff.rulings import Ruling
    from extract.report import Report
    from report.page.pictures import Pages as Pictures


def compare_read(
    reports: Sequence[Report], out: Path, rulings: Sequence[Path], judge: JudgeName | None,
    fail_on: Sequence[str] | None, voice: Voice, *, pages_of: Callable[[Report], Pictures] | None, safe: bool,
    parquet: bool, as_json: bool,
) -> None:  # fmt: skip
    """Reports → results in ``out`` and in the terminal; then exit."""
    from diff.compare import compare_reports
    from diff.judge import shipped_judge
    from report.write import write_comparison

    code = OK
    with voice.caught():
        decided = rulings_for(rulings, out, voice)
        comparison = compare_reports(*reports, rulings=decided, judge=shipped_judge(judge or "learned"))
        write_comparison(comparison, out, own_version(), safe=safe, parquet=parquet, pages_of=pages_of)
        _show(comparison, out, voice, as_json=as_json)
        code = _found(Counter(str(o.status) for pair in comparison.pairs for o in pair.outcomes), fail_on, voice)
    voice.finish(code)


def compare_table(
    table: Path, out: Path, said: dict[str, Any], rulings: Sequence[Path], judge: JudgeName | None,
    fail_on: Sequence[str] | None, reading: Reading, voice: Voice, *, as_json: bool,
) -> None:  # fmt: skip
    """A table of reports → a folder of results for each run of years, and the tables of all; then exit."""
    from commands.many import Wanted, compare_many
    from diff.compare import compare_reports
    from diff.judge import shipped_judge
    from extract.parsed import json_text

    code, judged_by = OK, shipped_judge(judge or "learned")
    with voice.caught():
        wanted = Wanted(
            out=out, version=own_version(), **said, rulings=lambda folder: rulings_for(rulings, folder, voice),
            compared=lambda reports, decided: compare_reports(*reports, rulings=decided, judge=judged_by),
        )  # fmt: skip
        statuses, told = compare_many(table, wanted, reading, voice)
        if as_json:
            click.echo(json_text(told), nl=False)
        code = _found(statuses, fail_on, voice)
    voice.finish(code)


def _found(statuses: Counter[str], fail_on: Sequence[str] | None, voice: Voice) -> int:
    """The exit status for what a caller asked to be told of."""
    found = [f"{statuses[status]} {status}" for status in fail_on or () if statuses[status]]
    if found:
        voice.say("Found what --fail-on asks for: " + ", ".join(found) + ".")
    return FOUND if found else OK


def _show(comparison: Comparison, out: Path, voice: Voice, *, as_json: bool) -> None:
    import shutil

    from rich.console import Console

    from diff.as_json import comparison_json
    from extract.parsed import json_text
    from report.terminal import show_comparison

    if as_json:
        click.echo(json_text(comparison_json(comparison, own_version())), nl=False)
    elif not voice.quiet:
        show_comparison(comparison, Console(highlight=False), one_line(str(out / "report.html")))
        files = sorted(f"{path.name}{'/' * path.is_dir()}" for path in out.iterdir() if path.name != "report.html")
        written = one_line(f"Written to {out}: {', '.join(files)}")
        voice.say(click.wrap_text(written, width=shutil.get_terminal_size().columns))
        voice.say(f"Open in a browser: {out / 'report.html'}")


def two_parsed(before: Path, after: Path) -> tuple[Report, Report]:
    """Two extracted reports. Refuses one report given twice, and two of one name."""
    from extract.parsed import read_parsed

    if before.resolve() == after.resolve():
        raise click.UsageError(f"{before} was given twice; name two different reports.")
    earlier, later = read_parsed(before), read_parsed(after)
    if earlier.source.sha256 == later.source.sha256:
        raise click.UsageError(f"{before} and {after} were read from the same file; name two different reports.")
    if earlier.id == later.id:
        raise click.UsageError(f"Both reports are called {earlier.id!r}; extract one again with another --label.")
    return earlier, later


def rulings_for(paths: Sequence[Path], out: Path, voice: Voice) -> list[Ruling]:
    """The rulings named, and those that lie with the results from an earlier run."""
    from diff.rulings import read_rulings

    kept = out / "rulings.csv"
    if kept.exists() and kept.resolve() not in [path.resolve() for path in paths]:
        voice.say(f"Using the rulings in {kept}.")
        paths = [kept, *paths]
    return read_rulings(paths)
