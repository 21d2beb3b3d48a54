"""Which stretches of a text are taken: asked once for every figure, in time that does not grow with their number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Stretches:
    """Half-open stretches of a text, (start, end) in code points, in any order."""

    __slots__ = ("_furthest", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a code point with ``[start, end)``."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._furthest[before - 1] > start
