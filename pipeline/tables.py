"""SQL tables and Parquet schemas, derived from the records: a field added there is a column here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from extractors.base import Bound, CauseCode, Claim
from pipeline.characters import storable
from pipeline.columns import Column, Kind, columns_of, union
from pipeline.records import Article, Consensus, Incident, Issue, Page, Run
from pipeline.rows import CLAIM_TYPES

# --- What the store keeps beside the records' own fields -------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIndex:
    """What a page is found by. Addresses are looked up by hash: an index entry has a limit, an address has none."""

    id: str
    """SHA-256 of the final URL and the time it was fetched."""
    url_id: str
    """SHA-256 of the final URL."""
    requested_url_id: str
    """SHA-256 of the URL that was asked for."""
    etag: str | None
    """The response's ETag, for a conditional request."""
    last_modified: str | None
    """The response's Last-Modified, for a conditional request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """How one revision of an article was read; a later fetch's or newer version's reading takes its place."""

    article_id: str
    """Id of the article."""
    revision: int
    """The article's revision that was read."""
    extractor_version: str
    """Version of the extractor that read it."""
    relevant: bool
    """Whether the article reports an outage of a digital service."""
    relevance: float
    """How surely it does, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """What one article says about one outage, its plain values side by side; their evidence stands in the claims."""

    id: str
    """``<article id>/<ordinal>``."""
    article_id: str
    """Id of the article."""
    ordinal: int
    """Place among the article's reports, the main outage first."""
    revision: int
    """The article's revision that was read."""
    extractor_version: str
    """Version of the extractor that made it."""
    platforms: tuple[str, ...]
    """Slugs of the services reported down."""
    start: str | None
    """When the outage began, ISO 8601, possibly partial."""
    end: str | None
    """When it ended, ISO 8601, possibly partial."""
    duration_min_s: float | None
    """Least length by the best duration stated, in seconds."""
    duration_max_s: float | None
    """Greatest length by the best duration stated, in seconds; null where the text sets none."""
    duration_bound: Bound | None
    """How that length stands to the truth."""
    cause: CauseCode | None
    """What brought it about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimIndex:
    """Where a claim belongs."""

    claim_id: str
    """``<article id>/<ordinal>/<kind>/<start>-<end>``; the second claim of one kind and span ends in ``/2``."""
    report_id: str
    """``<article id>/<ordinal>``."""
    article_id: str
    """Id of the article whose text the offsets count."""
    ordinal: int
    """Ordinal of the report within the article."""
    revision: int
    """The article's revision that was read."""
    position: int
    """Place among the report's claims; durations best first."""
    kind: str
    """``platform``, ``start``, ``end``, ``duration``, ``cause``, ``affected``, ``loss`` or ``merchant``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimUsd:
    """A loss in US dollars, where a rate is known."""

    usd_min: float | None
    """Least sum in US dollars."""
    usd_max: float | None
    """Greatest sum in US dollars."""
    usd_rate: float | None
    """US dollars for one unit of the claim's currency."""
    usd_rate_date: str | None
    """ISO day for which the rate holds; the year alone where it is the year's mean."""
    usd_rate_source: str | None
    """Who publishes the rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReport:
    """Which report is about which incident."""

    incident_id: str
    """Id of the incident."""
    report_id: str
    """``<article id>/<ordinal>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRedirect:
    """A former incident id and the incident that it was merged into."""

    id: str
    """The former id."""
    incident_id: str
    """Id of the incident that it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCount:
    """How often an issue arose in a run."""

    id: str
    """SHA-256 of run, stage, reason, source and subject."""
    run_id: str
    """Id of the run."""
    count: int
    """How often it arose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was fetched of a source on a day, so that "no outage" can be told from "not crawled"."""

    source: str
    """Id of the source."""
    day: str
    """ISO day of fetching, UTC."""
    pages: int
    """Responses."""
    failed: int
    """Responses with a status of 400 or more."""


_NONE: frozenset[str] = frozenset()


def _claim_columns() -> tuple[Column, ...]:
    """Every claim class side by side; whether a time is a start or an end, ``kind`` tells."""
    shared = columns_of(Claim)
    own = union(*(columns_of(claim_type, omit=frozenset({"edge"})) for claim_type in CLAIM_TYPES))
    nullable = frozenset(column.name for column in own) - {column.name for column in shared}
    return union(columns_of(ClaimIndex), shared, own, columns_of(ClaimUsd), nullable=nullable)


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "pages": union(columns_of(PageIndex), columns_of(Page, omit=frozenset({"body", "headers"}))),
    "articles": columns_of(Article),
    "readings": columns_of(ReadingRow),
    "reports": columns_of(ReportRow),
    "claims": _claim_columns(),
    "incidents": columns_of(Incident, omit=frozenset({"report_ids", "consensus", "merged_ids"})),
    "incident_reports": columns_of(IncidentReport),
    "incident_redirects": columns_of(IncidentRedirect),
    "consensus": union(columns_of(IncidentReport, omit=frozenset({"report_id"})), columns_of(Consensus)),
    "issues": union(columns_of(IssueCount), columns_of(Issue)),
    "runs": columns_of(Run),
}
"""The store's tables and their columns."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "pages": ("id",),
    "articles": ("id", "revision"),
    "readings": ("article_id",),
    "reports": ("id",),
    "claims": ("claim_id",),
    "incidents": ("id",),
    "incident_reports": ("incident_id", "report_id"),
    "incident_redirects": ("id",),
    "consensus": ("incident_id", "field"),
    "issues": ("id",),
    "runs": ("id",),
    "coverage": ("source", "day"),
}
"""What identifies a row, by table; also the order of every export."""

REFERENCES: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "readings": ((("article_id", "revision"), "articles"),),
    "reports": ((("article_id",), "readings"),),
    "claims": ((("report_id",), "reports"),),
    "incident_reports": ((("incident_id",), "incidents"),),
    "incident_redirects": ((("incident_id",), "incidents"),),
    "consensus": ((("incident_id",), "incidents"),),
}
"""Which columns name a row of which table. An incident outlasts its reports: it is resolved anew, its id kept."""

_INDEXES: Mapping[str, tuple[str, ...]] = {
    "pages": ("url_id", "requested_url_id"),
    "reports": ("article_id",),
    "claims": ("report_id", "article_id"),
    "incident_reports": ("report_id",),
    "incident_redirects": ("incident_id",),
    "issues": ("run_id",),
}


# --- SQL ---------------------------------------------------------------------------------------------------------


class PlainText(sa.types.TypeDecorator[str]):
    """Text that sorts by code point everywhere, so that an export has one order.

    What no database can hold (NUL, lone surrogates: rubbish of broken pages) becomes U+FFFD, one for one, so that
    offsets still hold.
    """

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.Text(collation="C") if dialect.name == "postgresql" else sa.Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC in the database, which SQLite needs told."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_SQL_TYPES: Mapping[Kind, sa.types.TypeEngine[Any]] = {
    "string": PlainText(),
    "integer": sa.BigInteger(),
    "number": sa.Double(),
    "boolean": sa.Boolean(),
    "datetime": UtcDateTime(),
    "array": sa.JSON(none_as_null=True),
    "object": sa.JSON(none_as_null=True),
}

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str) -> sa.Table:
    key, indexed = KEYS[name], _INDEXES.get(name, ())
    return sa.Table(
        name,
        metadata,
        *(
            sa.Column(
                column.name, _SQL_TYPES[column.kind], nullable=column.nullable, index=column.name in indexed or None
            )
            for column in COLUMNS[name]
        ),
        sa.PrimaryKeyConstraint(*key),
        *(
            sa.ForeignKeyConstraint(names, [f"{to}.{k}" for k in KEYS[to]], ondelete="CASCADE")
            for names, to in REFERENCES.get(name, ())
        ),
    )


pages, articles, readings, reports, claims = map(_table, ("pages", "articles", "readings", "reports", "claims"))
incidents, incident_reports, incident_redirects, consensus = map(
    _table, ("incidents", "incident_reports", "incident_redirects", "consensus")
)
issues, runs = map(_table, ("issues", "runs"))

NEVER = datetime.min.replace(tzinfo=UTC)
"""Stands for the time of an article that was not fetched."""


def _fetch(article: sa.FromClause) -> sa.Tuple:
    """Orders the fetches of an article; two of one moment by revision."""
    return sa.tuple_(sa.func.coalesce(article.c.fetched_at, NEVER), article.c.revision)


_other = articles.alias("other")
latest_fetched: sa.ColumnElement[bool] = ~sa.exists().where(
    _other.c.id == articles.c.id, _fetch(_other) > _fetch(articles)
)
"""Whether a row of ``articles`` is what its article said last: not always the highest revision, a text may go back to
an earlier one."""


# --- Releases ----------------------------------------------------------------------------------------------------


def released(*, with_text: bool = False) -> Mapping[str, tuple[Column, ...]]:
    """The tables of a release and their columns; an article's reading stands beside it."""
    own = columns_of(Article, omit=_NONE if with_text else frozenset({"text"}))
    read = columns_of(ReadingRow, omit=frozenset({"article_id", "revision"}))
    return {
        "articles": union(own, read, nullable=frozenset(column.name for column in read)),
        **{
            name: COLUMNS[name]
            for name in ("reports", "claims", "incidents", "incident_reports", "incident_redirects", "consensus")
        },
        "coverage": columns_of(Coverage),
    }


_ARROW_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "datetime": pa.timestamp("us", tz="UTC"),
}


@cache
def arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Parquet schema of a table; each field carries its description and unit as metadata."""
    return pa.schema([_arrow_field(column) for column in columns])


def _arrow_field(column: Column) -> pa.Field:
    notes = {"description": column.description} | ({"unit": column.unit} if column.unit else {})
    return pa.field(column.name, _arrow_type(column), nullable=column.nullable, metadata=notes)


def _arrow_type(column: Column) -> pa.DataType:
    if column.kind != "array":
        return _ARROW_TYPES[column.kind]
    if isinstance(column.items, tuple):
        return pa.list_(pa.struct([_arrow_field(item) for item in column.items]))
    return pa.list_(_ARROW_TYPES[str(column.items)])
