"""What several tests share: the sample reports read once, the folder of shared material, the program as a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract import read_report
from extract.report import Report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"
PARSED = ROOT / "data" / "parsed"
SHARED = ROOT.parent / "shared"
YEARS = ("2024", "2025", "2026")

sys.path.append(str(ROOT))  # train/, which reads the training data
sys.path.append(str(RAW))  # samples.py: what is planted in the sample reports


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--pictures docs`` keeps the pictures that the README shows."""
    parser.addoption("--pictures", help="a folder to keep the pictures of report.html in")


def pytest_configure(config: pytest.Config) -> None:
    """What tests read is remembered for the tests alone, and not where the user's own runs would find it."""
    os.environ["EVIDENCE_TRAIL_CACHE"] = tempfile.mkdtemp(prefix="evidence-trail-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing stays behind."""
    shutil.rmtree(os.environ["EVIDENCE_TRAIL_CACHE"], ignore_errors=True)


def sample_pdf(year: str) -> Path:
    """The sample report of a year."""
    return RAW / f"estuary-and-moors-{year}.pdf"


@pytest.fixture(scope="session")
def reports() -> tuple[Report, ...]:
    """The three sample reports."""
    return tuple(read_report(sample_pdf(year)) for year in YEARS)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reports, gold answers and odd PDFs that are other people's and not in this repository."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not there: its reports are other people's, so these checks run only where it is")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """A browser, for the page as a reader sees it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine: install it (apt-get install chromium) to test the page in a browser")
    return found


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The program as a user types it, in an empty folder, with nothing read before."""
    surroundings = {**os.environ, "EVIDENCE_TRAIL_CACHE": str(tmp_path_factory.mktemp("cache"))}

    def call(*arguments: object, cwd: Path = tmp_path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)], cwd=cwd, capture_output=True, text=True,
            encoding="utf-8", timeout=120, env={**surroundings, **more},
        )  # fmt: skip

    return call


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A running browser that asks the network for nothing of its own."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as tools:
        running = tools.chromium.launch(executable_path=chromium, args=quiet)
        yield running
        running.close()
