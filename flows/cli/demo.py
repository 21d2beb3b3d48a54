"""``outages demo``: the real flow over the sample news site."""

from __future__ import annotations

import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import UsageError
from flows.cli.output import EngineOption, JsonOption, console, print_json
from flows.cli.summary import show


def command(
    out: Annotated[Path, typer.Option(help="Folder for the store, the archive and the dataset.")] = Path("out"),
    port: Annotated[int, typer.Option(help="Port of the sample site on 127.0.0.1; part of its addresses.")] = 8377,
    edition: Annotated[int, typer.Option(min=1, max=2, help="2: the site a day later, one article updated.")] = 1,
    engine: EngineOption = "full",
    json_: JsonOption = False,
) -> None:
    """Crawl the sample news site into a store, print the incidents, write them as Parquet and JSON.

    Run again it fetches only what changed. Example: `outages demo --edition 2`
    """
    # The demonstration leaves nothing outside its folder, unless the user has a Prefect of their own.
    if not os.environ.keys() & {"PREFECT_API_URL", "PREFECT_HOME"}:
        os.environ["PREFECT_HOME"] = str(_made(out / "prefect").resolve())
    from flows.cli.incidents import incident_table
    from flows.ingest import ingest
    from flows.local import unwatched
    from pipeline.crawl import prepare
    from pipeline.dataset import export, query
    from pipeline.samplesite import SampleSite
    from pipeline.settings import Settings
    from pipeline.store import Store

    try:
        sample_site = SampleSite(port=port, edition=edition)
    except OSError as error:
        raise UsageError(f"port {port} cannot be had ({error.strerror}); name another with --port") from None
    with sample_site as site, tempfile.TemporaryDirectory() as folder:
        site.write_sources(Path(folder))
        settings = Settings(
            home=out / "atlas",
            database_url=f"sqlite:///{out / 'atlas' / 'atlas.db'}",
            sources=Path(folder),
            engine=engine,
        )
        prepare(settings)
        with unwatched():
            summary = ingest(settings=settings)
    with Store(settings.database_url) as store:
        written = [export(store, out / name, name, with_text=True) for name in ("parquet", "json")]
        incidents = query(store)
    if json_:
        found = {"run": summary.run_id, "stages": summary.tally.by_stage}
        print_json({**found, "incidents": [asdict(incident) for incident in incidents]})
        return
    show(summary)
    console().print(incident_table(incidents))
    for release in written:
        console().print(f"{release.folder}: {sum(release.written.values())} rows in {len(release.written)} tables")


def _made(folder: Path) -> Path:
    """The folder, made. Raises UsageError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from None
    return folder
