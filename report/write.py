"""Results → a folder that appears whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from align.alignment import Alignment
from diff.as_json import alignment_json, comparison_json
from diff.comparison import Comparison
from extract.errors import InputError
from extract.parsed import FILES, write_parsed
from extract.report import Report
from report.page.html import html_page
from report.page.pictures import pages_of
from report.tables import (
    commitment_rows,
    datapackage,
    measure_rows,
    spreadsheet_safe,
    statement_rows,
    table_text,
    tables,
)

_COMPARISON_FILES = {
    "comparison.json", "report.html", "report.xlsx", "briefing.docx", "datapackage.json", "commitments.csv",
    "outcomes.csv", "evidence.csv", "statements.csv", "measures.csv", "parsed",
}  # fmt: skip
_ALIGNMENT_FILES = {"alignment.json", "commitments.csv", "statements.csv", "measures.csv"}


def write_comparison(
    comparison: Comparison, folder: Path, version: str, *, safe: bool = False, pictures: bool = True
) -> None:
    """Write everything that ``compare`` promises. ``safe`` keeps the CSVs' cells from starting a formula.

    ``pictures`` puts pictures of the pages into report.html, so that each passage can be shown where it stands.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        # Drawn while the other files are written; nothing else uses pdfium meanwhile, which knows no threads.
        drawn = pool.map(pages_of, comparison.reports if pictures else ())

        def fill(new: Path) -> None:
            for name, text in tables(comparison).items():
                _write(new / name, spreadsheet_safe(text) if safe else text)
            _write(new / "comparison.json", json_text(comparison_json(comparison, version)))
            _write(new / "datapackage.json", json_text(datapackage(comparison, version)))
            _write_office(comparison, new, version)
            for report in comparison.reports:
                _fill_parsed(report, new / "parsed" / report.id, version, safe=safe)
            pages = {report.id: made for report, made in zip(comparison.reports, drawn, strict=False)}
            _write(new / "report.html", html_page(comparison, version, pages))

        publish(folder, fill, _COMPARISON_FILES, marker="comparison.json")


def write_alignment(alignment: Alignment, folder: Path, version: str, *, safe: bool = False) -> None:
    """Write what ``align`` promises: what carries on between two reports."""
    rows = {"commitments": commitment_rows, "statements": statement_rows, "measures": measure_rows}
    both = {"before_report": alignment.before.id, "after_report": alignment.after.id}

    def fill(new: Path) -> None:
        for name, make in rows.items():
            text = table_text(name, ({**both, **row} for row in make(alignment)))
            _write(new / f"{name}.csv", spreadsheet_safe(text) if safe else text)
        _write(new / "alignment.json", json_text({**alignment_json(alignment), "version": version}))

    publish(folder, fill, _ALIGNMENT_FILES, marker="alignment.json")


def write_report(
    report: Report, folder: Path, version: str, *, safe: bool = False, draw: Callable[[Path], None] | None = None
) -> None:
    """Write one parsed report to its own folder. ``draw`` fills the folder ``inspect`` in it with pictures.

    Pictures of an earlier run go, with or without new ones: they show what that run read.
    """

    def fill(new: Path) -> None:
        _fill_parsed(report, new, version, safe=safe)
        if draw is not None:
            (new / "inspect").mkdir()
            draw(new / "inspect")

    publish(folder, fill, {*FILES, "inspect"}, marker="datapackage.json")


def json_text(value: Any) -> str:
    """JSON as this program writes it: UTF-8, one space of indent, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _fill_parsed(report: Report, folder: Path, version: str, *, safe: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in write_parsed(report, folder, version):
        if safe and path.suffix == ".csv":
            _write(path, spreadsheet_safe(path.read_text(encoding="utf-8")))


def _write_office(comparison: Comparison, folder: Path, version: str) -> None:
    # Imported here: what writes these files is not for those who only extract.
    from report.office.briefing import briefing_bytes
    from report.office.workbook import workbook_bytes

    (folder / "briefing.docx").write_bytes(briefing_bytes(comparison, version))
    (folder / "report.xlsx").write_bytes(workbook_bytes(comparison, version))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def publish(folder: Path, fill: Callable[[Path], None], names: Iterable[str], *, marker: str) -> None:
    """Fill a new folder beside ``folder`` and put it in its place in one step.

    An older result is replaced; files in it that are not this program's (a person's ``rulings.csv``) stay. Raises
    ``InputError`` for a folder that holds something else, since replacing it would be a loss, and where the disk
    refuses.
    """
    target = folder.resolve()
    if target.exists() and not _is_ours(target, marker):
        raise InputError(folder, "exists and holds other files. Name a new folder with -o.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            fill(new)
            _keep_others(target, new, set(names))
            new.chmod(0o777 & ~_umask())
            _swap(new, target)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise InputError(folder, f"cannot be written ({error.strerror}). Nothing was left half-written.") from None


def _is_ours(target: Path, marker: str) -> bool:
    return target.is_dir() and ((target / marker).exists() or not any(target.iterdir()))


def _keep_others(target: Path, new: Path, names: set[str]) -> None:
    for path in target.iterdir() if target.exists() else ():
        if path.name in names:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def _swap(new: Path, target: Path) -> None:
    """Rename, so that a reader sees the old folder or the new one. A folder cannot be renamed over a full one."""
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    if target.exists():
        target.rename(old / "was")
    try:
        new.rename(target)
    except OSError:
        if (old / "was").exists():
            (old / "was").rename(target)  # should this fail too, the old results stay in the folder beside
        old.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
