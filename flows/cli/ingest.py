"""``outages ingest``: one crawl of the configured sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from flows.cli.output import EngineOption, JsonOption
from flows.cli.summary import conclude


def command(
    source: Annotated[list[str] | None, typer.Option(help="A source id such as es/abc; may be repeated.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="zh, ar, vi, es or en; may be repeated.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Leave out what feeds date before this day.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most articles in all.")] = None,
    engine: EngineOption = "full",
    json_: JsonOption = False,
) -> None:
    """Crawl the configured sources once: discover, fetch, archive, clean, extract, store, resolve.

    Example: `outages ingest --language vi --language es --limit 200`
    """
    from flows.ingest import ingest
    from flows.local import unwatched
    from pipeline.crawl import Selection, choose_sources, prepare
    from pipeline.settings import Settings

    settings = replace(Settings.from_environment(), engine=engine)
    selection = Selection(
        sources=tuple(source or ()),
        languages=tuple(language or ()),
        since=since.date() if since else None,
        limit=limit,
    )
    choose_sources(settings, selection)  # a wrong name stops here, before a server is started for the flow
    prepare(settings)
    with unwatched():
        summary = ingest(selection=selection, settings=settings)
    conclude(summary, json_)
