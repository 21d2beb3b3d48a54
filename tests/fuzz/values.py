"""Coverage-guided fuzzing of the value parsers with Atheris, which is no dependency of the project:

    pip install atheris
    python tests/fuzz/values.py -max_total_time=600

A finding is an exception, an offset that does not hold, or a text that takes more than its share of time.
"""

from __future__ import annotations

import sys
import time
from datetime import date

import atheris

with atheris.instrument_imports(include=["extractors"]):
    from extractors.base import LANGUAGES
    from extractors.values import DIMENSIONS, parse, to_json

PUBLISHED = date(2024, 3, 8)
SECONDS_PER_CHARACTER = 1e-3
LEAST_SECONDS = 1.0
"""Instrumented code is some twenty times slower; a parser that is not linear takes far longer than that."""


def check(data: bytes) -> None:
    """Parse one made-up text in one language."""
    provider = atheris.FuzzedDataProvider(data)
    language = LANGUAGES[provider.ConsumeIntInRange(0, len(LANGUAGES) - 1)]
    text = provider.ConsumeUnicodeNoSurrogates(sys.maxsize)
    started = time.perf_counter()
    values = parse(text, language, DIMENSIONS, published=PUBLISHED)
    taken = time.perf_counter() - started
    for value in values:
        assert text[value.start : value.end] == value.text
        to_json(value)
    assert taken < LEAST_SECONDS + SECONDS_PER_CHARACTER * len(text), f"{taken:.1f} s for {len(text)} characters"


if __name__ == "__main__":
    for warm in LANGUAGES:
        parse("1", warm, DIMENSIONS, published=PUBLISHED)
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
