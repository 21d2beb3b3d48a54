"""Says of every claim of a report whose word it is, and how firmly it is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from extractors.attribution.rules import Attributions
from extractors.base import Claim, Report
from extractors.candidates import Document

C = TypeVar("C", bound=Claim)


def attributed(document: Document, report: Report) -> Report:
    """``report`` with ``said_by``, ``said_by_type`` and ``standing`` of its claims, as ``document`` tells them."""
    names: set[str] = set()
    for merchant in report.merchants:
        person = merchant.contact or (merchant.name if merchant.merchant_kind == "person" else "")
        # Later on a person goes by the last word of the name alone, which in Vietnamese is the given one.
        names |= {merchant.name.casefold(), person.casefold(), *person.casefold().split()[-1:]}

    attributions = Attributions(document, names)

    def said(claim: C) -> C:
        told = attributions.of(claim.start, claim.end)
        return replace(claim, **told) if any(told.values()) else claim

    return replace(
        report,
        platforms=tuple(map(said, report.platforms)),
        start=report.start and said(report.start),
        end=report.end and said(report.end),
        durations=tuple(map(said, report.durations)),
        cause=report.cause and said(report.cause),
        affected=tuple(map(said, report.affected)),
        losses=tuple(map(said, report.losses)),
        merchants=tuple(map(said, report.merchants)),
        insufficient=tuple(map(said, report.insufficient)),
    )
