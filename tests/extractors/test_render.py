"""Reports as JSON: the keys of the annotation scheme, with evidence."""

from __future__ import annotations

import json
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
from extractors.render import reading_to_json, report_to_json

KEYS = ["platforms", "start", "end", "durations", "cause", "affected", "losses", "merchants", "evidence"]
EVIDENCE: dict[str, Any] = {
    "text": "w",
    "start": 3,
    "end": 4,
    "confidence": 0.9,
    "rule": "r",
    "said_by": "s",
    "said_by_type": "analyst",
    "standing": "estimate",
}
SHOWN = {
    "text": "w",
    "span": [3, 4],
    "confidence": 0.9,
    "rule": "r",
    "said_by": "s",
    "said_by_type": "analyst",
    "standing": "estimate",
}
FULL = Report(
    ordinal=0,
    platforms=(PlatformClaim(slug="square", **EVIDENCE),),
    start=TimeClaim(edge="start", time="2024-05-13", **EVIDENCE),
    end=TimeClaim(edge="end", time="2024-05-14", **EVIDENCE),
    durations=(DurationClaim(min_s=60, max_s=None, bound="over", **EVIDENCE),),
    cause=CauseClaim(cause="cable", **EVIDENCE),
    affected=(AffectedClaim(count=5, count_max=5, unit="users", bound="exact", **EVIDENCE),),
    losses=(
        LossClaim(
            min=1,
            max=2,
            currency="SAR",
            bound="range",
            loss_kind="sales",
            bearer="Ana",
            per="hour",
            currency_inferred="text",
            alt=(Amount(min=3, max=4, currency="USD"),),
            **EVIDENCE,
        ),
    ),
    merchants=(MerchantClaim(name="La Paz", merchant_kind="business", contact="Ana", **EVIDENCE),),
    insufficient=(
        TimeClaim(edge="end", time="2024-05-15", insufficient=True, **EVIDENCE),
        DurationClaim(min_s=1, max_s=1, bound="exact", insufficient=True, **EVIDENCE),
    ),
)


def test_a_full_report() -> None:
    shown = report_to_json(FULL)
    assert list(shown) == KEYS
    assert shown == {
        "platforms": ["square"],
        "start": "2024-05-13",
        "end": "2024-05-14",
        "durations": [{"min_s": 60, "max_s": None, "bound": "over"} | SHOWN],
        "cause": "cable",
        "affected": [{"count": 5, "count_max": 5, "unit": "users", "bound": "exact"} | SHOWN],
        "losses": [
            {
                "min": 1,
                "max": 2,
                "currency": "SAR",
                "per": "hour",
                "bound": "range",
                "kind": "sales",
                "bearer": "Ana",
                "percent": None,
                "currency_inferred": "text",
                "alt": [{"min": 3, "max": 4, "currency": "USD"}],
            }
            | SHOWN
        ],
        "merchants": [{"name": "La Paz", "kind": "business", "contact": "Ana", "business": None} | SHOWN],
        "evidence": {
            "platforms": [{"slug": "square"} | SHOWN],
            "start": SHOWN,
            "end": SHOWN,
            "cause": SHOWN,
            "insufficient": [
                {"field": "end", "time": "2024-05-15"} | SHOWN,
                {"field": "durations", "min_s": 1, "max_s": 1, "bound": "exact"} | SHOWN,
            ],
        },
    }


def test_an_empty_report_has_the_same_keys() -> None:
    shown = report_to_json(Report(ordinal=0))
    assert list(shown) == KEYS
    assert shown["start"] is None
    assert shown["evidence"] == {"platforms": [], "start": None, "end": None, "cause": None, "insufficient": []}


def test_a_reading_is_json() -> None:
    shown = reading_to_json(Reading(relevant=True, relevance=0.8, reports=(FULL,)))
    assert list(shown) == ["relevant", "relevance", "outages"]
    assert json.loads(json.dumps(shown)) == shown
