"""Every claim stands verbatim at its offsets, in every sample and every gold article, by both engines."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from benchmarks.claims import gold_articles
from extractors.base import Engine
from extractors.read import read
from pipeline.samples import load_samples

ARTICLES = [
    (article["id"], article["text"], article["language"], article["title"], article["published"])
    for article in gold_articles("tuning", "judged")
] + [
    (sample.slug, sample.body, sample.language, sample.title, sample.published.date().isoformat())
    for sample in load_samples()
]


@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize(("name", "text", "language", "title", "published"), ARTICLES, ids=[a[0] for a in ARTICLES])
def test_claims_are_verbatim(
    name: str, text: str, language: str, title: str, published: str | None, engine: Engine
) -> None:
    day = date.fromisoformat(published) if published else None
    for report in read(text, language, title=title, published=day, engine=engine).reports:
        for claim in report.all_claims():
            assert text[claim.start : claim.end] == claim.text
            assert 0 < claim.confidence <= 1
