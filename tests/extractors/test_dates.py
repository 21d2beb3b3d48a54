"""What is resolved, what stays open, and what holds for any text; single expressions stand in the example files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.base import LANGUAGES, Date, Language
from extractors.beginnings import ANY, beginnings
from extractors.dates.rules import parse_dates

UNTIMED = settings(deadline=None)
TUESDAY = date(2021, 10, 5)

DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
ENGLISH_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
SPANISH_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
ARABIC_MONTHS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()  # noqa: SIM905
RENDERED: dict[str, Callable[[date], str]] = {
    "zh": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "ar": lambda day: f"{day.day} {ARABIC_MONTHS[day.month - 1]} {day.year}",
    "vi": lambda day: f"ngày {day.day}/{day.month}/{day.year}",
    "es": lambda day: f"{day.day} de {SPANISH_MONTHS[day.month - 1]} de {day.year}",
    "en": lambda day: f"{ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year}",
}
YEARLESS = {
    "zh": "10月4日",
    "ar": "4 أكتوبر",
    "vi": "ngày 4/10",
    "es": "4 de octubre",
    "en": "Oct. 4",
}
MONDAY = {"zh": "周一", "ar": "الاثنين", "vi": "thứ Hai", "es": "lunes", "en": "Monday"}
PROSE = {
    "zh": "店主说系统一直打不开，客人只好离开。",
    "ar": "قال صاحب المتجر إن النظام لا يعمل والزبائن يغادرون. ",
    "vi": "Chủ quán nói hệ thống không vào được nên khách bỏ về. ",
    "es": "La dueña dijo que el sistema no abría y que la gente se iba. ",
    "en": "The owner said that nothing would load and that people walked out. ",
}


def only(found: list[Date]) -> Date:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_is_never_taken_from_silence(language: Language) -> None:
    found = only(parse_dates(YEARLESS[language], language))
    assert (found.value, found.stated) == (None, "XXXX-10-04")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_that_was_inferred_shows(language: Language) -> None:
    found = only(parse_dates(YEARLESS[language], language, TUESDAY))
    assert (found.value, found.stated, found.confidence) == ("2021-10-04", "XXXX-10-04", 0.9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days_later", range(7))
def test_a_weekday_is_the_most_recent_one(language: Language, days_later: int) -> None:
    monday = date(2021, 10, 4)
    found = only(parse_dates(MONDAY[language], language, monday + timedelta(days=days_later)))
    assert found.value == monday.isoformat()


@pytest.mark.parametrize("language", LANGUAGES)
@UNTIMED
@given(day=DAYS)
def test_a_full_date_survives_rendering(language: Language, day: date) -> None:
    found = only(parse_dates(RENDERED[language](day), language))
    assert (found.value, found.until, found.confidence) == (day.isoformat(), None, 1.0)


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"])
@UNTIMED
@given(day=DAYS)
def test_digits_of_another_script_change_nothing(digits: str, day: date) -> None:
    for language, render in RENDERED.items():
        written = render(day).translate({ord("0") + value: digit for value, digit in enumerate(digits)})
        found = only(parse_dates(written, language))
        assert (found.text, found.value) == (written, day.isoformat())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("before", [0, 1, 30])
def test_prose_around_it_changes_nothing(language: Language, before: int) -> None:
    text = PROSE[language] * before + MONDAY[language] + " " + PROSE[language]
    found = only(parse_dates(text, language, TUESDAY))
    assert (found.text, found.value) == (MONDAY[language], "2021-10-04")


@pytest.mark.parametrize("language", LANGUAGES)
@UNTIMED
@given(
    text=st.text(
        st.sampled_from("0123456789:./-–,() 年月日时點周一二今昨صباح الاثنين4amp.TthứgàyhlsedOc\n\u064b\u0301")
    )
)
def test_any_text_gives_verbatim_spans_in_order(language: Language, text: str) -> None:
    end = 0
    for found in parse_dates(text, language, TUESDAY):
        assert text[found.start : found.end] == found.text
        assert found.start >= end
        assert (found.until is None) or (found.value is not None and found.value < found.until)
        end = found.end


def test_a_weekday_chooses_the_month_of_a_numbered_day() -> None:
    august = date(2024, 8, 20)
    assert only(parse_dates("el lunes 13", "es", august)).value == "2024-05-13"


def test_a_weekday_chooses_the_year() -> None:
    assert only(parse_dates("Friday, October 4", "en", TUESDAY)).value == "2019-10-04"


def test_a_weekday_that_contradicts_the_date_lowers_the_confidence() -> None:
    found = only(parse_dates("Friday, October 4, 2021", "en", TUESDAY))
    assert (found.value, found.confidence) == ("2021-10-04", 0.6)


def test_a_day_of_the_next_time_zone_is_not_a_year_old() -> None:
    assert only(parse_dates("北京時間10月6日凌晨1時", "zh", TUESDAY)).value == "2021-10-06T01:00"


def test_the_day_before_may_lie_in_the_year_before() -> None:
    assert only(parse_dates("30 de diciembre", "es", date(2022, 1, 3))).value == "2021-12-30"


def test_the_next_day_counts_from_the_date_before() -> None:
    values = [found.value for found in parse_dates("Down on Oct. 2. The next day it came back.", "en", TUESDAY)]
    assert values == ["2021-10-02", "2021-10-03"]


def test_an_hour_without_its_half_of_the_day_is_no_clock_time() -> None:
    found = only(parse_dates("at five on Monday", "en", TUESDAY))
    assert (found.value, found.stated) == ("2021-10-04", None)


def test_a_stretch_shares_what_one_end_states() -> None:
    found = only(parse_dates("từ hơn 22g đến 24g ngày 5/3", "vi", date(2024, 3, 8)))
    assert (found.value, found.until, found.bound) == ("2024-03-05T22:00", "2024-03-06T00:00", "range")


def test_a_stretch_runs_into_the_next_day() -> None:
    found = only(parse_dates("10月4日晚7点至次日凌晨1点", "zh", TUESDAY))
    assert (found.value, found.until) == ("2021-10-04T19:00", "2021-10-05T01:00")


def test_american_and_british_order_leave_only_the_year() -> None:
    assert only(parse_dates("on 10/4/2021", "en", TUESDAY)).value == "2021"


def test_about_belongs_to_the_clock_time_alone() -> None:
    assert only(parse_dates("asked about Monday", "en", TUESDAY)).text == "Monday"
    found = only(parse_dates("about 9 a.m. on Monday", "en", TUESDAY))
    assert (found.text, found.bound) == ("about 9 a.m. on Monday", "about")


def test_a_count_after_a_date_is_not_part_of_it() -> None:
    assert parse_dates("8月19日，约50万人", "zh", TUESDAY)[0].text == "8月19日"


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        parse_dates("4. Oktober", "de")


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        ("(?:ab|c)de", {"abd", "cde"}),
        ("a?bcd", {"abc", "bcd"}),
        (r"\d{1,2}:", {f"0:{ANY}", "00:", "000"}),
        (r"[x-z(]\sy", {"x y", "y y", "z y", "( y"}),
        (r"(?P<name>\(?k)", {f"(k{ANY}", f"k{ANY}{ANY}"}),
        ("(?!no)(?<=on)m.o", {f"m{ANY}o"}),
        (r"(?:a|bc)*?d", {"aaa", "aab", "aad", "abc", f"ad{ANY}", "bca", "bcb", "bcd", f"d{ANY}{ANY}"}),
        (r"\b\.[^a]", {f".{ANY}{ANY}"}),
    ],
)
def test_beginnings(pattern: str, heads: set[str]) -> None:
    assert beginnings(pattern) == heads


@pytest.mark.parametrize("pattern", ["a*", ".a", r"\w+", "[^a]b", ""])
def test_beginnings_with_anything(pattern: str) -> None:
    with pytest.raises(ValueError, match="begin with anything"):
        beginnings(pattern)
