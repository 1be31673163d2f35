"""One page of a report → its picture, drawn by a process that opens PDFs, within limits."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desk.desk import Desk
from desk.errors import DeskError
from desk.records import KeptReport
from extract.errors import InputError
from report.page.pictures import picture_name
from workers.here import Here
from workers.job import Job


def page_picture(desk: Desk, report: KeptReport, page: int) -> bytes:
    """The page (from 1) as a JPEG. Raises ``DeskError`` where it cannot be drawn."""
    here = Here(desk.limits)
    with tempfile.TemporaryDirectory() as folder:
        job = Job(
            does="draw", path=str(desk.places.pdf(report.sha256)), name=report.file, pages=[page], sha256=report.sha256
        )
        try:
            here.run(job, Path(folder))
            return Path(folder, picture_name(page)).read_bytes()
        except (InputError, OSError) as error:
            raise DeskError(f"The page cannot be shown: {error}", 404) from None
        finally:
            here.stop()
