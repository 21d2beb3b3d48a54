"""Currencies that only the rest of the text settles."""

from __future__ import annotations

from extractors.base import Amount, Money
from extractors.currencies import settle_currencies


def _sum(currency: str | None, *candidates: str, alt: tuple[Amount, ...] = ()) -> Money:
    return Money(
        text="x", start=0, end=1, rule="money", min=5, max=5, currency=currency, candidates=candidates, alt=alt
    )


def _settled(text: str, *sums: Money) -> list[tuple[str | None, str | None]]:
    return [(money.currency, money.inferred) for money in settle_currencies(text, "en", sums)]


def test_what_the_words_settle_stays() -> None:
    assert _settled("", _sum("EUR", "EUR")) == [("EUR", None)]


def test_another_sum_of_the_text_settles_a_shared_word() -> None:
    assert _settled("", _sum(None, "USD", "CAD"), _sum("CAD", "CAD")) == [("CAD", "text"), ("CAD", None)]


def test_a_country_named_in_the_text_settles_a_shared_word() -> None:
    assert _settled("Shops in Mexico and again Mexico, not Chile", _sum(None, "MXN", "CLP")) == [
        ("MXN", "country-named")
    ]


def test_an_unqualified_dollar_is_the_us_dollar_and_says_so() -> None:
    assert _settled("", _sum(None, "USD", "AUD")) == [("USD", "usual")]


def test_an_unqualified_peso_stays_open() -> None:
    assert _settled("", _sum(None, "MXN", "ARS")) == [(None, None)]


def test_a_restated_sum_is_in_dollars() -> None:
    (money,) = settle_currencies("", "en", [_sum("SAR", "SAR", alt=(Amount(min=1, max=1, currency=None),))])
    assert money.alt == (Amount(min=1, max=1, currency="USD"),)
