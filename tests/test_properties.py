"""Properties of the value parsers that hold for every text, not only for examples."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.base import LANGUAGES, Language
from extractors.durations.rules import parse_durations
from extractors.folding import fold
from extractors.money.rules import parse_money
from extractors.numbers.rules import parse_numbers
from extractors.values import parse, to_json

DIMENSIONS = ("number", "money", "percent", "duration")

WORDS = [
    "five",
    "two",
    "hundred",
    "and",
    "a",
    "half",
    "million",
    "bn",
    "$",
    "€",
    "元",
    "亿",
    "百",
    "三",
    "半",
    "多",
    "个",
    "小时",
    "點",
    "約",
    "%",
    "5",
    "1,234.5",
    "3.5",
    "½",
    "/",
    "-",
    "to",
    "or",
    "than",
    "hours",
    "ago",
    "mil",
    "millones",
    "y",
    "medio",
    "de",
    "euros",
    "horas",
    "unos",
    "entre",
    "hasta",
    "tỷ",
    "triệu",
    "rưỡi",
    "đồng",
    "giờ",
    "phút",
    "từ",
    "đến",
    "hơn",
    "مليون",
    "و",
    "نصف",
    "ألف",
    "دولار",
    "ساعة",
    "ساعتين",
    "من",
    "إلى",
    "نحو",
    "(",
    ")",
    ".",
    ",",
    ":",
    "\n",
    "per",
    "hour",
    "10:30",
    "a.m.",
    "from",
    "until",
    "22g",
]

texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=14).map("".join),
)
languages = st.sampled_from(LANGUAGES)

SCRIPTS = {
    "arabic-indic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "devanagari": "०१२३४५६७८९",
    "full-width": "０１２３４５６７８９",
}

SAYS_MONEY: dict[Language, str] = {
    "en": "It cost {} dollars.",
    "es": "Costó {} euros.",
    "vi": "Mất {} đồng.",
    "zh": "損失{}美元。",
    "ar": "خسر {} دولار.",
}
SAYS_DURATION: dict[Language, str] = {
    "en": "It lasted {} minutes.",
    "es": "Duró {} minutos.",
    "vi": "Kéo dài {} phút.",
    "zh": "持续了{}分钟。",
    "ar": "استمر {} دقيقة.",
}


@given(texts, languages)
@settings(max_examples=400, deadline=None)
def test_parse_never_raises_and_quotes_the_text(text: str, language: Language) -> None:
    for value in parse(text, language, DIMENSIONS):
        assert text[value.start : value.end] == value.text
        assert value.text
        for end in _ends(value):
            assert end is None or math.isfinite(end)


@given(texts, languages)
@settings(max_examples=200, deadline=None)
def test_values_of_a_dimension_stand_in_order_and_apart(text: str, language: Language) -> None:
    for dimension in DIMENSIONS:
        found = parse(text, language, (dimension,))
        assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("language", LANGUAGES)
@given(amount=st.integers(min_value=1, max_value=10**15))
@settings(max_examples=100, deadline=None)
def test_a_sum_written_by_cldr_is_read_back(language: Language, amount: int) -> None:
    written = format_decimal(amount, locale="es_ES" if language == "es" else language)
    (value,) = parse_money(SAYS_MONEY[language].format(written), language)
    assert (value.min, value.max) == (amount, amount)


@pytest.mark.parametrize("language", LANGUAGES)
@given(amount=st.integers(min_value=2, max_value=10**6))
@settings(max_examples=50, deadline=None)
def test_a_duration_is_read_back(language: Language, amount: int) -> None:
    (value,) = parse_durations(SAYS_DURATION[language].format(amount), language)
    assert (value.min_s, value.max_s) == (amount * 60, amount * 60)


@given(amount=st.integers(min_value=0, max_value=10**15))
@settings(max_examples=300, deadline=None)
def test_a_chinese_numeral_is_read_back(amount: int) -> None:
    (value,) = parse_numbers(chinese(amount), "zh")
    assert (value.text, value.min, value.max) == (chinese(amount), amount, amount)


@pytest.mark.parametrize("script", SCRIPTS)
@given(texts, languages)
@settings(max_examples=60, deadline=None)
def test_digits_of_another_script_change_nothing(script: str, text: str, language: Language) -> None:
    table = str.maketrans("0123456789", SCRIPTS[script])
    assert [_without_text(v) for v in parse(text.translate(table), language, DIMENSIONS)] == [
        _without_text(v) for v in parse(text, language, DIMENSIONS)
    ]


@given(texts, languages)
@settings(max_examples=200, deadline=None)
def test_folding_leads_back_to_the_text(text: str, language: Language) -> None:
    folded = fold(text, {})
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)


def chinese(number: int) -> str:
    """``number`` in Chinese numerals, as they are read out."""
    if number == 0:
        return "零"
    groups: list[str] = []
    scale = 0
    while number:
        number, group = divmod(number, 10_000)
        if group:
            zero = "零" if number and group < 1000 else ""
            groups.append(zero + _group(group) + ("", "万", "亿", "兆")[scale])
        elif groups and not groups[-1].startswith("零"):
            groups[-1] = "零" + groups[-1]
        scale += 1
    return "".join(reversed(groups))


def _group(number: int) -> str:
    digits = "零一二三四五六七八九"
    written = ""
    for power, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            written += digits[digit] + word
        elif written and number and not written.endswith("零"):
            written += "零"
    return written


def _ends(value: Any) -> tuple[float | None, float | None]:
    fields = to_json(value)
    return fields.get("min", fields.get("min_s")), fields.get("max", fields.get("max_s"))


def _without_text(value: Any) -> dict[str, Any]:
    return {name: field for name, field in to_json(value).items() if name != "text"}
