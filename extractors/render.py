"""Readings and reports as JSON objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractors.base import (
    AffectedClaim,
    Amount,
    AnyClaim,
    CauseClaim,
    Claim,
    DurationClaim,
    LossClaim,
    MerchantClaim,
    PlatformClaim,
    Reading,
    Report,
    TimeClaim,
)

_FIELDS: Mapping[type[Claim], str] = {
    PlatformClaim: "platforms",
    DurationClaim: "durations",
    CauseClaim: "cause",
    AffectedClaim: "affected",
    LossClaim: "losses",
    MerchantClaim: "merchants",
}


def reading_to_json(reading: Reading) -> dict[str, object]:
    """``relevant``, ``relevance`` and ``outages``, the reports main outage first."""
    return {
        "relevant": reading.relevant,
        "relevance": reading.relevance,
        "outages": [report_to_json(report) for report in reading.reports],
    }


def report_to_json(report: Report) -> dict[str, object]:
    """The report as gold annotations are written: neutral values with their words.

    Plain values (platforms, start, end, cause) carry their words and offsets under ``evidence``; so do claims that
    are read too unsurely to count, which no value of the report holds.
    """
    return {
        "platforms": [claim.slug for claim in report.platforms],
        "start": None if report.start is None else report.start.time,
        "end": None if report.end is None else report.end.time,
        "durations": [_value(claim) | _evidence(claim) for claim in report.durations],
        "cause": None if report.cause is None else report.cause.cause,
        "affected": [_value(claim) | _evidence(claim) for claim in report.affected],
        "losses": [_value(claim) | _evidence(claim) for claim in report.losses],
        "merchants": [_value(claim) | _evidence(claim) for claim in report.merchants],
        "evidence": {
            "platforms": [_value(claim) | _evidence(claim) for claim in report.platforms],
            "start": None if report.start is None else _evidence(report.start),
            "end": None if report.end is None else _evidence(report.end),
            "cause": None if report.cause is None else _evidence(report.cause),
            "insufficient": [_insufficient(claim) for claim in report.insufficient],
        },
    }


def _value(claim: AnyClaim) -> dict[str, Any]:
    """What a claim states, without its evidence."""
    match claim:
        case PlatformClaim():
            return {"slug": claim.slug}
        case TimeClaim():
            return {"time": claim.time}
        case DurationClaim():
            return {"min_s": claim.min_s, "max_s": claim.max_s, "bound": claim.bound}
        case CauseClaim():
            return {"cause": claim.cause}
        case AffectedClaim():
            return {"count": claim.count, "count_max": claim.count_max, "unit": claim.unit, "bound": claim.bound}
        case LossClaim():
            return {
                "min": claim.min,
                "max": claim.max,
                "currency": claim.currency,
                "per": claim.per,
                "bound": claim.bound,
                "kind": claim.loss_kind,
                "bearer": claim.bearer,
                "percent": claim.percent,
                "currency_inferred": claim.currency_inferred,
                "alt": [_amount(amount) for amount in claim.alt],
            }
        case MerchantClaim():
            return {
                "name": claim.name,
                "kind": claim.merchant_kind,
                "contact": claim.contact,
                "business": claim.business,
            }


def _insufficient(claim: AnyClaim) -> dict[str, Any]:
    """A claim that is in none of the report's fields, with the field that it would belong to."""
    field = claim.edge if isinstance(claim, TimeClaim) else _FIELDS[type(claim)]
    return {"field": field} | _value(claim) | _evidence(claim)


def _evidence(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "span": [claim.start, claim.end],
        "confidence": claim.confidence,
        "rule": claim.rule,
        "said_by": claim.said_by,
        "said_by_type": claim.said_by_type,
        "standing": claim.standing,
    }


def _amount(amount: Amount) -> dict[str, float | str | None]:
    return {"min": amount.min, "max": amount.max, "currency": amount.currency}
