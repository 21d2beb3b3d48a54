"""``outages status``: how the sources fare, and how much there is."""

from __future__ import annotations

from flows.cli.output import JsonOption, console, print_json, table


def command(json_: JsonOption = False) -> None:
    """Show each source's last success and volume, the last run's failures by reason, and sizes.

    Example: `outages status --json`
    """
    from pipeline.settings import Settings
    from pipeline.status import read_status

    status = read_status(Settings.from_environment())
    if json_:
        print_json(status.to_json())
        return
    out = console()
    rows = [
        (
            s.id,
            f"{s.last_success:%Y-%m-%d %H:%M}" if s.last_success else None,
            s.pages,
            s.articles,
            s.relevant,
            s.expected,
        )
        for s in status.sources
        if s.pages or s.failures
    ]
    out.print(table("Sources", ("source", "last success", "pages", "articles", "relevant", "expected a crawl"), rows))
    silent = sum(1 for source in status.sources if not source.pages)
    out.print(f"{silent} of {len(status.sources)} sources have given nothing yet")
    out.print(table("Failures of the last run", ("stage", "reason", "source", "count"), status.failures))
    sizes = [*status.rows.items(), ("archive, bytes", status.archive_bytes), ("store, bytes", status.store_bytes)]
    out.print(table("Sizes", ("what", "how much"), sizes))
