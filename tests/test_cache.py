"""What was read before is not read again; what changed is; and nothing spoilt is believed."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run, sample_pdf

from extract import InputError
from workers.cache import Cached
from workers.job import Job


class Counting:
    """Does a job by writing what it was asked, and counts."""

    def __init__(self) -> None:
        self.done: list[Job] = []

    def run(self, job: Job, folder: Path) -> None:
        self.done.append(job)
        if "bad" in job.name:
            raise InputError(job.name, "is bad.")
        (folder / "results").mkdir()
        (folder / "results" / "page.jpg").write_bytes(os.urandom(1000))

    def stop(self) -> None:
        self.done.append(Job(does="draw", path="", name="stopped"))


@pytest.fixture
def drawing(tmp_path: Path) -> Job:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 one")
    return Job(does="draw", path=str(tmp_path / "a.pdf"), name="a.pdf", pages=[1, 2])


def result(cached: Cached, job: Job, folder: Path) -> bytes:
    folder.mkdir()
    cached.run(job, folder)
    return (folder / "results" / "page.jpg").read_bytes()


def test_a_second_run_takes_what_the_first_one_read(drawing: Job, tmp_path: Path) -> None:
    runner = Counting()
    first = result(Cached(runner, tmp_path / "cache"), drawing, tmp_path / "1")
    again = Cached(runner, tmp_path / "cache")
    assert result(again, drawing, tmp_path / "2") == first
    assert (len(runner.done), again.found) == (1, 1)


@pytest.mark.parametrize("other", [{"pages": [1]}, {"verify": True}, {"columns": {"title": ["A"]}}, {"version": "9"}])
def test_other_settings_are_another_reading(other: dict[str, object], drawing: Job, tmp_path: Path) -> None:
    runner = Counting()
    cached = Cached(runner, tmp_path / "cache")
    result(cached, drawing, tmp_path / "1")
    result(cached, replace(drawing, **other), tmp_path / "2")  # type: ignore[arg-type]
    assert len(runner.done) == 2


def test_a_file_that_changed_is_read_again(drawing: Job, tmp_path: Path) -> None:
    runner = Counting()
    cached = Cached(runner, tmp_path / "cache")
    result(cached, drawing, tmp_path / "1")
    Path(drawing.path).write_bytes(b"%PDF-1.7 two")
    result(cached, drawing, tmp_path / "2")
    assert len(runner.done) == 2


@pytest.mark.parametrize("spoilt", ["cut", "flipped", "empty", "another thing"])
def test_an_entry_that_the_disk_spoilt_is_made_anew(spoilt: str, drawing: Job, tmp_path: Path) -> None:
    runner = Counting()
    cached = Cached(runner, tmp_path / "cache")
    result(cached, drawing, tmp_path / "1")
    (entry,) = (tmp_path / "cache").iterdir()
    whole = entry.read_bytes()
    middle = len(whole) // 3
    entry.write_bytes({
        "cut": whole[:-40], "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], "empty": b"",
        "another thing": b"PK\x03\x04" * 20,
    }[spoilt])  # fmt: skip
    anew = result(cached, drawing, tmp_path / "2")
    assert len(runner.done) == 2
    assert result(Cached(runner, tmp_path / "cache"), drawing, tmp_path / "3") == anew
    assert len(runner.done) == 2, "the new entry is good"


def test_a_file_that_cannot_be_read_is_tried_again(drawing: Job, tmp_path: Path) -> None:
    runner = Counting()
    cached = Cached(runner, tmp_path / "cache")
    (tmp_path / "1").mkdir()
    for _ in range(2):
        with pytest.raises(InputError):
            cached.run(replace(drawing, name="bad.pdf"), tmp_path / "1")
    assert len(runner.done) == 2
    assert not (tmp_path / "cache").exists()


def test_the_cache_keeps_to_its_size_and_what_was_used_last_stays(drawing: Job, tmp_path: Path) -> None:
    runner = Counting()
    cached = Cached(runner, tmp_path / "cache", largest=2600)
    jobs = [replace(drawing, pages=[n]) for n in range(4)]
    for n, job in enumerate(jobs):
        result(cached, job, tmp_path / f"{n}")
        for path in (tmp_path / "cache").iterdir():
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**9))
    result(cached, jobs[0], tmp_path / "again")
    cached.stop()
    assert sum(path.stat().st_size for path in (tmp_path / "cache").iterdir()) <= 2600
    left = Cached(runner, tmp_path / "cache")
    count = len(runner.done)
    result(left, jobs[0], tmp_path / "last")
    assert len(runner.done) == count, "used last, so it stayed"


def test_a_cache_that_cannot_be_written_costs_nothing(drawing: Job, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder", encoding="utf-8")
    assert result(Cached(Counting(), tmp_path / "cache"), drawing, tmp_path / "1")


def test_pictures_for_looking_at_are_not_kept(drawing: Job, tmp_path: Path) -> None:
    result(Cached(Counting(), tmp_path / "cache"), replace(drawing, inspect=True), tmp_path / "1")
    assert not (tmp_path / "cache").exists()


def test_the_program_says_what_it_took_and_writes_the_same_bytes(run: Run, tmp_path: Path) -> None:
    shutil.copy(sample_pdf("2024"), tmp_path / "a.pdf")
    shutil.copy(sample_pdf("2025"), tmp_path / "b.pdf")
    anew = run("extract", "a.pdf", "-o", "1")
    assert "taken from what was read before" not in anew.stderr
    again = run("extract", "a.pdf", "b.pdf", "-o", "2")
    assert "1 of 2 files are taken from what was read before; --no-cache reads anew." in again.stderr
    without = run("extract", "a.pdf", "-o", "3", "--no-cache")
    assert without.stderr == anew.stderr
    for path in (tmp_path / "1" / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "2" / "a" / path.name).read_bytes()
        assert path.read_bytes() == (tmp_path / "3" / "a" / path.name).read_bytes()


def test_a_file_under_another_name_is_not_read_again_but_goes_by_that_name(run: Run, tmp_path: Path) -> None:
    shutil.copy(sample_pdf("2024"), tmp_path / "a.pdf")
    run("extract", "a.pdf", "-o", "out")
    (tmp_path / "a.pdf").rename(tmp_path / "b.pdf")
    done = run("extract", "b.pdf", "-o", "out", "--label", "plan")
    assert "1 of 1 file is taken" in done.stderr
    run("extract", "b.pdf", "-o", "anew", "--label", "plan", "--no-cache")
    for path in (tmp_path / "out" / "plan").iterdir():
        assert path.read_bytes() == (tmp_path / "anew" / "plan" / path.name).read_bytes()


def test_an_entry_puts_no_file_outside_its_folder(drawing: Job, tmp_path: Path) -> None:
    cached = Cached(Counting(), tmp_path / "cache")
    result(cached, drawing, tmp_path / "1")
    (entry,) = (tmp_path / "cache").iterdir()
    with zipfile.ZipFile(entry, "a") as packed:
        packed.writestr("../../escaped", "x")
    result(cached, drawing, tmp_path / "2")
    assert not any(path.name == "escaped" and path.parent != tmp_path / "2" for path in tmp_path.rglob("*"))
