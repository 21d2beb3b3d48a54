"""The same way for what is already at hand: WARC files, folders of pages, JSON lines."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import flow
from prefect.utilities.annotations import quote

from flows import tasks
from flows.ingest import RunSummary
from pipeline.crawl import archive_inputs
from pipeline.settings import Settings


@flow(name="backfill", validate_parameters=False)
def backfill(paths: Sequence[str], settings: Settings | None = None) -> RunSummary:
    """Archive, clean, identify, triage, extract, store and resolve every page below ``paths``."""
    settings = settings or Settings.from_environment()
    run = tasks.begin(settings, "backfill")
    tallies = [
        tally
        for batch in archive_inputs(settings, run.id, paths, run.started_at)
        # Quoted, a batch is not searched for futures page by page; the task gets it as it is, unlike its type says.
        for tally in (batch.tally, tasks.read(settings, run.id, quote(batch)))  # type: ignore[call-overload]
    ]
    incidents = tasks.resolve(settings)
    tally = tasks.finish(settings, run, (), tallies)
    tasks.report(tally, "backfill")
    return RunSummary(run_id=run.id, tally=tally, incidents=incidents)
