"""How a page's own coordinates become those that a reader sees."""

from __future__ import annotations

from typing import NamedTuple


class Frame(NamedTuple):
    """A page's crop box in its own coordinates (points, origin bottom left, unrotated), and its rotation."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int  # 0, 90, 180 or 270 degrees clockwise

    @property
    def width(self) -> float:
        """The width as displayed, in points."""
        return self.right - self.left if self.rotation % 180 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """The height as displayed, in points."""
        return self.top - self.bottom if self.rotation % 180 == 0 else self.right - self.left

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box in the page's own coordinates → (x0, top, x1, bottom) as displayed."""
        a, b = self.point(x0, y0), self.point(x1, y1)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point in the page's own coordinates → (x, y from the top) as displayed."""
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x
