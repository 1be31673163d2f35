"""Whether git could bring back what lies in a folder."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Literal

State = Literal["clean", "changed", "outside"]


def git_state(folder: Path) -> State:
    """``clean``: all that lies there is committed; ``changed``: something is not; ``outside``: git does not keep it."""
    folder = folder.resolve()
    there = next(path for path in (folder, *folder.parents) if path.is_dir())
    if _git(there, "rev-parse", "--is-inside-work-tree") != "true" or _ignored(there, folder):
        return "outside"
    said = _git(there, "status", "--porcelain", "--untracked-files=normal", "--", str(folder))
    return "clean" if said == "" else "changed"


def _ignored(there: Path, folder: Path) -> bool:
    return bool(_git(there, "check-ignore", "--", str(folder)))


def _git(there: Path, *arguments: str) -> str | None:
    """What git prints; ``None`` where there is no git or it fails. No program that the checkout names is run."""
    program = shutil.which("git")
    if program is None:
        return None
    done = subprocess.run(
        [program, "-C", str(there), "-c", "core.fsmonitor=false", *arguments], capture_output=True, text=True,
        encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    return done.stdout.strip() if done.returncode == 0 else None
