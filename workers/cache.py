"""What was read before: one file a result, found by what was read, by which program, with which settings.

An entry is a ZIP, whose checksums tell when the disk has spoilt it. It is data, never pickled objects: whoever can
write into the cache can change what a report seems to say, but make nothing run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path

from extract.files import sha256_of
from extract.parsed import rename_parsed
from workers.job import Job
from workers.packing import pack, unpack
from workers.pool import Runner
from workers.program import program

LARGEST = 500_000_000  # bytes that all entries together may take; the least recently used go first


class Cached:
    """A runner that does again only what was not done before."""

    def __init__(self, runner: Runner, folder: Path, largest: int = LARGEST) -> None:
        """``folder`` is made when first needed."""
        self._runner = runner
        self._folder = folder
        self._largest = largest
        self.found = 0  # results that were there already

    def run(self, job: Job, folder: Path) -> None:
        """Do a job, or take what came of it before. Raises ``InputError`` where the file cannot be read."""
        if job.inspect:  # large, asked for once, and about the pages rather than the text
            self._runner.run(job, folder)
            return
        entry = self._folder / f"{_key(job)}.zip"
        if self._taken(entry, folder):
            if job.does == "read":
                rename_parsed(folder, job.label, job.name)
            self.found += 1
            return
        self._runner.run(job, folder)
        self._keep(entry, folder)

    def stop(self) -> None:
        """End what is running, and let the cache shrink to its size."""
        self._runner.stop()
        self._trim()

    def _taken(self, entry: Path, folder: Path) -> bool:
        """Whether an entry was there and whole. One that is not goes, and is made anew."""
        try:
            unpack(entry, folder)
        except FileNotFoundError:
            return False
        except (OSError, zipfile.BadZipFile, zlib.error, ValueError):
            shutil.rmtree(folder)  # what came out of it before the fault showed
            folder.mkdir()
            with contextlib.suppress(OSError):
                entry.unlink()
            return False
        with contextlib.suppress(OSError):
            os.utime(entry)  # the least recently used go first
        return True

    def _keep(self, entry: Path, folder: Path) -> None:
        """Keep a result, whole or not at all. A full or read-only disk costs the cache, never the run."""
        with contextlib.suppress(OSError):
            entry.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=entry.parent, suffix=".new")
            os.close(handle)
            try:
                pack(folder, Path(name))
                Path(name).replace(entry)
            finally:
                Path(name).unlink(missing_ok=True)

    def _trim(self) -> None:
        kept = []
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                with contextlib.suppress(OSError):  # another run may have taken it away
                    kept.append((path.stat().st_mtime, path.stat().st_size, path))
        over = sum(size for _, size, _ in kept) - self._largest
        for _, size, path in sorted(kept):
            if over <= 0:
                break
            with contextlib.suppress(OSError):
                path.unlink()
            over -= size


def _key(job: Job) -> str:
    """Of what a result depends on: the file's bytes, the settings, and all that reads it."""
    try:
        content = sha256_of(job.path)
    except OSError:
        content = ""  # the reading says what is wrong with it, and nothing is kept
    said = [content, job.does, sorted((r, list(n)) for r, n in job.columns.items()), job.pages, job.verify, job.version]
    return hashlib.sha256(json.dumps([said, program()]).encode()).hexdigest()
