from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tail import article_end

ZH = """云店通宕机进入第三天，上千家小商户仍无法登录后台。云店通公司周二发布公告称，数据恢复仍在进行。
一位经营水果店的商户说，她的会员数据全部丢失，“顾客的余额查不到，我不知道该退谁的钱”。
云店通客服对商户的答复是等待。多位商户把公告转发到群里，要求云店通给出赔付时间表。
公告显示，云店通准备了八千万元用于赔付商户，其中管理层承担两千万元。
律师认为，云店通与商户签有服务协议，宕机造成的损失应当由云店通承担违约责任。
另有商户表示，赔付方案按日均收入计算，对刚开业的商户不公平。
截至发稿，云店通的商户后台仍提示系统维护。分析师预计宕机会让部分商户转投其他平台。"""
ZH_TAIL = """3月2日消息，某新能源车企宣布下调两款车型售价，最高降幅达三万元，新价格即日起在全国门店执行。
近日，一款儿童手表因电池鼓包被召回，涉及产品十二万只，生产企业将免费更换电池。
据报道，南方某市地铁六号线将于年底通车，全长三十一公里，共设二十座车站。
3月1日消息，一家连锁咖啡品牌在东南亚开出第一百家门店，计划两年内再增两百家。
据外媒报道，研究人员在深海发现一种会发光的水母，相关论文发表在学术期刊上。
国家统计部门公布，二月份居民消费价格同比上涨百分之零点七，鲜菜价格环比回落。
有网友发现，一款修图软件悄悄上线了换脸功能，开发商回应称仅用于内部测试。"""

AR = """وصلت خسائر المتاجر الإلكترونية في الأردن خلال ساعات تعطل منصة الدفع إلى نحو مليوني دينار، بحسب جمعية التجار.
وقالت الجمعية إن تعطل منصة الدفع أوقف البيع في المتاجر الإلكترونية وأخر توصيل الطلبات إلى الزبائن.
وأضاف صاحب متجر أن المتاجر الإلكترونية تعتمد على منصة الدفع وحدها، وأن التعطل جاء في موسم الأعياد.
وأوضحت الشركة المشغلة أن تعطل منصة الدفع نتج عن خطأ في التحديث، واعتذرت من أصحاب المتاجر."""
AR_TAIL = """رياضة

عمان- || حقق المنتخب فوزا ثمينا على ضيفه في افتتاح البطولة الإقليمية لكرة السلة أمام جمهور كبير...

صحة

ينصح أطباء الأسنان بتقليل السكر في وجبات الأطفال ومراجعة العيادة مرتين في السنة على الأقل...

رياضة

دبي- || ينطلق سباق الهجن السنوي بمشاركة مئات المتسابقين من دول الخليج وسط إجراءات تنظيمية واسعة..."""

ES = """La pasarela Pagolisto estuvo caída cuatro horas y dejó a cientos de comercios sin poder cobrar con tarjeta.
Los comercios del centro calculan que perdieron ventas por unos 300.000 pesos durante la caída de la pasarela.
“Tuve que mandar a los clientes al cajero”, contó la dueña de una zapatería que trabaja con Pagolisto desde 2019.
Pagolisto atribuyó la caída a un fallo en la actualización de sus servidores y pidió disculpas a los comercios."""
ES_HEADLINES = """Así quedó la tabla de posiciones tras la jornada del domingo
El truco de las abuelas para quitar manchas de vino
Murió a los 91 años el histórico director de orquesta
Alertan por tormentas y granizo en el norte del litoral
Qué se sabe del nuevo documental sobre ballenas jorobadas"""

VI = """Ví điện tử Ting gặp sự cố suốt ba giờ tối qua, nhiều tiểu thương chợ Bà Chiểu không nhận được tiền.
Chị Hạnh, chủ sạp trái cây, cho biết khách quét mã nhưng ví điện tử báo lỗi, sạp mất khoảng hai triệu đồng.
Đại diện ví điện tử Ting xin lỗi tiểu thương và nói sự cố do nâng cấp máy chủ."""


@pytest.mark.parametrize(
    ("body", "tail", "language"), [(ZH, ZH_TAIL, "zh"), (AR, AR_TAIL, "ar"), (ES, ES_HEADLINES, "es")]
)
def test_a_tail_of_other_stories_is_cut_off(body: str, tail: str, language: str) -> None:
    text = f"{body}\n\n{tail}"
    assert text[: article_end(text, language)] == body


@pytest.mark.parametrize(("body", "language"), [(ZH, "zh"), (AR, "ar"), (ES, "es"), (VI, "vi")])
def test_an_article_stays_whole(body: str, language: str) -> None:
    assert article_end(body, language) == len(body)
    assert article_end(body + "\n\n", language) == len(body) + 2


def test_what_templates_leave_behind_is_cut_off() -> None:
    text = f"{VI}\n\nLan Chi\n\nnews_is_not_ads=\n\nGET_NEWS_BY_CATEGORY home\n\nTIN MỚI"
    assert text[: article_end(text, "vi")] == f"{VI}\n\nLan Chi"


def test_a_list_within_the_article_stays() -> None:
    services = ("Cobro con tarjeta en los comercios", "Pago de facturas con Pagolisto", "Comprobantes a los comercios")
    text = "\n".join((ES, "Qué dejó de funcionar durante la caída de la pasarela", *services))
    assert article_end(text, "es") == len(text)


def test_a_single_teaser_is_no_tail() -> None:
    text = f"{AR}\n\n{AR_TAIL.splitlines()[2]}"
    assert article_end(text, "ar") == len(text)


@given(st.text(max_size=2000), st.sampled_from(["zh", "ar", "vi", "es", "en", "und"]))
def test_the_end_lies_within_and_cutting_twice_cuts_once(text: str, language: str) -> None:
    end = article_end(text, language)
    assert 0 <= end <= len(text)
    assert not text or not text.strip() or end > 0 or text[:end].strip() == ""


@pytest.mark.parametrize("text", ["一" * 1_000_000, "a\n" * 500_000, "word " * 200_000, "_a" * 300_000, "." * 500_000])
def test_long_rubbish_is_bounded(text: str) -> None:
    assert article_end(text, "zh") <= len(text)
