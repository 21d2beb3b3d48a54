"""Incidents or reports by platform, language, country, time, loss, merchant or words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypedDict

import duckdb

from extractors.base import Report
from pipeline.records import Consensus, Incident
from pipeline.rows import Row, from_row, report_of
from pipeline.sql import Tables, session

Kind = Literal["incidents", "reports"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReport:
    """A report with the article that it stands in."""

    id: str
    """``<article id>/<ordinal>``."""
    incident_id: str | None
    url: str
    title: str | None
    site: str | None
    language: str
    country: str | None
    published: str | None
    report: Report


class Filter(TypedDict, total=False):
    """What is looked for; a part left out or ``None`` does not matter. Each may fit another report of an incident."""

    platform: str | None
    """Slug of a service or of an operator."""
    language: str | None
    """ISO 639-1 code of the article's language."""
    country: str | None
    """ISO 3166-1 alpha-2 code of the outlet's seat."""
    since: date | None
    """First day on which the outage may have begun; an incident without a day does not fit."""
    until: date | None
    """Last such day."""
    min_loss_usd: float | None
    """Least loss that some claim puts it at, in US dollars, rates by the hour or day included."""
    merchant: str | None
    """Words of a merchant's name."""
    text: str | None
    """Words of the title, of a claim, or of the article's text where the dataset holds it."""
    insufficient: bool
    """Whether claims that are read too unsurely to count are searched and shown too."""


_OF_REPORT: Mapping[str, str] = {
    "platform": "(list_contains(r.platforms, $platform) OR i.family = $platform)",
    "language": "a.language = $language",
    "country": "a.country = $country",
    "min_loss_usd": "EXISTS (FROM claims c WHERE c.report_id = r.id {counted} AND c.kind = 'loss' "
    "AND coalesce(c.usd_max, c.usd_min) >= $min_loss_usd)",
    "merchant": "EXISTS (FROM claims c WHERE c.report_id = r.id {counted} AND c.kind = 'merchant' "
    "AND contains(fold(c.name), fold($merchant)))",
    "text": "(contains(fold(a.title), fold($text)) OR {in_article} EXISTS (FROM claims c WHERE c.report_id = r.id "
    "{counted} AND contains(fold(c.text), fold($text))))",
}
_OF_INCIDENT: Mapping[str, str] = {"since": "i.day >= $since", "until": "i.day <= $until"}

_REPORTS = (
    "FROM reports r JOIN articles a ON a.id = r.article_id LEFT JOIN incident_reports ir ON ir.report_id = r.id "
    "LEFT JOIN incidents i ON i.id = ir.incident_id"
)
_ONE_OF_ITS_REPORTS = (
    "EXISTS (FROM incident_reports ir JOIN reports r ON r.id = ir.report_id JOIN articles a ON a.id = r.article_id "
    "WHERE ir.incident_id = i.id AND {condition})"
)


def needed(kind: Kind, wanted: Filter) -> frozenset[str]:
    """The tables that a search reads; claims, by far the longest, only where it is about them."""
    tables = {"articles", "reports", "incidents", "incident_reports", "incident_redirects", "consensus"}
    of_claims = any("claims" in _OF_REPORT.get(name, "") for name in _parameters(wanted))
    return frozenset(tables | {"claims"} if kind == "reports" or of_claims else tables)


def find_incidents(tables: Tables, wanted: Filter) -> list[Incident]:
    """The incidents that fit, by day and id; those without a day come last."""
    parameters = _parameters(wanted)
    of_reports = _conditions(_OF_REPORT, wanted, tables)
    conditions = [
        *(_ONE_OF_ITS_REPORTS.format(condition=condition) for condition in of_reports),
        *_conditions(_OF_INCIDENT, wanted, tables),
    ]
    with session(tables) as connection:
        statement = f"SELECT * FROM incidents i {_where(conditions)} ORDER BY i.day NULLS LAST, i.id"
        rows = _rows(connection, statement, parameters)
        ids = [row["id"] for row in rows]
        reports, redirects, consensus = (
            _groups(connection, table, "incident_id", ids, order)
            for table, order in (
                ("incident_reports", "report_id"),
                ("incident_redirects", "id"),
                ("consensus", "field"),
            )
        )
    return [
        from_row(
            Incident,
            {
                **row,
                "report_ids": tuple(report["report_id"] for report in reports[row["id"]]),
                "merged_ids": tuple(redirect["id"] for redirect in redirects[row["id"]]),
                "consensus": tuple(from_row(Consensus, field) for field in consensus[row["id"]]),
            },
        )
        for row in rows
    ]


def find_reports(tables: Tables, wanted: Filter) -> list[FoundReport]:
    """The reports that fit, by the article's date of publication and id; those without a date come last."""
    parameters = _parameters(wanted)
    conditions = _conditions({**_OF_REPORT, **_OF_INCIDENT}, wanted, tables)
    statement = (
        "SELECT r.id, r.ordinal, i.id AS incident_id, a.url, a.title, a.site, a.language, a.country, a.published "
        f"{_REPORTS} {_where(conditions)} ORDER BY a.published NULLS LAST, r.id"
    )
    with session(tables) as connection:
        heads = _rows(connection, statement, parameters)
        claims = _groups(connection, "claims", "report_id", [head["id"] for head in heads], "position")
    shown = {
        head["id"]: [row for row in claims[head["id"]] if wanted.get("insufficient") or not row["insufficient"]]
        for head in heads
    }
    return [from_row(FoundReport, {**head, "report": report_of(head["ordinal"], shown[head["id"]])}) for head in heads]


def _parameters(wanted: Filter) -> dict[str, Any]:
    unknown = set(wanted) - Filter.__annotations__.keys()
    if unknown:
        raise TypeError(f"nothing can be looked for by {', '.join(sorted(unknown))}")
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in wanted.items()
        if value is not None and name != "insufficient"
    }


def _conditions(known: Mapping[str, str], wanted: Filter, tables: Tables) -> list[str]:
    in_article = "contains(fold(a.text), fold($text)) OR" if "text" in tables["articles"].schema.names else ""
    counted = "" if wanted.get("insufficient") else "AND NOT c.insufficient"
    return [known[name].format(in_article=in_article, counted=counted) for name in _parameters(wanted) if name in known]


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _rows(connection: duckdb.DuckDBPyConnection, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
    rows: list[Row] = connection.sql(statement, params=dict(parameters)).to_arrow_table().to_pylist()
    return rows


def _groups(
    connection: duckdb.DuckDBPyConnection, table: str, key: str, wanted: list[str], order: str
) -> Mapping[str, list[Row]]:
    """The rows of ``table`` that belong to the wanted keys, by key."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    statement = f"SELECT * FROM {table} WHERE {key} IN (SELECT unnest($wanted::VARCHAR[])) ORDER BY {order}"
    for row in _rows(connection, statement, {"wanted": wanted}):
        groups[row[key]].append(row)
    return groups
