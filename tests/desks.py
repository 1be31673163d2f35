"""A desk as a user starts it, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT


@dataclass(frozen=True, slots=True)
class Desk:
    """Its address, with the token and a slash at the end, and its process."""

    address: str
    process: subprocess.Popen[str]


@contextmanager
def open_desk(library: Path, *options: str, **surroundings: str) -> Iterator[Desk]:
    """A desk on a library, stopped with Ctrl-C at the end of the block; that it ends well is checked."""
    command = [sys.executable, str(ROOT / "cli.py"), "desk", "--no-browser", "--library", str(library), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **surroundings}
    )
    try:
        assert process.stdout is not None
        yield Desk(process.stdout.readline().strip(), process)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
        assert process.returncode == 0, said
        assert "Traceback" not in said, said
    finally:
        process.kill()
        process.communicate()
