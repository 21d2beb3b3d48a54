"""Gives training articles the shapes in which pages come: without their title, with it as first line, cut off, with
another story behind them."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.training.articles import TrainingArticle

_WITH_TITLE, _TITLE_AS_LINE, _WITHOUT_TITLE = 0.4, 0.35, 0.15
"""Share of articles in each shape; the rest lack their beginning too."""
_BROKEN_OFF = 0.3
"""Share of articles that end early, as excerpts do."""
_LEAST_KEPT = 0.5
_FOLLOWED = 0.25
"""Share of articles behind which the page goes on with another story."""
_SENTENCE_END = re.compile(r"[.!?]\s+|[。！？؟\n]\s*")


def as_page(article: TrainingArticle, dice: random.Random, others: Sequence[TrainingArticle] = ()) -> TrainingArticle:
    """``article`` in the shape that ``dice`` choose; its spans are those that the shape leaves whole.

    ``others`` are articles about no outage, of which one may stand behind it on the page.
    """
    if dice.random() < _BROKEN_OFF:
        article = _cut(article, 0, int(len(article.text) * dice.uniform(_LEAST_KEPT, 1)))
    if others and dice.random() < _FOLLOWED:
        other = dice.choice(others)
        text = f"{article.text}\n{other.title}\n{other.text}"
        article = replace(article, text=text, story_end=len(article.text))
    shape = dice.random()
    if shape < _WITH_TITLE:
        return article
    if shape < _WITH_TITLE + _TITLE_AS_LINE:
        return _with_title_as_line(article)
    if shape >= _WITH_TITLE + _TITLE_AS_LINE + _WITHOUT_TITLE:
        latest = len(article.text) * (1 - _LEAST_KEPT)
        starts = [match.end() for match in _SENTENCE_END.finditer(article.text) if match.end() <= latest]
        article = _cut(article, dice.choice(starts) if starts else 0, len(article.text))
    return replace(article, title="", title_spans=())


def _with_title_as_line(article: TrainingArticle) -> TrainingArticle:
    head = f"{article.title}\n"
    moved = _moved(article, len(head))
    spans = (*article.title_spans, *moved.spans)
    return replace(moved, title="", title_spans=(), text=head + article.text, spans=spans)


def _cut(article: TrainingArticle, start: int, end: int) -> TrainingArticle:
    kept = tuple(span for span in article.spans if start <= span.start and span.end <= end)
    return _moved(replace(article, text=article.text[start:end], spans=kept), -start)


def _moved(article: TrainingArticle, by: int) -> TrainingArticle:
    """``article`` with what is marked in its text ``by`` code points further on."""
    spans = tuple(replace(span, start=span.start + by, end=span.end + by) for span in article.spans)
    return replace(article, spans=spans, story_end=None if article.story_end is None else article.story_end + by)
