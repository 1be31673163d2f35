"""What one file may cost, and the sentence that names a limit where it strikes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["memory", "seconds", "pages", "output"]
MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may take. All are on unless raised by hand; none can be switched off.

    ``seconds`` count anew with every page that is recognised from a picture or drawn as one, since such a page takes
    seconds where another takes milliseconds.
    """

    memory: int = 2000  # MB that its process may hold
    seconds: int = 60  # by the clock
    pages: int = 2000  # that are read, of the file or of those asked for
    output: int = 200  # MB that may come out of it

    def broken(self, kind: Kind) -> str:
        """Completes a sentence that starts with the file's name."""
        return {
            "memory": f"needs more than the {self.memory:,} MB of memory allowed for a file, and was stopped. "
            "Raise it with --max-memory.",
            "seconds": f"takes more than the {self.seconds:,} seconds allowed for a file, and was stopped. "
            "Raise it with --max-seconds.",
            "pages": f"has more than the {self.pages:,} pages allowed for a file. "
            "Name those of the report with --pages 40-58, or raise it with --max-pages.",
            "output": f"holds more than the {self.output:,} MB of results allowed for a file, and was stopped. "
            "Raise it with --max-output.",
        }[kind]
