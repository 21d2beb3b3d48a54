"""Incidents and reports as tables for people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.cli.output import table

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.query import FoundReport
    from pipeline.records import Consensus, Incident

_MOST_LOSSES = 3
"""Losses that a row of the table shows."""


def incident_table(incidents: Sequence[Incident]) -> Table:
    """One row an incident, by day."""
    rows = [
        (
            incident.day,
            ", ".join(incident.platforms),
            duration(incident.duration_min_s, incident.duration_max_s),
            incident.cause,
            _losses([item for item in incident.consensus if item.field.startswith("loss.")]),
            " ".join(incident.languages),
            f"{incident.article_count} / {incident.independent_outlets}",
        )
        for incident in incidents
    ]
    columns = ("day", "platforms", "lasted", "cause", "losses", "languages", "articles / outlets")
    return table(f"{len(incidents)} incidents", columns, rows)


def report_table(reports: Sequence[FoundReport]) -> Table:
    """One row a report, by date of publication."""
    rows = [
        (
            found.published[:10] if found.published else None,
            found.language,
            found.site,
            found.title,
            ", ".join(claim.slug for claim in found.report.platforms),
            "; ".join(claim.text for claim in found.report.durations),
            "; ".join(claim.text for claim in found.report.losses),
            "; ".join(claim.name for claim in found.report.merchants),
        )
        for found in reports
    ]
    columns = ("published", "language", "site", "title", "platforms", "durations", "losses", "merchants")
    return table(f"{len(reports)} reports", columns, rows)


def duration(least_s: float | None, most_s: float | None) -> str | None:
    """Seconds as hours and minutes, a range where the ends differ."""
    if least_s is None:
        return None if most_s is None else f"up to {_span(most_s)}"
    if most_s is None:
        return f"{_span(least_s)} or more"
    return _span(least_s) if least_s == most_s else f"{_span(least_s)} to {_span(most_s)}"


def _losses(items: Sequence[Consensus]) -> str:
    """The losses with most outlets behind them, then how many more there are."""
    shown = sorted(items, key=lambda item: -item.outlets)[:_MOST_LOSSES]
    more = [f"and {len(items) - len(shown)} more"] if len(items) > len(shown) else []
    return "; ".join([_loss(item) for item in shown] + more)


def _loss(item: Consensus) -> str:
    """``sales about 12,000 USD per hour``, of field ``loss.sales.USD/hour …`` and value ``about 12000``."""
    kind, _, unit = item.field.removeprefix("loss.").partition(".")
    currency, _, per = unit.partition(" ")[0].partition("/")
    amount = re.sub(r"\d{4,}", lambda digits: f"{int(digits[0]):,}", item.value)
    return f"{kind} {amount} {currency}" + (f" per {per}" if per else "")


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    days, minutes = divmod(minutes, 1440)
    hours, minutes = divmod(minutes, 60)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or f"{seconds:g} s"
