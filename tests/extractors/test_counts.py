"""What is counted by which words, and what holds for any text; single expressions stand in the example files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.base import LANGUAGES, Language
from extractors.counts.rules import parse_counts

UNTIMED = settings(deadline=None)
USERS = {"zh": "{}名用户", "ar": "{} مستخدم", "vi": "{} người dùng", "es": "{} usuarios", "en": "{} users"}


@pytest.mark.parametrize("language", LANGUAGES)
@UNTIMED
@given(number=st.integers(2, 9_999_999).filter(lambda n: not 1900 <= n <= 2099))
def test_a_count_survives_rendering(language: Language, number: int) -> None:
    text = USERS[language].format(number)
    (found,) = parse_counts(text, language)
    assert (found.text, found.min, found.max, found.unit) == (text, number, number, "users")


@pytest.mark.parametrize("language", LANGUAGES)
@UNTIMED
@given(text=st.text(st.sampled_from("0123456789.,%$ 万名家人用户个مليون متجر 4nghìusertdo\n-")))
def test_any_text_gives_verbatim_spans_in_order(language: Language, text: str) -> None:
    end = 0
    for found in parse_counts(text, language):
        assert text[found.start : found.end] == found.text
        assert found.start >= end
        end = found.end


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "24,000 customer complaints", "reports"),
        ("en", "40,000 users had reported trouble", "reports"),
        ("vi", "500.000 người dùng Facebook đã báo cáo", "reports"),
        ("zh", "6万份用户报告", "reports"),
        ("zh", "50万条住宅和企业固话线路", "users"),
        ("es", "46 entidades públicas", "businesses"),
        ("ar", "12 ألف شكوى", "reports"),
    ],
)
def test_the_unit_is_what_the_head_noun_says(language: Language, text: str, unit: str) -> None:
    (found,) = parse_counts(text, language)
    assert found.unit == unit


def test_a_noun_before_its_figure_counts() -> None:
    (found,) = parse_counts("الاتصال بمستخدميها حول العالم، والبالغ عددهم 2.7 مليار خلال تلك المدة", "ar")
    assert (found.text, found.min, found.unit, found.rule) == ("2.7 مليار", 2.7e9, "users", "counts.ar.numbering")


def test_a_second_figure_counts_the_same() -> None:
    first, second = parse_counts("46,000 reports in the US and nearly 2,000 in Canada", "en")
    assert (second.text, second.unit, second.confidence) == ("nearly 2,000", "reports", 0.7)
    assert first.confidence == 1.0


def test_a_sentence_ends_what_is_counted() -> None:
    assert len(parse_counts("46,000 reports in the US. And nearly 2,000 in Canada.", "en")) == 1


def test_things_are_counted_whole() -> None:
    (found,) = parse_counts("cayeron 2,300 quejas de peruanos", "es")
    assert found.min == 2300


@pytest.mark.parametrize(
    "text",
    [
        "an update for Windows 10 users",
        "In 2018 TSB customers lost access",
        "$18,000 customers",
        "the 5th user",
        "during the 11.11 sale",
        "one customer",
    ],
)
def test_what_only_looks_like_a_count(text: str) -> None:
    assert parse_counts(text, "en") == []
