"""Prefect tasks: each wraps one function of the pipeline over a batch. Only fetching is retried."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from prefect import task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from pipeline import crawl
from pipeline.issues import Tally
from pipeline.records import Candidate, Run
from pipeline.settings import Settings


@task(cache_policy=NO_CACHE)
def begin(settings: Settings, flow: str) -> Run:
    """Note the run."""
    return crawl.begin(settings, flow, datetime.now(UTC))


@task(cache_policy=NO_CACHE)
def discover(settings: Settings, run_id: str, selection: crawl.Selection) -> crawl.Discovery:
    """What the sources name."""
    return crawl.discover_all(settings, run_id, selection)


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=10)
def fetch(settings: Settings, run_id: str, number: int, batch: Sequence[Candidate]) -> crawl.Fetched:
    """A batch of pages into the archive."""
    return crawl.fetch_batch(settings, run_id, number, batch)


@task(cache_policy=NO_CACHE)
def read(settings: Settings, run_id: str, fetched: crawl.Fetched) -> Tally:
    """A batch of archived pages into the store."""
    return crawl.read_batch(settings, run_id, fetched)


@task(cache_policy=NO_CACHE)
def resolve(settings: Settings) -> int:
    """Reports into incidents; how many there are."""
    return crawl.resolve_all(settings)


@task(cache_policy=NO_CACHE)
def finish(settings: Settings, run: Run, feeds: Sequence[crawl.Place], tallies: Sequence[Tally]) -> Tally:
    """Close the run; the sum of its tallies."""
    return crawl.finish(settings, run, feeds, tallies, datetime.now(UTC))


@task(cache_policy=NO_CACHE)
def report(tally: Tally, flow: str) -> None:
    """What was found and what was dropped, as two table artifacts."""
    _artifacts(tally, flow)


def _artifacts(tally: Tally, flow: str) -> None:
    found = [{"source": source, "stage": stage, "records": n} for (source, stage), n in sorted(tally.handed_on.items())]
    dropped = [
        {"source": source, "stage": stage, "reason": reason, "count": n}
        for (source, stage, reason), n in sorted(tally.dropped.items())
    ]
    create_table_artifact(found, key=f"{flow}-found", description="Records that each stage handed on, by source")
    create_table_artifact(dropped, key=f"{flow}-dropped", description="What was dropped, by source and reason")
