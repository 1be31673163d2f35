"""The command line: one small function a command; the only code that prints, shows progress, catches or exits."""

from __future__ import annotations

import gc
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli_options import Pages, options, out_option
from extract.errors import InputError

if TYPE_CHECKING:
    from diff.comparison import Comparison
    from diff.judge import JudgeName
    from diff.rulings import Ruling
    from extract.report import Report

OK, FOUND, UNREADABLE = 0, 1, 3  # click itself exits with 2 for wrong usage
PDF = click.Path(path_type=Path)


def own_version() -> str:
    """The version installed, or "0" in a checkout that is not installed."""
    try:
        return version("evidence-trail")
    except PackageNotFoundError:
        return "0"


@dataclass(slots=True)
class Voice:
    """Where the program speaks: data to standard output, messages to standard error."""

    quiet: bool = False
    failed: bool = False

    def say(self, message: str) -> None:
        """A message, unless the user asked for quiet."""
        if not self.quiet:
            click.echo(message, err=True)

    def error(self, error: InputError) -> None:
        """An input that could not be read: said in any case, and remembered for the exit status."""
        self.failed = True
        click.echo(f"Error: {one_line(str(error))}", err=True)

    def finish(self, code: int = OK) -> None:
        """Exit: what could not be read counts for more than what was found."""
        sys.exit(UNREADABLE if self.failed else code)


def one_line(text: str) -> str:
    """A message without the control characters that a file's name or text could steer a terminal with."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(own_version(), prog_name="evidence-trail")
def main() -> None:
    """Which promised outcomes gained, lost or dropped evidence from one progress report to the next.

    \b
    Start here:
      evidence-trail compare report-2024.pdf report-2025.pdf
    then open comparison/report.html in a browser.

    \b
    Exit status: 0 done; 1 found what --fail-on asked for; 2 wrong usage;
    3 an input could not be read (the others are still done).
    """


@main.command()
@click.argument("pdfs", nargs=-1, required=True, type=PDF, metavar="EARLIER.pdf LATER.pdf [MORE.pdf …]")
@out_option("comparison")
@options("rulings", "columns", "label", "judge", "verify", "fail-on", "pictures", "safe", "json", "quiet")
def compare(
    pdfs: tuple[Path, ...], out: Path, rulings: tuple[Path, ...], columns: tuple[tuple[str, str], ...],
    labels: tuple[str, ...], judge: JudgeName | None, verify: bool, fail_on: list[str] | None, pictures: bool,
    safe: bool, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Compare two or more yearly reports of one plan, earliest first.

    Writes report.html (open it in a browser), report.xlsx, briefing.docx, CSVs and comparison.json to a folder, and
    prints the outcomes.

    \b
    Examples:
      evidence-trail compare 2024.pdf 2025.pdf
      evidence-trail compare 2024.pdf 2025.pdf 2026.pdf -o results --fail-on lost,dropped
    """
    voice = Voice(quiet)
    if len(pdfs) < 2:
        raise click.UsageError("compare needs two reports or more, the earliest first.")
    _refuse_same_file(pdfs)
    reports = _read_all(pdfs, _ids(pdfs, labels), columns, None, voice, verify=verify)
    if len(reports) < 2:
        voice.say("Nothing was compared: fewer than two reports could be read.")
        voice.finish()
    _compare(reports, out, rulings, judge, fail_on, voice, pictures=pictures, safe=safe, as_json=as_json)


@main.command()
@click.argument("pdfs", nargs=-1, required=True, type=PDF, metavar="REPORT.pdf …")
@out_option("data/parsed")
@click.option("--pages", type=Pages(), default=None, help="Read only these pages, such as 40-58 of an agenda pack.")
@click.option("--inspect", is_flag=True, help="Also draw what was read over a picture of each page.")
@options("columns", "label", "verify", "safe", "json", "quiet")
def extract(
    pdfs: tuple[Path, ...], out: Path, pages: list[int] | None, inspect: bool, columns: tuple[tuple[str, str], ...],
    labels: tuple[str, ...], verify: bool, safe: bool, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Read the table of each report into a folder of CSVs.

    Each report gets a folder with commitments.csv, items.csv, spans.csv (where on the page) and datapackage.json.

    \b
    Examples:
      evidence-trail extract 2024.pdf
      evidence-trail extract agenda-pack.pdf --pages 40-58 --label plan-2024 -o parsed
      evidence-trail extract 2024.pdf --verify --inspect
    """
    from rich.console import Console

    from extract.parsed import datapackage
    from report.terminal import show_report
    from report.write import json_text, write_report

    voice = Voice(quiet)
    packages = []
    console = Console(highlight=False)
    for report in _read_all(pdfs, _ids(pdfs, labels), columns, pages, voice, verify=verify):
        with _caught(voice):
            with _drawing(report, pages, voice, wanted=inspect) as draw:
                write_report(report, out / report.id, own_version(), safe=safe, draw=draw)
            packages.append(datapackage(report, own_version()))
            if not (quiet or as_json):
                show_report(report, out / report.id, console)
                if inspect:
                    voice.say(f"Open in a browser: {out / report.id / 'inspect' / 'index.html'}")
    if as_json:
        click.echo(json_text(packages), nl=False)
    voice.finish()


@main.command()
@click.argument("before", type=PDF, metavar="PARSED_A")
@click.argument("after", type=PDF, metavar="PARSED_B")
@out_option("alignment")
@options("rulings", "safe", "json", "quiet")
def align(
    before: Path, after: Path, out: Path, rulings: tuple[Path, ...], safe: bool, as_json: bool, quiet: bool
) -> None:
    """Find which commitments, outcomes and statements carry on between two extracted reports.

    PARSED_A and PARSED_B are folders that `evidence-trail extract` wrote, the earlier report first.

    \b
    Example:
      evidence-trail align data/parsed/plan-2024 data/parsed/plan-2025
    """
    from rich.console import Console

    from align.build import align_reports
    from diff.as_json import alignment_json
    from diff.rulings import resolve_rulings
    from report.terminal import show_alignment
    from report.write import json_text, write_alignment

    voice = Voice(quiet)
    with _caught(voice):
        reports = _read_parsed(before, after)
        alignment = align_reports(*reports, decided=resolve_rulings(_rulings(rulings, out, voice)).decided)
        write_alignment(alignment, out, own_version(), safe=safe)
        if as_json:
            click.echo(json_text(alignment_json(alignment)), nl=False)
        elif not quiet:
            show_alignment(alignment, Console(highlight=False))
            voice.say(f"Written: {out}")
    voice.finish()


@main.command()
@click.argument("before", type=PDF, metavar="PARSED_A")
@click.argument("after", type=PDF, metavar="PARSED_B")
@out_option("comparison")
@options("rulings", "judge", "fail-on", "pictures", "safe", "json", "quiet")
def diff(
    before: Path, after: Path, out: Path, rulings: tuple[Path, ...], judge: JudgeName | None, fail_on: list[str] | None,
    pictures: bool, safe: bool, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Compare two extracted reports: outcomes, evidence and what changed.

    PARSED_A and PARSED_B are folders that `evidence-trail extract` wrote, the earlier report first. Writes the same
    files as `compare`.

    \b
    Example:
      evidence-trail diff data/parsed/plan-2024 data/parsed/plan-2025 --rulings rulings.csv
    """
    voice = Voice(quiet)
    reports: list[Report] = []
    with _caught(voice):
        reports.extend(_read_parsed(before, after))
    if reports:
        _compare(reports, out, rulings, judge, fail_on, voice, pictures=pictures, safe=safe, as_json=as_json)
    voice.finish()


@main.command()
@click.argument("folder", type=PDF, metavar="DIR")
@click.option("--by", default="", help="Your name or initials, kept beside each decision.")
@options("judge", "pictures", "quiet")
def rule(folder: Path, by: str, judge: JudgeName | None, pictures: bool, quiet: bool) -> None:
    """Decide what the program is unsure of, one question at a time, the most decisive first.

    DIR is a folder that `evidence-trail compare` wrote. Each answer is saved at once to DIR/rulings.csv, and the
    results in DIR are written anew with them at the end. Stop with q at any time, and go on later.

    \b
    Example:
      evidence-trail rule comparison --by "A. Okafor"
    """
    from cli_rule import ask_all, reports_in
    from diff.compare import compare_reports
    from diff.judge import Remembering, shipped_judge
    from diff.rulings import read_rulings, write_rulings
    from report.write import write_comparison

    voice = Voice(quiet)
    with _caught(voice):
        reports, used = reports_in(folder)
        judged_by = Remembering(shipped_judge(judge or ("lexical" if used == "lexical" else "learned")))
        kept = folder / "rulings.csv"
        made, left = ask_all(
            lambda rulings: compare_reports(*reports, rulings=rulings, judge=judged_by),
            read_rulings([kept] if kept.exists() else []),
            lambda rulings: write_rulings(kept, rulings), by,
        )  # fmt: skip
        renewed = compare_reports(*reports, rulings=made, judge=judged_by)
        write_comparison(renewed, folder, own_version(), pictures=pictures)
        voice.say(
            f"{len(made)} decisions in {kept}; {left} outcomes still to check. The results in {folder} are renewed."
        )
    voice.finish()


def _compare(
    reports: Sequence[Report], out: Path, rulings: Sequence[Path], judge: JudgeName | None,
    fail_on: Sequence[str] | None, voice: Voice, *, pictures: bool, safe: bool, as_json: bool,
) -> None:  # fmt: skip
    """Reports → results in ``out`` and in the terminal; then exit."""
    from diff.compare import compare_reports
    from diff.judge import shipped_judge
    from report.write import write_comparison

    code = OK
    with _caught(voice):
        decided = _rulings(rulings, out, voice)
        comparison = compare_reports(*reports, rulings=decided, judge=shipped_judge(judge or "learned"))
        write_comparison(comparison, out, own_version(), safe=safe, pictures=pictures)
        _show(comparison, out, voice, as_json=as_json)
        statuses = [outcome.status for pair in comparison.pairs for outcome in pair.outcomes]
        found = {status: statuses.count(status) for status in fail_on or () if status in statuses}
        if found:
            voice.say(
                "Found what --fail-on asks for: " + ", ".join(f"{n} {status}" for status, n in found.items()) + "."
            )
            code = FOUND
    voice.finish(code)


def _show(comparison: Comparison, out: Path, voice: Voice, *, as_json: bool) -> None:
    from rich.console import Console

    from diff.as_json import comparison_json
    from report.terminal import show_comparison
    from report.write import json_text

    if as_json:
        click.echo(json_text(comparison_json(comparison, own_version())), nl=False)
    elif not voice.quiet:
        show_comparison(comparison, Console(highlight=False), one_line(str(out / "report.html")))
        files = sorted(f"{path.name}{'/' * path.is_dir()}" for path in out.iterdir() if path.name != "report.html")
        written = one_line(f"Written to {out}: {', '.join(files)}")
        voice.say(click.wrap_text(written, width=shutil.get_terminal_size().columns))
        voice.say(f"Open in a browser: {out / 'report.html'}")


@contextmanager
def _drawing(
    report: Report, pages: Sequence[int] | None, voice: Voice, *, wanted: bool
) -> Iterator[Callable[[Path], None] | None]:
    """What fills a folder with pictures of the pages read, with a progress bar; ``None`` where none are wanted."""
    if not wanted:
        yield None
        return
    from report.inspection.inspect import write_pictures

    with _progress(report.source.pages, voice) as step:
        yield lambda folder: write_pictures(report, folder, own_version(), pages, step)


@contextmanager
def _caught(voice: Voice) -> Iterator[None]:
    """An input that cannot be read is said, and the rest goes on."""
    try:
        yield
    except InputError as error:
        voice.error(error)


def _read_all(
    pdfs: Sequence[Path],
    ids: Sequence[str],
    columns: Sequence[tuple[str, str]],
    pages: Sequence[int] | None,
    voice: Voice,
    *,
    verify: bool,
) -> list[Report]:
    """Every report that can be read; each that cannot is said, with its file, page and what to do."""
    from extract.read import read_report
    from extract.verify import verify_report

    named: dict[str, list[str]] = {}
    for role, label in columns:
        named.setdefault(role, []).append(label)
    reports: list[Report] = []
    with _progress(len(pdfs), voice) as step:
        for path, report_id in zip(pdfs, ids, strict=True):
            step(f"Reading {one_line(path.name)}")
            with _caught(voice):
                report = read_report(path, label=report_id, columns=named, pages=pages)
                reports.append(verify_report(report, pages) if verify else report)
    return reports


def _read_parsed(before: Path, after: Path) -> tuple[Report, Report]:
    from extract.parsed import read_parsed

    if before.resolve() == after.resolve():
        raise click.UsageError(f"{before} was given twice; name two different reports.")
    earlier, later = read_parsed(before), read_parsed(after)
    if earlier.source.sha256 == later.source.sha256:
        raise click.UsageError(f"{before} and {after} were read from the same file; name two different reports.")
    if earlier.id == later.id:
        raise click.UsageError(f"Both reports are called {earlier.id!r}; extract one again with another --label.")
    return earlier, later


def _rulings(paths: Sequence[Path], out: Path, voice: Voice) -> list[Ruling]:
    """The rulings named, and those that lie with the results from an earlier run."""
    from diff.rulings import read_rulings

    kept = out / "rulings.csv"
    if kept.exists() and kept.resolve() not in [path.resolve() for path in paths]:
        voice.say(f"Using the rulings in {kept}.")
        paths = [kept, *paths]
    return read_rulings(paths)


def _refuse_same_file(pdfs: Sequence[Path]) -> None:
    import hashlib

    seen: dict[str, Path] = {}
    for path in pdfs:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            continue  # read_report says what is wrong with it
        if digest in seen:
            raise click.UsageError(f"{path} is the same file as {seen[digest]}; name two different reports.")
        seen[digest] = path


def _ids(pdfs: Sequence[Path], labels: Sequence[str]) -> list[str]:
    """The reports' ids; refuses labels that do not fit, and two reports of one id."""
    from extract.labels import slug

    if labels and len(labels) != len(pdfs):
        raise click.UsageError(f"{len(pdfs)} reports and {len(labels)} labels: give --label once for each report.")
    ids = [slug(name) for name in labels] or [slug(path.stem) for path in pdfs]
    for n, report_id in enumerate(ids):
        if report_id in ids[:n]:
            raise click.UsageError(f"Two reports would be called {report_id!r}: name them with --label, once for each.")
    return ids


@contextmanager
def _progress(count: int, voice: Voice) -> Iterator[Callable[[str], None]]:
    """A progress bar on standard error where that is a terminal; nothing elsewhere."""
    if voice.quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        done = -1

        def step(what: str) -> None:
            nonlocal done
            done += 1
            progress.update(task, description=what, completed=done)

        yield step


def run() -> None:
    """Entry point: a broken pipe and Ctrl-C end quietly."""
    gc.set_threshold(100_000, 20, 20)  # little that a run makes is rubbish before its end: look for it seldom
    try:
        main()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(OK)
    finally:
        gc.freeze()  # nobody needs the memory tidied at the very end: that would take a tenth of a second or two


if __name__ == "__main__":
    run()
