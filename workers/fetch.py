"""Paths that name another machine (``https://``, ``s3://``) → a file on this one, while it is read.

The network is used for such a path and for nothing else.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import InputError
from workers.job import Job
from workers.limits import MB, Limits
from workers.pool import Runner

if TYPE_CHECKING:
    from typing import BinaryIO

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://")
_PIECE = 1 << 20
_INSTALL = 'pip install "evidence-trail[remote]"'


def is_remote(name: str) -> bool:
    """Whether a path names another machine."""
    return bool(_REMOTE.match(name))


class Fetching:
    """A runner that brings remote files here first."""

    def __init__(self, runner: Runner, limits: Limits) -> None:
        """A file larger than the memory that ``limits`` allow could not be read, so it is not fetched."""
        self._runner = runner
        self._limits = limits

    def run(self, job: Job, folder: Path) -> None:
        """Do a job. Raises ``InputError`` where the file cannot be fetched or read."""
        if not is_remote(job.name):
            self._runner.run(job, folder)
            return
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "fetched.pdf"
            fetch(job.name, path, self._limits)
            self._runner.run(replace(job, path=str(path)), folder)

    def stop(self) -> None:
        """End what is running."""
        self._runner.stop()


def fetch(name: str, to: Path, limits: Limits) -> None:
    """Copy a remote file here. Raises ``InputError`` where that fails, or where it is larger than the limit."""
    try:
        import fsspec
    except ImportError:
        raise InputError(name, f"lies on another machine. To read such files, {_INSTALL}.") from None
    try:
        with fsspec.open(name, "rb") as remote, to.open("wb") as local:
            _copy(remote, local, name, limits)
    except InputError:
        raise
    except ImportError as error:
        raise InputError(name, f"cannot be fetched: {error}.") from None
    except FileNotFoundError:
        raise InputError(name, "was not found there. Check the address.") from None
    except Exception as error:  # each kind of place has exceptions of its own
        raise InputError(name, f"cannot be fetched ({type(error).__name__}: {str(error)[:200]}).") from None


def _copy(remote: BinaryIO, local: BinaryIO, name: str, limits: Limits) -> None:
    size = 0
    while piece := remote.read(_PIECE):
        size += len(piece)
        if size > limits.memory * MB:
            raise InputError(name, f"is larger than the {limits.memory:,} MB of memory allowed for a file.")
        local.write(piece)
