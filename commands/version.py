"""Which program this is."""

from __future__ import annotations


def own_version() -> str:
    """The version installed, or "0" in a checkout that is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("evidence-trail")
    except PackageNotFoundError:
        return "0"
