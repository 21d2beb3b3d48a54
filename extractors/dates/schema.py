"""What a language file of dates may say."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Fields = dict[str, int | str]
"""What a word settles: ``weekday`` 0-6 (Monday is 0), ``month``, ``day``, ``hour``, ``minute``, ``part`` of the day, or a
distance from the publication date in ``days``, ``weeks``, ``months`` or ``years`` (yesterday is ``days: -1``)."""

Part = Literal["am", "noon", "pm", "evening", "night"]


class DatePattern(BaseModel):
    """One form of (a piece of) a date.

    ``match`` is a regular expression over folded text (`extractors.cues.fold`) in which ``{field:lexicon}`` stands for any
    word of a lexicon and fills ``field``; ``{field}`` is short for ``{field:field}``. The lexicons ``d`` (one or two digits),
    ``y`` (four digits, 1900-2099) and ``p`` (digits of a count) are given; ``a+b`` is either lexicon; a lexicon whose words
    settle several fields is written ``{=lexicon}``. A space is any white space, a comment-free ``~`` optional white space.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    match: str
    set: Fields = Field(default_factory=dict)
    """Fields that the form settles by itself."""
    strength: int = 2
    """A date needs a strength of 2 in all: 2 stands alone, 1 needs another piece beside it, 0 only colours one."""
    after: str | None = None
    """A regular expression; the form counts only directly after it."""
    unless_after: str | None = None
    unless_before: str | None = None
    capital: str | None = None
    """The field whose word is written with a capital letter (``thứ Hai`` is Monday, ``thứ hai`` also the second)."""


class DateFile(BaseModel):
    """The date words of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: bool
    """Whether white space parts words: a piece then begins and ends at a word's edge."""
    particles: str = ""
    """What may be written on to a date's first word without being part of it."""
    lexicons: dict[str, dict[str, int | str | Fields] | list[str]]
    """Word → value; or a list of numerals, where the place in the list is the value and ``|`` parts variants."""
    patterns: dict[str, DatePattern | str]
    """Name → form; of two that match at one place the first wins."""
    nothing: list[str] = Field(default_factory=list)
    """Expressions that look like dates and are none."""
    joints: str
    """What may stand between two pieces of one date."""
    spans: str
    """What stands between the two ends of a stretch of time."""
    pairs: str | None = None
    """What stands around the first end and before the second where two words do it ("between … and"); ``…`` is the first end."""
    triggers: list[str]
    """Lexicons and words of which every date without a digit holds one."""
