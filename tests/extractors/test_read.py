"""Reading whole articles: what is reported, with its evidence, in five languages. The articles are invented."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.assemble import assemble
from extractors.base import LANGUAGES, Language, Reading
from extractors.candidates import read_candidates
from extractors.read import read
from extractors.roles import assign_roles

PUBLISHED = date(2024, 5, 15)
ARTICLES: dict[Language, str] = {
    "zh": (
        "5月13日晚8点，支付宝突然宕机，大批用户无法付款，故障持续约3小时。\n"
        "面馆老板李振邦说，那天晚上少赚了800元。\n"
        "公司表示，故障因机房断电引起。该公司去年营收500亿元。"
    ),
    "ar": (
        "تعطل تطبيق واتساب مساء 13 مايو 2024 واستمر العطل نحو 3 ساعات.\n"
        "قالت مروة عبد التواب، صاحبة متجر للعطور، إنها خسرت 4500 جنيه.\n"
        "وأرجعت الشركة السبب إلى خطأ في الإعدادات. وتبلغ إيرادات الشركة السنوية 50 مليار دولار."
    ),
    "vi": (
        "Khoảng 20h ngày 13/5/2024, Facebook bị sập, nhiều người không vào được. Sự cố kéo dài khoảng 3 giờ.\n"
        "Bà Đỗ Thị Hường, chủ cửa hàng Hường Cotton, cho biết bị mất 18 triệu đồng doanh thu.\n"
        "Nguyên nhân là lỗi cấu hình. Mỗi tháng bà trả 5 triệu đồng tiền thuê nhà."
    ),
    "es": (
        "La caída de WhatsApp del 13 de mayo de 2024 duró casi 3 horas y dejó sin servicio a miles de usuarios.\n"
        "Graciela Orendáin, dueña de la panadería La Espiga, perdió unos 900 euros en ventas.\n"
        "La empresa dijo que se debió a un error de configuración. El plan anual cuesta 300 euros."
    ),
    "en": (
        "Square went down on 13 May 2024 and card payments failed. The outage lasted about 3 hours.\n"
        "Dana Pruitt, owner of Marigold Coffee Works, said she lost £400 in sales.\n"
        "The company blamed a configuration error. The subscription is priced at £20 a month."
    ),
}
WANTED: dict[Language, tuple[str, float, str, str]] = {
    "zh": ("alipay", 800, "CNY", "李振邦"),
    "ar": ("whatsapp", 4500, "EGP", "مروة عبد التواب"),
    "vi": ("facebook", 18_000_000, "VND", "Hường"),
    "es": ("whatsapp", 900, "EUR", "Graciela Orendáin"),
    "en": ("square", 400, "GBP", "Dana Pruitt"),
}
COUNTRY: dict[Language, str] = {"zh": "CN", "ar": "EG", "vi": "VN", "es": "ES", "en": "GB"}


def _read(language: Language) -> Reading:
    return read(ARTICLES[language], language, published=PUBLISHED, country=COUNTRY[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_article_reports(language: Language) -> None:
    reading = _read(language)
    platform, amount, currency, merchant = WANTED[language]
    assert reading.relevant
    (report,) = reading.reports
    assert [claim.slug for claim in report.platforms] == [platform]
    assert report.start is not None
    assert report.start.time.startswith("2024-05-13")
    assert (report.durations[0].min_s, report.durations[0].bound) == (10_800, "about")
    assert [(loss.min, loss.currency, loss.loss_kind) for loss in report.losses] == [(amount, currency, "sales")]
    assert any(merchant in (claim.name + (claim.contact or "")) for claim in report.merchants)
    assert report.cause is not None
    assert report.cause.cause == ("power" if language == "zh" else "configuration")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_stands_verbatim_at_its_offsets(language: Language) -> None:
    text = ARTICLES[language]
    claims = [claim for report in _read(language).reports for claim in report.claims()]
    assert claims
    for claim in claims:
        assert text[claim.start : claim.end] == claim.text
        assert claim.rule
        assert 0 < claim.confidence <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_input_gives_the_same_reading(language: Language) -> None:
    assert _read(language) == _read(language)


def test_two_outages_of_one_article_are_told_apart() -> None:
    text = (
        "Facebook, Instagram and WhatsApp went down on Monday, an outage that lasted nearly six hours.\n"
        "On Friday Facebook went down again, an outage of about two hours.\n"
    )
    first, second = read(text, "en", published=date(2021, 10, 10), engine="light").reports
    assert {claim.slug for claim in first.platforms} == {"facebook", "instagram", "whatsapp"}
    assert first.durations[0].min_s == 21_600
    assert [claim.slug for claim in second.platforms] == ["facebook"]
    assert second.durations[0].min_s == 7_200
    assert (first.ordinal, second.ordinal) == (0, 1)


def test_an_earlier_outage_of_another_operator_is_apart() -> None:
    text = (
        "Roblox is back online after an outage that lasted three days.\n"
        "It was longer than the outage of Facebook, which lasted six hours."
    )
    first, second = read(text, "en", engine="light").reports
    assert [claim.slug for claim in first.platforms] == ["roblox"]
    assert [claim.slug for claim in second.platforms] == ["facebook"]
    assert [first.durations[0].min_s, second.durations[0].min_s] == [259_200, 21_600]


def test_the_reader_tells_an_earlier_outage_apart() -> None:
    text = (
        "Card payments failed at thousands of shops on Tuesday after Worldline, the payment processor, went down.\n"
        "Terminals came back at 4 p.m., about three hours after the first reports. Marta Sand, who runs the Corner "
        "Bakery in Leeds, said she lost £300.\n"
        "It is not the first time. In March 2023 PayPal was down for eleven hours because of a faulty certificate, "
        "and 40,000 merchants could not take cards."
    )
    title = "Worldline outage stops card payments"
    first, second = read(text, "en", title=title, published=date(2024, 5, 15), country="GB").reports
    assert [claim.slug for claim in first.platforms] == ["worldline"]
    assert [claim.slug for claim in second.platforms] == ["paypal"]
    assert [first.durations[0].min_s, second.durations[0].min_s] == [10_800, 39_600]
    assert second.start is not None
    assert second.start.time == "2023-03"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "WhatsApp went down at 10:50 a.m. and stayed down for two hours, shops said."),
        ("es", "WhatsApp se cayó a las 10:50 y estuvo sin servicio dos horas."),
        ("vi", "WhatsApp bị sập từ 10h50 và tê liệt suốt hai tiếng."),
        ("zh", "微信10时50分开始崩溃，瘫痪两小时。"),
        ("ar", "تعطل تطبيق واتساب عند الساعة 10:50 صباحا واستمر العطل ساعتين."),
    ],
)
def test_a_time_without_a_day_is_of_the_day_told_before_or_of_publication(language: Language, text: str) -> None:
    def start(text: str, published: date | None) -> str | None:
        (report,) = read(text, language, published=published, engine="light").reports
        return report.start.time if report.start else None

    assert start(text, date(2025, 3, 4)) == "2025-03-04T10:50"
    assert start(f"2025-03-02\n{text}", date(2025, 3, 4)) == "2025-03-02T10:50"
    assert start(text, None) is None


def test_a_time_takes_the_day_of_the_next_sentence_rather_than_that_of_publication() -> None:
    text = "WhatsApp went down at 10:50 a.m. for two hours. 2025-03-02 was to be the shops' best day."
    document = read_candidates(text, "en", published=date(2025, 3, 4))
    (report,) = assemble(document, [role for role in assign_roles(document) if role.candidate.text != "2025-03-02"])
    assert report.start is not None
    assert report.start.time == "2025-03-02T10:50"


def test_a_sum_told_twice_is_one_loss() -> None:
    text = ARTICLES["en"] + "\nShe lost £400 in sales that day, Pruitt repeated."
    (report,) = read(text, "en", published=PUBLISHED, country="GB").reports
    assert [loss.min for loss in report.losses] == [400]


def test_a_power_cut_is_no_outage_of_a_service() -> None:
    text = (
        "A power cut left 6,000 homes without electricity for three hours. Paul Dixon threw away £2,000 of ice cream."
    )
    assert read(text, "en") == Reading(relevant=False, relevance=read(text, "en").relevance, reports=())


def test_a_language_that_is_not_read_is_not_relevant() -> None:
    assert read("Panne de WhatsApp pendant trois heures.", "fr") == Reading(relevant=False, relevance=0.0, reports=())


@pytest.mark.parametrize("text", ["", " ", "\n\n", "."])
def test_no_text_is_not_relevant(text: str) -> None:
    assert not read(text, "en").relevant


@settings(max_examples=60, deadline=None)
@given(
    language=st.sampled_from(LANGUAGES),
    pieces=st.lists(st.tuples(st.sampled_from(LANGUAGES), st.integers(0, 120)), max_size=6),
)
def test_any_mixture_is_read_with_true_offsets(language: Language, pieces: list[tuple[Language, int]]) -> None:
    text = " ".join(ARTICLES[other][cut:] for other, cut in pieces)
    reports = read(text, language, published=PUBLISHED).reports
    assert all(text[claim.start : claim.end] == claim.text for report in reports for claim in report.claims())
    assert all(one.ordinal + 1 == two.ordinal for one, two in pairwise(reports))
