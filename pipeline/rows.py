"""Records as rows of plain values and back: the two are the same thing (``from_row(type, to_row(r)) == r``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter

from extractors.base import (
    AffectedClaim,
    AnyClaim,
    CauseClaim,
    Claim,
    DurationClaim,
    LossClaim,
    MerchantClaim,
    PlatformClaim,
    Report,
    TimeClaim,
)

R = TypeVar("R")
C = TypeVar("C", bound=Claim)
Row = dict[str, Any]

_adapter: Callable[[type], TypeAdapter[Any]] = cache(TypeAdapter)

CLAIM_TYPES: tuple[type[AnyClaim], ...] = get_args(AnyClaim)
"""The claim classes, in the order of a report's fields."""

_BY_KIND: Mapping[str, type[AnyClaim]] = {
    claim_type.__name__.removesuffix("Claim").lower(): claim_type for claim_type in CLAIM_TYPES
}


def to_row(record: object) -> Row:
    """The record's fields as plain values, records within it as dictionaries."""
    row: Row = _adapter(type(record)).dump_python(record)
    return row


def from_row(record: type[R], row: Mapping[str, Any]) -> R:
    """The record that a row holds; columns that are no fields of it are left aside."""
    built: R = _adapter(record).validate_python(row)
    return built


def kind_of(claim: Claim) -> str:
    """``platform``, ``start``, ``end``, ``duration``, ``cause``, ``affected``, ``loss`` or ``merchant``."""
    return claim.edge if isinstance(claim, TimeClaim) else type(claim).__name__.removesuffix("Claim").lower()


def report_id(article_id: str, ordinal: int) -> str:
    """``<article id>/<ordinal>``."""
    return f"{article_id}/{ordinal}"


def claim_ids(article_id: str, report: Report) -> tuple[str, ...]:
    """The ids of ``report.all_claims()``: ``<article id>/<ordinal>/<kind>/<start>-<end>``.

    Where one span makes several claims of a kind (a service named for two), the second ends in ``/2``, and so on.
    """
    seen: Counter[str] = Counter()
    ids = []
    for claim in report.all_claims():
        base = f"{report_id(article_id, report.ordinal)}/{kind_of(claim)}/{claim.start}-{claim.end}"
        seen[base] += 1
        ids.append(base if seen[base] == 1 else f"{base}/{seen[base]}")
    return tuple(ids)


def claim_rows(article_id: str, report: Report) -> list[Row]:
    """One row a claim, in the order of ``report.all_claims()``."""
    return [
        {
            "claim_id": claim_id,
            "report_id": report_id(article_id, report.ordinal),
            "article_id": article_id,
            "ordinal": report.ordinal,
            "position": position,
            "kind": kind_of(claim),
            **to_row(claim),
        }
        for position, (claim_id, claim) in enumerate(
            zip(claim_ids(article_id, report), report.all_claims(), strict=True)
        )
    ]


def report_of(ordinal: int, rows: Iterable[Mapping[str, Any]]) -> Report:
    """The report that ``claim_rows`` took apart; rows in any order."""
    told = [claim_of(row) for row in sorted(rows, key=lambda row: row["position"])]
    claims = [claim for claim in told if not claim.insufficient]
    times = {claim.edge: claim for claim in claims if isinstance(claim, TimeClaim)}
    cause = next((claim for claim in claims if isinstance(claim, CauseClaim)), None)

    def every(claim_type: type[C]) -> tuple[C, ...]:
        return tuple(claim for claim in claims if isinstance(claim, claim_type))

    return Report(
        ordinal=ordinal,
        platforms=every(PlatformClaim),
        start=times.get("start"),
        end=times.get("end"),
        durations=every(DurationClaim),
        cause=cause,
        affected=every(AffectedClaim),
        losses=every(LossClaim),
        merchants=every(MerchantClaim),
        insufficient=tuple(claim for claim in told if claim.insufficient),
    )


def claim_of(row: Mapping[str, Any]) -> AnyClaim:
    """The claim that a row holds."""
    kind = row["kind"]
    if kind in ("start", "end"):
        return from_row(TimeClaim, {**row, "edge": kind})
    return from_row(_BY_KIND[kind], row)
