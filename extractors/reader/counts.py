"""Counts whose noun a sentence leaves unsaid ("8 million reports, nearly 1.9 million in America")."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.base import Count
from extractors.candidates import Document
from extractors.reader.bare_numbers import bare_numbers
from extractors.reader.tokens import Tokens

_MOST_BETWEEN = 2
"""Sentences back to the count that tells the noun, at most."""
_COUNTED = 0.5
"""Share of the count's tag in that count, at least."""


def bare_counts(document: Document, tokens: Tokens) -> Iterator[Count]:
    """The bare numbers that the reader marks as counts of those affected, in the unit of the last such count before.

    None before the first count.
    """
    told = [
        (candidate, value.unit)
        for candidate in document.candidates
        if isinstance(value := candidate.value, Count) and tokens.share("A", candidate.start, candidate.end) >= _COUNTED
    ]
    for number in bare_numbers(document, tokens, "A"):
        sentence = document.sentence_at(number.start)
        before = [
            unit for count, unit in told if count.end <= number.start and sentence - count.sentence <= _MOST_BETWEEN
        ]
        if before:
            yield Count(
                text=number.text,
                start=number.start,
                end=number.end,
                rule="count.unit-of-the-count-before",
                bound=number.bound,
                min=number.min,
                max=number.max,
                unit=before[-1],
            )
