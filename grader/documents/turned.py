"""Turns what stands in a PDF's coordinates into what a person sees from the page's top left corner."""

from __future__ import annotations

from dataclasses import dataclass

from grader.documents.model import Box


@dataclass(frozen=True, slots=True)
class Turned:
    """A page's box in PDF coordinates, and by how many quarter turns clockwise it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def extent(self) -> tuple[float, float]:
        """Return width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point from the top left corner of the page as shown."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box from the top left corner of the page as shown."""
        if self.quarters == 0 and left <= right and bottom <= top:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        x, y = self.point(left, bottom)
        u, v = self.point(right, top)
        return min(x, u), min(y, v), max(x, u), max(y, v)

    def direction(self, a: float, b: float) -> int:
        """Return where a text runs as shown: 0 to the right, 1 down, 2 to the left, 3 up, 4 aslant."""
        if b == 0 < a:
            return self.quarters % 4
        for quarters, (x, y) in enumerate(((1, 0), (0, -1), (-1, 0), (0, 1))):
            if a * x + b * y > 0.98 * (a * a + b * b) ** 0.5:
                return (quarters + self.quarters) % 4
        return 4
