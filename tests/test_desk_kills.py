"""A desk that is killed, or has no disk left, or is opened twice: what was confirmed stays, what was begun goes on."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPException
from pathlib import Path

import psutil
import pytest
from conftest import ROOT, sample_pdf
from desk_process import DeskProcess, command, desk_process, started, until

KILLS = int(os.environ.get("EVIDENCE_TRAIL_DESK_KILLS", "20"))
CHUNK = 5  # kills of one library, before the next begins


def ruling(key: str) -> dict[str, str]:
    return {"key": key, "kind": "outcome", "a_text": f"a {key}", "b_text": f"b {key}", "ruling": "yes", "by": "Ada"}


class Officer:
    """Somebody who uploads, compares and rules until the desk is gone; and what was confirmed."""

    def __init__(self, desk: DeskProcess, at: str, confirmed: dict[str, str], n: int) -> None:
        self.desk, self.at, self.confirmed, self.n = desk, at, confirmed, n
        self.asked: list[str] = []  # comparisons that the desk said it would make
        self._threads = [
            threading.Thread(target=self._go, args=(work,)) for work in (self._rule, self._upload, self._run)
        ]
        for thread in self._threads:
            thread.start()

    def _go(self, work: Callable[[int], None]) -> None:
        for turn in range(10_000):
            try:
                work(turn)
            except (OSError, HTTPException):
                return

    def _rule(self, turn: int) -> None:
        key = f"ruling-{self.n}-{turn}"
        answer = self.desk.post(f"{self.at}/rulings", {"added": [ruling(key)]})
        if answer.status == 200:
            self.confirmed[key] = "stands"
        if turn % 5 == 4:
            self.confirmed[key] = "going"  # until this is answered, either is right
            if self.desk.post(f"{self.at}/rulings", {"taken": [key]}).status == 200:
                self.confirmed[key] = "gone"

    def _upload(self, turn: int) -> None:
        data = sample_pdf(("2024", "2025", "2026")[turn % 3]).read_bytes() + b"\n%% %d %d" % (self.n, turn)
        report = self.desk.upload(data, f"upload-{self.n}-{turn}.pdf")
        time.sleep(0.3)
        if turn % 2:
            self.desk.post(f"/reports/{report}/delete")

    def _run(self, turn: int) -> None:
        answer = self.desk.post(f"{self.at}/again")
        if answer.status == 303:
            self.asked.append(answer.where)
        self.desk.get(f"{self.at}/files/briefing.docx")
        time.sleep(3)

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(60)


def look_whole(desk: DeskProcess, at: str, confirmed: dict[str, str], asked: list[str]) -> None:
    """Everything that was confirmed is there, and nothing is shown that is not whole."""
    with closing(sqlite3.connect(desk.library / "library.sqlite")) as sql:
        assert sql.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert sql.execute("pragma foreign_key_check").fetchall() == []
        files = {row[0] for row in sql.execute("select sha256 from report")}
        done = [row[0] for row in sql.execute("select id from comparison where state = 'done'")]
        read = [row[0] for row in sql.execute("select sha256 from report where state = 'read'")]
    standing = {one["key"] for one in desk.get(f"{at}/rulings").json["rulings"]}
    assert {key for key, state in confirmed.items() if state == "stands"} <= standing
    assert not {key for key, state in confirmed.items() if state == "gone"} & standing
    for sha256 in files:
        data = (desk.library / "reports" / sha256 / "report.pdf").read_bytes()
        assert hashlib.sha256(data).hexdigest() == sha256
    for sha256 in read:
        assert (desk.library / "reports" / sha256 / "reading" / "datapackage.json").exists()
    for one in done:
        folder = desk.library / "comparisons" / one / "results"
        json.loads((folder / "comparison.json").read_bytes())
        assert (folder / "report.html").read_text().rstrip().endswith("</html>")
        assert desk.get(f"/comparisons/{one}/report").status == 200
    for where in asked:
        assert desk.get(where).status == 200
    for path in ("/", "/reports", at):
        assert desk.get(path).status == 200


def gone(family: list[psutil.Process]) -> bool:
    return not [p for p in family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A library with a comparison, to be copied; and its address."""
    library = tmp_path_factory.mktemp("begun") / "library"
    with desk_process(library) as desk:
        at = desk.compare(desk.samples("2024", "2025"))
        desk.made(at)
    return library, at


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, KILLS, CHUNK))
def test_a_desk_that_is_killed_loses_nothing_that_it_confirmed(
    first: int, begun: tuple[Path, str], tmp_path: Path
) -> None:
    library, at = shutil.copytree(begun[0], tmp_path / "library"), begun[1]
    confirmed: dict[str, str] = {}
    asked: list[str] = []
    for n in range(first, min(first + CHUNK, KILLS)):
        dice = random.Random(n)
        desk = started(library)
        officer = Officer(desk, at, confirmed, n)
        time.sleep(dice.uniform(0.05, 4))
        family = desk.family()
        desk.stop(signal.SIGKILL)
        officer.wait()
        until(lambda family=family: gone(family), 5)
        asked += officer.asked
        with desk_process(library) as again:
            look_whole(again, at, confirmed, asked)
            if n == min(first + CHUNK, KILLS) - 1:
                for where in asked:
                    again.made(where)
                    assert b"Compared on" in again.get(where).body
                until(lambda: b"being read" not in again.get("/reports").body)
                until(lambda: not list((library / "incoming").iterdir()))
                assert b"could not be read" not in again.get("/reports").body
                look_whole(again, at, confirmed, asked)


@pytest.mark.slow
def test_a_run_that_is_cut_off_goes_on_at_the_next_start(begun: tuple[Path, str], tmp_path: Path) -> None:
    """Killed once, in the middle of a comparison and of a reading; what they had begun to write goes."""
    library = shutil.copytree(begun[0], tmp_path / "library")
    desk = started(library)
    where = desk.post(f"{begun[1]}/again").where
    report = desk.upload(sample_pdf("2026"))
    assert desk.post(f"{begun[1]}/rulings", {"added": [ruling("confirmed")]}).status == 200
    until(lambda: len(desk.family()) > 2)
    time.sleep(1)
    family = desk.family()
    desk.stop(signal.SIGKILL)
    until(lambda: gone(family), 5)
    with desk_process(library) as again:
        look_whole(again, begun[1], {"confirmed": "stands"}, [where])
        again.made(where)
        again.read(report)
        assert b"Compared on" in again.get(where).body
        assert b"Could not be read" not in again.get(f"/reports/{report}").body
        until(lambda: not list((library / "incoming").iterdir()), 5)


@pytest.mark.slow
def test_a_desk_that_is_stopped_ends_well_and_leaves_nobody(begun: tuple[Path, str], tmp_path: Path) -> None:
    library = shutil.copytree(begun[0], tmp_path / "library")
    for how in (signal.SIGINT, signal.SIGTERM):
        desk = started(library)
        where = desk.post(f"{begun[1]}/again").where
        until(lambda: len(desk.family()) > 1)  # noqa: B023 within this turn
        family = desk.family()
        code, said = desk.stop(how)
        assert code in (0, -signal.SIGTERM)
        assert "Traceback" not in said
        assert "Aborted" not in said
        until(lambda: gone(family), 5)  # noqa: B023 within this turn
    with desk_process(library) as again:
        again.made(where)
        assert b"Compared on" in again.get(where).body


# A full disk


def small_disk(at: Path, megabytes: int) -> list[str]:
    """A command in front of another: it runs where a disk of its own, that small, lies at ``at``."""
    script = f'mount -t tmpfs -o size={megabytes}m none "$0" && exec "$@"'
    return ["unshare", "-rm", "sh", "-c", script, str(at)]


def mounts(at: Path) -> bool:
    return shutil.which("unshare") is not None and not subprocess.run(
        [*small_disk(at, 1), "true"], capture_output=True, check=False
    ).returncode  # fmt: skip


FULL = """
import os, sys
at, room = sys.argv[1], int(sys.argv[2])
free = os.statvfs(at).f_bavail * os.statvfs(at).f_frsize
with open(os.path.join(at, "filler"), "wb") as file:
    file.write(b"x" * max(0, free - room))
"""


def fill(desk: DeskProcess, at: Path, room: int) -> None:
    """Fill the small disk up to ``room`` bytes, from within."""
    inside = ["nsenter", f"--target={desk.process.pid}", "--user", "--mount", "--preserve-credentials"]
    subprocess.run([*inside, sys.executable, "-c", FULL, str(at), str(room)], check=True)


def emptied(desk: DeskProcess, at: Path) -> None:
    inside = ["nsenter", f"--target={desk.process.pid}", "--user", "--mount", "--preserve-credentials"]
    subprocess.run([*inside, "rm", str(at / "filler")], check=True)


@pytest.mark.slow
def test_a_full_disk_is_told_in_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mounts(disk) or not shutil.which("nsenter"):
        pytest.skip("no small disk can be mounted here (unshare -rm)")
    with desk_process(disk / "library", before=small_disk(disk, 40)) as desk:
        at = desk.compare(desk.samples("2024", "2025"))
        desk.made(at)
        assert desk.post(f"{at}/rulings", {"added": [ruling("before-it")]}).status == 200
        fill(desk, disk, 0)
        large = sample_pdf("2026").read_bytes() + b" " * 4_000_000
        answer = desk.post("/uploads?name=large.pdf", large)
        assert (answer.status, "The disk is full" in answer.json["why"]) == (507, True)
        refused = 0
        for n in range(30):  # some have room in what the database has already
            answer = desk.post(f"{at}/rulings", {"added": [{**ruling(f"full-{n:04}"), "note": "x" * 15_000}]})
            refused += answer.status == 507
            if answer.status == 507:
                assert "The disk is full, so nothing was saved." in answer.json["why"]
        assert refused
        standing = {one["key"] for one in desk.get(f"{at}/rulings").json["rulings"]}
        assert len(standing) == 31 - refused
        assert desk.get(at).status == 200
        answer = desk.post(f"{at}/again")
        assert answer.status == 507
        assert "The disk is full" in answer.json["why"]
        assert desk.get(f"{at}/files/everything.zip", accept="application/json").status == 507
        assert desk.get("/library", accept="application/json").status == 507
        emptied(desk, disk)
        fill(desk, disk, 300_000)  # room for the record of a run, not for its results
        asked = desk.post(f"{at}/again")
        assert asked.status == 303
        desk.made(asked.where)
        said = desk.get(asked.where).text
        assert "Could not be made" in said
        assert "No space left" in said or "disk is full" in said or "no space left" in said
        assert desk.get(at).status == 200
        emptied(desk, disk)
        assert {one["key"] for one in desk.get(f"{at}/rulings").json["rulings"]} == standing
        assert desk.post(f"{at}/rulings", {"added": [ruling("after-it")]}).status == 200
        assert desk.post("/uploads?name=large.pdf", large).status == 200
        assert desk.post(f"{asked.where}/again").status == 303
        desk.made(asked.where)
        assert "Compared on" in desk.get(asked.where).text


@pytest.mark.slow
def test_files_that_may_grow_no_more_are_told_too(begun: tuple[Path, str], tmp_path: Path) -> None:
    library = shutil.copytree(begun[0], tmp_path / "library")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    with desk_process(library, preexec_fn=limited) as desk:
        answer = desk.post("/uploads?name=large.pdf", b"%PDF-1.7" + b" " * 2_000_000)
        assert (answer.status, "The disk is full" in answer.json["why"]) == (507, True)
        where = desk.post(f"{begun[1]}/again").where
        desk.made(where)
        assert "Could not be made" in desk.get(where).text
        kept = set()
        for n in range(60):
            answer = desk.post(f"{begun[1]}/rulings", {"added": [{**ruling(f"n-{n:08}"), "note": "x" * 15_000}]})
            if answer.status == 200:
                kept.add(f"n-{n:08}")
            else:
                assert answer.json["why"].endswith(".")
        assert len(kept) < 60
    with desk_process(library) as desk:
        assert {one["key"] for one in desk.get(f"{begun[1]}/rulings").json["rulings"]} == kept
        look_whole(desk, begun[1], dict.fromkeys(kept, "stands"), [where])


# Two at a time, and where there is no way to begin


def refused(library: Path, *more: str) -> str:
    """What a desk says that cannot begin."""
    done = subprocess.run(command(library, *more), capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_library_is_open_at_one_desk_at_a_time(tmp_path: Path) -> None:
    with desk_process(tmp_path / "library") as desk:
        assert "is open at another desk already" in refused(tmp_path / "library")
        assert "cannot listen on port" in refused(tmp_path / "other", "--port", str(desk.port))
        assert desk.get("/").status == 200
    with desk_process(tmp_path / "library") as desk:
        assert desk.get("/").status == 200


def test_a_library_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for place in (tmp_path / "file", tmp_path / "file" / "library", Path("/proc/library"), tmp_path / ("x" * 300)):
        assert "cannot be used" in refused(place)
    half = tmp_path / "half"
    half.mkdir()
    (half / "incoming").write_text("in the way")
    assert "cannot be used" in refused(half)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "library.sqlite").write_text("not a library, but a text that is long enough" * 50)
    assert "damaged" in refused(tmp_path / "other")


def test_a_library_on_a_disk_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    if not mounts(tmp_path):
        pytest.skip("nothing can be mounted here (unshare -rm)")
    script = 'mount -t tmpfs -o ro none "$0" && exec "$@"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, str(tmp_path), *command(tmp_path / "library")], capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "cannot be used (Read-only file system)" in done.stderr
