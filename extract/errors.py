"""What can go wrong with an input, each with the file, the page where there is one, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Label(NamedTuple):
    """The label of a column as printed, and where: points, origin top left; all 0 where the place is not known."""

    text: str
    x0: float = 0.0
    top: float = 0.0
    x1: float = 0.0
    bottom: float = 0.0


class InputError(Exception):
    """An input that cannot be read. ``str()`` is one sentence that names the file and what to do."""

    def __init__(self, path: object, why: str, *, page: int | None = None, labels: Sequence[Label] = ()) -> None:
        """``why`` completes the sentence after the file's name and, where there is one, its page (from 1).

        ``labels`` are those of a table's columns on that page, where none of them is known.
        """
        place = f"{path}, page {page}" if page else f"{path}"
        super().__init__(f"{place}: {why}")
        self.path = str(path)
        self.page = page
        self.why = why
        self.labels = tuple(labels)


class TooManyPagesError(InputError):
    """A file of more pages than the caller would have read."""
