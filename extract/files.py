"""A path → the bytes of a PDF, or what is wrong with it."""

from __future__ import annotations

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
    if not data:
        raise InputError(path, "is empty (0 bytes). Download or export it again.")
    if b"%PDF-" not in data[:1024]:
        raise InputError(path, "is not a PDF. Save or print the report as PDF first.")
    return data
