"""Durations: figures with units of time, compounds of them, and clock ranges that imply one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from extractors.base import Duration, Language
from extractors.durations.clock import ClockRanges
from extractors.durations.schema import DurationFile, TimeUnit, UnitWords
from extractors.folding import fold
from extractors.lexicon import GLUED, LETTER, Lexicon, SparsePattern, alternation, spaced
from extractors.loader import Compiled
from extractors.numbers.composer import Figure
from extractors.numbers.grammar import grammars
from extractors.numbers.measure import Measured, bounded, enumerated, measured, placed, ranges
from extractors.numbers.scanner import Scan, scan

CLOCK_RANGE = "clock-range"
"""Rule of a length that two times of day tell."""
_MINUTE = 60.0
_HOUR = 3600.0
_LAST_HOUR = 24
_DAY = 86400.0
SECONDS: Mapping[TimeUnit, float] = {
    "second": 1.0,
    "minute": 60.0,
    "hour": _HOUR,
    "day": _DAY,
    "week": 7 * _DAY,
    "weekend": 2 * _DAY,
    "fortnight": 14 * _DAY,
    "month": 30 * _DAY,
    "quarter": 90 * _DAY,
    "year": 365 * _DAY,
    "decade": 3650 * _DAY,
}
"""Length of a unit; a month is 30 days, a year 365."""

_FIRST_YEAR, _LAST_YEAR = 1000, 2999
"""Four digits between these before a word for year name a year."""
_LONGEST_S = 10_000 * 365 * _DAY


class Unit(NamedTuple):
    """A unit word: its length in seconds and how many units more than the figure says (0.5 for 个半)."""

    seconds: float
    extra: float = 0.0
    kind: str = "unit"


class _Words(NamedTuple):
    file: DurationFile
    after: Lexicon[Unit]
    after_fraction: Lexicon[Unit]
    before: Lexicon[Unit]
    cues: Lexicon[bool]
    fractions: Lexicon[float]
    links_between: set[str]
    not_before: Lexicon[bool]
    not_before_hours: Lexicon[bool]
    not_before_years: Lexicon[bool]
    not_after: Lexicon[bool]
    not_after_hours: Lexicon[bool]
    clock_cues: Lexicon[bool]
    single_after: Lexicon[bool]
    single_before: Lexicon[bool]
    lone: SparsePattern | None
    lone_units: Mapping[str, Unit]
    clock: ClockRanges


def parse_durations(text: str, language: Language) -> list[Duration]:
    """Every length of time of ``text`` in order, in seconds. A range of clock times is one, a clock time is not."""
    return durations_of(scan(text, language), language)


def durations_of(scan: Scan, language: Language) -> list[Duration]:
    """The durations of a text that is scanned already."""
    words = _words()[language]
    items = _attach(scan, words)
    if words.lone is not None:
        lone = list(_lone(scan, words))
        if lone:
            items = _merged(items, lone)
    items = ranges(scan, _compounds(scan, words, items), _longer)
    fillers = "" if scan.grammar.file.spaced else "".join(filler for filler in words.file.fillers if len(filler) == 1)
    items = [item for item in enumerated(scan, items, _is_shared, fillers) if item.unit is not None]
    kept = [bounded(scan, item) for item in items if _is_duration(scan, words, item)]
    found = [
        Duration(text=text, start=start, end=end, rule="duration", bound=item.bound, min_s=item.low, max_s=item.high)
        for item, text, start, end in placed(scan, kept)
    ]
    clocks: list[Duration] = []
    for first, last, seconds in words.clock.find(scan.text):
        start, end = scan.folded.span(first, last)
        text = scan.folded.source[start:end]
        clocks.append(Duration(text=text, start=start, end=end, rule=CLOCK_RANGE, min_s=seconds, max_s=seconds))
    if clocks:
        ends = [clock.end for clock in clocks]
        found = [value for value in found if not _meets(value, clocks, ends)] + clocks
        found.sort(key=lambda value: value.start)
    return found


def _meets(value: Duration, clocks: list[Duration], ends: list[int]) -> bool:
    """Whether ``value`` overlaps one of ``clocks``, which stand in text order and end at ``ends``."""
    following = bisect_right(ends, value.start)
    return following < len(clocks) and clocks[following].start < value.end


def _attach(scan: Scan, words: _Words) -> list[Measured[Unit]]:
    """Every figure with its unit, if any. An article behind a figure or what it counts makes a rate
    (3,500 *a* day, 40 miles *an* hour)."""
    items: list[Measured[Unit]] = []
    end = 0
    for figure in scan.figures:
        if not (figure.weak and end and _COUNTED.fullmatch(scan.text, end, figure.start)):
            items.append(_attached(scan, words, figure))
        year = figure.digits and _FIRST_YEAR <= figure.low <= _LAST_YEAR
        end = 0 if figure.weak or year else figure.end
    return items


_COUNTED = re.compile(rf"-?\s(?:{LETTER}+\s)?")
"""What stands between a figure and the article of a rate."""


def _merged(items: list[Measured[Unit]], lone: list[Measured[Unit]]) -> list[Measured[Unit]]:
    """Both in text order; of two that overlap, the earlier one that has a unit."""
    merged: list[Measured[Unit]] = []
    for item in sorted((*items, *lone), key=lambda item: (item.start, item.unit is None, -item.end)):
        while merged and merged[-1].unit is None and merged[-1].end > item.start:
            merged.pop()
        if not merged or item.start >= merged[-1].end:
            merged.append(item)
    return merged


def _attached(scan: Scan, words: _Words, figure: Figure) -> Measured[Unit]:
    """``figure`` with the unit of time after it (or before it), without one if there is none."""
    text = scan.text
    match = words.after.after(text, figure.end) if not figure.glued else None
    if match is None and not figure.digits and (figure.bound == "vague" or figure.low != int(figure.low)):
        match = words.after_fraction.after(text, figure.end)
    inside = scan.grammar.after.after(text, figure.end) if match is None and not figure.glued else None
    if inside is not None:
        match = words.after.after(text, inside[0])
    if match is not None:
        end, unit = match
        if _fits(scan, words, figure, unit, end):
            item = measured(figure, unit, figure.start, end, unit.seconds)
            minutes = _bare_minutes(scan, words, item)
            if minutes is not None:
                item.end, item.unit = minutes, unit._replace(kind="joined")
                return item
            if inside is not None and item.bound == "exact":
                item.bound = inside[1]
            if (
                item.bound == "exact"
                and not scan.grammar.file.spaced
                and any(more in text[figure.end : end] for more in scan.grammar.file.more)
            ):
                item.bound = "over"
            if unit.extra:
                item.low += unit.extra * unit.seconds
                item.high = item.low
            fraction = words.fractions.after(text, end)
            if fraction is not None and item.high is not None:
                item.end = fraction[0]
                item.low += fraction[1] * unit.seconds
                item.high = item.low
            return item
    before = words.before.before(text, figure.start)
    if before is not None:
        return measured(figure, before[1], before[0], figure.end, before[1].seconds)
    return measured(figure, None, figure.start, figure.end)


def _bare_minutes(scan: Scan, words: _Words, item: Measured[Unit]) -> int | None:
    """Where the minutes of a clock time end that begins with the hours ``item`` (22 giờ 30), ``None`` if it is none."""
    if item.unit is None or item.unit.kind != "clock" or words.clock_cues.before(scan.text, item.start) is not None:
        return None
    minutes = _MINUTES.match(scan.text, item.end)
    unit = words.after.after(scan.text, minutes.end()) if minutes is not None else None
    if minutes is None or (unit is not None and unit[1].seconds < _HOUR):
        return None
    return minutes.end()


_MINUTES = re.compile(r"\s[0-5]?\d(?![\d.,/:\-]*\d)")


def _fits(scan: Scan, words: _Words, figure: Figure, unit: Unit, end: int) -> bool:
    text = scan.text
    if _CLOCK_HOUR.search(text, max(0, figure.start - 2), figure.start):
        return False
    if unit.kind == "glued":
        if text[end : end + 1].isdigit() or _CODE.search(text, max(0, figure.start - _CODE_WINDOW), figure.start):
            return False
        return figure.ratio or (figure.digits and text[figure.end].isalpha())
    if unit.kind == "cued":
        beyond_clock = unit.seconds == _HOUR and figure.low > _LAST_HOUR
        return figure.bound == "vague" or beyond_clock or words.cues.before(text, figure.start) is not None
    if unit.kind == "year" and figure.digits and _FIRST_YEAR <= figure.low <= _LAST_YEAR:
        return False
    return not (figure.weak and unit.kind == "no_article")


_CLOCK_HOUR = re.compile(r"\d:$")
"""Before the minutes of a clock time: 17:30 horas is no thirty hours."""


_CODE = re.compile(r"[^\W\d_]\w{0,6}-$")
_CODE_WINDOW = 8
"""Before a figure, a hyphen that goes on a code with letters: cc23-413d."""


def _is_duration(scan: Scan, words: _Words, item: Measured[Unit]) -> bool:
    """Whether the words around do not make it a point in time or an ordinal."""
    text = scan.text
    if item.low > _LONGEST_S or item.low < 0:
        return False
    if (
        item.unit is not None
        and (item.parts == 1 or item.bound == "range")
        and (item.unit.kind in ("later", "joined") or (item.unit.kind == "part" and item.low % item.unit.seconds == 0))
    ):
        return False
    hours = item.unit is not None and item.bound != "vague" and _tells_time(words, item.unit, item.parts)
    after = (words.not_after_hours if hours else words.not_after).after(text, item.end)
    if after is not None and after[1]:
        return False
    seconds = item.unit.seconds if item.unit is not None and item.parts == 1 else None
    excluded = words.not_before
    if hours:
        excluded = words.not_before_hours
    elif seconds == SECONDS["year"]:
        excluded = words.not_before_years
    excluding = excluded.before(text, item.start)
    bounding = scan.grammar.before.before(text, item.start)
    if bounding is None or (excluding is not None and bounding[0] >= excluding[0]):
        return excluding is None
    return excluded.before(text, bounding[0]) is None


def _tells_time(words: _Words, unit: Unit, parts: int) -> bool:
    """Whether the unit, of the first part, is an hour that may be the time of day."""
    if unit.kind == "clock":
        return True
    return unit.seconds == _HOUR and parts == 1 and (unit.kind == "cued" or not words.file.clock_hours)


def _compounds(scan: Scan, words: _Words, items: list[Measured[Unit]]) -> list[Measured[Unit]]:
    """Joins the parts of one duration: 8 days 20 hours, 6 giờ 30 phút, an hour fifteen."""
    joined: list[Measured[Unit]] = []
    for item in items:
        whole = joined[-1] if joined else None
        if whole is not None and item.start < whole.end:
            continue
        if whole is None or whole.unit is None or item.start - whole.end > 6:
            joined.append(item)
            continue
        if _is_same_again(scan, words, whole, item):
            whole.end = item.end
            continue
        _as_minutes(scan, whole, item)
        if not _joins(scan, words, whole, item):
            joined.append(item)
            continue
        minutes = item.unit is None
        whole.low += item.low * (60 if minutes else 1)
        whole.high = None if whole.high is None or item.high is None else whole.low
        whole.bound = item.bound if whole.bound == "exact" else whole.bound
        whole.end = _minute_word(scan, words, item.end) or item.end if minutes else item.end
        if whole.unit.kind != "later":
            kind = "clock" if whole.unit.kind == "clock" else "unit"
            unit = Unit(60.0) if item.unit is None else item.unit
            whole.unit = unit._replace(kind=kind) if "clock" in (kind, unit.kind) else unit
            whole.parts += 1
    return joined


def _joins(scan: Scan, words: _Words, whole: Measured[Unit], item: Measured[Unit]) -> bool:
    text = scan.text
    between = text[whole.end : item.start].strip()
    if between and between not in words.links_between:
        return False
    assert whole.unit is not None
    if item.unit is None:
        closed = not text[item.end : item.end + 2].strip() or text[item.end] in ".,;)"
        closed = closed or (item.start == whole.end and _minute_word(scan, words, item.end) is not None)
        return (
            whole.unit.seconds == _HOUR
            and item.low == int(item.low)
            and 0 < item.low < 60
            and closed
            and item.high == item.low
        )
    if item.unit.seconds < whole.unit.seconds:
        return item.low < min(whole.low or whole.unit.seconds, whole.unit.seconds)
    if scan.grammar.openers.before(text, whole.start) is not None:
        return False
    longer = item.unit.seconds > whole.unit.seconds and item.unit.kind != "joined"
    return longer and between not in (",", "、") and item.parts == 1


def _is_same_again(scan: Scan, words: _Words, whole: Measured[Unit], item: Measured[Unit]) -> bool:
    """Whether ``item`` is the nights to the days before it: ba ngày ba đêm, three days and three nights."""
    assert whole.unit is not None
    if item.unit is None or not whole.unit.seconds == item.unit.seconds == _DAY or item.low != whole.low:
        return False
    return whole.parts == 1 and scan.text[whole.end : item.start].strip() in words.links_between


def _as_minutes(scan: Scan, whole: Measured[Unit], item: Measured[Unit]) -> None:
    """Reads m behind the digits after an hour as minutes, not millions: 1h30m."""
    assert whole.unit is not None
    suffixed = item.unit is None and item.scale == _MILLION and _MINUTE_SUFFIX.match(scan.text, item.end - 2)
    if suffixed and whole.unit.seconds == _HOUR:
        item.low /= _MILLION
        item.high, item.scale = item.low, 1.0


_MILLION = 1e6
_MINUTE_SUFFIX = re.compile(r"\dm")


def _minute_word(scan: Scan, words: _Words, end: int) -> int | None:
    """Where a word for minutes ends that stands at ``end``: 3h30 *phút*."""
    unit = words.after.after(scan.text, end)
    return unit[0] if unit is not None and unit[1].seconds == _MINUTE else None


def _is_shared(unit: Unit) -> bool:
    """Whether an enumeration shares the unit; three and five o'clock are times."""
    return unit.kind in ("unit", "year", "no_article") and not unit.extra


def _longer(one: Unit, other: Unit) -> Unit:
    """The longer unit of a range; one end in figures is enough for an end without a number."""
    longer, shorter = (one, other) if one.seconds >= other.seconds else (other, one)
    return longer._replace(kind=shorter.kind) if longer.kind == "joined" else longer


def _lone(scan: Scan, words: _Words) -> Iterable[Measured[Unit]]:
    """Durations without a figure: duals, "all day", a unit after "for"."""
    assert words.lone is not None
    text = scan.text
    for match in words.lone.finditer(text):
        word = spaced(match["word"])
        unit = words.lone_units[word]
        start, end = match.start("word"), match.end("word")
        if unit.kind == "single":
            after = words.single_after.before(text, start)
            before = words.single_before.after(text, end)
            if after is None and before is None and not scan.is_all(start, end):
                unit = unit._replace(kind="joined")
            if before is not None and before[1]:
                end = before[0]
        item = Measured(start, end, unit.seconds, unit.seconds, unit, "over" if unit.kind == "over" else "exact")
        if unit.kind == "most":
            item.high, item.bound = 2 * unit.seconds, "range"
        fraction = words.fractions.after(text, end)
        if fraction is not None:
            item.end = fraction[0]
            one = unit.seconds / 2 if unit.kind == "dual" else unit.seconds
            item.low = item.high = unit.seconds + fraction[1] * one
        yield item


@cache
def _words() -> Mapping[str, _Words]:
    return Compiled("durations", DurationFile, _compile)


def duration_units(language: Language) -> Lexicon[Unit]:
    """The unit words of a language."""
    return _words()[language].after


def _compile(language: str, file: DurationFile) -> _Words:
    grammar = grammars()[language].file

    def folded(word: str) -> str:
        return fold(word, grammar.fold).text

    def flagged(words: Iterable[str]) -> dict[str, bool | None]:
        return {folded(word): True for word in words}

    def flags(words: Iterable[str]) -> Lexicon[bool]:
        return Lexicon(flagged(words))

    still_before: dict[str, bool | None] = dict.fromkeys(map(folded, file.still_before))

    def units(words: UnitWords, kind: str) -> dict[str, Unit]:
        return {folded(word): Unit(SECONDS[name], 0.0, kind) for name, forms in words.items() for word in forms}

    plain = units(file.units, "unit")
    for word in map(folded, file.units.get("year", [])):
        plain[word] = plain[word]._replace(kind="year")
    for word in map(folded, file.clock_hours):
        if word in plain:
            plain[word] = plain[word]._replace(kind="clock")
    for word in map(folded, file.no_article):
        plain[word] = plain[word]._replace(kind="no_article")
    halves = {
        folded(half + word): unit._replace(extra=0.5) for half in file.half_inside for word, unit in plain.items()
    }
    parts = units(file.parts, "part") | units(file.later_parts, "later")
    after = units(file.cued, "cued") | units(file.glued, "glued") | parts | plain | halves
    space = " " if grammar.spaced else ""
    fillers = alternation(map(folded, file.fillers)) if file.fillers else "(?!)"
    gap = rf"[\s\-]{{0,3}}(?:(?:{fillers})[\s\-]+){{0,2}}" if grammar.spaced else rf"\s{{0,2}}(?:{fillers})??\s?"
    particles = alternation(prefix[::-1] for prefix in grammar.prefixes) if grammar.prefixes else "(?!)"
    glued = [filler for filler in file.fraction_fillers if filler.endswith(GLUED)]
    apart = [filler for filler in file.fraction_fillers if filler not in glued]
    linkers = "|".join((*(alternation([folded(word)]) + r"\s+" for word in apart), *map(folded, glued))) or "(?!)"
    lone = units(file.single, "single") | {folded(word): Unit(seconds) for word, seconds in file.fixed.items()}
    lone |= {
        folded(most) + space + folded(whole): Unit(seconds / 2, 0.0, "most")
        for most in file.most
        for whole, seconds in file.most_of.items()
    }
    duals = units(file.duals, "dual")
    lone |= {word: unit._replace(seconds=2 * unit.seconds) for word, unit in duals.items()}
    for half in file.half_inside[:1]:
        lone |= {folded(half) + word: unit._replace(seconds=1.5 * unit.seconds) for word, unit in plain.items()}
    for over in file.over_inside:
        lone |= {folded(over) + word: unit._replace(kind="over") for word, unit in plain.items()}
    for whole in file.whole:
        join = "" if whole.endswith("ال") else space
        lone |= {folded(whole) + join + word: unit._replace(kind="unit") for word, unit in plain.items()}
    prefixes = [prefix for prefix in grammar.prefixes if len(prefix) == 1]
    prefix = f"(?:{alternation(prefixes)})?" if prefixes else ""
    guard = (f"(?<!{LETTER})", f"(?!{LETTER})") if grammar.spaced else ("", "")
    fractions = {folded(word): value for word, value in file.fractions_after.items()}
    not_after = dict.fromkeys(map(folded, file.not_after), True)
    still_after = dict.fromkeys(map(folded, file.still_after), False)
    return _Words(
        file,
        Lexicon(after, gap),
        Lexicon(plain | units(file.after_vague, "unit"), rf"\s{{0,3}}(?:{linkers})?"),
        Lexicon(units(file.before, "unit"), rf"(?:{particles})?\s{{0,3}}"),
        flags(file.cues),
        Lexicon(fractions, r"[\s\-]{0,3}"),
        {folded(word) for word in file.links} | {""},
        Lexicon(flagged(file.not_before) | still_before),
        Lexicon(flagged((*file.not_before, *file.not_before_hours)) | still_before),
        Lexicon(flagged((*file.not_before, *file.not_before_years)) | still_before),
        Lexicon(not_after | still_after),
        Lexicon(not_after | dict.fromkeys(map(folded, file.not_after_hours), True) | still_after),
        flags(file.clock_cues),
        flags(file.single_after),
        Lexicon({folded(word): folded(word) not in fractions for word in file.single_before}),
        SparsePattern(
            f"{guard[0]}{prefix}(?P<word>{alternation(lone)}){guard[1]}",
            lone,
            (1 if prefixes else 0) if grammar.spaced else None,
        )
        if lone
        else None,
        lone,
        ClockRanges(file.clock, folded),
    )
