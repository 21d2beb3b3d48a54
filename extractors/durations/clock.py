"""Ranges of clock times that imply a duration: from 11:40 a.m. until around 6:30 p.m., 晚7点至次日凌晨1点."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from extractors.durations.schema import Clock
from extractors.lexicon import DIGITS, LETTER, SparsePattern, alternation, spaced

_NEXT_DAY = "next"
_NIGHT = "night"
_EVENING, _NOON = 6, 12
_DAY_S = 86400.0
_AROUND = 80
"""Code points that the words beside an hour take up at most."""


class ClockRanges:
    """Finds the clock ranges of one language.

    A range counts only with a word that opens one or tells a duration, or with a part of the day in it: bare
    "9:30-16:00" is a timetable. A time without its part of the day takes the other's.
    """

    __slots__ = ("_hour", "_named", "_past", "_pattern", "_periods", "_rest")

    def __init__(self, clock: Clock, folded: Callable[[str], str]) -> None:
        def words(phrases: Iterable[str]) -> str:
            phrases = [folded(phrase) for phrase in phrases]
            return alternation(phrases) if phrases else "(?!)"

        self._periods = {
            folded(phrase): period
            for side in (clock.before, clock.after)
            for period, phrases in side.items()
            for phrase in phrases
        }
        before = words(phrase for phrases in clock.before.values() for phrase in phrases)
        after = words(phrase for phrases in clock.after.values() for phrase in phrases)
        hour, minute, at, time_word = (words(of) for of in (clock.hour, clock.minute, clock.at, clock.time_words))

        named, past, zone = words(clock.named), words(clock.past), words(clock.zones)
        self._hour = SparsePattern(rf"\d+|(?:{named})(?!{LETTER})", [*DIGITS, *map(folded, clock.named)], None)
        self._named = {folded(word): hour for word, hour in clock.named.items()}
        self._past = {folded(word): minutes for word, minutes in clock.past.items()}

        def time(n: int) -> str:
            digits = (
                rf"(?<!\d)(?P<hour{n}>[01]?\d|2[0-4])(?:(?P<colon{n}>[:.])(?P<minute{n}>[0-5]\d)(?!\d)"
                rf"|\s?(?P<mark{n}>{hour})(?:\s?(?P<past{n}>[0-5]?\d)(?!\d)(?:\s?(?:{minute}))?)?)?"
            )
            return (
                rf"(?:{digits}|(?P<named{n}>{named})(?!{LETTER}))(?:\s?(?P<plus{n}>{past})(?!{LETTER}))?"
                rf"(?:\s?(?P<after{n}>{after})(?!{LETTER}))?(?:\s(?:{zone})(?!{LETTER}))?"
            )

        def leading(n: int) -> str:
            return rf"(?:(?:{at})\s*){{0,2}}(?:(?P<word{n}>{time_word})\s*)?(?P<before{n}>(?:(?:{before})\s*){{0,2}})"

        links = rf"(?:(?P<lasting>{words(clock.lasting)})|{words(clock.links)})"
        rest = rf"{time(1)}\s*,?\s*{links}\s*{leading(2)}{time(2)}(?![\d:%])"
        self._rest = re.compile(rest)
        self._pattern = re.compile(rf"(?P<open>(?<!{LETTER})(?:{words(clock.openers)})\s*)?{leading(1)}{rest}")

    def find(self, text: str) -> Iterator[tuple[int, int, float]]:
        """(start, end, seconds) of every clock range in ``text``."""
        for begin, end in self._windows(text):
            for match in self._pattern.finditer(text, begin, end):
                seconds = self._seconds(match.groupdict())
                if seconds is not None:
                    yield match.start() + len(match[0]) - len(match[0].lstrip()), match.end(), seconds

    def _windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a range may stand: around hours of which one leads on to another. Most texts have none, and the pattern
        is dear at every place."""
        begin, end, leads_on = 0, 0, False
        for hour in self._hour.finditer(text):
            if hour.start() - _AROUND > end:
                if leads_on:
                    yield begin, end
                begin, leads_on = max(0, hour.start() - _AROUND), False
            end = hour.end() + _AROUND
            leads_on = leads_on or self._rest.match(text, hour.start()) is not None
        if leads_on:
            yield begin, end

    def _seconds(self, found: Mapping[str, str | None]) -> float | None:
        first, second = self._period(found, 1), self._period(found, 2)
        marked = [
            found[f"colon{n}"] == ":"
            or any(found[f"{sign}{n}"] for sign in ("mark", "word", "before", "after", "named"))
            for n in (1, 2)
        ]
        telling = found["open"] or found["lasting"] or first or second
        if not marked[1] or not (marked[0] or second) or not telling:
            return None
        tomorrow = _NEXT_DAY in second
        first, second = first - {_NEXT_DAY}, second - {_NEXT_DAY}
        start = self._clock(found, 1, first or (second if not tomorrow else first))
        end = self._clock(found, 2, second)
        if not first and not tomorrow and self._clock(found, 1, set()) < end <= start:
            # From 11 to 5 p.m.: the first time is of the morning.
            start = self._clock(found, 1, set())
        if not second and end <= start and first == {"pm"} and not tomorrow:
            end = self._clock(found, 2, first)
        if end <= start or tomorrow:
            if not (tomorrow or first or second or start > 43200):
                return None
            end += _DAY_S
        length = end - start
        return length if 0 < length <= _DAY_S else None

    def _period(self, found: Mapping[str, str | None], n: int) -> set[str]:
        phrases = f"{found[f'before{n}'] or ''}|{found[f'after{n}'] or ''}"
        known = {self._periods.get(phrase.strip()) for phrase in phrases.split("|")}
        if not known - {None} and found[f"before{n}"]:
            known = {period for phrase, period in self._periods.items() if phrase in phrases}
        return {period for period in known if period in ("am", "pm", _NIGHT, _NEXT_DAY)}

    def _clock(self, found: Mapping[str, str | None], n: int, period: set[str]) -> float:
        """Seconds since midnight of the ``n``-th time; midnight as a word is 24 at the end of a range."""
        named = found[f"named{n}"]
        hour = self._named[spaced(named)] if named else int(found[f"hour{n}"] or 0)
        minute = int(found[f"minute{n}"] or found[f"past{n}"] or 0) + self._past.get(spaced(found[f"plus{n}"] or ""), 0)
        if hour == 24 and n == 1:
            hour = 0
        if _NIGHT in period:
            period = {"pm"} if _EVENING <= hour < _NOON else {"am"}
        if "pm" in period and hour < 12:
            hour += 12
        elif "am" in period and hour == 12:
            hour = 0
        return hour * 3600.0 + minute * 60.0
