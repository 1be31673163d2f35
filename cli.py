"""The command line: one small function a command; with ``commands/`` the only code that prints, catches or exits."""

from __future__ import annotations

import errno
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.configured import Group, settings_here
from commands.options import Reading, options, out_option, reading_anew_options, reading_options
from commands.values import NUMBERS, Pages, only_folders
from commands.version import own_version
from commands.voice import FOUND, OK, UNREADABLE, Voice
from extract.errors import InputError

if TYPE_CHECKING:
    from diff.judge import JudgeName
    from extract.report import Report

PDF = click.Path()  # a string: an address is no path
FOLDER = click.Path(path_type=Path)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """As click's own option does, which would look the version up at every start."""
    if wanted and not context.resilient_parsing:
        click.echo(f"evidence-trail, version {own_version()}")
        context.exit()


@click.group(
    cls=Group, invoke_without_command=True, no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
    help="Show the version and exit.",
)  # fmt: skip
@click.option("--show-settings", is_flag=True, help="Show each setting, its value and where it comes from.")
@click.option("--json", "as_json", is_flag=True, help="With --show-settings: print them as JSON.")
@click.option("--no-settings", is_flag=True, help="Leave settings files aside.")
@click.pass_context
def main(context: click.Context, show_settings: bool, as_json: bool, no_settings: bool) -> None:
    """Which promised outcomes gained, lost or dropped evidence from one progress report to the next.

    \b
    Start here:
      evidence-trail compare report-2024.pdf report-2025.pdf
    then open comparison/report.html in a browser.

    Options may be settled for a project in evidence-trail.toml, or in
    [tool.evidence-trail] of pyproject.toml.

    \b
    Exit status: 0 done; 1 found what --fail-on asked for, or check found
    a difference; 2 wrong usage; 3 an input could not be read (the others
    are still done).
    """
    if show_settings:
        _show_settings(context, as_json=as_json, ignored=no_settings)
    if as_json:
        raise click.UsageError("--json stands here with --show-settings only; for results it follows the command.")
    if context.invoked_subcommand is None:
        raise click.UsageError("Missing command.")


def _show_settings(context: click.Context, *, as_json: bool, ignored: bool) -> None:
    """Print what is settled, and by what, and exit; nothing is read."""
    from commands import show_settings
    from commands.settings import Settings

    settings = Settings() if ignored else settings_here(main.commands)
    rows = list(show_settings.shown_settings(context, settings, main.commands))
    click.echo((show_settings.as_json if as_json else show_settings.as_text)(rows), nl=False)
    context.exit()


@main.command()
@click.argument("pdfs", nargs=-1, required=True, type=PDF, metavar="EARLIER.pdf LATER.pdf [MORE.pdf …] | REPORTS.csv")
@out_option("comparison")
@options("rulings", "columns", "label", "judge", "verify", "fail-on", "pictures", "safe", "parquet", "json", "quiet")
@reading_options
def compare(
    pdfs: tuple[str, ...], out: Path, rulings: tuple[Path, ...], columns: tuple[tuple[str, str], ...],
    labels: tuple[str, ...], judge: JudgeName | None, verify: bool, fail_on: list[str] | None, pictures: bool,
    safe: bool, parquet: bool, as_json: bool, quiet: bool, reading: Reading,
) -> None:  # fmt: skip
    """Compare two or more yearly reports of one plan, earliest first.

    Writes report.html (open it in a browser), report.xlsx, briefing.docx, CSVs and comparison.json to a folder, and
    prints the outcomes. Of a table of reports (a CSV: body, plan, year, file) each body's plan gets such a folder, and
    the folder "all" has the tables of all of them.

    \b
    Examples:
      evidence-trail compare 2024.pdf 2025.pdf
      evidence-trail compare 2024.pdf 2025.pdf 2026.pdf -o results
      evidence-trail compare 2024.pdf 2025.pdf --fail-on lost,dropped
      evidence-trail compare reports.csv -o corpus --no-pictures
    """
    from commands.comparing import compare_read, compare_table
    from commands.corpus import is_table
    from commands.reading import digests, jobs_for, opened, read_each, refuse_same_file, report_ids

    voice = Voice(quiet)
    if is_table(pdfs):
        wanted = {"columns": columns, "verify": verify, "pictures": pictures, "safe": safe, "parquet": parquet}
        compare_table(Path(pdfs[0]), out, wanted, rulings, judge, fail_on, reading, voice, as_json=as_json)
    if len(pdfs) < 2:
        raise click.UsageError("compare needs two reports or more, the earliest first, or a table of reports (.csv).")
    refuse_same_file(digests(pdfs))
    jobs = jobs_for(pdfs, report_ids(pdfs, labels), columns, own_version(), verify=verify)
    with opened(reading, len(jobs), own_version()) as intake:
        reports: list[Report] = []
        for parsed in read_each(intake, jobs, voice):
            with voice.caught():
                reports.append(parsed.report())
        refuse_same_file((report.source.path, report.source.sha256) for report in reports)
        if len(reports) < 2:
            voice.say("Nothing was compared: fewer than two reports could be read.")
            voice.finish()
        pages_of = intake.pictures(reports) if pictures else None
        compare_read(
            reports, out, rulings, judge, fail_on, voice, pages_of=pages_of, safe=safe, parquet=parquet,
            as_json=as_json,
        )  # fmt: skip


@main.command()
@click.argument("pdfs", nargs=-1, required=True, type=PDF, metavar="REPORT.pdf … | DIR … | REPORTS.csv")
@out_option("data/parsed")
@click.option("--pages", type=Pages(), default=None, help="Read only these pages, such as 40-58 of an agenda pack.")
@click.option("--inspect/--no-inspect", help="Also draw what was read over a picture of each page.")
@options("columns", "label", "verify", "safe", "parquet", "json", "quiet")
@reading_options
def extract(
    pdfs: tuple[str, ...], out: Path, pages: list[int] | None, inspect: bool, columns: tuple[tuple[str, str], ...],
    labels: tuple[str, ...], verify: bool, safe: bool, parquet: bool, as_json: bool, quiet: bool,
    reading: Reading,
) -> None:  # fmt: skip
    """Read the table of each report into a folder of CSVs.

    Each report gets a folder with commitments.csv, items.csv, spans.csv (where on the page) and datapackage.json. Of a
    folder DIR all PDFs are read; of a table of reports (a CSV: body, plan, year, file) all that it lists, and the
    folder "all" has the tables of all of them. A run that was cut off is simply started again: what was read is not
    read twice.

    \b
    Examples:
      evidence-trail extract 2024.pdf
      evidence-trail extract agenda-pack.pdf --pages 40-58 --label plan-2024
      evidence-trail extract all-our-reports/ --jobs 4
      evidence-trail extract 2024.pdf --verify --inspect
    """
    from commands.corpus import is_table, listed_in
    from commands.many import write_all
    from commands.reading import files_in, jobs_for, opened, read_each, report_ids
    from commands.telling import tell_extracted
    from report.extracted import write_extracted

    voice = Voice(quiet)
    listed = listed_in(Path(pdfs[0])) if is_table(pdfs) else []
    names = [report.file for report in listed] or files_in(pdfs)
    ids = [report.report for report in listed] or report_ids(names, labels)
    jobs = jobs_for(names, ids, columns, own_version(), pages, verify=verify, inspect=inspect)
    telling = tell_extracted(len(jobs), voice, as_json=as_json)
    done = set()
    with opened(reading, len(jobs), own_version()) as intake, telling as tell:
        for parsed in read_each(intake, jobs, voice):
            with voice.caught():
                folder = out / parsed.job.label
                write_extracted(parsed.folder, folder, safe=safe, parquet=parquet)
                tell(parsed, folder)
                done.add(parsed.job.label)
    if done and listed:
        with voice.caught():
            found = [report for report in listed if report.report in done]
            write_all(found, out, own_version(), voice, safe=safe, parquet=parquet)
    voice.finish()


@main.command(short_help="Find what carries on between two extracted reports.")
@click.argument("before", type=FOLDER, metavar="PARSED_A", shell_complete=only_folders)
@click.argument("after", type=FOLDER, metavar="PARSED_B", shell_complete=only_folders)
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
    from commands.comparing import rulings_for, two_parsed
    from diff.as_json import alignment_json
    from diff.rulings import resolve_rulings
    from extract.parsed import json_text
    from report.terminal import show_alignment
    from report.write import write_alignment

    voice = Voice(quiet)
    with voice.caught():
        reports = two_parsed(before, after)
        alignment = align_reports(*reports, decided=resolve_rulings(rulings_for(rulings, out, voice)).decided)
        write_alignment(alignment, out, own_version(), safe=safe)
        if as_json:
            click.echo(json_text(alignment_json(alignment)), nl=False)
        elif not quiet:
            show_alignment(alignment, Console(highlight=False))
            voice.say(f"Written: {out}")
    voice.finish()


@main.command(short_help="Compare two extracted reports, as compare does.")
@click.argument("before", type=FOLDER, metavar="PARSED_A", shell_complete=only_folders)
@click.argument("after", type=FOLDER, metavar="PARSED_B", shell_complete=only_folders)
@out_option("comparison")
@options("rulings", "judge", "fail-on", "pictures", "safe", "parquet", "json", "quiet")
@reading_options
def diff(
    before: Path, after: Path, out: Path, rulings: tuple[Path, ...], judge: JudgeName | None, fail_on: list[str] | None,
    pictures: bool, safe: bool, parquet: bool, as_json: bool, quiet: bool, reading: Reading,
) -> None:  # fmt: skip
    """Compare two extracted reports: outcomes, evidence and what changed.

    PARSED_A and PARSED_B are folders that `evidence-trail extract` wrote, the earlier report first. Writes the same
    files as `compare`.

    \b
    Example:
      evidence-trail diff parsed/plan-2024 parsed/plan-2025 --rulings rulings.csv
    """
    from commands.comparing import compare_read, two_parsed
    from commands.reading import opened

    voice = Voice(quiet)
    reports: list[Report] = []
    with voice.caught():
        reports.extend(two_parsed(before, after))
    if not reports:
        voice.finish()
    with opened(reading, len(reports), own_version()) as intake:
        pages_of = intake.pictures(reports) if pictures else None
        compare_read(
            reports, out, rulings, judge, fail_on, voice, pages_of=pages_of, safe=safe, parquet=parquet,
            as_json=as_json,
        )  # fmt: skip


@main.command(short_help="Decide what the program is unsure of, one by one.")
@click.argument("folder", type=FOLDER, metavar="DIR", shell_complete=only_folders)
@click.option("--by", default="", help="Your name or initials, kept beside each decision.")
@options("judge", "pictures", "quiet")
@reading_options
def rule(folder: Path, by: str, judge: JudgeName | None, pictures: bool, quiet: bool, reading: Reading) -> None:
    """Decide what the program is unsure of, one question at a time, the most decisive first.

    DIR is a folder that `evidence-trail compare` wrote. Each answer is saved at once to DIR/rulings.csv, and the
    results in DIR are written anew with them at the end. Stop with q at any time, and go on later.

    \b
    Example:
      evidence-trail rule comparison --by "A. Okafor"
    """
    from commands.asking import ask_all, reports_in
    from commands.reading import opened
    from diff.compare import compare_reports
    from diff.judge import Remembering, shipped_judge
    from diff.rulings import read_rulings, write_rulings
    from report.write import write_comparison

    voice = Voice(quiet)
    with voice.caught():
        reports, used = reports_in(folder)
        judged_by = Remembering(shipped_judge(judge or ("lexical" if used == "lexical" else "learned")))
        kept = folder / "rulings.csv"
        made, left = ask_all(
            lambda rulings: compare_reports(*reports, rulings=rulings, judge=judged_by),
            read_rulings([kept] if kept.exists() else []),
            lambda rulings: write_rulings(kept, rulings), by,
        )  # fmt: skip
        renewed = compare_reports(*reports, rulings=made, judge=judged_by)
        with opened(reading, len(reports), own_version()) as intake:
            pages_of = intake.pictures(reports) if pictures else None
            parquet = (folder / "outcomes.parquet").exists()  # asked for then, wanted still
            write_comparison(renewed, folder, own_version(), parquet=parquet, pages_of=pages_of)
        voice.say(
            f"{len(made)} decisions in {kept}; {left} outcomes still to check. The results in {folder} are renewed."
        )
    voice.finish()


@main.command(short_help="Open a page in the browser that does all of this.")
@click.option(
    "--library",
    type=FOLDER,
    default=None,
    metavar="DIR",
    shell_complete=only_folders,
    help="Where reports, comparisons and decisions are kept (default: a user's usual place for data).",
)
@click.option("--port", type=NUMBERS["port"], default=0, help="The port to listen on (default: any that is free).")
@click.option("--browser/--no-browser", default=True, help="Open the browser (the default).")
@click.option(
    "--max-upload",
    type=NUMBERS["max-upload"],
    default=200,
    show_default=True,
    help="The most MB that a file dropped on the page may have.",
)
@options("quiet")
@reading_anew_options
def desk(
    library: Path | None, port: int, browser: bool, max_upload: int, quiet: bool, reading: Reading,
) -> None:  # fmt: skip
    """Open a local page on which reports are dropped, compared, ruled on and kept.

    The page is served on this machine's own address only, under an address with a secret in it that is new at each
    start; nothing leaves the machine. Stop it with Ctrl-C: the next start goes on with what was under way.

    \b
    Examples:
      evidence-trail desk
      evidence-trail desk --library /shared/scrutiny --no-browser
    """
    from commands.desk import open_desk

    voice = Voice(quiet)
    open_desk(library, port, max_upload, reading, voice, browser=browser)
    voice.finish()


@main.command(short_help="Read PDFs again and compare with the committed CSVs.")
@click.argument("pdfs", nargs=-1, required=True, type=PDF, metavar="REPORT.pdf … | DIR …")
@click.option(
    "--against",
    type=FOLDER,
    required=True,
    metavar="DIR",
    shell_complete=only_folders,
    help="The folder that holds the committed ones.",
)
@click.option("--update", is_flag=True, help="Accept what differs: write it to DIR, which must have no other changes.")
@click.option("--force", is_flag=True, help="With --update: also where git does not keep DIR.")
@click.option("--pages", type=Pages(), default=None, help="Read only these pages, as they were read for DIR.")
@click.option("--junit", type=FOLDER, default=None, metavar="FILE", help="Also write JUnit XML, a test case a report.")
@click.option("--github/--no-github", default=None, help="Annotate for GitHub (default: where GITHUB_ACTIONS is true).")
@options("columns", "label", "safe", "json", "quiet")
@reading_anew_options
def check(
    pdfs: tuple[str, ...], against: Path, update: bool, force: bool, pages: list[int] | None, junit: Path | None,
    github: bool | None, columns: tuple[tuple[str, str], ...], labels: tuple[str, ...], safe: bool, as_json: bool,
    quiet: bool, reading: Reading,
) -> None:  # fmt: skip
    """Read PDFs again and compare with the CSVs that were committed; exit with 1 on a difference.

    DIR is where `evidence-trail extract` wrote one folder for each report. The PDFs are always read anew, so that a
    change of the program shows too. Folders whose PDF is not named are not looked at.

    \b
    Examples:
      evidence-trail check reports/*.pdf --against parsed
      evidence-trail check reports/2024.pdf --against parsed --update
      evidence-trail check reports/ --against parsed --junit check.xml
    """
    from commands.check import Guard, check_each, jobs_of, refuse_unsaved
    from commands.check_telling import advise, collected, tell

    voice = Voice(quiet)
    if force and not update:
        raise click.UsageError("--force goes with --update.")
    if update:
        refuse_unsaved(against, force=force)
    guard = Guard(
        pdfs=pdfs, against=against, reading=reading, labels=labels, columns=columns, pages=pages, safe=safe,
        update=update, version=own_version(),
    )  # fmt: skip
    jobs = jobs_of(guard)
    checks = collected(check_each(guard, jobs), len(jobs), voice)
    with voice.caught():
        tell(checks, voice, as_json=as_json, github=github, junit=junit)
    advise(checks, voice)
    voice.finish(FOUND if any(check.failed for check in checks) else OK)


def run() -> None:
    """Entry point: a broken pipe and Ctrl-C end quietly."""
    gc.set_threshold(100_000, 20, 20)  # little that a run makes is rubbish before its end: look for it seldom
    try:
        main()
    except InputError as unreadable:
        Voice().error(unreadable)
        sys.exit(UNREADABLE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(OK)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        click.echo(
            f"Error: {error.strerror}: what was to be printed, or a temporary file, could not be written.", err=True
        )
        _forget_output()
        sys.exit(UNREADABLE)
    finally:
        gc.freeze()  # nobody needs the memory tidied at the very end: that would take a tenth of a second or two


def _forget_output() -> None:
    """Let go of what standard output still holds, which would fail again at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    run()
