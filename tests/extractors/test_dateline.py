"""Texts that say themselves when they were published."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.base import Date, Language
from extractors.candidates import read_candidates
from extractors.dateline import Publication, dateline, publication

MONTH = Publication(date(2021, 10, 31), is_month=True)


def day_of(text: str, language: Language) -> str | None:
    found = dateline(text, language)
    return found.publication.day.isoformat() if found else None


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "Shops count the cost\nBy Ann Lee, Oct. 5, 2021, 4:21 PM\nWhatsApp went dark.", "2021-10-05"),
        ("en", "LONDON, Oct 5, 2021 - WhatsApp went dark for hours.", "2021-10-05"),
        ("es", "Sin cobros\n5 de octubre de 2021 · 3 minutos de lectura\nEl lunes se cayó todo.", "2021-10-05"),
        ("es", "LIMA, 5 octubre 2021.- Los comerciantes dejaron de vender.", "2021-10-05"),
        ("ar", "خسائر التجار\nالثلاثاء 5 أكتوبر 2021 - 14:30\nتعطل واتساب أمس.", "2021-10-05"),
        ("vi", "Chủ shop kêu trời\nThứ ba, 05/10/2021, 21:06 (GMT+7)\nTối qua Facebook sập.", "2021-10-05"),
        ("zh", "脸书瘫痪\n2021年10月5日 08:30　来源：本报\n昨晚用户无法登录。", "2021-10-05"),
        ("zh", "（台北2021年10月5日電）臉書昨晚大當機。", "2021-10-05"),
        ("es", "date 2021-10-05 El lunes se cayó WhatsApp.", "2021-10-05"),
    ],
)
def test_a_dateline_is_found(language: Language, text: str, day: str) -> None:
    assert day_of(text, language) == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "WhatsApp was down on October 4, 2021, for six hours, and shops lost their orders.\nMore follows."),
        ("en", "What happened on October 4, 2021?\nWhatsApp went down."),
        ("en", "WhatsApp outage, October 4, 2021\nShops lost orders for six hours."),
        ("en", "WhatsApp went down on Monday.\nShops lost orders."),
        ("es", "¿Qué pasó el 4 de octubre de 2021?\nSe cayó WhatsApp."),
        ("vi", "Ngày 4/10/2021, Facebook sập.\nChủ shop kêu trời."),
        ("ar", "ماذا حدث في 4 أكتوبر 2021؟\nتعطل واتساب."),
        ("zh", "1. 脸书（2021年10月4日）\n停摆六小时。"),
        ("zh", "2021年10月4日，星期一。脸书停摆六小时。\n商户叫苦。"),
    ],
)
def test_a_day_that_a_sentence_or_a_list_names_is_none(language: Language, text: str) -> None:
    assert dateline(text, language) is None


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        ("2021-10-05", Publication(date(2021, 10, 5))),
        ("2021-10-05T08:30:00Z", Publication(date(2021, 10, 5))),
        ("2021-10", MONTH),
        ("2021", None),
        ("2021-13", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_what_a_stated_publication_settles(stated: str | None, known: Publication | None) -> None:
    assert publication(stated) == known


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "WhatsApp went down on October 4 and came back yesterday, on Tuesday."),
        ("es", "WhatsApp se cayó el 4 de octubre y volvió ayer, el martes."),
        ("ar", "تعطل واتساب في 4 أكتوبر وعاد أمس، يوم الثلاثاء."),
        ("vi", "WhatsApp sập ngày 4/10 và trở lại hôm qua, thứ ba."),
        ("zh", "WhatsApp于10月4日宕机，昨天恢复，本周二。"),
    ],
)
def test_a_month_of_publication_settles_years_and_no_days(language: Language, text: str) -> None:
    document = read_candidates(text, language, published=MONTH)
    dates = [value.value for item in document.candidates if isinstance(value := item.value, Date)]
    assert dates[0] == "2021-10-04"
    assert len(dates) > 1
    assert set(dates[1:]) == {None}
    assert document.published is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It went down on October 4. Refunds count from 7 p.m. on October 4, 2021."),
        ("es", "Se cayó el 4 de octubre. Se devuelve lo pagado desde el 4 de octubre de 2021."),
        ("ar", "تعطل التطبيق في 4 أكتوبر. ويحسب التعويض من 4 أكتوبر 2021."),
        ("vi", "Ứng dụng sập hôm 4/10. Tiền đền tính từ ngày 4/10/2021."),
        ("zh", "商家4日晚发现无法登录。赔付从2021年10月4日起算。"),
    ],
)
def test_a_day_without_its_year_is_the_one_that_the_text_names_in_full(language: Language, text: str) -> None:
    def days(text: str) -> list[str]:
        document = read_candidates(text, language)
        return [value.value or "" for item in document.candidates if isinstance(value := item.value, Date)]

    assert [day[:10] for day in days(text)] == ["2021-10-04", "2021-10-04"]
    assert days(text + "\n" + text.replace("2021", "2019"))[0] == ""


def test_the_given_day_of_publication_goes_before_the_dateline() -> None:
    text = "LONDON, Oct 5, 2021 - WhatsApp went dark on Monday."

    def monday(given: Publication | date | None) -> str | None:
        [value] = [
            item.value for item in read_candidates(text, "en", published=given).candidates if item.kind == "date"
        ]
        return value.value if isinstance(value, Date) else None

    assert [monday(None), monday(MONTH), monday(date(2022, 1, 5))] == ["2021-10-04", "2021-10-04", "2022-01-03"]
