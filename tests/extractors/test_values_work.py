"""No input takes more than its share: made-up texts that would hurt a careless pattern or recursion.

The assertion is that each of them ends, with offsets that hold; how fast is measured by the benchmarks.
"""

from __future__ import annotations

import pytest

from extractors.base import LANGUAGES, Language
from extractors.values import parse

DIMENSIONS = ("number", "money", "percent", "duration")
MADE_UP = {
    "digits": "7" * 1_000_000,
    "one numeral": "一" * 1_000_000,
    "brackets": "(" * 100_000 + "5$" + ")" * 100_000,
    "thousands": "1," * 50_000,
    "groups": "123 " * 25_000,
    "one and": "one and " * 5_000,
    "hundreds of": "hundreds of " * 5_000,
    "fractions": "1/" * 20_000,
    "parts": "五分之" * 10_000,
    "scales": "一千" * 10_000,
    "thousand": "mil " * 10_000,
    "decimals": "uno coma " * 5_000,
    "particles": "و" * 100_000,
    "vowel signs": "\u064b" * 100_000,
    "combining": "a" + "\u0301" * 100_000,
    "letters": "a" * 1_000_000,
    "spaces": " " * 1_000_000,
    "signs": "$" * 100_000,
    "clocks": "from 5:00 " * 5_000,
    "rates": "5 hours at $5 an hour " * 5_000,
    "lists": "3, 5 and 7 hours, " * 5_000,
    "phones": "400-820-8820-" * 5_000,
    "halves": "个半" * 10_000,
    "stems": "dosmil" * 20_000 + "avos",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", MADE_UP.values(), ids=MADE_UP)
def test_every_text_ends(text: str, language: Language) -> None:
    for value in parse(text, language, DIMENSIONS):
        assert text[value.start : value.end] == value.text


def test_more_digits_than_a_number_has_are_none() -> None:
    assert parse(MADE_UP["digits"], "en", DIMENSIONS) == []
    assert parse(MADE_UP["one numeral"], "zh", DIMENSIONS) == []


def test_an_unknown_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown dimension 'monies'"):
        parse("5", "en", ("monies",))


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_white_space_may_part_the_words_of_a_phrase(language: Language) -> None:
    """Found by fuzzing: a vertical tab between a word and a sign was matched but not looked up."""
    for space in "\t\x0b\x1c\u00a0\u3000":
        parse(f"8c{space}$", language, DIMENSIONS)
