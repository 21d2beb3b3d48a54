"""One crawl of the configured sources through the whole way."""

from __future__ import annotations

from dataclasses import dataclass

from prefect import flow

from flows import tasks
from pipeline.crawl import Selection
from pipeline.issues import Tally
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A finished run: its id, what it handed on and dropped, and the incidents that the store holds now."""

    run_id: str
    tally: Tally
    incidents: int


@flow(name="ingest", validate_parameters=False)
def ingest(selection: Selection | None = None, settings: Settings | None = None) -> RunSummary:
    """Discover, fetch, archive, clean, identify, triage, extract, store and resolve; settings from the environment."""
    settings = settings or Settings.from_environment()
    selection = selection or Selection()
    run = tasks.begin(settings, "ingest")
    found = tasks.discover(settings, run.id, selection)
    fetched = [tasks.fetch.submit(settings, run.id, n, batch) for n, batch in enumerate(found.batches, 1)]
    # Prefect hands a task the results of the futures that it is given; its types do not say so.
    read = [tasks.read.submit(settings, run.id, batch) for batch in fetched]  # type: ignore[call-overload]
    tallies = [found.tally, *(batch.result().tally for batch in fetched), *(batch.result() for batch in read)]
    incidents = tasks.resolve(settings)
    tally = tasks.finish(settings, run, found.feeds, tallies)
    tasks.report(tally, "ingest")
    return RunSummary(run_id=run.id, tally=tally, incidents=incidents)
