"""PDFs come from strangers: each is opened in a process of its own, within limits, and costs one file at the most."""

from __future__ import annotations

import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from bombs import BOMBS, WORDS, page, pdf, stream
from conftest import ROOT, Run, sample_pdf

from extract import InputError, read_parsed, read_report, write_parsed
from workers.here import Here
from workers.intake import Parsed, intake
from workers.job import Job, from_line
from workers.limits import Limits
from workers.pool import Pool, pool
from workers.worker import Worker, _BrokenError

FILES = ("commitments.csv", "datapackage.json", "items.csv", "spans.csv")


def reading(path: Path, **more: object) -> Job:
    return replace(Job(does="read", path=str(path), name=str(path), label="plan", version="1"), **more)  # type: ignore[arg-type]


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(Limits())
    yield made
    made.stop()


@pytest.fixture(scope="module")
def slow_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes seconds to read."""
    path = tmp_path_factory.mktemp("slow") / "million-paths.pdf"
    path.write_bytes(BOMBS["million-paths"]())
    return path


def folder_in(tmp_path: Path, name: str = "results") -> Path:
    (tmp_path / name).mkdir()
    return tmp_path / name


def test_another_process_reads_what_this_one_would(worker: Worker, tmp_path: Path) -> None:
    there, here = folder_in(tmp_path, "there"), folder_in(tmp_path, "here")
    worker.run(reading(sample_pdf("2024")), there)
    write_parsed(read_report(sample_pdf("2024"), label="plan"), here, "1")
    assert sorted(path.name for path in there.iterdir()) == sorted(FILES)
    assert all((there / name).read_bytes() == (here / name).read_bytes() for name in FILES)


def test_a_job_crosses_as_it_is() -> None:
    job = reading(Path("a b\n.pdf"), columns={"progress": ["What “we” did"]}, pages=[1, 3], verify=True)
    assert from_line(job.line("/x", Limits(memory=300))) == (job, "/x", Limits(memory=300))


@pytest.mark.parametrize(
    ("option", "value", "what", "bomb"),
    [
        ("--max-memory", "150", "the 150 MB of memory", "packed-twice"),
        ("--max-seconds", "1", "the 1 seconds", "million-paths"),
        ("--max-pages", "50", "the 50 pages", "many-pages"),
    ],
)
@pytest.mark.slow
def test_a_limit_that_strikes_is_named_and_how_to_raise_it(
    option: str, value: str, what: str, bomb: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "bomb.pdf").write_bytes(BOMBS[bomb]())
    done = run("extract", "bomb.pdf", sample_pdf("2024"), "-o", "out", option, value)
    assert done.returncode == 3
    assert done.stderr.startswith("Error: bomb.pdf: ")
    assert what in done.stderr
    assert option in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert (tmp_path / "out" / "estuary-and-moors-2024" / "items.csv").exists(), "the other is still read"


def test_the_limit_on_results_is_named_too(run: Run) -> None:
    done = run("extract", sample_pdf("2024"), "--inspect", "--max-output", "1")
    assert done.returncode == 3
    assert "holds more than the 1 MB of results" in done.stderr
    assert "--max-output" in done.stderr


def test_a_crash_of_the_library_costs_one_file(worker: Worker, slow_pdf: Path, tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    with shot(worker, signal.SIGSEGV), pytest.raises(InputError, match=r"brought the PDF library down \(SIGSEGV\)"):
        worker.run(reading(slow_pdf), folder)
    worker.run(reading(sample_pdf("2024")), folder)
    assert (folder / "items.csv").exists()


@contextmanager
def shot(worker: Worker, what: signal.Signals, *, server: bool = False) -> Iterator[None]:
    """The process that reads, or the one it comes from, is sent a signal while it reads."""

    def shoot() -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            process = worker._process
            children = psutil.Process(process.pid).children() if process else []
            if process and children:
                os.kill(process.pid if server else children[0].pid, what)
                return
            time.sleep(0.05)

    thread = threading.Thread(target=shoot)
    thread.start()
    yield
    thread.join()


@pytest.mark.slow
def test_so_does_the_end_of_the_process_that_processes_come_from(
    worker: Worker, slow_pdf: Path, tmp_path: Path
) -> None:
    folder = folder_in(tmp_path)
    with shot(worker, signal.SIGKILL, server=True), pytest.raises(InputError, match="million-paths"):
        worker.run(reading(slow_pdf), folder)
    worker.run(reading(sample_pdf("2024")), folder)
    assert (folder / "items.csv").exists()


@pytest.mark.slow
def test_where_there_is_no_fork_each_file_gets_a_process_from_nothing(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import os, sys; del os.fork; sys.modules['resource'] = None; from workers.child import main; main()"
    monkeypatch.setattr("workers.worker._CHILD", ("-P", "-c", code))
    for year in ("2024", "2025"):
        folder = folder_in(tmp_path, year)
        worker.run(reading(sample_pdf(year)), folder)
        assert read_parsed(folder).items == read_report(sample_pdf(year)).items
    with pytest.raises(InputError, match="there is no such file"):
        worker.run(reading(tmp_path / "missing.pdf"), folder)
    (tmp_path / "bomb.pdf").write_bytes(BOMBS["million-paths"]())
    worker.limits = Limits(seconds=1)
    with pytest.raises(InputError, match="takes more than the 1 seconds"):
        worker.run(reading(tmp_path / "bomb.pdf"), folder)
    worker.limits = Limits(memory=200)
    with pytest.raises(InputError, match="needs more than the 200 MB"):
        worker.run(reading(tmp_path / "bomb.pdf"), folder)


def test_a_page_that_is_done_gives_the_next_one_its_own_time(worker: Worker, tmp_path: Path) -> None:
    """Pictures of all pages take longer than the limit, and none of them does."""
    worker.limits = Limits(seconds=1)
    worker.run(reading(sample_pdf("2024"), inspect=True), folder_in(tmp_path))
    assert (tmp_path / "results" / "inspect" / "index.html").exists()


def test_a_file_that_cannot_be_read_costs_no_process(worker: Worker, tmp_path: Path) -> None:
    """Of a folder full of broken files each would else wait for Python to start."""
    pids = set()
    for n in range(3):
        with pytest.raises(InputError, match="there is no such file"):
            worker.run(reading(tmp_path / "missing.pdf"), folder_in(tmp_path, str(n)))
        assert worker._process is not None
        pids.add(worker._process.pid)
    assert len(pids) == 1


def test_a_program_that_is_not_installed_as_it_should_be_says_so(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.worker._CHILD", ("-c", "import nowhere"))
    with pytest.raises(InputError, match="the process that reads PDFs did not start"):
        worker.run(reading(sample_pdf("2024")), folder_in(tmp_path))


def test_a_link_among_the_results_is_refused(worker: Worker, tmp_path: Path) -> None:
    """Whoever takes over the reading process must not have the other side copy the user's own files about."""
    folder = folder_in(tmp_path)
    (folder / "items.csv").symlink_to("/etc/passwd")
    with pytest.raises(_BrokenError, match="link"):
        worker._settled(reading(sample_pdf("2024")), folder, {"facts": {}}, {"ended": 0, "peak": 1})


def test_results_that_are_no_report_are_refused(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_text("{}" if name.endswith("json") else "a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^report\.pdf: gave results that cannot be used"):
        Parsed(job=Job(does="read", path="x", name="report.pdf"), folder=tmp_path).report()


def test_results_come_in_the_order_of_the_files(tmp_path: Path, slow_pdf: Path) -> None:
    files = [slow_pdf, sample_pdf("2024"), tmp_path / "missing.pdf", sample_pdf("2025"), sample_pdf("2026")]
    with intake(Limits(seconds=2), 2) as readers:
        came = [(job.name, isinstance(result, Parsed)) for job, result in readers.each(map(reading, files))]
    assert came == [(str(path), n in (1, 3, 4)) for n, path in enumerate(files)]


def test_a_sudden_end_leaves_no_process_and_no_folder(slow_pdf: Path) -> None:
    here = Here(Limits())

    def interrupted() -> None:
        with pool(here, 2) as jobs:
            kept.append((jobs, jobs.submit(reading(slow_pdf))))
            while not (here._all and here._all[0]._process and psutil.Process(here._all[0]._process.pid).children()):
                time.sleep(0.05)
            raise KeyboardInterrupt

    kept: list[tuple[Pool, Future[Path]]] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    ((jobs, result),) = kept
    assert result.done()
    assert here._all[0]._process is None
    assert not jobs._folder.exists()


def test_the_program_stops_at_once_when_told_to(slow_pdf: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "extract", str(slow_pdf), "--no-cache"]
    running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    tree = psutil.Process(running.pid)
    while len(tree.children(recursive=True)) < 2:
        time.sleep(0.05)
    others = tree.children(recursive=True)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=10)
    assert running.returncode == 1
    assert "Traceback" not in said
    gone, left = psutil.wait_procs(others, timeout=5)
    assert gone
    assert not left


def test_a_module_that_lies_beside_the_pdfs_is_not_run(run: Run, tmp_path: Path) -> None:
    for name in ("json", "extract", "pypdfium2"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    done = run("extract", sample_pdf("2024"))
    assert done.returncode == 0, done.stderr


def test_nothing_that_a_pdf_asks_for_is_done(run: Run, tmp_path: Path) -> None:
    """No script, no program started, no other file opened, no address visited; the words are read all the same."""
    with listening() as (port, visits):
        where = f"http://127.0.0.1:{port}/".encode()
        touched = tmp_path / "started"
        actions = (
            b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('%s'\\);) /Next [" % where
            + b"<< /S /Launch /F (/usr/bin/touch) /Unix << /F (/usr/bin/touch) /P (%s) >> >>" % str(touched).encode()
            + b"<< /S /URI /URI (%s) >> << /S /SubmitForm /F << /FS /URL /F (%s) >> >>" % (where, where)
            + b"<< /S /GoToR /F (%s) /D [0 /Fit] >> << /S /ImportData /F (%s) >>] >>" % (where, where)
        )  # fmt: skip
        remote = b"/XObject << /I 9 0 R >>"
        made = page(stream(WORDS + b"/I Do\n"), more=actions, resources=remote)
        made[9] = (
            b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /F << /FS /URL /F (%s) >> /Length 0 >>" % where
            + b"\nstream\n\nendstream"
        )
        (tmp_path / "asks.pdf").write_bytes(pdf(made))
        done = run("extract", "asks.pdf", "--inspect")
        assert done.returncode == 3
        assert "asks.pdf: has no table" in done.stderr, "it was read"
        assert not visits
        assert not touched.exists()


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who came to it."""
    visits: list[str] = []

    class Visit(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            visits.append(str(self.client_address))

    with socketserver.TCPServer(("127.0.0.1", 0), Visit) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1], visits
        server.shutdown()
        thread.join()


@pytest.mark.slow
def test_no_bomb_goes_off(run: Run, tmp_path: Path) -> None:
    for name, make in BOMBS.items():
        (tmp_path / f"{name}.pdf").write_bytes(make())
    done = run("extract", ".", sample_pdf("2024"), "-o", "out")
    said = done.stderr.splitlines()
    assert done.returncode == 3
    assert len([line for line in said if line.startswith("Error: ")]) == len(BOMBS) == len(set(said)) - 1, done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "estuary-and-moors-2024" / "items.csv").exists()


RUN_AND_WEIGH = """
import sys
sys.path.insert(0, {root!r})
from cli import run
try:
    run()
finally:
    most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print("held", int(most.split()[1]) // 1024, file=sys.stderr)
"""


@pytest.mark.slow
def test_no_odd_pdf_makes_the_program_stumble(shared: Path, tmp_path: Path) -> None:
    """Broken, locked, scanned and strange files of other projects: one run reads each, or refuses it in a sentence."""
    files = {str(path) for path in (shared / "hostile").glob("*.pdf")}
    arguments = ["extract", str(shared / "hostile"), "-o", str(tmp_path), "--no-cache"]
    code = RUN_AND_WEIGH.format(root=str(ROOT))
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=400, check=False
    )
    took = time.monotonic() - start
    *lines, weight = done.stderr.splitlines()
    assert done.returncode == 3
    refused = [line.removeprefix("Error: ").split(".pdf")[0] + ".pdf" for line in lines if line.startswith("Error: ")]
    read = [line.split(" → ")[0] for line in lines if " → " in line]
    assert len(files) > 100
    assert len(lines) == len(refused) + len(read), "each line is a result or a sentence"
    assert {*refused, *read} == files
    assert "mistake of this program" not in done.stderr
    assert took < 180
    assert int(weight.removeprefix("held ")) < 300, "MB in the process that must outlive the others"
