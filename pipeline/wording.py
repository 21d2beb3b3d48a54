"""Claims in a reader's English: ``about 6 h``, ``over 10,000,000 SAR``, ``third party``."""

from __future__ import annotations

from collections.abc import Callable

from babel.numbers import format_compact_decimal, format_decimal

from extractors.base import (
    AffectedClaim,
    Amount,
    Bound,
    CauseClaim,
    Claim,
    DurationClaim,
    LossClaim,
    MerchantClaim,
    PlatformClaim,
    TimeClaim,
)

_BEFORE: dict[Bound, str] = {"about": "about ", "over": "over ", "under": "under "}
_UNITS_OF_TIME = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
_COMPACT_FROM = 10_000
"""Figures below that are as short in full."""

_Figure = Callable[[float], str]


def value_of(claim: Claim, *, short: bool = False) -> str:
    """What the claim states, normalised; ``short`` for a label: 2.9B instead of 2,900,000,000."""
    number = _short_number if short else _number
    match claim:
        case PlatformClaim():
            return claim.slug
        case TimeClaim():
            return claim.time.replace("T", " ")
        case DurationClaim():
            return _bounded(claim.min_s, claim.max_s, claim.bound, _length_of_time)
        case CauseClaim():
            return _plain(claim.cause)
        case AffectedClaim():
            return f"{_bounded(claim.count, claim.count_max, claim.bound, number)} {claim.unit}"
        case LossClaim():
            return _loss(claim, number)
        case MerchantClaim():
            return claim.merchant_kind if short else claim.name
        case _:
            raise TypeError(f"no wording for {type(claim).__name__}")


def kind_within(claim: Claim) -> str | None:
    """Which kind of loss or merchant it is; None for claims that are of one kind alone."""
    match claim:
        case LossClaim():
            return _plain(claim.loss_kind)
        case MerchantClaim():
            return claim.merchant_kind
        case _:
            return None


def details_of(claim: Claim) -> list[tuple[str, str]]:
    """What else it states, as pairs of a label and words: who bears a loss, who speaks for a merchant …"""
    pairs: list[tuple[str, str | None]] = []
    match claim:
        case LossClaim():
            pairs = [
                ("borne by", claim.bearer),
                ("restated as", ", ".join(_amount(amount) for amount in claim.alt)),
                ("currency by", claim.currency_inferred and _plain(claim.currency_inferred)),
            ]
        case MerchantClaim():
            pairs = [("contact", claim.contact), ("trade", claim.business)]
    return [(label, words) for label, words in pairs if words]


def _loss(claim: LossClaim, number: _Figure) -> str:
    if claim.percent is not None:
        return _bounded(claim.percent, claim.percent, claim.bound, lambda share: f"{_number(share)} %")
    figure = _bounded(claim.min, claim.max, claim.bound, number)
    per = f" per {claim.per}" if claim.per else ""
    return f"{figure} {claim.currency or '(currency open)'}{per}"


def _amount(amount: Amount) -> str:
    bound: Bound = "exact" if amount.min == amount.max else "range"
    return f"{_bounded(amount.min, amount.max, bound, _number)} {amount.currency or '(currency open)'}"


def _bounded(low: float | None, high: float | None, bound: Bound, figure: _Figure) -> str:
    """``figure`` of one or both ends, with the word that says how it stands to the truth."""
    if low is None and high is None:
        return "unknown"
    if low is not None and high is not None and low != high:
        return f"{_BEFORE.get(bound, '')}{figure(low)} to {figure(high)}"
    if low is None and high is not None:
        return f"up to {figure(high)}"
    assert low is not None
    return f"{figure(low)} or more" if bound == "vague" else f"{_BEFORE.get(bound, '')}{figure(low)}"


def _length_of_time(seconds: float) -> str:
    parts = []
    rest = seconds
    for size, unit in _UNITS_OF_TIME:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{_number(count)} {unit}")
    if rest or not parts:
        parts.append(f"{_number(round(rest, 3))} s")
    return " ".join(parts)


def _number(value: float) -> str:
    return str(format_decimal(value, locale="en"))


def _short_number(value: float) -> str:
    if abs(value) < _COMPACT_FROM:
        return _number(value)
    return str(format_compact_decimal(value, locale="en", fraction_digits=1))


def _plain(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")
