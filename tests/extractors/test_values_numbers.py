"""What decides how the digits of a figure are read."""

from __future__ import annotations

import pytest

from extractors.base import Language
from extractors.numbers.rules import parse_numbers


@pytest.mark.parametrize(
    ("text", "language", "locale", "values"),
    [
        ("1.234", "es", None, [1234]),
        ("1.234", "es", "es-MX", [1.234]),
        ("1,234", "es", "es-MX", [1234]),
        ("4,000", "es", None, [4000]),
        ("1,234 y 2.5", "es", None, [1234, 2.5]),
        ("1,234 y 2,5", "es", None, [1.234, 2.5]),
        ("1.234", "vi", None, [1234]),
        ("2,91", "vi", None, [2.91]),
        ("1,234", "en", None, [1234]),
        ("4.800", "en", None, [4.8]),
        ("0,683", "en", None, [0.683]),
        ("1.234.567,5", "en", None, [1234567.5]),
        ("40 000", "es", None, [40000]),
        ("٤٬٠٠٠٫٥", "ar", None, [4000.5]),
        ("12,34,567", "en", None, [1234567]),
    ],
)
def test_punctuation(text: str, language: Language, locale: str | None, values: list[float]) -> None:
    assert [number.min for number in parse_numbers(text, language, locale)] == values


@pytest.mark.parametrize("text", ["1.2.3.4", "7" * 60, "1,2,3,4,5x"])
def test_identifiers_are_no_numbers(text: str) -> None:
    assert parse_numbers(text, "en") == []
