"""The records that the stages hand over, in their order: Page → Article → Claim → Report → Incident.

Claims and reports are the extractors' own types; SQL tables, Parquet schema and JSON Schema derive from these classes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from extractors.base import Bound, CauseCode, Claim, Report

__all__ = [
    "Article",
    "ArticleReport",
    "Candidate",
    "Claim",
    "Consensus",
    "Incident",
    "Issue",
    "Page",
    "Report",
    "Run",
    "Stage",
    "article_id",
]

Stage = Literal["discover", "fetch", "archive", "clean", "language", "triage", "extract", "store", "resolve", "publish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something unknown, broken or dropped: counted by source and reason, never swallowed."""

    stage: Stage
    """Where on the way it happened."""
    reason: str
    """A short slug to count by, e.g. ``http-404``, ``robots-disallowed``, ``not-relevant``."""
    source: str
    """Id of the source that it came from."""
    subject: str
    """What it happened to: a URL or a file name."""
    detail: str = ""
    """What exactly went wrong, for a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl or backfill from start to end."""

    id: str
    """Id of the run."""
    flow: str
    """Name of the flow: ``ingest``, ``backfill`` …"""
    started_at: datetime
    """When it began."""
    finished_at: datetime | None = None
    """When it ended; null while it runs, and for ever when it was killed."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many records each stage handed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that a feed, sitemap, list or folder names."""

    url: str
    source: str
    title: str | None = None
    published: datetime | None = None
    found_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One response as fetched. Identity: URL and time."""

    url: str
    """The final URL, after redirects."""
    requested_url: str
    """The URL that was asked for."""
    source: str
    """Id of the source that named it."""
    fetched_at: datetime
    """When the response came."""
    status: int
    """HTTP status."""
    headers: tuple[tuple[str, str], ...]
    body: bytes
    warc_file: str | None = None
    """Name of the WARC file that holds the response, in the archive."""
    warc_offset: int | None = None
    """Where in the WARC file its record begins, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Clean text with what is known of it. Identity: SHA-256 of the canonical URL; a changed text is a new revision."""

    id: str
    """SHA-256 of the canonical URL, in hexadecimal."""
    url: str
    """The canonical URL."""
    source: str
    """Id of the source that named it."""
    title: str | None
    """The headline."""
    text: str
    """The clean text; all offsets count its code points."""
    text_sha256: str
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    authors: tuple[str, ...] = ()
    """Who wrote it, as named."""
    site: str | None = None
    """Name of the outlet, as the page states it."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the outlet's seat, as its source file states it."""
    published: str | None = None
    """ISO 8601 date or date-time as the page states it; a month where no more is given."""
    published_origin: str | None = None
    """Where it was found: ``json-ld``, ``meta``, ``url``, ``text``, ``feed``, ``given`` …"""
    modified: str | None = None
    """ISO 8601 date or date-time of the last change, as the page states it."""
    modified_origin: str | None = None
    """Where the date of the last change was found."""
    language: str = "und"
    """ISO 639-1 code, or ``und`` where it cannot be told."""
    language_confidence: float = 0.0
    """How sure the language is, 0 to 1."""
    revision: int = 1
    """1 for the text first seen, one more for each text that differs from all before; the store counts."""
    page_url: str | None = None
    """URL of the page that the text was cleaned from."""
    fetched_at: datetime | None = None
    """When that page was fetched."""
    warc_file: str | None = None
    """Name of the WARC file that holds the page, in the archive."""
    warc_offset: int | None = None
    """Where in the WARC file its record begins, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReport:
    """A report with the article it stands in. Identity: article and ordinal."""

    article_id: str
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """One field of an incident: the chosen value, and the claims for and against it."""

    field: str
    """``start``, ``end``, ``duration``, ``cause``, ``platform.<slug>``, ``affected.<unit>`` or
    ``loss.<kind>.<currency or percent>[/<per>][ <bearer>]``."""
    value: str
    """The chosen value as text: an ISO date, a slug or code, or ``[bound ]min..max`` in seconds, units or currency
    (``..`` only where they differ, an open end empty)."""
    rule: str
    """Id of the rule that chose it, with version."""
    agree: tuple[str, ...]
    """Claim ids that agree with the value; the first is the claim that states it."""
    contradict: tuple[str, ...]
    """Claim ids that state another value."""
    outlets: int
    """Independent outlets behind the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One outage in the world: the reports about it across articles, outlets and languages."""

    id: str
    """Stable across re-runs; ids of incidents that were merged into it are in ``merged_ids``."""
    family: str | None
    """The operator, or the service itself where it has none of note; null where no report names a platform."""
    day: str | None
    """ISO day on which it began, where any report or publication date allows it."""
    day_origin: Literal["stated", "published"] | None
    """Whether a report states the day, or it is the day of publication of an article that states none."""
    platforms: tuple[str, ...]
    """Slugs of the services reported down, sorted."""
    start: str | None
    """When it began, ISO 8601 local time of the reports, as precise as any agreeing report states it."""
    end: str | None
    """When it ended, likewise."""
    duration_min_s: float | None
    """Least length, in seconds."""
    duration_max_s: float | None
    """Greatest length, in seconds; null where the reports set none."""
    duration_bound: Bound | None
    """How the stated length stands to the truth: exact, about, over, under, vague or range."""
    cause: CauseCode | None
    """What brought it about."""
    languages: tuple[str, ...]
    """Languages of the articles, sorted."""
    countries: tuple[str, ...]
    """ISO 3166-1 codes of the outlets' seats, sorted."""
    outlets: tuple[str, ...]
    """Every outlet that reported it, sorted."""
    independent_outlets: int
    """Outlets without those that only reprinted another's text."""
    article_count: int
    """Articles that report it."""
    report_ids: tuple[str, ...]
    """``<article id>/<ordinal>``, sorted."""
    consensus: tuple[Consensus, ...]
    """The fields on which reports speak, sorted by field."""
    merged_ids: tuple[str, ...] = ()
    """Former ids that now lead here, sorted."""


def article_id(canonical_url: str) -> str:
    """SHA-256 of the canonical URL, in hexadecimal."""
    return hashlib.sha256(canonical_url.encode("utf-8")).hexdigest()
