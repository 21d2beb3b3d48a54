"""US dollars by a rate that is known, with its day and source, or not at all."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from currency_converter import CurrencyConverter
from small_records import evidence

from extractors.base import LossClaim, Report, TimeClaim
from extractors.loader import data_dir
from pipeline import fx
from pipeline.fx import conversion_day, loss_in_usd, to_usd

ECB = "European Central Bank reference rates"


@pytest.mark.parametrize(
    ("currency", "on", "usd", "rate_date", "source"),
    [
        pytest.param("USD", date(2024, 3, 5), 1000.0, "2024-03-05", "US dollars as stated", id="dollars"),
        pytest.param("EUR", date(2021, 10, 4), 1163.6, "2021-10-04", ECB, id="the-day-itself"),
        pytest.param("EUR", date(2021, 10, 3), 1160.0, "2021-10-01", ECB, id="sunday-takes-friday"),
        pytest.param("CNY", date(2020, 2, 25), 142.55, "2020-02-25", ECB, id="yuan"),
        pytest.param("RUB", date(2022, 3, 8), 9.52, "2022-03-01", ECB, id="seven-days-after-the-last"),
        pytest.param("SAR", date(2021, 10, 4), 266.67, "2021-10-04", "official peg, Saudi Central Bank", id="peg"),
        pytest.param(
            "VND",
            date(2024, 3, 5),
            0.04,
            "2024",
            "World Bank official rate, mean of the year",
            id="mean-of-the-year",
        ),
        pytest.param(
            "TWD", date(2024, 3, 5), 31.14, "2024", "International Monetary Fund official rate, mean of the year"
        ),
    ],
)
def test_known_rates(currency: str, on: date, usd: float, rate_date: str, source: str) -> None:
    found = to_usd(1000, currency, on)
    assert found is not None
    assert (found.usd, found.date, found.source) == (usd, rate_date, source)
    assert found.usd == round(1000 * found.rate, 2)


@pytest.mark.parametrize(
    ("currency", "on"),
    [
        pytest.param("XXX", date(2024, 1, 1), id="no-currency"),
        pytest.param("RUB", date(2022, 3, 9), id="eight-days-after-the-last-and-a-misleading-year"),
        pytest.param("EUR", date(1998, 12, 31), id="before-the-euro"),
        pytest.param("EUR", date(2199, 1, 1), id="the-future"),
        pytest.param("VND", date(2002, 6, 1), id="before-the-table"),
        pytest.param("VND", date(2199, 6, 1), id="after-the-table"),
        pytest.param("SAR", date(1980, 1, 1), id="before-the-peg"),
        pytest.param("ARS", date(2021, 10, 4), id="misleading"),
        pytest.param("CUP", date(2021, 10, 4), id="misleading-always"),
        pytest.param("VES", date(2019, 10, 4), id="hyperinflation"),
    ],
)
def test_unknown_rates_give_nothing(currency: str, on: date) -> None:
    assert to_usd(1000, currency, on) is None


def test_pegs_agree_with_the_yearly_rates_beside_them() -> None:
    compared = 0
    for (currency, year), (rate, _, _) in fx._annual_rates().items():
        peg = fx._pegs().get(currency)
        if peg is not None and peg.since <= date(year, 1, 1):
            assert rate * peg.per_usd == pytest.approx(1, abs=0.002), (currency, year)
            compared += 1
    assert compared > 100


def test_every_misleading_year_that_has_a_rate_is_held_back() -> None:
    with (data_dir() / "fx" / "annual_rates.csv").open(encoding="utf-8") as file:
        rows = [(row["currency"], int(row["year"])) for row in csv.DictReader(file)]
    held_back = [row for row in rows if fx._annual_rate(*row) is None]
    assert ("ARS", 2021) in held_back
    assert ("EGP", 2023) in held_back
    assert ("EGP", 2020) not in held_back
    assert ("VND", 2024) not in held_back


def test_the_banks_history_is_read_only_when_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> CurrencyConverter:
        raise AssertionError("read for a sum in dollars")

    fx._rate.cache_clear()
    monkeypatch.setattr(fx, "_converter", refuse)
    assert to_usd(5, "USD", date(2024, 1, 1)) is not None


def report(time: str | None) -> Report:
    start = TimeClaim(**evidence("5 March 2024"), edge="start", time=time) if time else None
    return Report(ordinal=1, start=start)


@pytest.mark.parametrize(
    ("start", "published", "day"),
    [
        ("2024-03-05T22:00", "2024-03-07", date(2024, 3, 5)),
        ("2024-03", "2024-03-07", date(2024, 3, 7)),
        ("2021-10", "2024-03-07", None),
        (None, "2024-03-07T10:00:00+00:00", date(2024, 3, 7)),
        (None, "2024-03", None),
        (None, None, None),
    ],
)
def test_the_day_of_the_rate(start: str | None, published: str | None, day: date | None) -> None:
    assert conversion_day(report(start), published) == day


def loss(low: float | None, high: float | None, currency: str | None) -> LossClaim:
    return LossClaim(
        **evidence("1.5 million euros"), min=low, max=high, currency=currency, bound="exact", loss_kind="sales"
    )


def test_an_open_end_stays_open() -> None:
    least, greatest = loss_in_usd(loss(1000, None, "SAR"), date(2024, 3, 5))
    assert least is not None
    assert least.usd == 266.67
    assert greatest is None


def test_no_currency_or_no_day_gives_nothing() -> None:
    assert loss_in_usd(loss(1, 2, None), date(2024, 3, 5)) == (None, None)
    assert loss_in_usd(loss(1, 2, "USD"), None) == (None, None)
