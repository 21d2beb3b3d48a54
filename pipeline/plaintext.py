"""Plain text as an article: headline and dateline where it has them, the text itself untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from pipeline.stamps import iso_stamp, plausible

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_FULL_STOP = re.compile(r"[.。…،,;:：]$")
_LONGEST_TITLE = 200
_LONGEST_DATELINE = 60
_LINES_AT_THE_TOP = 4
_OPENING_DATE = re.compile(r"\s*(?:date:? )?(?P<day>\d{4}-\d\d-\d\d)\b")
"""A dateline that ran together with the first line, as text exports have it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a plain text's first paragraph."""

    title: str | None = None
    published: str | None = None


def read_heading(text: str, language: str, fetched_at: datetime | None) -> Heading:
    """The first line is a headline if it is short, ends no sentence, and a longer paragraph or a date comes next.

    A short line with a whole date among the first ones, or a date that the text opens with, is the publication date.
    Menus, which are several short lines above the text, give no headline.
    """
    top = [match[0].strip() for _, match in zip(range(_LINES_AT_THE_TOP), _LINE.finditer(text), strict=False)]
    opening = _OPENING_DATE.match(text)
    published = opening["day"] if opening and plausible(opening["day"], fetched_at) else None
    rest = []
    for line in top[1:]:
        stamp = iso_stamp(line, language) if len(line) <= _LONGEST_DATELINE else None
        if stamp and plausible(stamp, fetched_at):
            published = published or stamp
        else:
            rest.append(line)
    if not top or not rest:
        return Heading(published=published)
    first = top[0]
    is_title = len(first) <= _LONGEST_TITLE and not _FULL_STOP.search(first) and len(rest[0]) > 2 * len(first)
    if is_title or (published and len(first) <= _LONGEST_TITLE):
        return Heading(first, published)
    return Heading(published=published)
