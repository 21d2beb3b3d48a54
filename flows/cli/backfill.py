"""``outages backfill``: the same way for what is already at hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.output import EngineOption, JsonOption
from flows.cli.summary import conclude


def command(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="WARC files, folders of pages, JSON lines, text, Markdown or HTML files."),
    ],
    engine: EngineOption = "full",
    json_: JsonOption = False,
) -> None:
    """Read WARC files (Common Crawl's too), folders of pages and JSON lines into the store.

    Example: `outages backfill CC-NEWS-20211005.warc.gz saved-pages/`
    """
    from flows.backfill import backfill
    from flows.local import unwatched
    from pipeline.crawl import prepare
    from pipeline.inputs import iter_inputs
    from pipeline.settings import Settings

    iter_inputs(paths, read_at=datetime.now(UTC))  # a missing path stops here, before a server is started for the flow
    settings = replace(Settings.from_environment(), engine=engine)
    prepare(settings)
    with unwatched():
        summary = backfill(tuple(paths), settings)
    conclude(summary, json_)
