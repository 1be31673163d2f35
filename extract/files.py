"""A path → the bytes of a PDF, or what is wrong with it; and what tells one file from another."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extract.errors import InputError


def read_bytes(path: str | Path) -> bytes:
    """A file's bytes; raises ``InputError`` where they are none of a PDF."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError(path, "there is no such file. Check the path.") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder, not a PDF. Name the file inside it.") from None
    except OSError as error:
        raise InputError(path, f"cannot be opened ({error.strerror}).") from None
    refuse_no_pdf(path, data)
    return data


def refuse_no_pdf(path: str | Path, data: bytes) -> None:
    """Raise ``InputError`` where a file's first bytes (1,024 or more) are none of a PDF."""
    if not data:
        raise InputError(path, "is empty (0 bytes). Download or export it again.")
    if b"%PDF-" not in data[:1024]:
        raise InputError(path, "is not a PDF. Save or print the report as PDF first.")


def sha256_of(path: str | Path) -> str:
    """The SHA-256 of a file, which is never held in memory as a whole. Raises ``OSError`` where it cannot be opened."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
