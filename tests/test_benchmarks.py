"""The command that runs the benchmarks."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import main


def test_a_benchmark_that_is_not_there_is_refused() -> None:
    with pytest.raises(SystemExit, match="no benchmark clams; there are claims, growth"):
        main(["clams"])
