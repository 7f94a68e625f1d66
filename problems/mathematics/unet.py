"""The sides of the maps in a U-Net, on the way down and on the way up.

At each level some convolutions take ``loss`` pixels off a side, 0 with padding. On the way down a side is halved
after them; on the way up it is doubled before them, and what comes over the skip is cropped to fit.

Source: Ronneberger, Fischer and Brox, "U-Net" (2015), section 2 and figure 1.
"""

from __future__ import annotations

from typing import TypeAlias

Sides: TypeAlias = tuple[int, ...]


def sides_down(side: int, depth: int, loss: int) -> Sides:
    """Return the side after each of ``depth`` halvings.

    Raises ValueError where a side cannot be halved, or nothing is left of it.
    """
    sides = []
    for level in range(1, depth + 1):
        if side - loss < 2:
            raise ValueError(
                f"too small: the convolutions of level {level} leave nothing that could be halved"
            )
        if (side - loss) % 2:
            raise ValueError(f"level {level} ends with a side of {side - loss}, which cannot be halved")
        side = (side - loss) // 2
        sides.append(side)
    return tuple(sides)


def sides_up(bottom: int, depth: int, loss: int) -> Sides:
    """Return the side after each level's convolutions, from the level above the bottom to the first one."""
    sides = []
    for _ in range(depth):
        bottom = 2 * bottom - loss
        sides.append(bottom)
    return tuple(sides)


def halved_anyway(side: int, depth: int) -> Sides:
    """Return the side after each halving where convolutions take nothing off, rounded down."""
    return tuple(side >> level for level in range(1, depth + 1))
