from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.language import detect


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "微信支付昨晚出现故障，多地商户无法收款。"),
        ("zh", "轉數快系統昨晚故障，市民過數後戶口扣咗錢，商戶未能收款。"),
        ("zh", "昨晚 WhatsApp、Instagram 同 Messenger 全部死咗，Meta 話係系統更新 (update) 出事，用戶鬧爆。"),
        ("zh", "支付宝崩了"),
        ("ar", "تعطلت خدمات الدفع الإلكتروني مساء أمس في عدة مدن سعودية."),
        ("ar", "تعطل واتساب"),
        ("vi", "Ứng dụng ngân hàng gặp sự cố tối qua, nhiều cửa hàng không nhận được tiền."),
        ("vi", "Facebook sập, người bán hàng thiệt hại"),
        ("en", "WeChat Pay (微信支付) was down on Friday night"),
        ("es", "La aplicación del banco estuvo caída seis horas y miles de clientes no pudieron pagar."),
        ("es", "Se cayó WhatsApp: usuarios reportan fallas en la aplicación"),
        ("en", "The bank's app was down for six hours and thousands of customers could not pay."),
        ("pt", "O aplicativo do banco ficou fora do ar por seis horas e milhares de clientes não puderam pagar."),
        ("pt", "Usuários relatam falhas no Pix e no aplicativo do banco desde as 9h."),
        (
            "fr",
            "L'application de la banque est restée en panne six heures et des milliers de clients n'ont pas pu payer.",
        ),
        ("ca", "L'aplicació del banc va estar caiguda durant sis hores i els clients no van poder pagar."),
        (
            "it",
            "L'applicazione della banca è rimasta bloccata per sei ore e migliaia di clienti non hanno potuto pagare.",
        ),
        ("fa", "برنامه بانک شش ساعت از دسترس خارج بود و هزاران مشتری نتوانستند پرداخت کنند."),
        ("ur", "بینک کی ایپ چھ گھنٹے بند رہی اور ہزاروں صارفین ادائیگی نہیں کر سکے۔"),
        ("ja", "銀行のアプリで約6時間の障害が発生し、利用者が支払いできなかった。"),
        ("ko", "은행 앱이 여섯 시간 동안 먹통이 되어 고객 수천 명이 결제하지 못했다."),
        ("id", "Aplikasi bank tidak dapat diakses selama enam jam dan ribuan nasabah tidak bisa membayar."),
        ("ru", "Приложение банка не работало шесть часов, и тысячи клиентов не смогли заплатить."),
        ("und", ""),
        ("und", "12:30 – 14:45, 67,8 %"),
        ("und", "😀😀😀"),
    ],
)
def test_languages(language: str, text: str) -> None:
    assert detect(text)[0] == language
    assert detect(unicodedata.normalize("NFD", text)) == detect(text)


@given(st.text(max_size=200))
@example("A\U0002ebe1\U0003134b")
def test_always_an_answer_and_the_same_one(text: str) -> None:
    language, confidence = detect(text)
    assert 2 <= len(language) <= 3
    assert 0 <= confidence <= 1
    assert detect(text) == (language, confidence)
