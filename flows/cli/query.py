"""``outages query``: incidents or reports that fit."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from extractors.base import LANGUAGES
from extractors.errors import UsageError
from flows.cli.incidents import incident_table, report_table
from flows.cli.output import JsonOption, console, print_json


def command(
    kind: Annotated[Literal["incidents", "reports"], typer.Argument(help="What to list.")] = "incidents",
    platform: Annotated[str | None, typer.Option(help="Slug of a service or an operator, e.g. whatsapp.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the articles.")] = None,
    country: Annotated[str | None, typer.Option(help="Country of the outlets, ISO 3166.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of the outage.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the outage.")] = None,
    min_loss_usd: Annotated[float | None, typer.Option(min=0, help="Least loss claimed, in US dollars.")] = None,
    merchant: Annotated[str | None, typer.Option(help="Words of a merchant's name.")] = None,
    text: Annotated[str | None, typer.Option(help="Words of the title, the claims or the text.")] = None,
    insufficient: Annotated[
        bool, typer.Option("--insufficient", help="Search and show claims too that are read too unsurely to count.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """List what the store holds. Example: `outages query --platform whatsapp --min-loss-usd 1000`"""
    from dataclasses import asdict

    from pipeline.dataset import open_dataset
    from pipeline.query import Filter
    from pipeline.settings import Settings

    if language is not None and language not in LANGUAGES:
        raise UsageError(f"no such language: {language} (there are {', '.join(LANGUAGES)})")
    wanted = Filter(
        platform=platform,
        language=language,
        country=country.upper() if country else None,
        since=since.date() if since else None,
        until=until.date() if until else None,
        min_loss_usd=min_loss_usd,
        merchant=merchant,
        text=text,
        insufficient=insufficient,
    )
    with open_dataset(Settings.from_environment().database_url) as dataset:
        if kind == "incidents":
            incidents = dataset.query(**wanted)
            if json_:
                print_json([asdict(incident) for incident in incidents])
            else:
                console().print(incident_table(incidents))
        else:
            reports = dataset.query(kind="reports", **wanted)
            if json_:
                from extractors.render import report_to_json

                print_json([{**asdict(found), "report": report_to_json(found.report)} for found in reports])
            else:
                console().print(report_table(reports))
