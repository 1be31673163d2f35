"""A PDF → a Report: commitments, outcomes and statements, each with its place on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.errors import InputError
    from extract.frames import read_table
    from extract.parsed import read_parsed, write_parsed
    from extract.read import read_report
    from extract.report import Commitment, Finding, Item, Ledger, Report, Source, Span, Told, Verification
    from extract.verify import verify_report

_HOMES = {
    "InputError": "errors", "read_table": "frames", "read_parsed": "parsed", "write_parsed": "parsed",
    "read_report": "read",
    "Commitment": "report", "Finding": "report", "Item": "report", "Ledger": "report", "Report": "report",
    "Source": "report", "Span": "report", "Told": "report", "Verification": "report", "verify_report": "verify",
}  # fmt: skip
__all__ = [
    "Commitment", "Finding", "InputError", "Item", "Ledger", "Report", "Source", "Span", "Told", "Verification",
    "read_parsed", "read_report", "read_table", "verify_report", "write_parsed",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use, so that importing the package costs nothing."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"extract.{_HOMES[name]}"), name)
