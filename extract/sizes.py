"""Sizes of type as measured on scans → the few sizes that there really are."""

from __future__ import annotations

from collections.abc import Mapping

SAME_SIZE = 0.08  # the share by which measured sizes of one size differ


def settled(measured: Mapping[float, float]) -> dict[float, float]:
    """Measured size → settled size. ``measured`` says how much type there is of each: the most draws others in."""
    sizes: dict[float, float] = {}
    left = sorted(measured, key=lambda size: (-measured[size], size))
    while left:
        near = [size for size in left if abs(size / left[0] - 1) < SAME_SIZE]
        weight = sum(measured[size] for size in near)
        mean = sum(size * measured[size] for size in near) / weight if weight else left[0]
        sizes.update(dict.fromkeys(near, mean))
        left = [size for size in left if size not in sizes]
    return sizes
