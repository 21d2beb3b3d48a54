"""Figures with units: what every dimension does with ranges, bounds and elided units once it knows its unit words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractors.base import Bound
from extractors.numbers.composer import Figure, tidy
from extractors.numbers.scanner import Scan

U = TypeVar("U")


@dataclass(slots=True)
class Measured(Generic[U]):
    """One quantity at ``[start, end)`` of the folded text, from ``low`` to ``high`` (``None``: open), in ``unit``
    (``None`` while a figure waits for the unit of the figure after it). ``factor`` is what the unit multiplied the
    figure by, ``parts`` the number of figures in it; ``bare_end``: the figure stands last, no unit after it."""

    start: int
    end: int
    low: float
    high: float | None
    unit: U | None
    bound: Bound = "exact"
    scale: float = 1.0
    factor: float = 1.0
    parts: int = 1
    bare_end: bool = True


def measured(figure: Figure, unit: U | None, start: int, end: int, factor: float = 1.0) -> Measured[U]:
    """``figure`` with its unit, spanning both; ``factor`` turns it into the unit's base."""
    low, high = figure.low, figure.high
    if factor != 1.0:
        low, high = tidy(low * factor), None if high is None else tidy(high * factor)
    return Measured(start, end, low, high, unit, figure.bound, figure.scale, factor, bare_end=end == figure.end)


def ranges(scan: Scan, items: list[Measured[U]], same: Callable[[U, U], U | None]) -> list[Measured[U]]:
    """Joins the two ends of a range; what has no unit then is dropped by the caller.

    An end without a unit or a scale takes those of the end after it (5-7 triệu, 20 to 30 million dollars).
    ``same`` gives the unit of two ends that may stand in one range, ``None`` if they may not.
    """
    joined: list[Measured[U]] = []
    for item in items:
        whole = _range(scan, joined[-1], item, same) if joined else None
        if whole is None:
            joined.append(item)
        else:
            joined[-1] = whole
    return joined


def enumerated(
    scan: Scan, items: list[Measured[U]], may_share: Callable[[U], bool], fillers: str = ""
) -> list[Measured[U]]:
    """Gives the figures of an enumeration the unit and scale of its last one: 3, 5 and 7 hours.

    ``may_share`` says of which units that holds, ``fillers`` what may stand behind a figure without its unit
    (两三*个*和五个小时).
    """
    text, elided = scan.text, False
    for index in range(len(items) - 2, -1, -1):
        item, last = items[index], items[index + 1]
        between = text[item.end : last.start].lstrip(fillers) if last.start - item.end <= _WIDEST_LINK else "…"
        linked = scan.grammar.last_of_list.fullmatch(between) or (elided and between.strip() in _COMMAS)
        elided = bool(
            item.unit is None
            and last.unit is not None
            and linked
            and (elided or not last.bare_end)
            and may_share(last.unit)
            and _is_listed(scan, item, last)
        )
        if elided:
            factor = last.factor * _shared_scale(item, last)
            item.low = tidy(item.low * factor)
            item.high = None if item.high is None else tidy(item.high * factor)
            item.unit, item.scale, item.factor = last.unit, last.scale, last.factor
    return items


_COMMAS = frozenset(",،、")
_LARGE = 1000.0
_MOST_APART = 100.0
"""How many times as large as the last one a figure of a list may be; more and they count different things."""
_YEARS = 1000.0, 2999.0
_NAME_BEFORE = re.compile(r"\w+[\s-]$")
_PART_OF_MORE = re.compile(r"[\d:.\-+]$|[/$€£¥₹₩₫₦#]\s?$")
"""Ends what a figure goes on: a date, a code, a sum of money."""


def _shared_scale(item: Measured[U], last: Measured[U]) -> float:
    return last.scale if item.scale == 1.0 < last.scale and item.low < _LARGE else 1.0


def _is_listed(scan: Scan, item: Measured[U], last: Measured[U]) -> bool:
    """Whether the figure ``item`` may be one of a list: no year, pronoun, or part of a date, a sum or a name."""
    text = scan.text
    digits = text[item.start].isdigit()
    if item.bound not in ("exact", "range") or item.low <= 0 or (item.low == 1 and not digits):
        return False
    ratio = item.low * last.factor * _shared_scale(item, last) / last.low if last.low else 0.0
    if item.scale > last.scale or not 1 / _MOST_APART <= ratio <= _MOST_APART:
        return False
    if digits and _YEARS[0] <= item.low <= _YEARS[1] and last.low / last.factor < _YEARS[0]:
        return False
    if scan.grammar.day_before.before(text, item.start) is not None:
        return False
    before = text[max(0, item.start - _WIDEST_LINK) : item.start]
    name = _NAME_BEFORE.search(before)
    if name is not None:
        start, _ = scan.folded.span(item.start - len(name[0]), item.start)
        if scan.folded.source[start].isupper():
            return False
    return _PART_OF_MORE.search(before) is None


_WIDEST_LINK = 24
"""Characters between the ends of a range: "to", " y los ", 至少 … no link is longer."""


def _range(scan: Scan, first: Measured[U], last: Measured[U], same: Callable[[U, U], U | None]) -> Measured[U] | None:
    """The range from ``first`` to ``last``, ``None`` if they are none."""
    text, grammar = scan.text, scan.grammar
    if last.start - first.end > _WIDEST_LINK:
        return None
    if first.bound == "vague" and last.bound in ("vague", "exact"):
        return _vague_range(scan, first, last, same)
    if first.bound != "exact" or last.bound != "exact":
        return None
    link = grammar.links.after(text, first.end)
    if link is None or text[link[0] : last.start].strip():
        return None
    opener = grammar.openers.before(text, first.start)
    if opener is None and link[1] == "and":
        return None
    if opener is None and link[1] == "to" and first.unit is not None and not first.bare_end and last.unit is None:
        # "Fell 4.9% to 326.23" tells a change and a level.
        return None
    low, high, unit = first.low, last.high, last.unit
    if first.unit is None and last.unit is not None:
        low *= last.factor
    elif first.unit is not None and last.unit is None:
        unit = first.unit
        high = None if high is None else high * first.factor
    elif first.unit is not None and last.unit is not None:
        unit = same(first.unit, last.unit)
        if unit is None:
            return None
    if first.bare_end and first.scale < last.scale and high is not None and low * last.scale < high:
        low *= last.scale
    if link[1] == "next" and not (first.bare_end and _next_to(first, last)):
        return None
    if high is None or (link[1] == "or" and not (first.scale == 1.0 and low < high <= 2 * low)):
        return None
    if link[1] == "or" and not first.bare_end and (last.unit is not None or low != first.factor):
        return None
    if low >= high or (low < 0 < high and opener is None):
        return None
    start = first.start if opener is None else opener[0]
    parts = first.parts + last.parts
    return Measured(start, last.end, low, high, unit, "range", last.scale, last.factor, parts, last.bare_end)


def _vague_range(
    scan: Scan, first: Measured[U], last: Measured[U], same: Callable[[U, U], U | None]
) -> Measured[U] | None:
    """The range from a magnitude to another (tens to hundreds of thousands), which has no upper end, or to a figure
    (几百美元到5000美元)."""
    link = scan.grammar.links.after(scan.text, first.end)
    links = ("to", "or") if first.unit is None and last.bound == "vague" else ("to",)
    if link is None or link[1] not in links or scan.text[link[0] : last.start].strip():
        return None
    low, unit = first.low, last.unit
    if first.unit is None:
        low *= last.factor
        if last.bound == "vague" and first.scale < last.scale and low * last.scale < last.low:
            low *= last.scale
    elif last.unit is not None:
        unit = same(first.unit, last.unit)
    if unit is None or low >= last.low:
        return None
    bound: Bound = "vague" if last.bound == "vague" else "range"
    high = last.high if bound == "range" else None
    return Measured(first.start, last.end, tidy(low), high, unit, bound, last.scale, last.factor)


def _next_to(first: Measured[U], last: Measured[U]) -> bool:
    """Whether both are below ten and one apart, and a scale or unit follows: hai, ba ngày; 5, 6 triệu."""
    size = last.factor * last.scale
    followed = last.scale > 1.0 or bool(last.unit)
    return followed and first.scale == 1.0 and first.low < _TEN and last.low == (first.low + 1) * size


_TEN = 10.0


def bounded(scan: Scan, item: Measured[U]) -> Measured[U]:
    """``item`` with the bound words before and after it taken in."""
    text, grammar = scan.text, scan.grammar
    bound: Bound | None = None
    after = grammar.after.after(text, item.end)
    if after is None and item.unit is not None and not item.bare_end:
        after = grammar.after_unit.after(text, item.end)
    if after is not None:
        item.end, bound = after
    before = grammar.before.before(text, item.start)
    if before is None:
        filler = grammar.fillers.before(text, item.start)
        if filler is not None:
            before = grammar.before.before(text, filler[0])
    if before is not None:
        item.start, bound = before
    if bound is None and grammar.verbs is not None:
        # The verb's subject stands between, so that the verb is no part of the value's own words.
        verb = grammar.verbs.before(text, item.start)
        bound = None if verb is None else verb[1]
    if bound is not None and item.bound in ("exact", "over"):
        item.bound = bound
    if item.bound == "over":
        item.high = None
    elif item.bound != "vague" and item.high is None:
        item.high = item.low
    return item


def placed(scan: Scan, items: Iterable[Measured[U]]) -> Iterable[tuple[Measured[U], str, int, int]]:
    """Each item with its text and offsets in the text as it was given."""
    folded = scan.folded
    for item in items:
        start, end = folded.span(item.start, item.end)
        yield item, folded.source[start:end], start, end
