"""Readings and reports as JSON objects."""

from __future__ import annotations

from typing import Any

from extractors.base import Amount, Claim, Reading, Report


def reading_to_json(reading: Reading) -> dict[str, object]:
    """``relevant``, ``relevance`` and ``outages``, the reports main outage first."""
    return {
        "relevant": reading.relevant,
        "relevance": reading.relevance,
        "outages": [report_to_json(report) for report in reading.reports],
    }


def report_to_json(report: Report) -> dict[str, object]:
    """The report as gold annotations are written: neutral values with their words.

    Plain values (platforms, start, end, cause) carry their words and offsets under ``evidence``.
    """
    return {
        "platforms": [claim.slug for claim in report.platforms],
        "start": None if report.start is None else report.start.time,
        "end": None if report.end is None else report.end.time,
        "durations": [
            {"min_s": claim.min_s, "max_s": claim.max_s, "bound": claim.bound} | _evidence(claim)
            for claim in report.durations
        ],
        "cause": None if report.cause is None else report.cause.cause,
        "affected": [
            {"count": claim.count, "count_max": claim.count_max, "unit": claim.unit, "bound": claim.bound}
            | _evidence(claim)
            for claim in report.affected
        ],
        "losses": [
            {
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
            | _evidence(claim)
            for claim in report.losses
        ],
        "merchants": [
            {"name": claim.name, "kind": claim.merchant_kind, "contact": claim.contact, "business": claim.business}
            | _evidence(claim)
            for claim in report.merchants
        ],
        "evidence": {
            "platforms": [{"slug": claim.slug} | _evidence(claim) for claim in report.platforms],
            "start": None if report.start is None else _evidence(report.start),
            "end": None if report.end is None else _evidence(report.end),
            "cause": None if report.cause is None else _evidence(report.cause),
        },
    }


def _evidence(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "span": [claim.start, claim.end],
        "confidence": claim.confidence,
        "rule": claim.rule,
        "said_by": claim.said_by,
    }


def _amount(amount: Amount) -> dict[str, float | str | None]:
    return {"min": amount.min, "max": amount.max, "currency": amount.currency}
