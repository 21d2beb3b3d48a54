"""Dates as pages write them, as ISO 8601; what a page does not say stays unsaid."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

from babel import Locale

EARLIEST_YEAR = 1995
"""Before that there were no news sites; trafilatura's own lower bound."""

_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d) ?(?:[-/.]|年) ?(?P<month>\d{1,2}) ?(?:[-/.]|月) ?(?P<day>\d{1,2})(?!\d)日?"
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2}) ?(?P<sep>[-/.]) ?(?P<month>\d{1,2}) ?(?P=sep) ?(?P<year>(?:19|20)\d\d)(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=\d{4}(?:\d\d)?(?!\d)|(?!\d))")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY_NUMBER = re.compile(r"(?<![\d:])\d{1,2}(?![\d:])")
_CLOCK = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?! ?[ap]\.?m|\d)", re.I
)
_IN_URL = re.compile(
    r"(?<=[/_-])(?P<year>(?:19|20)\d\d)(?:[-/_](?P<month>\d{1,2})[-/_](?P<day>\d{1,2})(?=[/_.-]|$)"
    r"|(?P<month2>\d\d)[-/_]?(?P<day2>\d\d)(?:\d{4}(?:\d\d)?)?(?=[/_.-]|$))"
)
_LOCALES = ("en", "es", "vi", "ar", "ar_SY", "ar_DZ", "ar_MA")
"""Where month names are taken from (CLDR): the Levant, Algeria and Tunisia, and Morocco have their own Arabic ones."""
_LONGEST = 80


def iso_stamp(text: str, language: str | None = None) -> str | None:
    """The date, or date and time with the offset that it names, that a short text states whole.

    Digits of any script and month names of CLDR are read. ``language`` says whether 03/08 is in March or August; with
    none, or English, which does both, that is ``None``, as is a bare year, a month, or a text with two dates.
    """
    stamp = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text.strip()[:_LONGEST])
    iso = _iso(stamp)
    if iso is not None:
        return iso
    try:
        return parsedate_to_datetime(stamp).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    day = _numeric(stamp, _day_first(language)) or _named(stamp)
    clocks = list(_CLOCK.finditer(stamp))
    if day is None or len(clocks) != 1:
        return day
    return f"{day}T{int(clocks[0]['hour']):02}:{clocks[0]['minute']}:{clocks[0]['second'] or '00'}"


def url_date(url: str) -> str | None:
    """The day that an address names in its path: ``/2024/03/08/``, ``/20240308/``, ``-20240308103300-``."""
    found = list(_IN_URL.finditer(urlsplit(url).path))
    days = {_stamp(match["year"], match["month"] or match["month2"], match["day"] or match["day2"]) for match in found}
    return days.pop() if len(days) == 1 else None


def plausible(stamp: str, fetched_at: datetime | None) -> bool:
    """Whether a page can have been published then: after the first news sites, not after it was fetched.

    A day's grace covers local times east of UTC without an offset.
    """
    try:
        day = date.fromisoformat(stamp[:10])
    except ValueError:
        return False
    latest = (fetched_at.astimezone(UTC) + timedelta(days=1)).date() if fetched_at else None
    return day.year >= EARLIEST_YEAR and (latest is None or day <= latest)


def is_default(stamp: str) -> bool:
    """Whether this looks like what a program fills in when it knows the year only: the first of January, midnight."""
    return stamp[4:10] == "-01-01" and stamp[10:19].strip("T0:") == ""


def _iso(stamp: str) -> str | None:
    if not re.match(r"\d{4}-\d\d-\d\d", stamp):
        return None
    if len(stamp) == 10:
        return stamp if _valid(stamp) else None
    try:
        return datetime.fromisoformat(stamp).isoformat(timespec="seconds")
    except ValueError:
        return None


def _numeric(stamp: str, day_first: bool | None) -> str | None:
    days = {_stamp(*match.group("year", "month", "day")) for match in _YEAR_FIRST.finditer(stamp)}
    days |= {_stamp(*match.group("year", "month", "day")) for match in _COMPACT.finditer(stamp)}
    for match in _DAY_FIRST.finditer(stamp):
        day, month, year = match.group("day", "month", "year")
        if day_first or int(day) > 12 or day == month:
            days.add(_stamp(year, month, day))
        else:
            return None
    return days.pop() if len(days) == 1 else None


def _named(stamp: str) -> str | None:
    """A day, a month by its name, and a year, in any order."""
    months = {_month_names()[match[0]] for match in _month_pattern().finditer(stamp.casefold())}
    years = _YEAR.findall(stamp)
    days = _DAY_NUMBER.findall(_month_pattern().sub(" ", stamp.casefold()))
    if len(months) != 1 or len(years) != 1 or len(days) != 1:
        return None
    return _stamp(years[0], str(months.pop()), days[0])


@cache
def _month_names() -> dict[str, int]:
    names = {}
    for locale in _LOCALES:
        months = Locale.parse(locale).months
        for width in ("abbreviated", "wide"):
            for form in ("format", "stand-alone"):
                for number, name in months[form][width].items():
                    names[name.casefold().rstrip(".")] = number
    return names


@cache
def _month_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_month_names(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)")


@cache
def _day_first(language: str | None) -> bool | None:
    """Whether a language writes the day before the month (CLDR's short date); English does both."""
    if language not in ("zh", "ar", "vi", "es"):
        return None
    pattern = Locale.parse(language).date_formats["short"].pattern
    return bool(pattern.index("d") < pattern.index("M"))


def _stamp(year: str, month: str, day: str) -> str | None:
    stamp = f"{int(year):04}-{int(month):02}-{int(day):02}"
    return stamp if _valid(stamp) else None


def _valid(stamp: str) -> bool:
    try:
        date.fromisoformat(stamp)
    except ValueError:
        return False
    return True
