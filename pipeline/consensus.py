"""What the reports about one outage agree on, field by field, by one stated rule."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.base import (
    AffectedClaim,
    Bound,
    CauseClaim,
    Claim,
    DurationClaim,
    LossClaim,
    PlatformClaim,
    TimeClaim,
)
from pipeline.records import Consensus

RULE = "most-independent-outlets/1"
"""The value that most independent outlets support; among equals the surest, then the earliest.

A statement supports every value at least as precise that it allows: "in October 2021" supports 4 October, "more than an
hour" supports six hours. So a vague statement backs a precise one and never beats it.
"""

_ROUNDING = 0.05
"""How far two roundings of one figure lie apart (5 hours 50 minutes, 6 hours)."""
_ABOUT = 0.1
"""How far a figure that is said to be rough may lie from the truth."""
_RIVALS = 50
"""Values weighed in one field, the most often stated: keeps the work linear in the number of claims."""

Interval = tuple[float, float]
Meaning = str | Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim with who stands behind it."""

    claim_id: str
    claim: Claim
    report_id: str
    witness: str
    """The outlet, or the one whose text it reprints."""
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One field: the consensus, and the claim that states it."""

    consensus: Consensus
    claim: Claim


def consensus(statements: Iterable[Statement]) -> tuple[Verdict, ...]:
    """A verdict for each field that any statement speaks of, sorted by field."""
    fields: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        field = _field(statement.claim)
        if field is not None:
            fields[field].append(statement)
    return tuple(_verdict(field, fields[field]) for field in sorted(fields))


def _verdict(field: str, statements: Sequence[Statement]) -> Verdict:
    by_value: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=_preference):
        by_value[_value(statement.claim)].append(statement)
    often = Counter({value: len(stating) for value, stating in sorted(by_value.items())})
    rivals = [by_value[value][0] for value, _ in often.most_common(_RIVALS)]
    chosen = min(rivals, key=lambda rival: (-_support(rival, statements), _preference(rival)))
    agree = [s for s in statements if _meet(_meaning(s.claim), _meaning(chosen.claim))]
    agreeing = {statement.claim_id for statement in agree}
    # A report that states the value and other figures beside it tells of parts or of other things, not against it.
    content = {statement.report_id for statement in agree}
    return Verdict(
        claim=chosen.claim,
        consensus=Consensus(
            field=field,
            value=_value(chosen.claim),
            rule=RULE,
            agree=(chosen.claim_id, *sorted(agreeing - {chosen.claim_id})),
            contradict=tuple(sorted(s.claim_id for s in statements if s.report_id not in content)),
            outlets=len({statement.witness for statement in agree}),
        ),
    )


def _preference(statement: Statement) -> tuple[float, str, str]:
    return -statement.claim.confidence, statement.published or "9", statement.claim_id


def _support(rival: Statement, statements: Iterable[Statement]) -> int:
    meaning = _meaning(rival.claim)
    return len({s.witness for s in statements if _allows(_meaning(s.claim), meaning)})


def _field(claim: Claim) -> str | None:
    """The field that a claim speaks of; a merchant is a name beside others, not a rival of them."""
    match claim:
        case TimeClaim(edge=edge):
            return edge
        case DurationClaim():
            return "duration"
        case CauseClaim():
            return "cause"
        case PlatformClaim(slug=slug):
            return f"platform.{slug}"
        case AffectedClaim(unit=unit):
            return f"affected.{unit}"
        case LossClaim():
            money = claim.currency or ("percent" if claim.percent is not None else "unstated")
            per = f"/{claim.per}" if claim.per else ""
            bearer = f" {claim.bearer}" if claim.bearer else ""
            return f"loss.{claim.loss_kind}.{money}{per}{bearer}"
    return None


def _value(claim: Claim) -> str:
    match claim:
        case TimeClaim(time=time):
            return time
        case CauseClaim(cause=cause):
            return cause
        case PlatformClaim(slug=slug):
            return slug
    least, greatest, bound = _figure(claim)
    qualifier = "" if bound in ("exact", "range") else f"{bound} "
    if least == greatest:
        return f"{qualifier}{_plain(least)}"
    return f"{qualifier}{_plain(least)}..{_plain(greatest)}"


def _figure(claim: Claim) -> tuple[float | None, float | None, Bound]:
    match claim:
        case DurationClaim(min_s=least, max_s=greatest, bound=bound):
            return least, greatest, bound
        case AffectedClaim(count=least, count_max=greatest, bound=bound):
            return least, greatest, bound
        case LossClaim(percent=float() | int() as percent, bound=bound):
            return percent, percent, bound
        case LossClaim(min=least, max=greatest, bound=bound):
            return least, greatest, bound
    raise TypeError(f"{type(claim).__name__} states no figure")


def _plain(figure: float | None) -> str:
    return "" if figure is None else format(figure, ".15g")


def _meaning(claim: Claim) -> Meaning:
    """What a claim allows: a text that longer ones make more precise, or an interval."""
    if isinstance(claim, TimeClaim | CauseClaim | PlatformClaim):
        return _value(claim)
    least, greatest, bound = _figure(claim)
    low = 0.0 if least is None or bound == "under" else least
    high = math.inf if greatest is None or bound == "over" else greatest
    return (low * (1 - _ABOUT), high * (1 + _ABOUT)) if bound == "about" else (low, high)


def _allows(wide: Meaning, precise: Meaning) -> bool:
    """Whether the first statement leaves room for the second, which is at least as precise."""
    if isinstance(wide, str) or isinstance(precise, str):
        return isinstance(wide, str) and isinstance(precise, str) and precise.startswith(wide)
    low, high = wide
    return low * (1 - _ROUNDING) <= precise[0] and precise[1] <= high * (1 + _ROUNDING)


def _meet(one: Meaning, other: Meaning) -> bool:
    """Whether both statements can be true."""
    if isinstance(one, str) or isinstance(other, str):
        return _allows(one, other) or _allows(other, one)
    return max(one[0], other[0]) * (1 - _ROUNDING) <= min(one[1], other[1])
