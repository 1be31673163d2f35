"""The same reports on a cluster: the same bytes, whatever becomes of one of its machines."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from conftest import ROOT, Run, sample_pdf

MACHINES = 4


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and four workers as processes of their own, each as on a machine of its own; and its address."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "EVIDENCE_TRAIL_CACHE": str(tmp_path / "cache")}
    file = tmp_path / "scheduler.json"

    def started(what: str, *more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, *more]
        return subprocess.Popen(
            command, cwd=tmp_path, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    with ExitStack() as stack:
        scheduler = started("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        stack.callback(end, scheduler)
        while not (file.exists() and file.read_text(encoding="utf-8").strip().endswith("}")):
            time.sleep(0.1)
        workers = []
        for n in range(MACHINES):
            where = ["--scheduler-file", str(file), "--local-directory", str(tmp_path / f"worker-{n}")]
            workers.append(
                started("worker", *where, "--nthreads", "1", "--no-dashboard", "--nanny" if n else "--no-nanny")
            )
            stack.callback(end, workers[-1])
        yield json.loads(file.read_text(encoding="utf-8"))["address"], workers


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
    process.wait()


@pytest.mark.slow
def test_a_cluster_of_which_a_machine_dies_gives_the_same_bytes(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], run: Run, tmp_path: Path
) -> None:
    address, workers = cluster
    (tmp_path / "pdfs").mkdir()
    for n in range(40):
        shutil.copy(sample_pdf(("2024", "2025", "2026")[n % 3]), tmp_path / "pdfs" / f"plan-{n:02}.pdf")
    (tmp_path / "pdfs" / "plan-05.pdf").write_bytes(b"%PDF-1.7 cut off")
    alone = run("extract", "pdfs", "-o", "alone", "--jobs", "1", "--no-cache")
    command = [sys.executable, str(ROOT / "cli.py"), "extract", "pdfs", "-o", "together", "--jobs", "8", "--no-cache"]
    running = subprocess.Popen(
        [*command, "--dask", address], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while len(list((tmp_path / "together").glob("plan-*"))) < 3:
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    workers[0].send_signal(signal.SIGKILL)
    _, said = running.communicate(timeout=120)
    assert running.returncode == alone.returncode == 3
    assert len(list((tmp_path / "together").glob("plan-*"))) == 39
    assert said.replace("together", "alone") == alone.stderr
    assert tree(tmp_path / "together") == tree(tmp_path / "alone")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_said(run: Run) -> None:
    done = run("extract", sample_pdf("2024"), "--dask", "tcp://127.0.0.1:9")
    assert done.returncode == 3
    assert "Error: tcp://127.0.0.1:9: no Dask scheduler answers there" in done.stderr
    assert "Traceback" not in done.stderr
