"""Two Reports → an Alignment: which commitments, outcomes and statements carry on from one report to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from align.alignment import Alignment, CommitmentMatch, Measure, OutcomeMatch, StandingOutcome, StatementMatch
    from align.build import align_reports

__all__ = [
    "Alignment", "CommitmentMatch", "Measure", "OutcomeMatch", "StandingOutcome", "StatementMatch", "align_reports",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use, so that importing the package costs nothing."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("align.build" if name == "align_reports" else "align.alignment"), name)
