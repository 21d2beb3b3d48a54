"""Training articles in the shapes of pages: whatever is cut, what stays marked is what was marked."""

from __future__ import annotations

import random

import pytest

from extractors.base import LANGUAGES, Language
from extractors.training.articles import TrainingArticle, read_training_articles
from extractors.training.pages import as_page

ARTICLES = [article for article in read_training_articles() if article.relevant and article.title][::40]


def marked(article: TrainingArticle) -> list[tuple[str, str]]:
    of_title = [(span.tag, article.title[span.start : span.end]) for span in article.title_spans]
    return of_title + [(span.tag, article.text[span.start : span.end]) for span in article.spans]


def pages(article: TrainingArticle) -> list[TrainingArticle]:
    return [as_page(article, random.Random(seed)) for seed in range(60)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_follow_the_text(language: Language) -> None:
    for article in (article for article in ARTICLES if article.language == language):
        for page in pages(article):
            left = marked(article)
            for mark in marked(page):
                left.remove(mark)


def test_every_shape_occurs() -> None:
    article = ARTICLES[0]
    shapes = {
        (bool(page.title), page.text.startswith(f"{article.title}\n"), page.text in article.text)
        for page in pages(article)
    }
    assert shapes == {(True, False, True), (False, True, False), (False, False, True)}
    lengths = [len(page.text) for page in pages(article)]
    assert min(lengths) < 0.9 * len(article.text) < len(article.text) <= max(lengths)


def test_another_story_follows_without_its_marks() -> None:
    other = next(article for article in read_training_articles() if not article.relevant)
    followed = [
        page for seed in range(60) if other.text in (page := as_page(ARTICLES[0], random.Random(seed), [other])).text
    ]
    assert followed
    for page in followed:
        assert page.text.endswith(f"\n{other.title}\n{other.text}")
        assert all(span.end <= len(page.text) - len(other.text) for span in page.spans)


def test_the_same_dice_give_the_same_page() -> None:
    assert as_page(ARTICLES[0], random.Random(7)) == as_page(ARTICLES[0], random.Random(7))


def test_another_story_begins_where_the_page_says() -> None:
    other = next(article for article in read_training_articles() if article.language == "en" and not article.relevant)
    article = next(article for article in ARTICLES if article.language == "en")
    ended = [page for seed in range(99) if (page := as_page(article, random.Random(seed), [other])).story_end]
    assert ended
    for page in ended:
        assert page.story_end is not None
        assert f"\n{other.title}\n{other.text}".endswith(page.text[page.story_end :])
        assert all(span.end <= page.story_end for span in page.spans)
