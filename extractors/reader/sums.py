"""Sums whose currency a sentence leaves unsaid ("we lost three thousand"), where the reader marks one as a loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractors.base import Money
from extractors.candidates import Document
from extractors.reader.bare_numbers import bare_numbers
from extractors.reader.tokens import Tokens


def bare_sums(document: Document, tokens: Tokens) -> Iterator[Money]:
    """The bare numbers that the reader marks as losses, in the currency in which the text counts most of its sums.

    None where the text names no currency.
    """
    currency = _usual_currency(document)
    for number in bare_numbers(document, tokens, "L") if currency else ():
        yield Money(
            text=number.text,
            start=number.start,
            end=number.end,
            rule="money.currency-of-the-text",
            bound=number.bound,
            min=number.min,
            max=number.max,
            currency=currency,
            inferred="text",
        )


def _usual_currency(document: Document) -> str | None:
    seen = Counter(
        value.currency
        for candidate in document.candidates
        if isinstance(value := candidate.value, Money) and value.currency is not None
    )
    return max(seen, key=lambda code: seen[code], default=None)
