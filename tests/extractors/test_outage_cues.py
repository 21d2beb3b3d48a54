"""Light triage: what it must let through, and what it must stop."""

from __future__ import annotations

import pytest

from extractors.base import Language
from extractors.outage_cues.rules import relevance

OUTAGES: dict[Language, str] = {
    "zh": "周一晚间，该支付平台宕机近三小时，商户无法收款，系统凌晨才恢复。",
    "ar": "تعطل تطبيق الدفع مساء الاثنين ثلاث ساعات ولم يتمكن التجار من استقبال المدفوعات.",
    "vi": "Tối thứ Hai, ứng dụng thanh toán bị sập gần ba giờ, cửa hàng không thể quét mã.",
    "es": "La aplicación de pagos se cayó el lunes casi tres horas y los comercios no pudieron cobrar.",
    "en": "The payment app went down for nearly three hours on Monday and shops could not take cards.",
}
OTHERS: dict[Language, str] = {
    "zh": "公司公布财报并宣布裁员，新品发布会吸引大批观众。",
    "ar": "أعلنت الشركة أرباح الربع الثالث وإطلاق هاتف جديد وسط حضور كبير.",
    "vi": "Công ty công bố lợi nhuận quý và ra mắt mẫu xe mới trước đông đảo khách mời.",
    "es": "La empresa presentó sus resultados trimestrales y el lanzamiento de un coche ante muchos invitados.",
    "en": "The company reported quarterly earnings and unveiled a new car before a large crowd.",
}


@pytest.mark.parametrize("language", OUTAGES)
def test_an_outage_is_likelier_than_not(language: Language) -> None:
    assert relevance(OUTAGES[language], None, language) > 0.5


@pytest.mark.parametrize("language", OTHERS)
def test_other_news_of_a_company_is_stopped(language: Language) -> None:
    assert relevance(OTHERS[language], None, language) < 0.1


def test_the_title_counts() -> None:
    text = "The company has not said when its service will return."
    assert relevance(text, "Payment app down", "en") > relevance(text, None, "en")


def test_a_denied_rumour_is_less_likely_than_an_outage() -> None:
    told = "The bank's app crashed and customers could not log in."
    denied = f"A viral message is a hoax, fact-checkers say. It is false that {told}"
    assert relevance(denied, None, "en") < relevance(told, None, "en")


def test_a_language_that_is_not_read_gives_nothing() -> None:
    assert relevance(OUTAGES["en"], None, "fr") == 0.0


def test_no_text_gives_nothing() -> None:
    assert relevance("", None, "en") == 0.0
