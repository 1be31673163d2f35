"""Where the files of a library lie.

``library.sqlite`` says what there is; ``reports/<sha256>/`` holds a PDF and its reading, ``comparisons/<id>/results``
what ``compare`` writes, and ``incoming/`` what is still arriving. A file is whole before the library speaks of it, and
the library has forgotten it before it goes: what is cut off between leaves a file too many, which the next start
removes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PDF, READING, RESULTS = "report.pdf", "reading", "results"


def library_folder() -> Path:
    """Where a user's library lies: ``EVIDENCE_TRAIL_LIBRARY`` where that is set, else a user's usual place for data."""
    import platformdirs

    said = os.environ.get("EVIDENCE_TRAIL_LIBRARY")
    return Path(said) if said else platformdirs.user_data_path("evidence-trail") / "library"


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one library, below ``folder``."""

    folder: Path

    @property
    def database(self) -> Path:
        """What there is."""
        return self.folder / "library.sqlite"

    @property
    def incoming(self) -> Path:
        """What is still arriving."""
        return self.folder / "incoming"

    def report(self, sha256: str) -> Path:
        """The folder of a PDF and its reading."""
        return self.folder / "reports" / sha256

    def pdf(self, sha256: str) -> Path:
        """The PDF."""
        return self.report(sha256) / PDF

    def reading(self, sha256: str) -> Path:
        """What was read of it, as ``extract`` writes it."""
        return self.report(sha256) / READING

    def comparison(self, comparison: str) -> Path:
        """The folder of a comparison."""
        return self.folder / "comparisons" / comparison

    def results(self, comparison: str) -> Path:
        """What ``compare`` wrote."""
        return self.comparison(comparison) / RESULTS

    def make(self) -> None:
        """Make the folders, for this user's eyes alone. Raises ``OSError`` where the disk refuses."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.incoming, self.folder / "reports", self.folder / "comparisons"):
            folder.mkdir(exist_ok=True)

    def sweep(self, files: Iterable[str], comparisons: Iterable[str]) -> None:
        """Remove what no record speaks of: ``files`` are the SHA-256 and ``comparisons`` the ids that are kept."""
        for parent, kept in (
            (self.incoming, ()),
            (self.folder / "reports", files),
            (self.folder / "comparisons", comparisons),
        ):
            known = set(kept)
            for path in parent.iterdir():
                if path.name not in known:
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
