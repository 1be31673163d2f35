"""A folder of results that appears whole or not at all, whatever happens meanwhile.

The new folder is filled beside the old one, on the same disk, and the two change places in one step of the file system
where it has such a step (Linux, macOS); elsewhere in two renames, which the next run completes if the first was cut off
between them. Who looks sees the old results or the new.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from extract.errors import InputError

_PATIENCE = 120  # seconds to wait for another run that writes into the same folder
_TRIES = 20
_AT_FDCWD, _LINUX_EXCHANGE, _MAC_SWAP = -100, 2, 2  # of renameat2(2) and renamex_np(2)
_WAS = "was"  # the old results, within the folder that they wait in between two renames


def publish(folder: Path, fill: Callable[[Path], None], names: Iterable[str], *, marker: str) -> None:
    """Fill a new folder beside ``folder`` and put it in its place in one step.

    An older result is replaced; files in it that are not this program's (a person's ``rulings.csv``) stay. Two runs
    into one folder take turns. Raises ``InputError`` for a folder that holds something else, since replacing it would
    be a loss, and where the disk refuses: then the old results stand.
    """
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _turn(target, folder):
            _settle(target)
            if target.exists() and not _is_ours(target, marker):
                raise InputError(folder, "exists and holds other files. Name a new folder with -o.")
            _replace(target, fill, set(names))
    except OSError as error:
        raise InputError(folder, f"cannot be written ({_reason(error)}). What was there before is as it was.") from None


def _replace(target: Path, fill: Callable[[Path], None], names: set[str]) -> None:
    try:
        new = _new_folder(target)
        fill(new)
        _keep_others(target, new, names)
        new.chmod(0o777 & ~_umask())
        old = _swap(new, target)
        if old is not None:
            _keep_others(old, target, names)  # what a person saved while the two changed places
    finally:
        _settle(target)


@contextmanager
def _turn(target: Path, folder: Path) -> Iterator[None]:
    """One run at a time into one folder, on this machine. The lock lies with temporary files, not with the results."""
    import filelock

    name = hashlib.sha256(str(target).encode()).hexdigest()[:2]  # a few locks for all folders: some wait for nothing
    lock = filelock.FileLock(lock_folder() / f"evidence-trail-{_user()}-{name}.lock", timeout=_PATIENCE)
    try:
        with lock:
            yield
    except filelock.Timeout:
        raise InputError(folder, "is being written by another run. Wait for it, or name another with -o.") from None


@cache
def lock_folder() -> Path:
    """Where temporary files lie, or lay when this was first asked: a task may move its own, and still takes turns."""
    return Path(tempfile.gettempdir())


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "me"


def _waiting(target: Path) -> Path:
    """Where folders wait to change places with ``target``: on the same disk, and only while a run writes."""
    return target.parent / ".evidence-trail" / target.name


def _new_folder(target: Path) -> Path:
    for _ in range(_TRIES):
        with contextlib.suppress(FileNotFoundError):  # a run into the folder beside has just tidied up
            _waiting(target).mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(dir=_waiting(target)))
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(target))


def _settle(target: Path) -> None:
    """Tidy up after this run, and after one that was cut off: nobody else writes into this folder now."""
    waiting = _waiting(target)
    for left in waiting.glob(f"*/{_WAS}"):
        if not target.exists():
            left.rename(target)
    shutil.rmtree(waiting, ignore_errors=True)
    with contextlib.suppress(OSError):  # others wait in it, or it was not needed
        waiting.parent.rmdir()


def _is_ours(target: Path, marker: str) -> bool:
    return target.is_dir() and ((target / marker).exists() or not any(target.iterdir()))


def _keep_others(old: Path, new: Path, names: set[str]) -> None:
    """Copy what is not this program's, but for what has been copied already and has not changed since."""
    for path in old.iterdir() if old.exists() else ():
        if path.name in names or _same(path, new / path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True, dirs_exist_ok=True)
        else:
            (new / path.name).unlink(missing_ok=True)
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def _same(one: Path, other: Path) -> bool:
    if not os.path.lexists(other) or one.is_dir():
        return False
    seen = [path.stat(follow_symlinks=False) for path in (one, other)]
    return len({(stat.st_size, stat.st_mtime_ns) for stat in seen}) == 1


def _swap(new: Path, target: Path) -> Path | None:
    """Put ``new`` where ``target`` is; returns where the old results are now.

    A folder cannot be renamed over a full one, so the two change places.
    """
    if not target.exists():
        new.rename(target)
        return None
    return new if _exchanged(new, target) else _two_renames(new, target)


def _exchanged(new: Path, target: Path) -> bool:
    """Whether this system let the two folders change places in one step."""
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(new), os.fsencode(target)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _LINUX_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(one, other, _MAC_SWAP)
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):  # not on this file system
        return False
    raise OSError(number, os.strerror(number))


def _two_renames(new: Path, target: Path) -> Path:
    """As good as two steps can be: after the first, ``_settle`` finds the old results and puts them back."""
    old = _new_folder(target)
    target.rename(old / _WAS)
    try:
        new.rename(target)
    except OSError:
        (old / _WAS).rename(target)
        raise
    return old / _WAS


def _reason(error: OSError) -> str:
    """Why, in the system's words, with the file where another program holds it open."""
    name = Path(str(error.filename)).name if isinstance(error, PermissionError) and error.filename else ""
    return f"{error.strerror}: {name}" if name and not name.startswith(".") else str(error.strerror)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
