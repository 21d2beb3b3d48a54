"""``outages export``: a release of the dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli.output import JsonOption, console, print_json, table


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder, or an earlier release.")],
    format_: Annotated[
        Literal["parquet", "jsonl", "json", "csv"], typer.Option("--format", help="File format.")
    ] = "parquet",
    with_text: Annotated[bool, typer.Option("--with-text", help="Articles with their full text.")] = False,
    json_: JsonOption = False,
) -> None:
    """Write a release with its description (datapackage.json); the same store gives the same bytes.

    The full text is its publishers' and stays out unless asked for. Example: `outages export release --format parquet`
    """
    from pipeline.export import export
    from pipeline.settings import Settings
    from pipeline.store import Store

    with Store(Settings.from_environment().database_url, create=False) as store:
        summary = export(store, folder, format_, with_text=with_text)
    if json_:
        print_json(
            {"folder": summary.folder, "format": format_, "matched": summary.matched, "written": summary.written}
        )
        return
    rows = [(name, summary.matched[name], summary.written[name]) for name in summary.written]
    console().print(table(str(summary.folder), ("table", "rows matched", "rows written"), rows))
