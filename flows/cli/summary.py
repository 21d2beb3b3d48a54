"""What a run came to, told at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from flows.cli.output import console, print_json, table

if TYPE_CHECKING:
    from flows.ingest import RunSummary


def conclude(summary: RunSummary, as_json: bool) -> None:
    """Print what was handed on and dropped; exit with 1 when something failed, or when nothing at all was read."""
    from pipeline.issues import EXPECTED

    tally = summary.tally
    failures = sum(count for (_, _, reason), count in tally.dropped.items() if reason not in EXPECTED)
    unchanged = sum(count for (_, _, reason), count in tally.dropped.items() if reason == "not-modified")
    if as_json:
        dropped = [
            {"source": source, "stage": stage, "reason": reason, "count": count}
            for (source, stage, reason), count in sorted(tally.dropped.items())
        ]
        found = {"stages": tally.by_stage, "dropped": dropped, "failures": failures}
        print_json({"run": summary.run_id, "incidents": summary.incidents, **found})
    else:
        show(summary)
    if failures or not (tally.by_stage.get("fetch") or unchanged):
        raise typer.Exit(1)


def show(summary: RunSummary) -> None:
    """Two tables: records by stage, and what was dropped by source, stage and reason."""
    stages = summary.tally.by_stage
    out = console()
    out.print(table(f"Run {summary.run_id}", ("stage", "records"), stages.items()))
    dropped = [(*key, count) for key, count in sorted(summary.tally.dropped.items())]
    if dropped:
        out.print(table("Dropped", ("source", "stage", "reason", "count"), dropped))
    out.print(f"{summary.incidents} incidents in the store")
