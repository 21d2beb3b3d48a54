"""Varied training articles: names, figures and sentences change, and the marks with them."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest

from extractors.base import LANGUAGES, Language
from extractors.candidates import Candidate, read_candidates
from extractors.training.articles import TrainingArticle, read_training_articles
from extractors.training.variation import varied

ARTICLES = [article for article in read_training_articles() if article.relevant][::60]
SEEDS = range(20)


def candidates(article: TrainingArticle) -> tuple[Candidate, ...]:
    published = date.fromisoformat(article.published)
    return tuple(read_candidates(article.text, article.language, published=published).candidates)


def variants(article: TrainingArticle) -> list[TrainingArticle]:
    found = candidates(article)
    return [varied(article, found, random.Random(seed)) for seed in SEEDS]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def without_digits(text: str) -> str:
    return re.sub("[1-9]", "9", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_follow_the_text(language: Language) -> None:
    for article in (article for article in ARTICLES if article.language == language):
        figures = [span for span in article.spans if span.tag in "DLA"]
        written = [(span.tag, without_digits(article.text[span.start : span.end])) for span in figures]
        services = sum(span.tag == "P" for span in article.spans)
        for variant in variants(article):
            left = list(written)
            for span in variant.spans:
                text = variant.text[span.start : span.end]
                assert text == text.strip() != ""
                if span.tag in "DLA":
                    left.remove((span.tag, without_digits(text)))
            assert sum(span.tag == "P" for span in variant.spans) == services


def test_names_figures_and_length_vary() -> None:
    article = next(article for article in ARTICLES if article.language == "en" and "Facebook" in article.text)
    texts = {variant.text for variant in variants(article)}
    assert article.text in texts
    assert any("Facebook" not in text for text in texts)
    assert any(len(text) < 0.95 * len(article.text) for text in texts)
    assert any(text != article.text and without_digits(text) == without_digits(article.text) for text in texts)


def test_a_service_has_one_new_name_in_title_and_text() -> None:
    named = [
        article for article in read_training_articles() if "WhatsApp" in words(article.title) & words(article.text)
    ]
    renamed = [
        variant for article in named[:5] for variant in variants(article) if "WhatsApp" not in words(variant.title)
    ]
    assert renamed
    assert all("WhatsApp" not in words(variant.text) for variant in renamed)


def test_the_same_dice_give_the_same_article() -> None:
    article = ARTICLES[0]
    found = candidates(article)
    assert varied(article, found, random.Random(7)) == varied(article, found, random.Random(7))
