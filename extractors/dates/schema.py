"""What a language file of dates may say."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

Fields = dict[str, int | str]
"""What a word or a form settles.

``year``, ``month`` 1-12, ``day``, ``weekday`` 0-6 (Monday is 0), ``hour``, ``minute`` (negative: before the hour);
``days``, ``weeks``, ``months``, ``years``: a distance from the publication date (yesterday is ``days: -1``);
``n`` and ``unit``: a stated distance (three days ago); ``way``: ``last`` or ``next``; ``next``: days after the date
before it in the text; ``same_month``: the month of that date; ``weekend``; ``part`` of the day: am, noon, pm, evening,
night; ``clock: 12``: the hour leaves open which half of the day is meant; ``about``: 1 before a clock time, "after"
behind it; ``calendar``: another one than the Gregorian; ``to_…``: the other end of a stretch; any other name is read
and not used.
"""


class DatePattern(BaseModel):
    """One form of (a piece of) a date.

    ``match`` is a regular expression over folded text (`extractors.folding`), in lower case, in which
    ``{field:lexicon}`` stands for any word of a lexicon and fills ``field``; ``{field}`` is short for
    ``{field:field}``, ``{field:a+b}`` takes either lexicon, and ``{=lexicon}`` one whose words settle several fields.
    Given lexicons of digits: ``d`` (one or two), ``two``, ``p`` (up to three), ``y`` (a year, 1900-2099), ``hh`` and
    ``mm`` (of a clock), ``day_only`` (13-31) and ``month_only`` (1-12). A space is any white space, ``~`` optional
    white space.
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
    """What stands around the first end and before the second where two words do it ("between … and"); ``…`` is the
    first end."""
    triggers: list[str]
    """Words of which every date without a digit holds one; ``{lexicon}`` is any of its words."""
