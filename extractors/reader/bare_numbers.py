"""Numbers of which a sentence leaves unsaid what they count, where the reader marks them as part of the story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.base import Number
from extractors.candidates import Document
from extractors.numbers.rules import parse_numbers
from extractors.reader.labels import Tag
from extractors.reader.tokens import Tokens
from extractors.stretches import Stretches

_LEAST = 10
"""Smallest number that is told without what it counts; less is a fraction's numerator or a pronoun."""
_SURE = 0.75
"""How surely the reader must mark a number that says nothing of its kind itself."""
_OWN_UNIT = re.compile(r"\s?[A-Z]{2,5}\b")
"""An abbreviation behind a number: 350 UIT, 200 GB."""


def bare_numbers(document: Document, tokens: Tokens, tag: Tag) -> Iterator[Number]:
    """The numbers that are no candidate and that the reader marks as ``tag``."""
    taken = Stretches((c.start, c.end) for c in document.candidates if c.kind not in ("name", "platform", "cause"))
    spans = [span for span in tokens.spans(tag) if not taken.touch(*span)]
    marked = Stretches(spans)
    for number in parse_numbers(document.text, document.language) if spans else ():
        place = number.start, number.end
        if _OWN_UNIT.match(document.text, number.end):
            continue
        if marked.touch(*place) and (number.min or 0) >= _LEAST and tokens.share(tag, *place) >= _SURE:
            yield number
