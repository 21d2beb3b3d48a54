"""Resolves what the words of a date settle to a day and a time, against the day of publication."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from extractors.dates.schema import Fields

_WEEK = timedelta(days=7)
# How far ahead of the publication a numbered day may be: one of last year would have its year named, and an outlet's
# day can be that of another time zone.
_AHEAD_OF_YEAR, _AHEAD_OF_MONTH = timedelta(days=7), timedelta(days=1)
_YEARS_BACK = 6
"""A month and day fall on each weekday within this many years (but for 29 February)."""

DATE_FIELDS = frozenset(
    {"year", "years", "month", "months", "same_month", "day", "days", "next", "weekday", "weeks", "weekend", "n"}
    | {"calendar", "to_day", "to_month", "to_weekday"}
)
CLOCK_FIELDS = frozenset({"hour", "minute", "part", "clock", "to_hour", "to_minute"})


def share(left: Fields, right: Fields) -> tuple[Fields, Fields]:
    """The two ends of a stretch, each with what only the other one states ("from 9 to 11 p.m. on Monday")."""
    left, right = dict(left), dict(right)
    if not left.keys() & DATE_FIELDS:
        left |= {field: value for field, value in right.items() if field in DATE_FIELDS}
    elif not right.keys() & DATE_FIELDS:
        right |= {field: value for field, value in left.items() if field in DATE_FIELDS}
    elif "day" in left and "day" in right and ("month" in left) != ("month" in right):
        left.setdefault("month", right.get("month", 0))
        right.setdefault("month", left["month"])
    if "month" in left and "month" in right and "year" in right and "year" not in left:
        left["year"] = int(right["year"]) - (int(left["month"]) > int(right["month"]))
    if "hour" in left and "hour" in right:
        if "part" not in left and "part" in right and int(left["hour"]) <= int(right["hour"]):
            left["part"] = right["part"]
        elif "part" not in right and "part" in left and int(left["hour"]) <= int(right["hour"]) <= 12:
            right["part"] = left["part"]
    return left, right


def second_end(fields: Fields) -> Fields | None:
    """The other end of a stretch that one piece states ("4-6 October", 18至20时)."""
    other = {field.removeprefix("to_"): value for field, value in fields.items() if field.startswith("to_")}
    if "hour" in other:
        fields = {**fields, "minute": 0}
    return {**fields, **other} if other else None


def ends(
    fields: Fields, until: Fields | None, published: date | None, previous: date | None
) -> tuple[str | None, str | None]:
    """The value and, of a stretch, its other end."""
    begin = _day(fields, published, previous)
    if begin is None:
        first, last = _partial(fields, published), _partial(until, published) if until else None
        return first, last if first and last and first < last else None
    if until is None:
        length = 6 if _is_week(fields) else 1 if "weekend" in fields else 0
        stop = begin + timedelta(days=length)
        return _iso(begin, fields), stop.isoformat() if length else None
    end = _day(until, published, begin) or begin
    if "weekday" in until and end < begin and not until.keys() & {"day", "days", "weeks"}:
        begin -= _WEEK * (1 + (begin - end).days // 7)
    elif "month" in until and "year" not in until and end < begin:
        begin = _replaced(begin, begin.year - 1) or begin
    value, stop_value = _iso(begin, fields), _iso(end, until)
    if stop_value <= value and end == begin and len(stop_value) > len("2021-10-04"):
        stop_value = _iso(end + timedelta(days=1), until)
    return (value, stop_value) if stop_value > value else (value, None)


def _day(fields: Fields, published: date | None, previous: date | None) -> date | None:
    """The day that ``fields`` settle, if they settle one."""
    if "calendar" in fields:
        return None
    if "next" in fields and "weekday" not in fields:
        return previous + timedelta(days=int(fields["next"])) if previous else None
    if "day" in fields:
        return _numbered_day(fields, published, previous)
    if published is None or fields.keys() & {"month", "months", "year", "years"}:
        return None
    monday = published - timedelta(days=published.weekday())
    if "days" in fields:
        return published + timedelta(days=int(fields["days"]))
    if "n" in fields:
        return _ago(fields, published)
    if "weekend" in fields:
        saturday = monday + timedelta(days=5)
        weeks = int(fields.get("weeks", 0 if saturday <= published or fields.get("way") == "next" else -1))
        return saturday + weeks * _WEEK
    if "weeks" in fields:
        return monday + int(fields["weeks"]) * _WEEK + timedelta(days=int(fields.get("weekday", 0)))
    if "weekday" in fields:
        back = (published.weekday() - int(fields["weekday"])) % 7
        if fields.get("way") == "next":
            return published + timedelta(days=7 - back)
        return published - timedelta(days=7 if back == 0 and fields.get("way") == "last" else back)
    return None


def _is_week(fields: Fields) -> bool:
    if "weeks" in fields and not fields.keys() & {"weekday", "weekend"}:
        return True
    return fields.get("unit") == "weeks" and "day" not in fields


def _ago(fields: Fields, published: date) -> date | None:
    distance = int(fields["n"]) * (1 if fields.get("way") == "next" else -1)
    try:
        if fields.get("unit") == "weeks":
            return published - timedelta(days=published.weekday()) + distance * _WEEK
        return published + timedelta(days=distance) if fields.get("unit") == "days" else None
    except OverflowError:
        return None


def _numbered_day(fields: Fields, published: date | None, previous: date | None) -> date | None:
    day, year, month = int(fields["day"]), fields.get("year"), fields.get("month")
    if "same_month" in fields and previous:
        year, month = previous.year, previous.month
    if published:
        if "years" in fields:
            year = published.year + int(fields["years"])
        if "months" in fields:
            year, month = _month_from(published, int(fields["months"]))
    if year is not None and month is not None:
        return _valid(_full_year(int(year)), int(month), day)
    if published is None or year is not None or "same_month" in fields:
        return None
    forward = fields.get("way") == "next"
    if month is not None:
        years = (
            range(published.year, published.year + 9) if forward else range(published.year + 1, published.year - 9, -1)
        )
        dates = (_valid(year, int(month), day) for year in years)
    else:
        months = range(13) if forward else range(1, -13, -1)
        dates = (_valid(*_month_from(published, offset), day) for offset in months)
    latest = published + (_AHEAD_OF_MONTH if month is None else _AHEAD_OF_YEAR)
    candidates = [found for found in dates if found and (found >= published if forward else found <= latest)]
    candidates = candidates[:_YEARS_BACK] if month is not None else candidates
    weekday = fields.get("weekday")
    return next(
        (found for found in candidates if weekday is None or found.weekday() == weekday), next(iter(candidates), None)
    )


def _partial(fields: Fields, published: date | None) -> str | None:
    """The year or month that ``fields`` settle where they settle no day."""
    if "calendar" in fields or "day" in fields:
        # A day without a year cannot be cut down to something that is known; with a year it can.
        year = fields.get("year")
        return f"{_full_year(int(year)):04}" if year is not None and "calendar" not in fields else None
    year, month = fields.get("year"), fields.get("month")
    if published and "n" in fields and fields.get("unit") in ("months", "years"):
        months = (
            int(fields["n"]) * (12 if fields["unit"] == "years" else 1) * (1 if fields.get("way") == "next" else -1)
        )
        if abs(months) > 12 * 500:
            return None
        then, month = _month_from(published, months)
        return f"{then:04}" if fields["unit"] == "years" else f"{then:04}-{month:02}"
    if published and "years" in fields:
        year = published.year + int(fields["years"])
    if published and "months" in fields:
        year, month = _month_from(published, int(fields["months"]))
    if published and month is not None and year is None:
        later, forward = int(month) > published.month, fields.get("way") == "next"
        year = published.year + (not later if forward else -later)
    if year is None:
        return None
    return f"{_full_year(int(year)):04}" + (f"-{int(month):02}" if month is not None else "")


def stated(fields: Fields) -> str | None:
    """What the words alone settle, X for an open digit; ``None`` where they name no part of calendar or clock."""
    if "calendar" in fields:
        return None
    year, month, day = fields.get("year"), fields.get("month"), fields.get("day")
    written = [f"{_full_year(int(year)):04}" if year is not None else "XXXX"]
    written += [f"{int(part):02}" if part is not None else "XX" for part in (month, day)]
    while written and "X" in written[-1]:
        written.pop()
    clock = _clock(fields)
    return "-".join(written) + (f"T{clock[0]:02}:{clock[1]:02}" if clock else "") or None


def _iso(day: date, fields: Fields) -> str:
    clock = _clock(fields)
    if clock is None:
        return day.isoformat()
    if clock[0] == 24:
        day, clock = day + timedelta(days=1), (0, clock[1])
    return f"{day.isoformat()}T{clock[0]:02}:{clock[1]:02}"


def _clock(fields: Fields) -> tuple[int, int] | None:
    """Hour (0-24) and minute, or ``None`` where the half of the day is open."""
    if "hour" not in fields:
        return None
    hour, minute, part = int(fields["hour"]), int(fields.get("minute", 0)), fields.get("part")
    if minute < 0:
        hour, minute = (hour - 1) % 24 or 12, 60 + minute
    if part is None:
        return None if fields.get("clock") == 12 and 0 < hour <= 12 else (hour, minute)
    if hour > 12:
        return hour, minute
    if part == "am":
        return hour % 12, minute
    if part == "noon":
        return (hour + 12 if hour < 6 else hour), minute
    if part == "pm":
        return hour % 12 + 12, minute
    # Evening and night go on past midnight.
    if hour in (0, 12):
        return (24, minute) if hour and part == "evening" else (0, minute)
    return (hour + 12 if hour >= (3 if part == "evening" else 6) else hour), minute


def _full_year(year: int) -> int:
    return year + 2000 if year < 100 else year


def _month_from(day: date, months: int) -> tuple[int, int]:
    """Year and month ``months`` after that of ``day``."""
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def _valid(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def _replaced(day: date, year: int) -> date | None:
    return _valid(year, day.month, day.day)
