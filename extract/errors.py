"""What can go wrong with an input, each with the file, the page where there is one, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence


class InputError(Exception):
    """An input that cannot be read. ``str()`` is one sentence that names the file and what to do."""

    def __init__(self, path: object, why: str, *, page: int | None = None, labels: Sequence[str] = ()) -> None:
        """``why`` completes the sentence after the file's name and, where there is one, its page (from 1).

        ``labels`` are those of a table's columns, where none of them is known.
        """
        place = f"{path}, page {page}" if page else f"{path}"
        super().__init__(f"{place}: {why}")
        self.path = str(path)
        self.page = page
        self.why = why
        self.labels = tuple(labels)


class TooManyPagesError(InputError):
    """A file of more pages than the caller would have read."""
