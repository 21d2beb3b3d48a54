"""What the reader says of every token: the part it plays, and of which kind that part is.

One row of logits a token, the columns of each question side by side in the order of ``QUESTIONS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Literal, get_args

from extractors.base import CauseCode, LossKind

Tag = Literal["P", "D", "L", "A", "M", "T", "E", "C"]
"""Service reported down, duration, loss, count of those affected, merchant, start (time), end, cause."""

TAGS: tuple[Tag, ...] = get_args(Tag)
OUTSIDE = "O"
BIO: tuple[str, ...] = (OUTSIDE, *(f"{edge}-{tag}" for tag in TAGS for edge in "BI"))
MERCHANT_KINDS = ("business", "person", "group", "contact")
"""A ``contact`` is a person who speaks for a business that is named too."""
OUTAGES = ("first", "further")

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "tag": BIO,
    "L": get_args(LossKind),
    "M": MERCHANT_KINDS,
    "C": get_args(CauseCode),
    "outage": OUTAGES,
}
_ENDS = tuple(accumulate(len(answers) for answers in QUESTIONS.values()))
COLUMNS: Mapping[str, slice] = {
    question: slice(end - len(answers), end) for end, (question, answers) in zip(_ENDS, QUESTIONS.items(), strict=True)
}
WIDTH = _ENDS[-1]
