"""Reports → a Comparison: which outcomes gained, lost or dropped evidence, and why the program says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diff.compare import compare_reports
    from diff.comparison import Comparison, Link, Mention, OutcomeDiff, Pair, PairFinding, Promise, Sides, TimelineRow
    from diff.rulings import Ruling, read_rulings

_HOMES = {
    "compare_reports": "compare", "Comparison": "comparison", "Link": "comparison", "Mention": "comparison",
    "OutcomeDiff": "comparison", "Pair": "comparison", "PairFinding": "comparison", "Promise": "comparison",
    "Sides": "comparison", "TimelineRow": "comparison", "Ruling": "rulings", "read_rulings": "rulings",
}  # fmt: skip
__all__ = [
    "Comparison", "Link", "Mention", "OutcomeDiff", "Pair", "PairFinding", "Promise", "Ruling", "Sides", "TimelineRow",
    "compare_reports", "read_rulings",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use, so that importing the package costs nothing."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"diff.{_HOMES[name]}"), name)
