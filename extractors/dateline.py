"""The day of publication that a text itself names: a line of its own above the story, or a place and day before it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from extractors.base import Language
from extractors.dates.rules import parse_dates
from extractors.platforms.names import names_in

_HEAD = 240
"""Code points of a text in which its dateline stands."""
_BESIDE = 48
"""Code points that a line of date has beside it, at most: the weekday, the time, the author, a place."""
_BEFORE = 32
"""Code points before a date that opens the first sentence, at most: a place, an agency."""
_SENTENCE = re.compile(r"[。！？!?؟]|\.\s*$|^\s*\d{1,2}[.、)]\s")
"""What lines of sentences and of lists have, and those of a date do not."""
_BREAK = re.compile(r"\s?(?:[-–—:|)\]】）」电電]|\.\s?[-–—])")
"""What parts a dateline from the sentence behind it."""
_YEAR = re.compile(r"\d{4}")
_HEADER = re.compile(r"\s*date[:\s]\s*(?P<date>\d{4}-\d\d(?:-\d\d)?)\b")
"""A field of metadata left in the text."""
_DAY = len("2021-10-04")
_MONTH = len("2021-10")


@dataclass(frozen=True, slots=True)
class Publication:
    """When a text came out. Of one of which the month alone is known, ``day`` is its last, and no more than the year
    and month may be read from it."""

    day: date
    is_month: bool = False


def publication(stated: str | None) -> Publication | None:
    """``stated`` in ISO 8601, whatever time of day follows; None where it is neither a day nor a month."""
    if stated is None:
        return None
    try:
        if len(stated) == _MONTH:
            first = date.fromisoformat(f"{stated}-01")
            return Publication(first.replace(day=monthrange(first.year, first.month)[1]), is_month=True)
        return Publication(date.fromisoformat(stated[:_DAY]))
    except ValueError:
        return None


class Dateline(NamedTuple):
    """What the date at ``[start, end)`` says of the text's publication."""

    start: int
    end: int
    publication: Publication


def dateline(text: str, language: Language) -> Dateline | None:
    """Where ``text`` says of itself when it was published, None where it does not say so."""
    header = _HEADER.match(text)
    if header is not None:
        return _dateline(*header.span("date"), header["date"])
    head = text[:_HEAD]
    if _YEAR.search(head) is None:
        return None
    for found in parse_dates(head, language):
        if found.value is not None and len(found.value) >= _DAY and _is_apart(text, found.start, found.end):
            return _dateline(found.start, found.end, found.value)
    return None


def _dateline(start: int, end: int, stated: str) -> Dateline | None:
    known = publication(stated)
    return Dateline(start, end, known) if known else None


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` stands outside of sentences."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    if last >= 0 and len(text[first:last].strip()) - (end - start) <= _BESIDE:
        line = text[first:last]
        # A headline that names a service and a day tells of that day.
        return _SENTENCE.search(line) is None and not names_in(line)
    return not text[:first].strip() and start - first <= _BEFORE and _BREAK.match(text, end) is not None
