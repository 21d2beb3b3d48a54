"""The types that every extractor speaks: values as parsed, claims as read, reports as assembled.

Offsets are code points into the text that was given; ``text[start:end]`` is always the claim's own ``text``.
Units stand in names: ``_s`` is seconds. What a text does not say is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "ar", "vi", "es", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "ar", "vi", "es", "en")

Engine = Literal["full", "light"]
"""Who decides which part a figure or name plays: the trained reader, or cue words alone."""

Bound = Literal["exact", "about", "over", "under", "vague", "range"]
"""How a figure stands to the truth: as stated, near it, at least it, at most it, an order of magnitude
("hundreds": minimum 100, no maximum), or somewhere between two stated figures."""

Per = Literal["second", "minute", "hour", "day", "week", "month", "year"]

LossKind = Literal["sales", "platform", "market_value", "compensation", "penalty", "economy", "other"]
AffectedUnit = Literal["users", "businesses", "reports", "transactions", "people"]
"""Who or what an outage hits, as the annotation scheme counts it."""
CountUnit = AffectedUnit | Literal["devices"]
MerchantKind = Literal["business", "person", "group"]
Speaker = Literal["operator", "regulator", "monitor", "merchant", "analyst", "outlet"]
"""Who runs the service; regulators, governments, courts, police and central banks; who measures outages
(Downdetector, NetBlocks); who sells or creates; analysts, consultants, insurers, academics and banks' research;
papers and agencies."""
Standing = Literal["official", "estimate", "alleged"]
"""Stated by the operator or an authority itself; reckoned by someone; hearsay that the text does not vouch for."""
CauseCode = Literal[
    "configuration",
    "maintenance",
    "software",
    "hardware",
    "power",
    "cable",
    "network",
    "cyberattack",
    "overload",
    "sabotage",
    "third_party",
    "government_block",
]


# --- Values: what the parsers find, whatever part it plays in the story --------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A figure as the text states it, ``text`` verbatim at ``[start, end)``, bound words included."""

    text: str
    start: int
    end: int
    rule: str
    confidence: float = 1.0
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Value):
    """A bare number. ``max`` is ``None`` when the text sets no upper end (vague, over); equal to ``min`` when exact."""

    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One sum in one currency (ISO 4217, or ``None`` where the text leaves it open)."""

    min: float | None
    max: float | None
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Value):
    """A sum of money in currency units.

    ``candidates`` are the ISO 4217 codes that the words allow, likeliest first; ``currency`` is set only where
    the words leave one. ``inferred`` names how a shared word was settled (``None``: the words themselves did).
    ``alt`` is the same sum as the text restates it in other currencies.
    """

    min: float | None
    max: float | None
    currency: str | None
    candidates: tuple[str, ...] = ()
    inferred: str | None = None
    per: Per | None = None
    alt: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Value):
    """A length of time in seconds; a month is 30 days, a year 365."""

    min_s: float | None
    max_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Value):
    """A point in time as far as the text settles it: ISO 8601, possibly partial (``2021``, ``2021-10``,
    ``2021-10-04``, ``2021-10-04T17:30``) in the article's local time; ``value`` is ``None`` where the text needs a
    publication date that was not given. ``until`` is the other end of a stated range. ``stated`` is what the words
    settle without the publication date, X for an open digit (``XXXX-10-04``, ``T17:30``); ``None`` for "yesterday"."""

    value: str | None
    until: str | None = None
    stated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Value):
    """A number of users, businesses, reports, transactions, people or devices."""

    min: float | None
    max: float | None
    unit: CountUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent(Value):
    """A share in per cent: 5.4 for "5.4 %"."""

    min: float | None
    max: float | None


# --- Claims: what a figure or name is in the story -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure or name that an article states about an outage, with its evidence."""

    text: str
    """The words, verbatim: ``article.text[start:end]``."""
    start: int
    """Where the words begin in the article's text, counted in code points from 0."""
    end: int
    """Where they end; the first code point that is no longer theirs."""
    confidence: float
    """How surely the claim is read aright, 0 to 1."""
    rule: str
    """Readable id of the rule or model that made it."""
    said_by: str | None = None
    """Who says it, as named."""
    said_by_type: Speaker | None = None
    """What the one who says it is: operator, regulator, monitor, merchant, analyst or outlet."""
    standing: Standing | None = None
    """How firmly it is said: official, estimate or alleged."""
    insufficient: bool = False
    """Whether it is read too unsurely to count among what the report says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformClaim(Claim):
    """A service reported down."""

    slug: str
    """Slug of the service's usual Latin-script name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeClaim(Claim):
    """When an outage began (``edge`` "start") or ended ("end")."""

    edge: Literal["start", "end"]
    time: str
    """ISO 8601 in the article's local time, possibly partial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationClaim(Claim):
    """How long the outage lasted."""

    min_s: float | None
    """Least length of the outage, in seconds."""
    max_s: float | None
    """Greatest length of the outage, in seconds; null where the text sets none."""
    bound: Bound
    """How the figure stands to the truth: exact, about, over, under, vague or range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseClaim(Claim):
    """What brought the outage about."""

    cause: CauseCode
    """Code of the cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedClaim(Claim):
    """How many were hit."""

    count: float | None
    """How many were hit; the least where the text gives a range."""
    count_max: float | None
    """The most that were hit; null where the text sets no upper end."""
    unit: AffectedUnit
    """What is counted: users, businesses, reports, transactions or people."""
    bound: Bound
    """How the figure stands to the truth: exact, about, over, under, vague or range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossClaim(Claim):
    """Money lost, paid or fallen in value by the outage; or a fall in per cent (``percent``, no currency)."""

    min: float | None
    """Least sum, in units of ``currency``."""
    max: float | None
    """Greatest sum, in units of ``currency``; null where the text sets none."""
    currency: str | None
    """ISO 4217 code; null where the text leaves it open."""
    bound: Bound
    """How the figure stands to the truth: exact, about, over, under, vague or range."""
    loss_kind: LossKind
    """What was lost: sales, platform, market_value, compensation, penalty, economy or other."""
    bearer: str | None = None
    """Who lost it, as named."""
    per: Per | None = None
    """Unit of time for which the sum is stated; null for a whole sum."""
    percent: float | None = None
    """A fall in per cent: 5.4 for "5.4 %"."""
    currency_inferred: str | None = None
    """How a shared word for money was settled; null where the words themselves name the currency."""
    alt: tuple[Amount, ...] = ()
    """The same sum as the text restates it in other currencies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantClaim(Claim):
    """Someone named who sells, creates or trades and was hit."""

    name: str
    """The merchant's name, as the text gives it."""
    merchant_kind: MerchantKind
    """Whether it is a business, a person or a group."""
    contact: str | None = None
    """The person who speaks for a named business."""
    business: str | None = None
    """What the merchant trades in, as the text says it."""


AnyClaim = PlatformClaim | TimeClaim | DurationClaim | CauseClaim | AffectedClaim | LossClaim | MerchantClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one article says about one outage; durations best first."""

    ordinal: int
    platforms: tuple[PlatformClaim, ...] = ()
    start: TimeClaim | None = None
    end: TimeClaim | None = None
    durations: tuple[DurationClaim, ...] = ()
    cause: CauseClaim | None = None
    affected: tuple[AffectedClaim, ...] = ()
    losses: tuple[LossClaim, ...] = ()
    merchants: tuple[MerchantClaim, ...] = ()
    insufficient: tuple[AnyClaim, ...] = ()
    """What is read too unsurely to count among the fields above, in text order; for a reader to check."""

    def claims(self) -> tuple[AnyClaim, ...]:
        """Every claim that counts, in the order of the report's fields."""
        single = [claim for claim in (self.start, self.end, self.cause) if claim is not None]
        return (*self.platforms, *single, *self.durations, *self.affected, *self.losses, *self.merchants)

    def all_claims(self) -> tuple[AnyClaim, ...]:
        """Those that count, then the insufficient ones."""
        return (*self.claims(), *self.insufficient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article as read: whether it reports an outage, how surely, and the reports in it, main outage first."""

    relevant: bool
    relevance: float
    reports: tuple[Report, ...]
