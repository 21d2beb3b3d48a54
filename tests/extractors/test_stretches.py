"""Stretches answer as looking at each one does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.stretches import Stretches

SPAN = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(SPAN, max_size=12), SPAN)
def test_touch(spans: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    start, end = asked
    assert Stretches(spans).touch(start, end) == any(low < end and start < high for low, high in spans)
