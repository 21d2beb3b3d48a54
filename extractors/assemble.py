"""Puts candidates with their roles together: outages apart, each figure to its outage, what is said twice only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal, TypedDict, TypeVar, cast

from extractors.attribution.reports import attributed
from extractors.base import (
    AffectedClaim,
    AffectedUnit,
    AnyClaim,
    CauseClaim,
    CauseCode,
    Claim,
    Count,
    Date,
    Duration,
    DurationClaim,
    LossClaim,
    MerchantClaim,
    MerchantKind,
    Money,
    Per,
    Percent,
    PlatformClaim,
    Report,
    TimeClaim,
)
from extractors.candidates import Candidate, Document
from extractors.cues import Cue
from extractors.durations.rules import SECONDS
from extractors.outages import Outage, part_outages
from extractors.platforms.gazetteer import generic_services
from extractors.platforms.rules import PlatformMention
from extractors.roles import Role
from extractors.stretches import Stretches
from extractors.trades.rules import trade_of

C = TypeVar("C", bound=Claim)


class _Evidence(TypedDict):
    """The fields that every claim has."""

    text: str
    start: int
    end: int
    confidence: float
    rule: str


_REPORTING = 0.35
"""How near behind a count of users a verb of reporting must stand."""
_RATE = 0.5
"""How near to a sum the span of time that it is counted by must stand."""
_SENTENCES_APART, _APART = 4, 500
"""How far a business stands from the person whom the engine calls its speaker, at most: sentences, code points."""
_PAIRED = 60
"""Code points within which a person and a business of one sentence are taken together."""
_PAIRS = frozenset(2 * seconds for seconds in SECONDS.values())
"""Lengths that "a couple of" tells, in seconds."""
_DAY = len("2021-10-04")
_MIDNIGHT = "T24:00"
"""The end of a day, which is the beginning of the next."""
TIME_ON_DAY_OF_PUBLICATION = "start.time-on-the-day-of-publication"
"""Rule of a start of which the text tells the time of day alone."""


def assemble(document: Document, roles: Sequence[Role]) -> tuple[Report, ...]:
    """The reports that the roles of one document add up to, main outage first; none where no sure role was given.

    Unsure roles decide nothing, and neither do lengths without a figure: what they alone tell stands in
    ``Report.insufficient``.
    """
    sure = [role for role in roles if _decides(role)]
    # Words that play a part for sure play no unsure one beside it.
    taken = Stretches((role.candidate.start, role.candidate.end) for role in sure)
    unsure = [
        role for role in roles if not _decides(role) and not taken.touch(role.candidate.start, role.candidate.end)
    ]
    outages = part_outages(document, sure)
    told_in = _outages_by_sentence(outages)
    reports = []
    for ordinal, outage in enumerate(outages):
        report = _report(document, outage, ordinal)
        own = [role for role in unsure if told_in.get(role.candidate.sentence, 0) == ordinal]
        reports.append(attributed(document, replace(report, insufficient=_insufficient(document, report, own))))
    return tuple(reports)


def _decides(role: Role) -> bool:
    """Whether ``role`` is sure and, of a length, gives a figure: "several hours" are three by convention only."""
    value = role.candidate.value
    is_length_of_some = isinstance(value, Duration) and value.bound == "vague" and value.min_s not in _PAIRS
    return not role.insufficient and not is_length_of_some


def _report(document: Document, outage: Outage, ordinal: int) -> Report:
    merchants = _merchants(document, outage.of("merchant"))
    starts = [claim for role in outage.of("start") if (claim := _time(document, role, "start")) is not None]
    # A day named with the time is surer than one told elsewhere, which may be that of another outage.
    if not starts and ordinal == 0:
        starts = [claim for role in outage.of("start") if (claim := _clock_time(document, role)) is not None]
    start_role = max(outage.of("start"), key=lambda role: role.confidence, default=None)
    ends = [claim for role in outage.of("end") if (claim := _time(document, role, "end")) is not None]
    if not ends and start_role is not None and (until := _until(document, start_role)) is not None:
        ends = [until]
    lengths = _durations(document, outage.of("duration")) or _spans(document, outage.of("start"))
    causes = [
        CauseClaim(cause=cast(CauseCode, role.candidate.value.label), **_evidence(document, role))
        for role in outage.of("cause")
        if isinstance(role.candidate.value, Cue)
    ]
    return Report(
        ordinal=ordinal,
        platforms=_platforms(document, outage.of("platform")),
        start=_surest(starts),
        end=_surest(ends),
        durations=_once(lengths, by_confidence=True),
        cause=_surest(causes),
        affected=_once(_affected(document, outage.of("affected"))),
        losses=_once([_loss(document, role, merchants) for role in outage.of("loss")]),
        merchants=merchants,
    )


def _evidence(document: Document, role: Role) -> _Evidence:
    candidate = role.candidate
    return {
        "text": candidate.text,
        "start": candidate.start,
        "end": candidate.end,
        "confidence": role.confidence,
        "rule": role.rule,
    }


def _platforms(document: Document, roles: Iterable[Role]) -> tuple[PlatformClaim, ...]:
    """The services reported down; a common noun (``internet``) stands for one only where none is named."""
    claims = [
        PlatformClaim(slug=role.candidate.value.slug, **_evidence(document, role))
        for role in roles
        if isinstance(role.candidate.value, PlatformMention)
    ]
    named = [claim for claim in claims if claim.slug not in generic_services()]
    return _once(named or claims, by_confidence=True)


def _time(document: Document, role: Role, edge: Literal["start", "end"]) -> TimeClaim | None:
    value = role.candidate.value
    if not isinstance(value, Date) or value.value is None:
        return None
    return TimeClaim(edge=edge, time=value.value, **_evidence(document, role))


def _clock_time(document: Document, role: Role) -> TimeClaim | None:
    """The start that a time of day alone tells: on the day told in its sentence or last before it, else on that of
    publication; the day alone where the half of the day is left open.

    ``None`` where no day is known.
    """
    value = role.candidate.value
    if not isinstance(value, Date) or value.value is not None or not _is_clock(document, value):
        return None
    told = _day_told(document, role.candidate)
    published = document.published.isoformat() if document.published else None
    day = told or published
    if day is None:
        return None
    time = f"{day}{value.stated or ''}"
    if value.stated == _MIDNIGHT and day < date.max.isoformat():
        time = f"{date.fromisoformat(day) + timedelta(days=1)}T00:00"
    claim = TimeClaim(edge="start", time=time, **_evidence(document, role))
    return replace(claim, rule="start.time-on-the-day-told" if told else TIME_ON_DAY_OF_PUBLICATION)


def _is_clock(document: Document, value: Date) -> bool:
    """Whether ``value``, which tells no day, tells a time of day, rather than a day that only publication settles."""
    return document.published is not None if value.stated is None else value.stated.startswith("T")


def _day_told(document: Document, candidate: Candidate) -> str | None:
    """The day named nearest in the sentence of ``candidate``, else the last before, else one of the next."""
    days = [
        (other, day)
        for other in document.candidates
        if isinstance(other.value, Date) and len(day := (other.value.value or "")[:_DAY]) == _DAY
    ]
    beside = [(abs(other.start - candidate.start), day) for other, day in days if other.sentence == candidate.sentence]
    before = [day for other, day in days if other.start < candidate.start]
    behind = [day for other, day in days if other.sentence == candidate.sentence + 1]
    return min(beside)[1] if beside else before[-1] if before else behind[0] if behind else None


def _until(document: Document, role: Role) -> TimeClaim | None:
    value = role.candidate.value
    if not isinstance(value, Date) or value.until is None:
        return None
    return TimeClaim(edge="end", time=value.until, **_evidence(document, role))


def _durations(document: Document, roles: Iterable[Role]) -> list[DurationClaim]:
    return [
        DurationClaim(min_s=value.min_s, max_s=value.max_s, bound=value.bound, **_evidence(document, role))
        for role in roles
        if isinstance(value := role.candidate.value, Duration)
    ]


def _spans(document: Document, roles: Iterable[Role]) -> list[DurationClaim]:
    """The lengths of stated spans of time: from 22:00 to midnight."""
    claims = []
    for role in roles:
        value = role.candidate.value
        if isinstance(value, Date) and value.value and value.until and "T" in value.value and "T" in value.until:
            length = (datetime.fromisoformat(value.until) - datetime.fromisoformat(value.value)).total_seconds()
            if length > 0:
                claim = DurationClaim(min_s=length, max_s=length, bound=value.bound, **_evidence(document, role))
                claims.append(replace(claim, rule="duration.from-start-to-end"))
    return claims


def _affected(document: Document, roles: Iterable[Role]) -> list[AffectedClaim]:
    return [
        AffectedClaim(
            count=value.min,
            count_max=value.max,
            unit=unit,
            bound=value.bound,
            **_evidence(document, role),
        )
        for role in roles
        if isinstance(value := role.candidate.value, Count) and (unit := _unit(document, role.candidate, value))
    ]


def _unit(document: Document, candidate: Candidate, value: Count) -> AffectedUnit | None:
    """The unit counted, unless it is a machine; users who are said to have reported are reports."""
    if value.unit == "devices":
        return None
    reported = document.closeness("affected.reported", candidate, "after")
    return "reports" if value.unit in ("users", "people") and reported >= _REPORTING else value.unit


def _loss(document: Document, role: Role, merchants: Sequence[MerchantClaim]) -> LossClaim:
    value = role.candidate.value
    kind = role.loss_kind or "other"
    bearer = _bearer(document, role, merchants)
    if isinstance(value, Percent):
        return LossClaim(
            min=None,
            max=None,
            currency=None,
            bound=value.bound,
            loss_kind=kind,
            bearer=bearer,
            percent=value.max if value.min is None else value.min,
            **_evidence(document, role),
        )
    assert isinstance(value, Money)
    return LossClaim(
        min=value.min,
        max=value.max,
        currency=value.currency,
        bound=value.bound,
        loss_kind=kind,
        bearer=bearer,
        per=value.per or _rate(document, role.candidate),
        currency_inferred=value.inferred,
        alt=value.alt,
        **_evidence(document, role),
    )


def _rate(document: Document, candidate: Candidate) -> Per | None:
    """The span of time whose word stands nearest in the sum's clause: "each hour of it cost the firm 4 million"."""
    rates: tuple[Per, ...] = ("minute", "hour", "day")
    near = {rate: document.closeness(f"losses.per_{rate}", candidate) for rate in rates}
    nearest = max(rates, key=lambda rate: near[rate])
    return nearest if near[nearest] >= _RATE else None


def _bearer(document: Document, role: Role, merchants: Sequence[MerchantClaim]) -> str | None:
    """The nearest party named in the sentence: a merchant for what merchants lose, a service for what operators do."""
    at, sentence = role.candidate.start, document.sentences[role.candidate.sentence]
    if role.loss_kind in ("sales", "other"):
        parties = [(claim.start, claim.name) for claim in merchants if sentence.start <= claim.start < sentence.end]
    elif role.loss_kind in ("market_value", "platform", "compensation", "penalty"):
        parties = [
            (item.start, item.text) for item in document.in_sentence(role.candidate.sentence) if item.kind == "platform"
        ]
    else:
        return None
    return min(parties, key=lambda party: abs(party[0] - at), default=(0, None))[1]


def _merchants(document: Document, roles: Sequence[Role]) -> tuple[MerchantClaim, ...]:
    """One claim for each merchant: a person with the business beside; mentions by a part of the name left out."""
    named = _by_name(roles)
    speakers: defaultdict[int, list[Role]] = defaultdict(list)
    for role in named:
        business = None if id(role) in speakers else _business_of(document, role, named, roles)
        if business is not None:
            speakers[id(business)].append(role)
    speaking = {id(role) for spoken in speakers.values() for role in spoken}
    claims = [
        _merchant(document, role, next(iter(speakers.get(id(role), ())), None))
        for role in named
        if id(role) not in speaking
    ]
    kept: list[MerchantClaim] = []
    for claim in sorted(claims, key=lambda claim: -len(claim.name)):
        if not any(_is_part(claim.name, other) for known in kept for other in (known.name, known.contact or "")):
            kept.append(claim)
    return tuple(sorted(kept, key=lambda claim: claim.start))


def _by_name(roles: Sequence[Role]) -> list[Role]:
    """The first mention of each name, in text order, as sure and as full as the surest."""
    surest: dict[str, Role] = {}
    for role in roles:
        known = surest.setdefault(role.candidate.text.casefold(), role)
        if role.confidence > known.confidence:
            surest[role.candidate.text.casefold()] = replace(role, candidate=known.candidate)
    return list(surest.values())


def _business_of(document: Document, person: Role, named: Sequence[Role], roles: Sequence[Role]) -> Role | None:
    """Which of the ``named`` the ``person`` speaks for: the one mentioned nearest of those that may be.

    The engine says of a person that they speak for a business or group; else a word like "owner of" or "its manager"
    must join both in one sentence.
    """
    if _kind(person) != "person":
        return None
    mentions = [
        (_distance(person.candidate, role.candidate), number)
        for number, other in enumerate(named)
        for role in roles
        if other is not person
        and role.candidate.text.casefold() == other.candidate.text.casefold()
        and _may_speak_for(document, person, role)
    ]
    return named[min(mentions)[1]] if mentions else None


def _may_speak_for(document: Document, person: Role, business: Role) -> bool:
    first, second = sorted((person.candidate, business.candidate), key=lambda candidate: candidate.start)
    if person.speaks_for_business:
        near = second.sentence - first.sentence <= _SENTENCES_APART and _distance(first, second) <= _APART
        return near and _kind(business) in ("business", "group")
    near = first.sentence == second.sentence and _distance(first, second) <= _PAIRED
    return near and document.has_cue("merchants.owner", first.sentence, first.end, second.start)


def _distance(one: Candidate, other: Candidate) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _kind(role: Role) -> MerchantKind:
    return role.merchant_kind or "person"


def _merchant(document: Document, role: Role, speaker: Role | None) -> MerchantClaim:
    kind = _kind(role)
    if speaker is None:
        return MerchantClaim(
            name=role.candidate.text,
            merchant_kind=kind,
            business=None if kind == "group" else _trade(document, role),
            **_evidence(document, role),
        )
    # "The café La Paz; its owner, Ana" names the business first, "Ana, owner of La Paz" the person.
    start, end = role.candidate.start, role.candidate.end
    if speaker.candidate.sentence == role.candidate.sentence:
        start, end = min(start, speaker.candidate.start), max(end, speaker.candidate.end)
    return MerchantClaim(
        name=role.candidate.text,
        merchant_kind="business" if kind == "person" else kind,
        contact=speaker.candidate.text,
        business=_trade(document, role) or _trade_of_other(document, speaker, role.candidate.text),
        text=document.text[start:end],
        start=start,
        end=end,
        confidence=max(role.confidence, speaker.confidence),
        rule=role.rule,
    )


def _trade(document: Document, role: Role) -> str | None:
    return trade_of(document.text, document.language, role.candidate.start, role.candidate.end)


def _trade_of_other(document: Document, person: Role, name: str) -> str | None:
    """What the person who speaks for the business ``name`` trades in, unless that is its name again."""
    trade = _trade(document, person)
    return None if trade is None or name in trade or trade in name else trade


def _is_part(name: str, of: str) -> bool:
    """Whether ``name`` is ``of`` or a whole-word part of it."""
    folded, whole = name.casefold(), of.casefold()
    if not folded.isascii() and " " not in whole:
        return folded in whole
    return f" {folded} " in f" {whole} "


def _surest(claims: Sequence[C]) -> C | None:
    """The claim of greatest confidence, of equals the first."""
    return max(claims, key=lambda claim: claim.confidence, default=None)


def _once(claims: Sequence[C], *, by_confidence: bool = False) -> tuple[C, ...]:
    """Of claims that state the same the surest, in text order, or the surest first."""
    best: dict[Hashable, C] = {}
    for claim in claims:
        known = best.get(_stated(claim))
        if known is None or claim.confidence > known.confidence:
            best[_stated(claim)] = claim
    order = (
        (lambda claim: (-claim.confidence, claim.start)) if by_confidence else (lambda claim: (claim.start, claim.end))
    )
    return tuple(sorted(best.values(), key=order))


def _stated(claim: Claim) -> Hashable:
    """What a claim states, by which it is the same as another in other words."""
    match claim:
        case PlatformClaim(slug=slug):
            return "platform", slug
        case TimeClaim(edge=edge, time=time):
            return edge, time
        case DurationClaim(min_s=least, max_s=greatest):
            return "duration", least, greatest
        case CauseClaim(cause=cause):
            return "cause", cause
        case AffectedClaim(count=least, count_max=greatest, unit=unit):
            return "affected", least, greatest, unit
        case LossClaim(min=least, max=greatest, currency=currency, per=per, percent=percent):
            return "loss", least, greatest, currency, per, percent
        case MerchantClaim(name=name):
            return "merchant", name.casefold()
    raise TypeError(f"{type(claim).__name__} states nothing that is known")


def _outages_by_sentence(outages: Sequence[Outage]) -> dict[int, int]:
    """By sentence the number of the first outage that it tells of; the main one has the sentences not named."""
    told_in: dict[int, int] = {}
    for ordinal, outage in enumerate(outages):
        for role in outage.roles:
            told_in.setdefault(role.candidate.sentence, ordinal)
    return told_in


def _insufficient(document: Document, report: Report, unsure: list[Role]) -> tuple[AnyClaim, ...]:
    """What unsure roles tell and ``report`` does not, in text order."""
    stated = {_stated(claim) for claim in report.claims()}
    claims = _report(document, Outage(roles=unsure), report.ordinal).claims()
    marked = [replace(claim, insufficient=True) for claim in claims if _stated(claim) not in stated]
    return tuple(sorted(marked, key=lambda claim: (claim.start, claim.end)))
