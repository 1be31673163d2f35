"""Results appear whole or not at all: a kill, a full disk, a read-only one, two runs at once, an earlier crash."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, Run, sample_pdf

from extract import InputError
from report import publish as publishing
from report.publish import publish

NAMES = ("marker", "one", "two")
#: Writes one version after another into a folder, each of files that agree, until it is killed.
WRITER = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from report import publish
if {plain}:
    publish._exchanged = lambda new, target: False
def fill(text):
    def write(new):
        for name in {names!r}:
            (new / name).write_text(text * 1000)
    return write
n = 0
while True:
    n += 1
    publish.publish(Path({folder!r}), fill(chr(97 + n % 26)), {names!r}, marker="marker")
    print(n, flush=True)
"""


def filled(text: str) -> Callable[[Path], None]:
    def fill(new: Path) -> None:
        for name in NAMES:
            (new / name).write_text(text, encoding="utf-8")

    return fill


def put(folder: Path, text: str) -> None:
    publish(folder, filled(text), NAMES, marker="marker")


def contents(folder: Path) -> set[str]:
    return {(folder / name).read_text(encoding="utf-8") for name in NAMES}


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which folders change places."""
    if request.param == "two renames":
        monkeypatch.setattr(publishing, "_exchanged", lambda new, target: False)
    return str(request.param)


def test_new_results_take_the_place_of_old_ones_and_leave_nothing_else(way: str, tmp_path: Path) -> None:
    put(tmp_path / "out", "old")
    (tmp_path / "out" / "rulings.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "out" / "notes").mkdir()
    (tmp_path / "out" / "notes" / "a.txt").write_text("mine too", encoding="utf-8")
    put(tmp_path / "out", "new")
    assert contents(tmp_path / "out") == {"new"}
    assert (tmp_path / "out" / "rulings.csv").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "out" / "notes" / "a.txt").read_text(encoding="utf-8") == "mine too"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_ruling_saved_while_the_folders_change_places_is_kept(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "out", "old")
    (tmp_path / "out" / "rulings.csv").write_text("first", encoding="utf-8")
    swap = publishing._swap

    def late(new: Path, target: Path) -> Path | None:
        (target / "rulings.csv").write_text("first and second", encoding="utf-8")
        return swap(new, target)

    monkeypatch.setattr(publishing, "_swap", late)
    put(tmp_path / "out", "new")
    assert contents(tmp_path / "out") == {"new"}
    assert (tmp_path / "out" / "rulings.csv").read_text(encoding="utf-8") == "first and second"


def test_what_fails_midway_leaves_the_old_results(way: str, tmp_path: Path) -> None:
    put(tmp_path / "out", "old")

    def fill(new: Path) -> None:
        (new / "one").write_text("new", encoding="utf-8")
        raise OSError(28, os.strerror(28))

    with pytest.raises(InputError, match=r"No space left on device.*What was there before is as it was"):
        publish(tmp_path / "out", fill, NAMES, marker="marker")
    assert contents(tmp_path / "out") == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="holds other files"):
        put(tmp_path, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_run_cut_off_between_two_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    put(tmp_path / "out", "old")
    waiting = tmp_path / ".evidence-trail" / "out" / "x"
    waiting.mkdir(parents=True)
    (tmp_path / "out").rename(waiting / "was")
    with pytest.raises(InputError, match="nothing to say"):
        publish(tmp_path / "out", refuses, NAMES, marker="marker")
    assert contents(tmp_path / "out") == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def refuses(new: Path) -> None:
    raise InputError(new, "has nothing to say")


def test_two_runs_into_one_folder_take_turns(tmp_path: Path) -> None:
    """Each writes slowly; what stands at the end is one of the two, whole."""
    seen: list[set[str]] = []

    def run(text: str) -> None:
        def fill(new: Path) -> None:
            for name in NAMES:
                (new / name).write_text(text, encoding="utf-8")
                time.sleep(0.02)

        for _ in range(5):
            publish(tmp_path / "out", fill, NAMES, marker="marker")
            seen.append(contents(tmp_path / "out"))

    threads = [threading.Thread(target=run, args=(text,)) for text in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert contents(tmp_path / "out") in ({"a"}, {"b"})
    assert len(seen) == 10


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_PATIENCE", 0.1)
    monkeypatch.setattr(publishing, "lock_folder", lambda: tmp_path)  # not where other tests take turns meanwhile
    with (
        publishing._turn((tmp_path / "out").resolve(), tmp_path / "out"),
        pytest.raises(InputError, match="is being written by another run"),
    ):
        put(tmp_path / "out", "new")


@pytest.mark.parametrize("plain", [False, True], ids=["exchange", "two renames"])
def test_a_reader_sees_the_old_results_or_the_new_whenever_it_is_killed(plain: bool, tmp_path: Path) -> None:
    chance = random.Random(8)
    for _ in range(15):
        kill_once(tmp_path / "out", chance, plain=plain)


def kill_once(folder: Path, chance: random.Random, *, plain: bool) -> None:
    """Kill a writer at a random moment, and look."""
    code = WRITER.format(root=str(ROOT), folder=str(folder), names=NAMES, plain=plain)
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(chance.uniform(0, 0.05))
    writer.kill()
    writer.wait()
    writer.stdout.close()
    if plain and not folder.exists():  # cut off between the two renames: the next run puts the old results back
        with pytest.raises(InputError):
            publish(folder, refuses, NAMES, marker="marker")
    assert len(contents(folder)) == 1
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[Path]:
    """A disk of its own, in memory. Mounting one takes a privilege that not every machine gives."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no small disk can be mounted here (that takes root), so a full one cannot be tried")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="this system has no mount to make a small disk with")
@pytest.mark.slow
def test_a_full_disk_costs_nothing_that_was_there(run: Run, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=3m") as disk:
        first = run("compare", sample_pdf("2024"), sample_pdf("2025"), "-o", disk / "out", "--no-pictures")
        assert first.returncode == 0, first.stderr
        before = {path.name: path.read_bytes() for path in (disk / "out").iterdir() if path.is_file()}
        (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 100_000))
        done = run("compare", sample_pdf("2025"), sample_pdf("2026"), "-o", disk / "out")
        assert done.returncode == 3
        assert f"Error: {disk / 'out'}: cannot be written (No space left on device)." in done.stderr
        assert "Traceback" not in done.stderr
        assert {path.name: path.read_bytes() for path in (disk / "out").iterdir() if path.is_file()} == before
        assert sorted(path.name for path in disk.iterdir()) == ["filler", "out"]


@pytest.mark.skipif(shutil.which("mount") is None, reason="this system has no mount to make a read-only disk with")
def test_a_read_only_folder_is_said(run: Run, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "ro") as disk:
        done = run("extract", sample_pdf("2024"), "-o", disk / "out")
        assert done.returncode == 3
        assert "cannot be written (Read-only file system" in done.stderr
        assert done.stderr.count("\n") == 1


def test_results_go_to_standard_output_that_is_full(run: Run, tmp_path: Path) -> None:
    """``--json > file`` on a full disk: a sentence and a status that a script sees."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full to write to")
    command = [sys.executable, str(ROOT / "cli.py"), "extract", str(sample_pdf("2024")), "--json", "--no-cache"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "No space left on device" in done.stderr


CORPUS = 12  # reports of the corpus that is killed: the samples under several names


@pytest.mark.slow
def test_a_corpus_killed_at_any_moment_resumes_to_the_same_bytes(tmp_path: Path) -> None:
    pdfs = tmp_path / "pdfs"
    pdfs.mkdir()
    for n in range(CORPUS):
        shutil.copy(sample_pdf(("2024", "2025", "2026")[n % 3]), pdfs / f"plan-{n:02}.pdf")
    whole = tree_of(extracted(tmp_path, "undisturbed", "cache-0"))
    took = min(timed(lambda n=n: extracted(tmp_path, f"timed-{n}", f"cache-t{n}")) for n in range(2))  # type: ignore[misc]
    chance = random.Random(11)
    for n in range(int(os.environ.get("EVIDENCE_TRAIL_KILLS", "25"))):
        out, cache = f"killed-{n}", f"cache-{n + 1}"
        for _ in range(chance.randint(1, 2)):
            running = subprocess.Popen(
                command_for(tmp_path, out), env=with_cache(tmp_path, cache), stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0, 1.1 * took))
            running.send_signal(signal.SIGKILL)
            running.wait()
            for folder in (tmp_path / out).glob("plan-*"):
                assert sorted(path.name for path in folder.iterdir()) == sorted(whole[folder.name]), (
                    "whole or not there"
                )
        assert tree_of(extracted(tmp_path, out, cache)) == whole
        shutil.rmtree(tmp_path / out)
        shutil.rmtree(tmp_path / cache)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command_for(place: Path, out: str) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "extract", str(place / "pdfs"), "-o", str(place / out), "-q"]


def with_cache(place: Path, name: str) -> dict[str, str]:
    return {**os.environ, "EVIDENCE_TRAIL_CACHE": str(place / name)}


def extracted(place: Path, out: str, cache: str) -> Path:
    subprocess.run(command_for(place, out), env=with_cache(place, cache), check=True)
    return place / out


def tree_of(folder: Path) -> dict[str, dict[str, bytes]]:
    return {sub.name: {path.name: path.read_bytes() for path in sub.iterdir()} for sub in sorted(folder.iterdir())}
