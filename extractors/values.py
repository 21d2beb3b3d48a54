"""All value parsers over one text: the numbers are scanned once, every dimension attaches its units to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from extractors.base import Count, Date, Duration, Language, Money, Number, Percent, Value
from extractors.counts.rules import counts_of
from extractors.dates.rules import dates_of
from extractors.durations.rules import duration_units, durations_of
from extractors.folding import Folded
from extractors.lexicon import Lexicon
from extractors.money.currencies import money_words
from extractors.money.rules import money_of
from extractors.numbers.composer import Figure
from extractors.numbers.rules import numbers_of
from extractors.numbers.scanner import Scan, scan
from extractors.percents.rules import percent_units, percents_of

_LINK = 8
"""Code points between an article and the figure whose unit it shares, at most."""
_APART = 24
"""Code points between figures that have nothing to do with each other, at least: no link of a range is wider."""

DIMENSIONS = ("number", "money", "percent", "duration", "date", "count")


def parse(
    text: str,
    language: Language,
    dims: Collection[str] = DIMENSIONS,
    *,
    locale: str | None = None,
    published: date | None = None,
    country: str | None = None,
    folded: Folded | None = None,
) -> list[Value]:
    """The values of the dimensions ``dims`` in ``text``, in text order.

    ``locale`` (``es-MX``) settles decimal signs and shared currency words, ``country`` (ISO 3166, where the text was
    published) shared currency words, ``published`` relative dates; ``folded`` is ``text`` folded, where that is done
    already. Raises ValueError for an unknown dimension.
    """
    if unknown := set(dims).difference(DIMENSIONS):
        raise ValueError(f"unknown dimension {sorted(unknown)[0]!r}: choose from {', '.join(DIMENSIONS)}")
    found: list[Value] = []
    scanned = scan(text, language, locale, country, folded)
    if "number" in dims:
        _drop_articles(scanned, language, _is_apart)
        found += numbers_of(scanned)
    _drop_articles(scanned, language, _opens_no_range)
    if "money" in dims:
        found += money_of(scanned, language, locale=locale, country=country)
    if "percent" in dims:
        found += percents_of(scanned, language)
    if "duration" in dims:
        found += durations_of(scanned, language)
    if "date" in dims:
        found += dates_of(scanned.folded, language, published)
    if "count" in dims:
        found += counts_of(scanned, language)
    if len(found) < 2:
        return found
    rates = [value for value in found if isinstance(value, Money) and value.per is not None]
    if rates:
        starts = [rate.start for rate in rates]
        found = [value for value in found if not isinstance(value, Duration) or not _inside(value, rates, starts)]
    found.sort(key=lambda value: (value.start, value.end, type(value).__name__))
    return found


def _drop_articles(
    scan: Scan, language: Language, apart: Callable[[Scan, Figure | None, Figure, Figure | None], bool]
) -> None:
    """Drops the figures that are articles without a unit after them (*a* shop), as most figures of most texts are, if
    they are ``apart`` from the figures before and after them."""
    text, articles, figures = scan.text, scan.grammar.file.articles, scan.figures
    if not articles or not any(figure.weak for figure in figures):
        return
    units = _units(language)
    scan.figures = [
        figure
        for before, figure, after in zip([None, *figures], figures, [*figures[1:], None], strict=False)
        if not figure.weak
        or text[figure.start : figure.end] not in articles
        or not apart(scan, before, figure, after)
        or any(unit.after(text, figure.end) for unit in units)
    ]


def _is_apart(scan: Scan, before: Figure | None, figure: Figure, after: Figure | None) -> bool:
    """Whether an article is no number and no part of one (*one* of two), nor stands near one."""
    return (
        (before is None or figure.start - before.end > _APART)
        and (after is None or after.start - figure.end > _APART)
        and scan.grammar.classifiers.after(scan.text, figure.end) is None
        and not scan.is_all(figure.start, figure.end)
    )


def _opens_no_range(scan: Scan, before: Figure | None, figure: Figure, after: Figure | None) -> bool:
    """Whether an article does not share the unit of the figure after it (entre *una* y dos semanas)."""
    return after is None or after.start - figure.end > _LINK


@cache
def _units(language: Language) -> tuple[Lexicon[Any], ...]:
    return duration_units(language), money_words()[language].after, percent_units(language)


def _inside(value: Value, others: Sequence[Value], starts: Sequence[int]) -> bool:
    """Whether one of ``others``, which begin at ``starts`` in text order and apart, holds ``value``."""
    at = bisect_right(starts, value.start) - 1
    return at >= 0 and value.end <= others[at].end


def to_json(value: Value) -> dict[str, Any]:
    """``value`` as ``outages parse`` writes it: the common fields, then those of its kind, ``None`` left out."""
    fields: dict[str, Any] = {
        "text": value.text,
        "start": value.start,
        "end": value.end,
        "bound": value.bound,
        "rule": value.rule,
    }
    match value:
        case Money():
            fields |= {"min": value.min, "max": value.max, "currency": value.currency}
            if value.candidates:
                fields["candidates"] = list(value.candidates)
            fields |= {name: getattr(value, name) for name in ("inferred", "per") if getattr(value, name) is not None}
            if value.alt:
                fields["alt"] = [{"min": a.min, "max": a.max, "currency": a.currency} for a in value.alt]
        case Duration():
            fields |= {"min_s": value.min_s, "max_s": value.max_s}
        case Date():
            fields |= {"value": value.value, "until": value.until}
        case Count():
            fields |= {"min": value.min, "max": value.max, "unit": value.unit}
        case Number() | Percent():
            fields |= {"min": value.min, "max": value.max}
    return fields
