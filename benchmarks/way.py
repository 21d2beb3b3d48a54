"""Articles a second by stage and for the whole way, and Prefect's share of it, on 1,000 pages of the sample site."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
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
    from pipeline.extract import extract, extractor_version
    from pipeline.language import detect
    from pipeline.store import Store

    pages = list(sample_pages(PAGES))
    way = whole_way(pages)  # first, so that it finds nothing loaded, as a command does
    outcomes, clean_s = timed(clean, pages)
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    _, language_s = timed(lambda article: detect(article.text), articles)
    _, triage_s = timed(lambda a: relevance(a.text, a.title, a.language), articles)
    readings, extract_s = timed(extract, articles)
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/atlas.db") as store:
        started = time.perf_counter()
        saved = store.save_articles(articles)
        store.save_readings(zip(saved, readings, strict=True), extractor_version("full"))
        store_s = time.perf_counter() - started

    length = sum(len(article.text) for article in articles) // len(articles)
    grid = Table(title=f"The way of {len(pages)} pages ({length} characters)")
    for column in ("stage", "articles/s", "relevant only, articles/s"):
        grid.add_column(column, justify="right")
    relevant = sum(reading.relevant for reading in readings)
    for stage, seconds in (("clean", clean_s), ("language", language_s), ("triage", triage_s)):
        grid.add_row(stage, f"{len(articles) / seconds:,.0f}")
    grid.add_row("extract", f"{len(articles) / extract_s:,.0f}", f"{relevant / extract_s:,.0f}")
    grid.add_row("store", f"{len(articles) / store_s:,.0f}")
    grid.add_row("whole way, as a flow", f"{len(pages) / way.seconds:,.1f}")
    out = Console()
    out.print(grid)
    out.print(f"Prefect's share of the whole way: {way.prefect_share:.1%} ({way.prefect_seconds:.1f} s)")
    out.print(f"of its CPU time, with the server's: {way.prefect_cpu_share:.1%}")
    out.print(f"Before that, the server took {way.start_seconds:.1f} s to start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What one run of the whole way took, as a Prefect flow on a new server."""

    start_seconds: float
    """Until the server answered that it is well; counted by itself."""
    seconds: float
    """From the call of the flow to its return: also the server's first answers, and all that the pipeline loads."""
    pipeline_seconds: float
    cpu_seconds: float
    """This process and the server, during the flow."""
    pipeline_cpu_seconds: float

    @property
    def prefect_seconds(self) -> float:
        return self.seconds - self.pipeline_seconds

    @property
    def prefect_share(self) -> float:
        return self.prefect_seconds / self.seconds

    @property
    def prefect_cpu_share(self) -> float:
        return 1 - self.pipeline_cpu_seconds / self.cpu_seconds


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


def whole_way(pages: Sequence[Page]) -> Way:
    """Backfill the pages and count as Prefect's whatever passes outside the pipeline's own functions.

    Both are taken in one run, so that nothing else the machine does comes between them. The flow that is measured is
    the only one on its server: a flow started just after another finds its database locked by the other's last events,
    and Prefect's client waits two seconds and more before it asks again.
    """
    from prefect.server.api.server import SubprocessASGIServer
    from prefect.testing.utilities import prefect_test_harness

    from flows import backfill
    from flows.local import unwatched
    from pipeline import crawl
    from pipeline.archive import ArchiveWriter
    from pipeline.settings import Settings

    within = Stopwatch()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as patches:
        for name in ("begin", "read_batch", "resolve_all", "finish"):
            patches.enter_context(patch.object(crawl, name, within.timing(getattr(crawl, name))))
        patches.enter_context(patch.object(backfill, "archive_inputs", within.timing_each(crawl.archive_inputs)))
        with ArchiveWriter(Path(folder), "pages") as archive:
            for page in pages:
                archive.write(page)
        settings = Settings(home=Path(folder), database_url=f"sqlite:///{Path(folder) / 'atlas.db'}")
        started = time.perf_counter()
        with unwatched(), prefect_test_harness(server_startup_timeout=120):  # as the commands run without a server
            start_s = time.perf_counter() - started
            server = SubprocessASGIServer().server_process  # the harness's own
            assert server is not None
            cpu_before = time.process_time() + cpu_seconds(server.pid)
            started = time.perf_counter()
            backfill.backfill((str(archive.path),), settings)
            flow_s = time.perf_counter() - started
            cpu_s = time.process_time() + cpu_seconds(server.pid) - cpu_before
    return Way(
        start_seconds=start_s,
        seconds=flow_s,
        pipeline_seconds=within.seconds,
        cpu_seconds=cpu_s,
        pipeline_cpu_seconds=within.cpu_seconds,
    )


def cpu_seconds(process: int) -> float:
    """What another process has used so far, on Linux: utime and stime of proc(5)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Stopwatch:
    """Adds up the seconds that functions take, and the CPU seconds of the thread that calls them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cpu_seconds = 0.0

    def timing(self, function: Callable[..., R]) -> Callable[..., R]:
        def timed_function(*arguments: object) -> R:
            started, cpu_started = time.perf_counter(), time.thread_time()
            try:
                return function(*arguments)
            finally:
                self.seconds += time.perf_counter() - started
                self.cpu_seconds += time.thread_time() - cpu_started

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
