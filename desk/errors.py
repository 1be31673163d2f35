"""What a person at the desk is told instead of a page."""

from __future__ import annotations


class DeskError(Exception):
    """Something that cannot be done. ``str()`` is a sentence or two for the person who asked; ``status`` is HTTP's."""

    def __init__(self, said: str, status: int = 400) -> None:
        """``said`` says what is the matter and what to do."""
        super().__init__(said)
        self.status = status


def no_such(what: str) -> DeskError:
    """What was asked for is not in the library."""
    return DeskError(f"This {what} is not in the library; it may have been deleted.", 404)
