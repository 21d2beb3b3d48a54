"""``outages sql``: DuckDB over the dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.output import JsonOption, console, print_json, table


def command(
    statement: Annotated[str, typer.Argument(help="A SELECT in DuckDB's SQL.")],
    dataset: Annotated[Path | None, typer.Option(help="A release's folder; the store unless given.")] = None,
    json_: JsonOption = False,
) -> None:
    """Ask the dataset in SQL; it can only be read.

    Tables: articles, reports, claims, incidents, incident_reports, incident_redirects, consensus, coverage.
    Example: `outages sql "SELECT kind, count(*) FROM claims GROUP BY kind"`
    """
    from pipeline.dataset import open_dataset
    from pipeline.settings import Settings

    with open_dataset(dataset or Settings.from_environment().database_url) as opened:
        rows = opened.sql(statement)
    if json_:
        print_json(rows.to_pylist())
        return
    cells = [tuple(row.values()) for row in rows.to_pylist()]
    console().print(table(f"{rows.num_rows} rows", rows.column_names, cells))
