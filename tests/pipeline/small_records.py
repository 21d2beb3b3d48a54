"""Small records to put into a store."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from extractors.base import (
    AffectedClaim,
    Amount,
    CauseClaim,
    DurationClaim,
    LossClaim,
    MerchantClaim,
    PlatformClaim,
    Reading,
    Report,
    TimeClaim,
)
from pipeline.records import Article, Page, article_id

NOON = datetime(2024, 3, 6, 12, tzinfo=UTC)
TEXT = (
    "Facebook fell silent from 22:00 on 5 March 2024 until midnight, a little over two hours, after a faulty "
    "configuration. Some 500,000 users complained. Shops lost 1.5 million euros (1.6 million dollars), "
    "said Lan Pham, who runs Pho Express."
)


def page(url: str = "https://news.example/a", **changes: Any) -> Page:
    values: dict[str, Any] = {
        "url": url,
        "requested_url": url,
        "source": "en/example",
        "fetched_at": NOON,
        "status": 200,
        "headers": (("ETag", '"1"'), ("Last-Modified", "Wed, 06 Mar 2024 10:00:00 GMT")),
        "body": b"<html>",
        "warc_file": "run.warc.gz",
        "warc_offset": 0,
    }
    return Page(**values | changes)


def article(url: str = "https://news.example/a", text: str = TEXT, **changes: Any) -> Article:
    values: dict[str, Any] = {
        "id": article_id(url),
        "url": url,
        "source": "en/example",
        "title": "Facebook down",
        "text": text,
        "text_sha256": sha256(text.encode()).hexdigest(),
        "authors": ("Ann Author",),
        "site": "Example News",
        "country": "GB",
        "published": "2024-03-06",
        "published_origin": "json-ld",
        "language": "en",
        "language_confidence": 0.99,
        "fetched_at": NOON,
    }
    return Article(**values | changes)


def evidence(words: str, text: str = TEXT) -> dict[str, Any]:
    """The fields that every claim has, for the first place where ``words`` stand."""
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words), "confidence": 0.9, "rule": "test/1"}


def full_report(ordinal: int = 1) -> Report:
    """A report of ``TEXT`` that has every field."""
    return Report(
        ordinal=ordinal,
        platforms=(PlatformClaim(**evidence("Facebook"), slug="facebook"),),
        start=TimeClaim(**evidence("22:00 on 5 March 2024"), edge="start", time="2024-03-05T22:00"),
        end=TimeClaim(**evidence("midnight"), edge="end", time="2024-03-06T00:00"),
        durations=(DurationClaim(**evidence("a little over two hours"), min_s=7200, max_s=None, bound="over"),),
        cause=CauseClaim(**evidence("a faulty configuration"), cause="configuration"),
        affected=(
            AffectedClaim(
                **evidence("Some 500,000 users"), count=500_000, count_max=500_000, unit="users", bound="about"
            ),
        ),
        losses=(
            LossClaim(
                **evidence("1.5 million euros (1.6 million dollars)"),
                min=1_500_000,
                max=1_500_000,
                currency="EUR",
                bound="exact",
                loss_kind="sales",
                bearer="Shops",
                said_by="Lan Pham",
                alt=(Amount(min=1_600_000, max=1_600_000, currency="USD"),),
            ),
        ),
        merchants=(
            MerchantClaim(**evidence("Pho Express"), name="Pho Express", merchant_kind="business", contact="Lan Pham"),
        ),
    )


def reading(*reports: Report) -> Reading:
    return Reading(relevant=bool(reports), relevance=0.9 if reports else 0.1, reports=reports)
