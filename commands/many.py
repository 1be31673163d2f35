"""``compare reports.csv``: every run of years of a table of reports, each in its folder, and one long table of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.corpus import Listed, listed_in, runs_of
from commands.voice import Voice, one_line

if TYPE_CHECKING:
    from commands.options import Reading
    from diff.comparison import Comparison
    from diff.rulings import Ruling
    from extract.report import Report
    from workers.intake import Intake

ALL = "all"  # the folder of the tables over all


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a user asked for, for every run alike."""

    out: Path
    columns: Sequence[tuple[str, str]]
    verify: bool
    pictures: bool
    safe: bool
    parquet: bool
    version: str
    compared: Callable[[Sequence[Report], Sequence[Ruling]], Comparison]
    rulings: Callable[[Path], list[Ruling]]  # those that apply to a run, by the folder of its results


def compare_many(table: Path, wanted: Wanted, reading: Reading, voice: Voice) -> tuple[Counter[str], list[object]]:
    """Compare every run of two readable reports or more; returns how many outcomes have each status, and a row a run.

    Raises ``InputError`` where the table itself cannot be used. What cannot be read is said, and the rest is done.
    """
    from commands.reading import opened
    from report.corpus import Part, write_corpus

    runs = runs_of(listed_in(table))
    if ALL in runs:
        raise click.UsageError(
            f"A run would be called {ALL!r}, as the folder of all of them is; name its plan otherwise."
        )
    statuses: Counter[str] = Counter()
    done: list[Part] = []
    told: list[object] = []
    with opened(reading, sum(map(len, runs.values())), wanted.version, voice) as intake:
        for run, reports in _read(intake, runs, wanted, voice):
            comparison = _one_run(run, reports, intake, wanted, voice)
            if comparison is not None:
                counts = Counter(str(o.status) for pair in comparison.pairs for o in pair.outcomes)
                statuses += counts
                whose = {"body": run[0].body, "plan": run[0].plan, "run": run[0].run}
                done.append(Part(name=run[0].run, whose=whose))
                told.append(_row(run[0], comparison, counts))
                voice.say(one_line(_line(run[0], comparison, wanted.out / run[0].run)))
    with voice.caught():
        if done:
            write_corpus(wanted.out / ALL, done, wanted.version, safe=wanted.safe, parquet=wanted.parquet)
            voice.say(one_line(f"Written: {wanted.out / ALL}, the tables of all {len(done)} runs"))
    return statuses, told


def write_all(listed: Sequence[Listed], out: Path, version: str, voice: Voice, *, safe: bool, parquet: bool) -> None:
    """The tables of all reports of a table that were extracted into folders of ``out``."""
    from report.corpus import Part, write_corpus

    parts = [
        Part(name=r.report, whose={"body": r.body, "plan": r.plan, "year": r.year, "report": r.report}) for r in listed
    ]
    write_corpus(out / ALL, parts, version, safe=safe, parquet=parquet)
    voice.say(one_line(f"Written: {out / ALL}, the tables of all {len(parts)} reports"))


def _read(
    intake: Intake, runs: dict[str, list[Listed]], wanted: Wanted, voice: Voice
) -> Iterator[tuple[list[Listed], list[Report]]]:
    """Each run with those of its reports that can be read; one run's are in memory at a time."""
    from commands.reading import jobs_for, read_each

    listed = {report.report: report for run in runs.values() for report in run}
    jobs = jobs_for(
        [report.file for report in listed.values()], list(listed), wanted.columns, wanted.version, verify=wanted.verify
    )
    left = dict(runs)
    parsed = read_each(intake, jobs, voice)
    for name, group in groupby(parsed, key=lambda result: listed[result.job.label].run):
        reports: list[Report] = []
        for result in group:
            whose = listed[result.job.label]
            with voice.caught():
                reports.append(replace(result.report(), body=whose.body, plan=whose.plan))
        yield left.pop(name), reports
    for run in left.values():
        yield run, []


def _one_run(
    run: Sequence[Listed], reports: Sequence[Report], intake: Intake, wanted: Wanted, voice: Voice
) -> Comparison | None:
    """Compare one run and write its folder; ``None`` where that cannot be done, which is said."""
    from commands.reading import same_file
    from report.write import write_comparison

    if len(reports) < 2:
        voice.say(one_line(f"{run[0].body}, {run[0].plan}: not compared, since fewer than two reports could be read."))
        return None
    if same := same_file((report.source.path, report.source.sha256) for report in reports):
        voice.failed = True
        named = " and ".join(same)
        click.echo(one_line(f"Error: {run[0].body}, {run[0].plan}: {named} are the same file."), err=True)
        return None
    folder = wanted.out / run[0].run
    with voice.caught():
        pages_of = intake.pictures(reports) if wanted.pictures else None
        comparison = wanted.compared(reports, wanted.rulings(folder))
        write_comparison(
            comparison, folder, wanted.version, safe=wanted.safe, parquet=wanted.parquet, pages_of=pages_of
        )
        return comparison
    return None


def _line(whose: Listed, comparison: Comparison, folder: Path) -> str:
    last = comparison.pairs[-1]
    check = sum(outcome.review for outcome in last.outcomes)
    counts = Counter(outcome.status for outcome in last.outcomes)
    said = ", ".join(f"{counts[status]} {status}" for status in ("lost", "dropped", "gained", "new") if counts[status])
    years = f"{len(comparison.reports)} reports"
    return f"{whose.body}, {whose.plan}: {years}; last pair: {said or 'no change'}, {check} to check → {folder}"


def _row(whose: Listed, comparison: Comparison, counts: Counter[str]) -> object:
    return {
        "run": whose.run, "body": whose.body, "plan": whose.plan, "reports": [r.id for r in comparison.reports],
        "statuses": dict(sorted(counts.items())),
        "review": sum(outcome.review for pair in comparison.pairs for outcome in pair.outcomes),
    }  # fmt: skip
