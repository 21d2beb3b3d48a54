"""How a currency word that several countries share is settled, and what the value says of it."""

from __future__ import annotations

import pytest

from extractors.base import Language
from extractors.money.rules import parse_money


@pytest.mark.parametrize(
    ("text", "language", "country", "locale", "currency", "inferred"),
    [
        ("$5 million", "en", None, None, None, None),
        ("$5 million", "en", "AU", None, "AUD", "country"),
        ("$5 million", "en", None, "en-CA", "CAD", "locale"),
        ("US$5 million", "en", "AU", None, "USD", None),
        ("$250,000", "en", "NG", None, "USD", "country"),
        ("30 pesos", "es", None, None, None, None),
        ("30 pesos", "es", "CO", None, "COP", "country"),
        ("30 dólares", "es", None, None, "USD", "usual"),
        ("30 dólares", "es", "MX", None, "USD", "country"),
        ("300 ريال", "ar", None, None, None, None),
        ("300 ريال", "ar", "QA", None, "QAR", "country"),
        ("300 ريال عماني", "ar", "QA", None, "OMR", None),
        ("损失500万元", "zh", None, None, "CNY", "script"),
        ("損失500萬元", "zh", None, None, None, None),
        ("損失500萬元", "zh", "TW", None, "TWD", "country"),
        ("損失500萬元", "zh", "HK", None, "HKD", "country"),
        ("5 tỷ đồng", "vi", "US", None, "VND", None),
    ],
)
def test_currency(
    text: str, language: Language, country: str | None, locale: str | None, currency: str | None, inferred: str | None
) -> None:
    (money,) = parse_money(text, language, locale=locale, country=country)
    assert (money.currency, money.inferred) == (currency, inferred)


def test_an_open_word_names_its_candidates() -> None:
    (money,) = parse_money("30 pesos", "es")
    assert {"MXN", "ARS", "CLP", "COP"} <= set(money.candidates)


def test_a_code_that_is_a_word_counts_in_capitals_only() -> None:
    assert parse_money("we lost 30 all told", "en") == []
    assert [money.currency for money in parse_money("30 ALL", "en")] == ["ALL"]


def test_one_letter_is_a_currency_in_its_country_or_before_a_large_sum() -> None:
    assert parse_money("N95 masks", "en") == []
    assert [money.currency for money in parse_money("N95 each", "en", country="NG")] == ["NGN"]
    assert [money.currency for money in parse_money("N103 million", "en")] == ["NGN"]


def test_a_sum_restated_in_brackets_is_an_alternative() -> None:
    (money,) = parse_money("C$142 million ($109 million)", "en")
    assert money.text == "C$142 million ($109 million)"
    assert [(amount.min, amount.currency) for amount in money.alt] == [(109e6, None)]
