from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decode import decode

ZH = "微信支付昨晚出现故障，多地商户无法收款。腾讯称问题已于二十一时修复，并向受影响的用户致歉。"
ZH_HANT = "轉數快系統昨晚出現故障，多間商戶未能收款，銀行公會其後表示服務已經恢復正常，並向受影響客戶致歉。"
AR = "تعطلت خدمات الدفع الإلكتروني مساء أمس في عدة مدن، وقالت الشركة إن الخلل أصلح بعد ساعتين واعتذرت للعملاء."
ES = "La aplicación del banco se cayó el miércoles y dejó a miles de niños y jóvenes sin poder pagar en México."
VI = "Ứng dụng ngân hàng gặp sự cố tối qua khiến nhiều cửa hàng không thể nhận tiền."


def page(text: str, charset: str | None, padding: int = 0) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head><!--{'x' * padding}--><title>a</title>{meta}</head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "encoding", "charset", "language"),
    [
        (ZH, "utf-8", "utf-8", None),
        (ZH, "gb18030", "gb2312", None),
        (ZH + "㐀镕", "gb18030", "gb2312", None),
        (ZH, "gb18030", None, "zh"),
        (ZH, "gb18030", None, None),
        (ZH, "gb18030", "utf-8", "zh"),
        (ZH, "gb18030", "iso-8859-1", "zh"),
        (ZH, "utf-8", "gbk", "zh"),
        (ZH_HANT, "big5", "big5", None),
        (ZH_HANT, "big5", None, "zh"),
        (AR, "cp1256", "windows-1256", None),
        (AR, "cp1256", None, "ar"),
        (AR, "cp1256", "iso-8859-1", "ar"),
        (AR, "utf-8", "windows-1256", "ar"),
        (ES, "cp1252", "iso-8859-1", None),
        (ES, "cp1252", None, "es"),
        (ES, "cp1252", "utf-8", "es"),
        (ES, "utf-8", "iso-8859-1", "es"),
        (VI, "utf-8", None, None),
        (VI, "utf-8", "no-such-encoding", "vi"),
    ],
)
def test_pages(text: str, encoding: str, charset: str | None, language: str | None) -> None:
    decoded = decode(page(text, charset).encode(encoding), language=language)
    assert decoded is not None
    assert text in decoded.text
    assert decoded.encoding == encoding or (decoded.encoding, encoding) == ("big5hkscs", "big5")


def test_the_header_counts_before_the_page() -> None:
    decoded = decode(page(ZH, "iso-8859-1").encode("gb18030"), "text/html; charset=GBK")
    assert decoded is not None
    assert ZH in decoded.text


def test_the_whole_head_is_looked_at() -> None:
    decoded = decode(page(ZH, "gb2312", padding=50_000).encode("gb18030"))
    assert decoded is not None
    assert ZH in decoded.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    decoded = decode(ZH.encode(encoding))
    assert decoded is not None
    assert decoded.text == ZH


def test_a_few_broken_bytes_do_not_spoil_a_page() -> None:
    decoded = decode(page(ZH * 20, "utf-8").encode() + b"<!-- \xff\xfe -->", language="zh")
    assert decoded is not None
    assert decoded.encoding == "utf-8"
    assert ZH in decoded.text


def test_what_was_declared_wrongly_is_told() -> None:
    decoded = decode(page(ZH, "gbk").encode())
    assert decoded is not None
    assert (decoded.encoding, decoded.declared) == ("utf-8", "gb18030")


@pytest.mark.parametrize("body", [bytes(range(256)) * 50, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x00" * 100])
def test_what_is_no_text(body: bytes) -> None:
    assert decode(body) is None


@given(st.binary(max_size=300), st.sampled_from(["zh", "ar", "vi", "es", "en", None]))
def test_never_raises(body: bytes, language: str | None) -> None:
    decode(body, "text/html; charset=koi8-r", language)
    decode(body, "", language)
