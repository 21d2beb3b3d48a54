"""Money in US dollars, where a rate of the day or an official one is known; never an invented value."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from currency_converter import CurrencyConverter, RateNotFoundError

from extractors.base import LossClaim, Report
from extractors.loader import data_dir, load

_MAX_AGE_DAYS = 7
"""Longest wait for a reference rate: the European Central Bank's holidays close it for at most five days on end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsdRate:
    """A sum in US dollars with the rate that gave it."""

    usd: float
    """The sum, in US dollars, rounded to cents."""
    rate: float
    """US dollars for one unit of the currency."""
    date: str
    """ISO day for which the rate holds; the year alone where it is the year's mean."""
    source: str
    """Who publishes the rate."""


@dataclass(frozen=True, slots=True)
class _Peg:
    currency: str
    per_usd: float
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class _Misleading:
    currency: str
    since: int | None
    until: int | None
    reason: str

    def covers(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


_Rate = tuple[float, str, str]
"""US dollars for one unit, the day or year for which it holds, its source."""

_ANNUAL_SOURCES = {
    "WB_PA.NUS.FCRF": "World Bank official rate, mean of the year",
    "IMF_ER": "International Monetary Fund official rate, mean of the year",
}


def to_usd(amount: float, currency: str, on: date) -> UsdRate | None:
    """``amount`` of ``currency`` (ISO 4217) in US dollars on the day ``on``.

    The first of these that is known: the European Central Bank's reference rates of that day (on a day without, the
    last published before, at most seven days old), an official peg, the official rate's mean of the year. ``None``
    where none is, or where the yearly official rate misleads (``data/fx/misleading.yaml`` says where and why).
    """
    found = _rate(currency, on)
    if found is None:
        return None
    rate, day, source = found
    return UsdRate(usd=round(amount * rate, 2), rate=rate, date=day, source=source)


def conversion_day(report: Report, published: str | None) -> date | None:
    """The day whose rate converts a report's losses: the stated start, else the publication date.

    A start known only to the month or year says no day by itself; the publication date then serves if it falls in it.
    """
    start = report.start.time if report.start else ""
    if len(start) >= 10:
        return _day(start)
    return _day(published) if published and published.startswith(start) else None


def loss_in_usd(claim: LossClaim, on: date | None) -> tuple[UsdRate | None, UsdRate | None]:
    """The claim's least and greatest sum in US dollars; ``None`` for an end that is open or has no rate."""
    if claim.currency is None or on is None:
        return None, None
    least, greatest = (
        to_usd(amount, claim.currency, on) if amount is not None else None for amount in (claim.min, claim.max)
    )
    return least, greatest


@lru_cache(maxsize=4096)
def _rate(currency: str, on: date) -> _Rate | None:
    if currency == "USD":
        return 1.0, on.isoformat(), "US dollars as stated"
    return _reference_rate(currency, on) or _pegged_rate(currency, on) or _annual_rate(currency, on.year)


def _reference_rate(currency: str, on: date) -> _Rate | None:
    converter = _converter()
    if currency not in converter.currencies:
        return None
    for age in range(_MAX_AGE_DAYS + 1):
        day = on - timedelta(days=age)
        try:
            rate = converter.convert(1, currency, "USD", date=day)
        except RateNotFoundError:
            continue
        return rate, day.isoformat(), "European Central Bank reference rates"
    return None


def _pegged_rate(currency: str, on: date) -> _Rate | None:
    peg = _pegs().get(currency)
    if peg is None or on < peg.since:
        return None
    return 1 / peg.per_usd, on.isoformat(), f"official peg, {peg.source}"


def _annual_rate(currency: str, year: int) -> _Rate | None:
    if any(entry.covers(year) for entry in _misleading() if entry.currency == currency):
        return None
    return _annual_rates().get((currency, year))


@cache
def _converter() -> CurrencyConverter:
    # Reading the bank's history takes 0.2 s: only when the first sum in another currency than dollars comes.
    return CurrencyConverter()


@cache
def _pegs() -> Mapping[str, _Peg]:
    return {peg.currency: peg for peg in load(data_dir() / "fx" / "pegs.yaml", list[_Peg])}


@cache
def _misleading() -> list[_Misleading]:
    return load(data_dir() / "fx" / "misleading.yaml", list[_Misleading])


@cache
def _annual_rates() -> Mapping[tuple[str, int], _Rate]:
    with (data_dir() / "fx" / "annual_rates.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["currency"], int(row["year"])): (
                1 / float(row["per_usd"]),
                row["year"],
                _ANNUAL_SOURCES[row["source"]],
            )
            for row in csv.DictReader(file)
        }


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None
