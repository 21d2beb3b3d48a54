"""The records that the stages hand over, in their order: Page → Article → Claim → Report → Incident.

Claims and reports are the extractors' own types; SQL tables, Parquet schema and JSON Schema derive from these classes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
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
    "Stage",
    "article_id",
]

Stage = Literal["discover", "fetch", "archive", "clean", "language", "triage", "extract", "store", "resolve", "publish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something unknown, broken or dropped: counted by source and reason, never swallowed."""

    stage: Stage
    reason: str
    """A short slug to count by, e.g. ``http-404``, ``robots-disallowed``, ``not-relevant``."""
    source: str
    subject: str
    """What it happened to: a URL or a file name."""
    detail: str = ""


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
    source: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    warc_file: str | None = None
    warc_offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Clean text with what is known of it. Identity: SHA-256 of the canonical URL; a changed text is a new revision."""

    id: str
    url: str
    source: str
    title: str | None
    text: str
    text_sha256: str
    authors: tuple[str, ...] = ()
    site: str | None = None
    published: str | None = None
    """ISO 8601 date or date-time as the page states it."""
    published_origin: str | None = None
    """Where it was found: ``json-ld``, ``meta``, ``url``, ``text``, ``feed``, ``given`` …"""
    modified: str | None = None
    modified_origin: str | None = None
    language: str = "und"
    language_confidence: float = 0.0
    revision: int = 1
    page_url: str | None = None
    fetched_at: datetime | None = None
    warc_file: str | None = None
    warc_offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReport:
    """A report with the article it stands in. Identity: article and ordinal."""

    article_id: str
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """One field of an incident: the chosen value, and the claims for and against it."""

    field: str
    value: str
    """The chosen value as text: an ISO date, seconds, a cause code, ``min-max CUR``."""
    rule: str
    agree: tuple[str, ...]
    """Claim ids that agree with the value."""
    contradict: tuple[str, ...]
    outlets: int
    """Independent outlets behind the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One outage in the world: the reports about it across articles, outlets and languages."""

    id: str
    """Stable across re-runs."""
    family: str
    """The operator, or the service itself where it has none of note."""
    day: str | None
    """ISO day on which it began, where any report or publication date allows it."""
    platforms: tuple[str, ...]
    start: str | None
    end: str | None
    duration_min_s: float | None
    duration_max_s: float | None
    duration_bound: Bound | None
    cause: CauseCode | None
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    article_count: int
    report_ids: tuple[str, ...]
    """``<article id>/<ordinal>``, sorted."""
    consensus: tuple[Consensus, ...]


def article_id(canonical_url: str) -> str:
    """SHA-256 of the canonical URL, in hexadecimal."""
    return hashlib.sha256(canonical_url.encode("utf-8")).hexdigest()
