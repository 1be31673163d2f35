"""A fixture for pytest: a test that fails, with what differs, where a PDF does not read as committed.

pytest imports this module at every start, so nothing else is imported before the fixture is called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def evidence_trail_check(pytestconfig: pytest.Config) -> Callable[..., None]:
    """``evidence_trail_check("reports/2024.pdf", against="parsed")``: paths are from pytest's root folder.

    ``labels``, ``columns``, ``pages`` and ``safe`` are what ``evidence-trail extract`` was told.
    """

    def check(
        *pdfs: str | Path, against: str | Path, labels: Sequence[str] = (), columns: Mapping[str, str] | None = None,
        pages: Sequence[int] | None = None, safe: bool = False,
    ) -> None:  # fmt: skip
        __tracebackhide__ = True
        from commands.check import Guard, check_each, jobs_of
        from commands.options import Reading
        from commands.voice import Voice
        from report.checked import headline, plain_lines
        from workers.limits import Limits

        root = pytestconfig.rootpath
        guard = Guard(
            pdfs=[str(pdf) if "://" in str(pdf) else str(root / pdf) for pdf in pdfs], against=root / against,
            reading=Reading(limits=Limits(), jobs=None, cache=None, cluster=None), labels=labels,
            columns=list((columns or {}).items()), pages=pages, safe=safe,
        )  # fmt: skip
        failed = [found for found in check_each(guard, jobs_of(guard), Voice(quiet=True)) if found.failed]
        if failed:
            pytest.fail("\n".join(line for f in failed for line in (headline(f), *plain_lines(f))), pytrace=False)

    return check
