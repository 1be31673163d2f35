"""A file that is sent to the desk → a file in the library: whole or not at all, under no name of its own."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import re
import shutil
import unicodedata
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk.errors import DeskError
from desk.places import Places
from extract.errors import InputError
from extract.files import refuse_no_pdf

_PIECE = 1 << 20
_LONGEST = 120  # characters of a file's name that are kept
FULL = "The disk is full, so the file was not kept. Make room on it, then try again."


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that arrived, and its SHA-256."""

    path: Path
    sha256: str


@asynccontextmanager
async def arriving(pieces: AsyncIterator[bytes], places: Places, most: int) -> AsyncIterator[Arrived]:
    """A file of at most ``most`` bytes as it comes in, on the disk; it is gone at the end of the block, if still there.

    Raises ``DeskError`` where it is larger, or the disk refuses.
    """
    path = places.incoming / uuid.uuid4().hex
    digest, size, held = hashlib.sha256(), 0, bytearray()
    try:
        with disk(), path.open("xb") as file:
            async for piece in pieces:
                size += len(piece)
                if size > most:
                    raise too_large(most)
                digest.update(piece)
                held += piece
                if len(held) >= _PIECE:
                    await asyncio.to_thread(file.write, bytes(held))
                    held.clear()
            file.write(held)
            file.flush()
            await asyncio.to_thread(os.fsync, file.fileno())
        yield Arrived(path, digest.hexdigest())
    finally:
        path.unlink(missing_ok=True)


def keep_pdf(places: Places, arrived: Arrived, name: str) -> None:
    """Put a PDF into its place. Raises ``DeskError`` where it is none, by its first bytes."""
    with arrived.path.open("rb") as file:
        first = file.read(1024)
        if first.startswith(b"PK\x03\x04") and name.lower().endswith(".zip"):
            raise DeskError(
                f"{name}: is a ZIP. Unpack it; a library goes under “The whole library” on the first page.", 415
            )
        try:
            refuse_no_pdf(name, first)
        except InputError as error:
            raise DeskError(str(error), 415) from None
    place = places.pdf(arrived.sha256)
    with disk():
        place.parent.mkdir(exist_ok=True)
        arrived.path.replace(place)


def too_large(most: int) -> DeskError:
    """The sentence for a file that is over the limit."""
    return DeskError(
        f"The file is larger than the {most // 1_000_000:,} MB that this desk takes. "
        "Export it smaller, or start the desk with a higher --max-upload.", 413
    )  # fmt: skip


@contextmanager
def disk() -> Iterator[None]:
    """What a disk refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DeskError(FULL, 507) from None
        raise DeskError(f"The file cannot be kept ({error.strerror}).", 500) from None


def clean_name(said: str) -> str:
    """A file's name as it may be shown: no folders, no control or direction marks, not too long."""
    name = re.split(r"[/\\]", said)[-1]
    name = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in name)
    name = " ".join(name.split())
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST:
        name = f"{(stem or ending)[: _LONGEST - 5]}{dot}{ending[:4]}"
    return name if name.strip(". ") else "report.pdf"


def forget_folder(folder: Path) -> None:
    """Remove a folder that no record speaks of any more; what cannot go now goes at the next start."""
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)
