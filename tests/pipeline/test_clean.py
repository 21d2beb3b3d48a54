from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.records import Article, Issue, Page, article_id

FETCHED = datetime(2024, 3, 9, 12, tzinfo=UTC)
URL = "https://www.diario.example/economia/pagolisto-caida"
BODY = (
    "<p>La pasarela Pagolisto estuvo caída cuatro horas y dejó a cientos de comercios sin poder cobrar con tarjeta.</p>"
    "<p>Los comercios del centro calculan que perdieron ventas por unos 300.000 pesos durante la caída.</p>"
    "<p>“Tuve que mandar a los clientes al cajero”, contó la dueña de una zapatería que trabaja con la firma.</p>"
    "<p>Pagolisto atribuyó la caída a un fallo en la actualización de sus servidores y pidió disculpas.</p>"
)
TEXT = BODY.replace("</p><p>", "\n").removeprefix("<p>").removesuffix("</p>")


def page(body: str | bytes, *, url: str = URL, kind: str = "text/html; charset=utf-8") -> Page:
    return Page(
        url=url,
        requested_url=url,
        source="es/diario",
        fetched_at=FETCHED,
        status=200,
        headers=(("content-type", kind),),
        body=body if isinstance(body, bytes) else body.encode(),
    )


def html(head: str = "", above: str = "", below: str = "", title: str = "La caída de Pagolisto") -> str:
    return (
        f"<html lang='es'><head><title>{title}</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Inicio</a></li><li><a href='/economia'>Economía</a></li></ul></nav>"
        f"<article><h1>La caída de Pagolisto</h1>{above}{BODY}{below}</article>"
        "<footer><p>© 2019 Diario. Todos los derechos reservados.</p></footer></body></html>"
    )


def article(body: str | bytes, **options: str) -> Article:
    made = clean(page(body, **options))
    assert isinstance(made, Article), made
    assert made.text_sha256 == hashlib.sha256(made.text.encode()).hexdigest()
    assert made.id == article_id(made.url)
    return made


def test_an_article_of_html() -> None:
    found = article(html())
    assert found.title == "La caída de Pagolisto"
    assert found.text == TEXT
    assert found.language == "es"
    assert found.url == URL
    assert found.source == "es/diario"
    assert (found.published, found.published_origin) == (None, None)


@pytest.mark.parametrize(
    ("head", "above", "published", "origin"),
    [
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle",'
            ' "datePublished": "2024-03-08T10:33:00-03:00"}]}</script>'
            '<meta property="article:published_time" content="2024-03-01">',
            "",
            "2024-03-08T10:33:00-03:00",
            "json-ld",
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-08", }</script>',
            "",
            "2024-03-08",
            "json-ld",
        ),
        (
            '<meta property="article:published_time" content="2024-03-08T10:33:00Z">',
            "",
            "2024-03-08T10:33:00+00:00",
            "meta",
        ),
        ("", '<time datetime="2024-03-08">ayer</time>', "2024-03-08", "time"),
        ("", '<span itemprop="datePublished" content="2024-03-08">ayer</span>', "2024-03-08", "time"),
        ("", "<div>Viernes 8 de marzo de 2024, 10:33</div>", "2024-03-08T10:33:00", "html"),
        ("", "<div>08/03/2024</div>", "2024-03-08", "html"),
        ('<meta property="article:published_time" content="2024-01-01">', "", None, None),
        ('<meta property="article:published_time" content="2025-03-08">', "", None, None),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', "", None, None),
        ("", "<div>Marzo de 2024</div>", None, None),
    ],
)
def test_dates_and_where_they_stand(head: str, above: str, published: str | None, origin: str | None) -> None:
    found = article(html(head, above))
    assert (found.published, found.published_origin) == (published, origin)


def test_a_date_in_the_address() -> None:
    found = article(html(), url="https://www.diario.example/2024/03/08/pagolisto")
    assert (found.published, found.published_origin) == ("2024-03-08", "url")


def test_the_year_of_the_footer_is_no_date() -> None:
    assert article(html(below="<p>Actualizado en 2019.</p>")).published is None


def test_modified_stands_beside_published() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-08T10:00:00Z",'
        ' "dateModified": "2024-03-08T18:00:00Z"}</script>'
    )
    found = article(html(head))
    assert (found.modified, found.modified_origin) == ("2024-03-08T18:00:00+00:00", "json-ld")
    assert article(html(head.replace("2024-03-08T18", "2023-03-08T18"))).modified is None


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("La caída de Pagolisto | Diario", ""),
        ("La caída de Pagolisto - Diario de la Costa", ""),
        ("Diario HOY | La caída de Pagolisto", ""),
        ("La caída de Pagolisto-Diario", ""),
        ("x", '<meta property="og:title" content="La caída de Pagolisto * Diario * por Ana">'),
    ],
)
def test_the_sites_name_is_no_part_of_the_title(title: str, head: str) -> None:
    assert article(html(head, title=title)).title == "La caída de Pagolisto"


def test_the_sites_name_goes_where_no_heading_shows_the_title() -> None:
    body = html('<meta property="og:site_name" content="El Diario">', title="Cayó la red – El Diario")
    assert article(body.replace("<h1>La caída de Pagolisto</h1>", "")).title == "Cayó la red"


def test_authors_and_site() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"name": "Ana Ruiz"}, "Luis Paz"],'
        ' "publisher": {"name": "El Diario"}}</script>'
    )
    found = article(html(head))
    assert found.authors == ("Ana Ruiz", "Luis Paz")
    assert found.site == "El Diario"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/economia/pagolisto?utm_source=x", "https://www.diario.example/economia/pagolisto"),
        ("https://m.diario.example/economia/pagolisto", "https://m.diario.example/economia/pagolisto"),
        ("https://otro.example/pagolisto", URL),
        ("https://www.diario.example/", URL),
        ("javascript:void(0)", URL),
    ],
)
def test_the_canonical_address_stays_on_the_site(link: str, url: str) -> None:
    assert article(html(f'<link rel="canonical" href="{link}">')).url == url


def test_teasers_within_the_article_are_left_out() -> None:
    teaser = (
        "<p>Lea también: <a href='/economia/otra-noticia-del-dia'>Suben las tarifas del transporte en marzo</a></p>"
    )
    quoted = (
        "<p>El fallo fue descrito en <a href='/economia/informe-del-mes'>un informe</a> que la firma publicó ayer.</p>"
    )
    found = article(html(above=teaser, below=quoted))
    assert "tarifas" not in found.text
    assert "un informe" in found.text


def test_teasers_go_with_their_label() -> None:
    teasers = "<li><a href='/vida/un-pueblo-reabre-su-cine'>Un pueblo reabre su cine</a></li>" * 2
    for box in (
        f"<section><h4>Te puede interesar</h4><ul>{teasers}</ul></section>",
        f"<h4>Te puede interesar</h4><ul>{teasers}</ul>",
    ):
        assert article(html(above=box)).text == TEXT


def test_tables_that_lay_a_page_out_keep_their_paragraphs() -> None:
    body = f"<table><tr><td><a href='/'>Inicio</a></td></tr><tr><td><h1>Caída</h1>{BODY}</td></tr></table>"
    assert article(f"<html><head><title>Caída</title></head><body>{body}</body></html>").text == TEXT


def test_a_table_of_figures_stays_in_the_article() -> None:
    table = (
        "<table><tr><td>Zapatería</td><td>12.000 pesos</td></tr><tr><td>Kiosco</td><td>3.500 pesos</td></tr></table>"
    )
    text = article(html(below=table)).text
    assert text.startswith(TEXT)
    assert "12.000 pesos" in text


def test_a_tail_of_other_stories_is_left_out() -> None:
    teasers = "".join(
        f"<p>{text}...</p>"
        for text in (
            "El seleccionado de hockey se prepara para el torneo continental con una gira por Europa",
            "Una receta sencilla para preparar buñuelos de acelga esponjosos sin freír demasiado",
            "Los astrónomos aficionados podrán observar un cometa brillante durante varias noches",
        )
    )
    assert article(html(below=teasers)).text == TEXT


def test_text_of_html_has_one_spelling() -> None:
    messy = html().replace("caída cuatro", unicodedata.normalize("NFD", "caída") + "\u00a0\u200bcua\u00adtro")
    assert article(messy).text == TEXT


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        (
            "gb18030",
            "gb2312",
            "微信支付昨晚出现故障，多地商户无法收款。腾讯称问题已于二十一时修复，并向受影响的用户致歉。",
        ),
        ("cp1256", "windows-1256", "تعطلت خدمات الدفع مساء أمس في عدة مدن، وقالت الشركة إن الخلل أصلح بعد ساعتين."),
    ],
)
def test_old_encodings(encoding: str, declared: str, text: str) -> None:
    body = f"<html><head><meta charset={declared}></head><body><p>{text}</p><p>{text}</p></body></html>"
    found = clean(page(body.encode(encoding), kind="text/html"))
    assert isinstance(found, Article)
    assert text in found.text


VI = (
    "Ví Ting sập, tiểu thương chịu thiệt\n\n08/03/2024 - 10:33\n\n"
    "Ví điện tử Ting gặp sự cố suốt ba giờ tối qua, nhiều tiểu thương chợ Bà Chiểu không nhận được tiền của khách.\n"
)


def test_plain_text_is_kept_as_it_stands() -> None:
    found = article(VI, kind="text/plain", url="file:///a.txt")
    assert found.text == VI
    assert found.title == "Ví Ting sập, tiểu thương chịu thiệt"
    assert (found.published, found.published_origin) == ("2024-03-08T10:33:00", "text")
    assert found.language == "vi"
    assert found.url == f"urn:sha256:{hashlib.sha256(VI.encode()).hexdigest()}"


def test_a_paragraph_is_no_title_and_a_menu_neither() -> None:
    paragraph = VI.split("\n\n")[2]
    assert article(paragraph + paragraph, kind="text/plain").title is None
    assert article(f"Trang chủ\n\nĐăng nhập\n\n{paragraph}", kind="text/plain").title is None


def test_a_date_run_together_with_the_first_line_is_the_dateline() -> None:
    text = f"date 2021-10-05 {'WhatsApp was down for six hours and shops lost orders. ' * 6}"
    assert article(text, kind="text/plain").published == "2021-10-05"
    assert article(text.replace("2021-10-05", "2921-10-05"), kind="text/plain").published is None
    assert article(f"As of {text}", kind="text/plain").published is None


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
@settings(max_examples=60)
def test_plain_text_is_a_prefix_of_what_came(text: str) -> None:
    assume("<" not in text and not text.startswith(("\ufeff", "---")))
    found = clean(page(text, kind="text/plain"))
    assert isinstance(found, Issue) or text.startswith(found.text)


FRONT_MATTER = f"""
---
title: 'Ví Ting sập'
author: Lan Chi
date: Fri, 08 Mar 2024 08:29:12 GMT
---

<div><p><strong>TP.HCM</strong> - Ví điện tử Ting gặp sự cố suốt ba giờ tối qua.</p>
<p><img src="a.png" alt="ảnh"></p><h3>(Ảnh: Lan Chi)</h3><p>{"Nhiều tiểu thương không nhận được tiền. " * 3}</p></div>
"""


def test_markdown_with_front_matter_and_html() -> None:
    found = article(FRONT_MATTER, kind="text/plain")
    assert found.title == "Ví Ting sập"
    assert found.authors == ("Lan Chi",)
    assert (found.published, found.published_origin) == ("2024-03-08T08:29:12+00:00", "front-matter")
    assert found.text.splitlines()[:2] == ["TP.HCM - Ví điện tử Ting gặp sự cố suốt ba giờ tối qua.", "(Ảnh: Lan Chi)"]
    assert "<" not in found.text


def test_markdown_without_html_is_kept_as_it_stands() -> None:
    body = "# Sập\n\nVí điện tử Ting gặp sự cố suốt ba giờ tối qua.\n"
    assert article(f"---\ntitle: a\n---\n{body}", kind="text/markdown").text == body


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", "text/html", "empty"),
        (b" \n\t ", "text/plain", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20, "text/html", "binary"),
        (b"x" * 5_000_001, "text/html", "too-large"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "text/xml", "not-an-article"),
        (b"<html><body><p>Not found</p></body></html>", "text/html", "too-short"),
        (b"<html><body></body></html>", "text/html", "no-text"),
        (b"<html", "text/html", "no-text"),
        (b"12:30", "text/plain", "no-text"),
        (b"ok", "text/plain", "too-short"),
    ],
)
def test_bad_input_is_an_issue(body: bytes, kind: str, reason: str) -> None:
    found = clean(page(body, kind=kind))
    assert isinstance(found, Issue)
    assert (found.stage, found.source, found.subject) == ("clean", "es/diario", URL)
    assert found.reason == reason


@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "text/markdown", ""]))
@settings(max_examples=80)
def test_rubbish_never_raises(body: bytes, kind: str) -> None:
    clean(page(body, kind=kind))
    clean(page(b"<html><body><article>" + body, kind=kind))
    clean(page(b"---\n" + body + b"\n---\n<p>", kind=kind))


@pytest.mark.parametrize(
    "body",
    [
        b"<!-- -->" * 100_000,
        b"<!-- " * 100_000,
        b"---\n" * 100_000,
        b"<script \xe9" * 50_000,
        b"---\na: &a [x,x]\n" + b"".join(b"b%d: &b [*a,*a]\na%d: &a [*b,*b]\n" % (n, n) for n in range(40)) + b"---\nx",
        b"a" + b" " * 500_000 + b"b",
    ],
)
def test_hostile_input_takes_no_more_than_its_share(body: bytes) -> None:
    for kind in ("text/plain", "text/html"):
        clean(page(body, kind=kind))


def test_deep_nesting_is_no_trouble() -> None:
    depth = 20_000
    clean(page("<html><body>" + "<div>" * depth + BODY + "</div>" * depth + "</body></html>"))
    clean(page("---\na: b\n---\n" + "<div>" * depth + BODY))


def test_the_same_page_gives_the_same_article() -> None:
    body = html(above="<div>Viernes 8 de marzo de 2024</div>")
    assert clean(page(body)) == clean(page(body))


def test_what_no_database_can_hold_is_replaced_before_offsets_are_counted() -> None:
    sentence = "WhatsApp cayó durante dos horas el lunes en todo el país, según los usuarios. "
    text = sentence * 80 + "Volvió\x00 a las once."
    assert article(text, kind="text/plain; charset=utf-8").text == text.replace("\x00", "\ufffd")
