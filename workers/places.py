"""Where this program keeps what it may forget."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The folder of what was read before: ``EVIDENCE_TRAIL_CACHE`` where that is set, else a user's usual place."""
    import platformdirs

    said = os.environ.get("EVIDENCE_TRAIL_CACHE")
    return Path(said) if said else platformdirs.user_cache_path("evidence-trail") / "read"
