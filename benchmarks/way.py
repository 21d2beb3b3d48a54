"""Articles a second by stage and for the whole way, and Prefect's share of it, on 1,000 pages of the sample site."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

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
    flow_s, within_s, start_s = whole_way(pages)

    length = sum(len(article.text) for article in articles) // len(articles)
    grid = Table(title=f"The way of {len(pages)} pages ({length} characters)")
    for column in ("stage", "articles/s", "relevant only, articles/s"):
        grid.add_column(column, justify="right")
    relevant = sum(reading.relevant for reading in readings)
    for stage, seconds in (("clean", clean_s), ("language", language_s), ("triage", triage_s)):
        grid.add_row(stage, f"{len(articles) / seconds:,.0f}")
    grid.add_row("extract", f"{len(articles) / extract_s:,.0f}", f"{relevant / extract_s:,.0f}")
    grid.add_row("store", f"{len(articles) / store_s:,.0f}")
    grid.add_row("whole way, as a flow", f"{len(pages) / flow_s:,.1f}")
    out = Console()
    out.print(grid)
    share = 1 - within_s / flow_s
    out.print(f"Prefect's share of the whole way: {share:.1%}; its server took {start_s:.1f} s to start")


def sample_pages(count: int) -> Iterator[Page]:
    """Pages of the sample site over and over, each under an address of its own."""
    from pipeline.samplesite import SampleSite

    with SampleSite() as site:
        found = [
            (path, r) for path, r in sorted(site.pages.resources.items()) if r.content_type.startswith("text/html")
        ]
    for number, (path, resource) in enumerate(islice(cycle(found), count)):
        url = f"https://copy-{number}.example{path}"
        yield Page(
            url=url,
            requested_url=url,
            source="sample",
            fetched_at=NOW,
            status=200,
            headers=(("content-type", resource.content_type),),
            body=resource.body.replace(b'rel="canonical"', b'rel="alternate"'),  # else they would be one article
        )


def whole_way(pages: Sequence[Page]) -> tuple[float, float, float]:
    """Seconds for the whole way as a Prefect flow, how many of them within the pipeline, and to start Prefect's server.

    The first two are taken in one run, so that nothing else the machine does comes between them.
    """
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    from flows import backfill, tasks
    from pipeline import crawl
    from pipeline.archive import ArchiveWriter
    from pipeline.settings import Settings

    within = Stopwatch()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as patches:
        for name in ("begin", "read_batch", "resolve_all", "finish"):
            patches.enter_context(patch.object(tasks.crawl, name, within.timing(getattr(crawl, name))))
        patches.enter_context(patch.object(backfill, "archive_inputs", within.timing_each(crawl.archive_inputs)))
        with ArchiveWriter(Path(folder), "pages") as archive:
            for page in pages:
                archive.write(page)
        settings = Settings(home=Path(folder), database_url=f"sqlite:///{Path(folder) / 'atlas.db'}")
        started = time.perf_counter()
        with (
            prefect_test_harness(server_startup_timeout=120),
            temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),  # as the commands run without a server
        ):
            start_s = time.perf_counter() - started
            started = time.perf_counter()
            backfill.backfill((str(archive.path),), settings)
            flow_s = time.perf_counter() - started
    return flow_s, within.seconds, start_s


class Stopwatch:
    """Adds up the seconds that functions take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timing(self, function: Callable[..., R]) -> Callable[..., R]:
        def timed_function(*arguments: object) -> R:
            started = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                self.seconds += time.perf_counter() - started

        return timed_function

    def timing_each(self, generator: Callable[..., Iterator[R]]) -> Callable[..., Iterator[R]]:
        def timed_generator(*arguments: object) -> Iterator[R]:
            items = generator(*arguments)
            step = self.timing(lambda: next(items, None))
            while (item := step()) is not None:
                yield item

        return timed_generator


def timed(job: Callable[[T], R], items: Sequence[T]) -> tuple[list[R], float]:
    """What the job makes of every item after one warm-up, and the seconds that it took."""
    job(items[0])
    started = time.perf_counter()
    results = [job(item) for item in items]
    return results, time.perf_counter() - started
