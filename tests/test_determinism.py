"""The same input gives the same output: in any order, in batches of any size, in any number of processes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from html import escape
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.claims import gold_articles, read_gold
from extractors.base import LANGUAGES, Reading
from pipeline import tables
from pipeline.archive import ArchiveWriter
from pipeline.crawl import Fetched, Place, read_batch
from pipeline.issues import Tally
from pipeline.records import Page
from pipeline.settings import Settings
from pipeline.store import Store

JUDGED = gold_articles("judged")
FEW = [article for language in LANGUAGES for article in [a for a in JUDGED if a["language"] == language][:2]]


def read_article(article: dict[str, Any]) -> Reading:
    return read_gold(article, "full")


def test_in_any_order_and_in_one_process_or_two() -> None:
    alone = [read_article(article) for article in FEW]
    assert any(reading.reports for reading in alone)
    shuffled = random.Random(7).sample(range(len(FEW)), len(FEW))
    again = {at: read_article(FEW[at]) for at in shuffled}
    assert [again[at] for at in range(len(FEW))] == alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(read_article, FEW)) == alone


def test_in_batches_of_any_size_and_order(tmp_path: Path) -> None:
    """The stage that reads archived pages into the store."""
    home = tmp_path / "home"
    with ArchiveWriter(home / "archive", "run") as archive:
        places = [place_of(archive.write(page_of(article)), article["language"]) for article in FEW]

    def stored(name: str, batches: Sequence[Sequence[Place]]) -> dict[str, list[str]]:
        settings = Settings(home=home, database_url=f"sqlite:///{tmp_path / name}.db", engine="light")
        for batch in batches:
            read_batch(settings, "run", Fetched(places=tuple(batch), tally=Tally()))
        with Store(settings.database_url) as store, store._engine.connect() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(sa.select(table))))
                for table in (tables.articles, tables.readings, tables.reports, tables.claims)
            }

    whole = stored("whole", [places])
    assert whole["claims"]
    assert stored("single", [[place] for place in reversed(places)]) == whole
    assert stored("threes", [places[at : at + 3] for at in range(0, len(places), 3)]) == whole


def page_of(article: dict[str, Any]) -> Page:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in article["text"].splitlines() if line.strip())
    title = escape(article["title"])
    html = (
        f'<html lang="{article["language"]}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
    url = f"https://news.example/{article['id']}"
    return Page(
        url=url,
        requested_url=url,
        source="example",
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
    )


def place_of(page: Page, language: str) -> Place:
    assert page.warc_file is not None
    assert page.warc_offset is not None
    return Place(warc_file=page.warc_file, warc_offset=page.warc_offset, source=page.source, language=language)
