"""A folder of results → one ZIP to take away."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from workers.packing import pack


def everything(folder: Path) -> Path:
    """A new temporary ZIP of all files of a folder; who asked for it removes it."""
    handle, name = tempfile.mkstemp(prefix="evidence-trail-", suffix=".zip")
    with os.fdopen(handle, "wb") as file:
        pack(folder, file)
    return Path(name)
