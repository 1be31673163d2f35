"""A process → an end of all that it started."""

from __future__ import annotations

import contextlib

import psutil


def stop_children(pid: int) -> None:
    """End every process that a process started, and those that they started; it itself goes on."""
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
