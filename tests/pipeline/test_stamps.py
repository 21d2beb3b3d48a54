from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stamps import is_default, iso_stamp, plausible, url_date


@pytest.mark.parametrize(
    ("text", "language", "stamp"),
    [
        ("2024-03-08T10:33:00+07:00", None, "2024-03-08T10:33:00+07:00"),
        ("2024-03-08 10:33:00.0", None, "2024-03-08T10:33:00"),
        ("Sun, 10 Oct 2021 08:29:12 GMT", None, "2021-10-10T08:29:12+00:00"),
        ("2024年3月8日 10:33", "zh", "2024-03-08T10:33:00"),
        ("20240308", None, "2024-03-08"),
        ("08/03/2024 - 10:33", "vi", "2024-03-08T10:33:00"),
        ("08/03/2024", "en", None),
        ("08/03/2024", None, None),
        ("13/03/2024", None, "2024-03-13"),
        ("Thứ Sáu, ngày 8 tháng 3 năm 2024", "vi", "2024-03-08"),
        ("4 de octubre de 2021", "es", "2021-10-04"),
        ("March 8, 2024 10:30", "en", "2024-03-08T10:30:00"),
        ("الاثنين 4 أكتوبر 2021", "ar", "2021-10-04"),
        ("٤ تشرين الأول ٢٠٢١", "ar", "2021-10-04"),
        ("28 آب/أغسطس 2013", "ar", "2013-08-28"),
        ("5 أوت 2021", "ar", "2021-08-05"),
        ("2024", None, None),
        ("2021年10月", "zh", None),
        ("2024-13-01", None, None),
        ("from May 4 to May 6, 2021", "en", None),
        ("", None, None),
    ],
)
def test_stamps(text: str, language: str | None, stamp: str | None) -> None:
    assert iso_stamp(text, language) == stamp


@given(st.dates(min_value=date(1995, 1, 1), max_value=date(2099, 12, 31)))
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    spellings = [f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"]
    assert {iso_stamp(text) for text in spellings} == {day.isoformat()}
    assert {iso_stamp(f"{day:%d/%m/%Y}", language) for language in ("vi", "es", "ar")} == {day.isoformat()}
    assert url_date(f"https://example.com/{day:%Y/%m/%d}/a") == day.isoformat()


@given(st.text(max_size=100), st.sampled_from(["zh", "ar", "vi", "es", "en", None]))
def test_never_raises(text: str, language: str | None) -> None:
    stamp = iso_stamp(text, language)
    assert stamp is None or date.fromisoformat(stamp[:10])


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.com/2024/03/08/a", "2024-03-08"),
        ("https://example.com/a-20241202105634-nt.html", "2024-12-02"),
        ("https://example.cn/2021-10/10/c_1127.htm", "2021-10-10"),
        ("https://example.com/2013/news/8/3/a", None),
        ("https://example.com/20201234/", None),
        ("https://example.com/2020/01/02/2021/03/04/", None),
    ],
)
def test_days_in_addresses(url: str, day: str | None) -> None:
    assert url_date(url) == day


def test_the_future_and_the_dark_ages_are_not_plausible() -> None:
    fetched = datetime(2024, 3, 8, 23, tzinfo=UTC)
    assert plausible("2024-03-09T06:00:00", fetched)
    assert not plausible("2024-03-10", fetched)
    assert not plausible("1970-01-01", fetched)


def test_midnight_of_new_year_is_a_default() -> None:
    assert is_default("2013-01-01")
    assert is_default("2013-01-01T00:00:00")
    assert not is_default("2013-01-01T09:30:00")
    assert not is_default("2013-01-02")
