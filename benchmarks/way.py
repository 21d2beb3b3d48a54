"""Articles a second by stage and for the whole way, and Prefect's share of it, on 1,000 pages of the sample site."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from pipeline.records import Article, Page

T = TypeVar("T")
R = TypeVar("R")

PAGES = 1000
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def run() -> None:
    """Print the table."""
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    from extractors.outage_cues.rules import relevance
    from pipeline.clean import clean
    from pipeline.extract import EXTRACTOR_VERSION, extract
    from pipeline.language import detect
    from pipeline.store import Store

    pages = list(sample_pages(PAGES))
    outcomes, clean_s = timed(clean, pages)
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    _, language_s = timed(lambda article: detect(article.text), articles)
    _, triage_s = timed(lambda a: relevance(a.text, a.title, a.language), articles)
    readings, extract_s = timed(extract, articles)
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/atlas.db") as store:
        started = time.perf_counter()
        saved = store.save_articles(articles)
        store.save_readings(zip(saved, readings, strict=True), EXTRACTOR_VERSION)
        store_s = time.perf_counter() - started
    plain_s, flow_s, start_s = whole_way(pages)

    length = sum(len(article.text) for article in articles) // len(articles)
    grid = Table(title=f"The way of {len(pages)} pages ({length} characters)")
    for column in ("stage", "articles/s", "relevant only, articles/s"):
        grid.add_column(column, justify="right")
    relevant = sum(reading.relevant for reading in readings)
    for stage, seconds in (("clean", clean_s), ("language", language_s), ("triage", triage_s)):
        grid.add_row(stage, f"{len(articles) / seconds:,.0f}")
    grid.add_row("extract", f"{len(articles) / extract_s:,.0f}", f"{relevant / extract_s:,.0f}")
    grid.add_row("store", f"{len(articles) / store_s:,.0f}")
    grid.add_row("whole way, functions", f"{len(pages) / plain_s:,.1f}")
    grid.add_row("whole way, Prefect flow", f"{len(pages) / flow_s:,.1f}")
    out = Console()
    out.print(grid)
    share = max(0.0, 1 - plain_s / flow_s)
    out.print(f"Prefect's share of the whole way: {share:.1%} (its server's start, {start_s:.1f} s, aside)")


def sample_pages(count: int) -> Iterator[Page]:
    """Pages of the sample site over and over, each under an address of its own."""
    from pipeline.samplesite import SampleSite

    with SampleSite() as site:
        found = [
            (path, r) for path, r in sorted(site.pages.resources.items()) if r.content_type.startswith("text/html")
        ]
    for number, (path, resource) in enumerate(islice(cycle(found), count)):
        url = f"https://sample.example{path}?copy={number}"
        yield Page(
            url=url,
            requested_url=url,
            source="sample",
            fetched_at=NOW,
            status=200,
            headers=(("content-type", resource.content_type),),
            body=resource.body,
        )


def whole_way(pages: Sequence[Page]) -> tuple[float, float, float]:
    """Seconds for the whole way over the pages: as plain calls, as a Prefect flow; and to start Prefect's server."""
    from prefect.testing.utilities import prefect_test_harness

    from flows.backfill import backfill
    from pipeline import crawl
    from pipeline.archive import ArchiveWriter
    from pipeline.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        with ArchiveWriter(Path(folder), "pages") as archive:
            for page in pages:
                archive.write(page)
        paths = (str(archive.path),)

        def settings(name: str) -> Settings:
            home = Path(folder) / name
            return Settings(home=home, database_url=f"sqlite:///{home / 'atlas.db'}")

        plain = settings("plain")
        started = time.perf_counter()
        noted = crawl.begin(plain, "backfill", NOW)
        tallies = []
        for batch in crawl.archive_inputs(plain, noted.id, paths, NOW):
            tallies += [batch.tally, crawl.read_batch(plain, noted.id, batch)]
        crawl.resolve_all(plain)
        crawl.finish(plain, noted, (), tallies, NOW)
        plain_s = time.perf_counter() - started

        started = time.perf_counter()
        with prefect_test_harness(server_startup_timeout=120):
            start_s = time.perf_counter() - started
            started = time.perf_counter()
            backfill(paths, settings("flow"))
            flow_s = time.perf_counter() - started
    return plain_s, flow_s, start_s


def timed(job: Callable[[T], R], items: Sequence[T]) -> tuple[list[R], float]:
    """What the job makes of every item after one warm-up, and the seconds that it took."""
    job(items[0])
    started = time.perf_counter()
    results = [job(item) for item in items]
    return results, time.perf_counter() - started
