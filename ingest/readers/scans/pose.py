"""How a scanned page was turned so that it could be read, and the way back to the page as it is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ingest.readers.raw import WordBox


@dataclass(frozen=True, slots=True)
class Pose:
    """First `quarters` turns of 90 degrees against the clock, then `angle` degrees more about the middle.

    `width` and `height` are those of the page as it is read, in points.
    """

    quarters: int
    angle: float
    width: float
    height: float

    def shown(self, word: WordBox) -> WordBox:
        """`word`, which has its box on the page as it is read, with that on the page as it is shown."""
        corners = [self._back(x, y) for x in (word.left, word.right) for y in (word.top, word.bottom)]
        xs, ys = zip(*corners, strict=True)
        return WordBox(word.start, word.end, min(xs), min(ys), max(xs), max(ys))

    def _back(self, x: float, y: float) -> tuple[float, float]:
        sine, cosine = math.sin(math.radians(self.angle)), math.cos(math.radians(self.angle))
        across, down = x - self.width / 2, y - self.height / 2
        x = self.width / 2 + across * cosine - down * sine
        y = self.height / 2 + across * sine + down * cosine
        match self.quarters:
            case 1:
                return self.height - y, x
            case 2:
                return self.width - x, self.height - y
            case 3:
                return y, self.width - x
            case _:
                return x, y
