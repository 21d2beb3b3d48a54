"""Sums whose currency a sentence leaves unsaid ("we lost three thousand"), where the reader marks one as a loss."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractors.base import Money, Number
from extractors.candidates import Document
from extractors.numbers.rules import parse_numbers
from extractors.reader.tokens import Tokens
from extractors.stretches import Stretches

_LEAST = 10
"""Smallest sum that is told without its currency; less is a fraction's numerator or a pronoun."""

_SURE = 0.75
"""How surely the reader must mark a number as a loss that says nothing of money itself."""
_OWN_UNIT = re.compile(r"\s?[A-Z]{2,5}\b")
"""An abbreviation behind a number: 350 UIT, 200 GB."""


def bare_sums(document: Document, tokens: Tokens) -> Iterator[Money]:
    """The bare numbers that the reader marks as losses, in the currency in which the text counts most of its sums.

    None where the text names no currency.
    """
    currency = _usual_currency(document)
    if currency is None:
        return
    taken = Stretches((c.start, c.end) for c in document.candidates if c.kind not in ("name", "platform", "cause"))
    spans = [span for span in tokens.spans("L") if not taken.touch(*span)]
    marked = Stretches(spans)
    for number in parse_numbers(document.text, document.language) if spans else ():
        place = number.start, number.end
        if _OWN_UNIT.match(document.text, number.end):
            continue
        if marked.touch(*place) and (number.min or 0) >= _LEAST and tokens.share("L", *place) >= _SURE:
            yield _sum(number, currency)


def _sum(number: Number, currency: str) -> Money:
    return Money(
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
