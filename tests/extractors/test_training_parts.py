"""What training asks of wholes: figures, and services by all of their mentions."""

from __future__ import annotations

import pytest

from extractors.base import Language
from extractors.candidates import read_candidates
from extractors.reader.model import load_model
from extractors.reader.windows import cut_windows
from extractors.training.articles import TrainingArticle, strip_markup
from extractors.training.parts import MarkedArticle

CASES: dict[Language, str] = {
    "en": "<P>WhatsApp</P> was down <D>for six hours</D>, a shop lost <L>$500</L>. WhatsApp is free. Telegram gained "
    "70 million users.",
    "es": "<P>WhatsApp</P> estuvo caído <D>seis horas</D>, una tienda perdió <L>500 pesos</L>. WhatsApp es gratis. "
    "Telegram ganó 70 millones de usuarios.",
    "ar": "تعطل <P>واتساب</P> <D>ست ساعات</D>، وخسر متجر <L>500 دولار</L>. واتساب مجاني. وكسب تليغرام 70 مليون مستخدم.",
    "vi": "<P>WhatsApp</P> sập <D>sáu giờ</D>, một cửa hàng mất <L>500 đô la</L>. WhatsApp miễn phí. Telegram thêm 70 "
    "triệu người dùng.",
    "zh": "<P>WhatsApp</P>宕机<D>六小时</D>，一家店损失<L>500美元</L>。WhatsApp是免费的。Telegram增加7000万用户。",
}


def marked(language: Language, tagged: str) -> tuple[str, MarkedArticle]:
    text, spans = strip_markup(tagged)
    article = TrainingArticle(
        id="x",
        language=language,
        relevant=True,
        published="2021-10-05",
        country="US",
        title="",
        text=text,
        title_spans=(),
        spans=spans,
        split="train",
    )
    candidates = read_candidates(text, language).candidates
    asked = [candidate for candidate in candidates if candidate.kind not in ("name", "cause")]
    return text, MarkedArticle(article, asked)


@pytest.mark.parametrize(("language", "tagged"), CASES.items())
def test_figures_are_asked_one_by_one_and_services_by_all_mentions(language: Language, tagged: str) -> None:
    text, article = marked(language, tagged)
    [window] = cut_windows(load_model().tokenizer, text, None)
    parts = [(part.tag, len(part.places), part.right) for part in article.parts(window)]
    assert sorted(parts) == [("A", 1, False), ("D", 1, True), ("L", 1, True), ("P", 1, False), ("P", 2, True)]
    for part in article.parts(window):
        for first, last in part.places:
            assert window.first <= first < last <= window.last


@pytest.mark.parametrize(("language", "tagged"), CASES.items())
def test_of_a_mention_left_unmarked_nothing_is_known_where_another_is_marked(language: Language, tagged: str) -> None:
    text, article = marked(language, tagged)
    name = strip_markup(tagged)[1][0]
    word = text[name.start : name.end]
    again = text.index(word, name.end)
    assert article.open_mentions.touch(again, again + len(word))
    assert not article.open_mentions.touch(name.start, name.end)
    assert article.candidates.touch(name.start, name.end)
