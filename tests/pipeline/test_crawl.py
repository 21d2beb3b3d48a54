"""A batch of archived pages in which one article breaks the extractor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_records import page

from extractors.base import Reading
from pipeline import crawl
from pipeline.archive import ArchiveWriter
from pipeline.crawl import Fetched, Place, read_batch
from pipeline.issues import Tally
from pipeline.records import Article, Page
from pipeline.settings import Settings
from pipeline.store import Store

_HTML = """<html lang="en"><head><title>Outage {name}</title></head><body><article><h1>Outage {name}</h1>
<p>WhatsApp was down for six hours on Monday, and shops in {name} could not take a single order, they said.</p>
<p>The company said that it was sorry and that the cause was a faulty configuration of its routers.</p>
</article></body></html>"""


def page_of(name: str) -> Page:
    return page(
        f"https://news.example/{name}",
        source="example",
        headers=(("content-type", "text/html; charset=utf-8"), ("etag", f'"{name}"')),
        body=_HTML.format(name=name).encode(),
    )


def test_a_page_whose_article_broke_the_extractor_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(article: Article, **options: Any) -> Reading:
        if "broken" in article.url:
            raise ZeroDivisionError("division by zero")
        return Reading(relevant=False, relevance=0.0, reports=())

    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path}/store.db", engine="light")
    with ArchiveWriter(settings.archive, "run") as archive:
        kept = [archive.write(page_of(name)) for name in ("whole", "broken")]
    places = tuple(Place(warc_file=p.warc_file or "", warc_offset=p.warc_offset or 0, source=p.source) for p in kept)
    monkeypatch.setattr(crawl, "extract", extract)
    tally = read_batch(settings, "run", Fetched(places=places, tally=Tally()))
    assert tally.dropped["example", "extract", "extractor-error"] == 1
    with Store(settings.database_url) as store:
        assert store.validators("https://news.example/whole") == ('"whole"', None)
        assert store.validators("https://news.example/broken") == (None, None)
