"""Puts candidates with their roles together: outages apart, each figure to its outage, what is said twice only once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypedDict, TypeVar, cast

from extractors.base import (
    AffectedClaim,
    AffectedUnit,
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
    Percent,
    PlatformClaim,
    Report,
    TimeClaim,
)
from extractors.candidates import Candidate, Document
from extractors.cues import Cue
from extractors.platforms.gazetteer import generic_services
from extractors.platforms.rules import PlatformMention
from extractors.roles import Role, RoleName

C = TypeVar("C", bound=Claim)


class _Evidence(TypedDict):
    """The fields that every claim has."""

    text: str
    start: int
    end: int
    confidence: float
    rule: str
    said_by: str | None


_FURTHER = 0.25
"""How surely a time or a length must be a further outage's; the reader has seen few and is never very sure."""
_TIMES: tuple[RoleName, ...] = ("start", "duration")
_ADJACENT = 0.6
"""How near a verb of saying must stand to a name for it to be the speaker's."""
_REPORTING = 0.35
"""How near behind a count of users a verb of reporting must stand."""
_SENTENCES_APART, _APART = 2, 240
"""How far a business stands from the person whom the engine calls its speaker, at most: sentences, code points."""
_PAIRED = 60
"""Code points within which a person and a business of one sentence are taken together."""


@dataclass(slots=True)
class _Outage:
    """The roles that belong to one outage, in text order."""

    families: set[str] = field(default_factory=set)
    roles: list[Role] = field(default_factory=list)
    times: set[Hashable] = field(default_factory=set)
    """Its starts and durations by value."""

    def add(self, roles: Iterable[Role]) -> None:
        for role in roles:
            self.roles.append(role)
            if role.role in _TIMES:
                self.times.add(_value_key(role))

    def of(self, role: RoleName) -> list[Role]:
        return [item for item in self.roles if item.role == role]


def assemble(document: Document, roles: Sequence[Role]) -> tuple[Report, ...]:
    """The reports that the roles of one document add up to, main outage first; none where no role was given."""
    outages = _apart(document, roles)
    return tuple(_report(document, outage, ordinal) for ordinal, outage in enumerate(outages))


def _apart(document: Document, roles: Sequence[Role]) -> list[_Outage]:
    """The roles by outage.

    A sentence tells of a further outage where the reader says so of its time or length and the main one
    has one, or where it names only services
    of other operators than the outages told so far, or marks a repetition ("again", "last year"), and gives a time or a
    length of its own; all else is the main one's, and so are merchants. A further outage that names no service is
    of the main one's, where one operator's are.
    """
    by_sentence: dict[int, list[Role]] = {}
    for role in roles:
        by_sentence.setdefault(role.candidate.sentence, []).append(role)
    main = _Outage()
    further: list[_Outage] = []
    for number in sorted(by_sentence):
        group = by_sentence[number]
        families = _families(group)
        if _is_further(document, number, group, families, main):
            outage = _Outage(families)
            further.append(outage)
        else:
            outage = main
            main.families |= families
        main.add(role for role in group if role.role == "merchant")
        outage.add(role for role in group if role.role != "merchant")
    for outage in further:
        if not outage.of("platform") and len(main.families) == 1:
            outage.add(main.of("platform"))
    return [outage for outage in (main, *further) if outage.roles]


def _families(roles: Iterable[Role]) -> set[str]:
    """The operators of the services among ``roles``."""
    return {role.candidate.value.family for role in roles if isinstance(role.candidate.value, PlatformMention)}


def _is_further(document: Document, number: int, group: Sequence[Role], families: set[str], main: _Outage) -> bool:
    times = {_value_key(role) for role in group if role.role in _TIMES}
    if not times - main.times or not main.roles:
        return False
    if any((role.further or 0.0) >= _FURTHER and main.of(role.role) for role in group if role.role in _TIMES):
        return True
    if families and main.families and not families & main.families:
        return True
    repeated = document.has_cue("outage_cues.again", number)
    return repeated and bool(main.times) and document.has_cue("outage_cues.outage", number)


def _value_key(role: Role) -> Hashable:
    value = role.candidate.value
    if isinstance(value, Duration):
        return value.min_s, value.max_s
    return (value.value or "")[:10] if isinstance(value, Date) else role.candidate.text


def _report(document: Document, outage: _Outage, ordinal: int) -> Report:
    merchants = _merchants(document, outage.of("merchant"))
    starts = [claim for role in outage.of("start") if (claim := _time(document, role, "start")) is not None]
    start_role = max(outage.of("start"), key=lambda role: role.confidence, default=None)
    ends = [claim for role in outage.of("end") if (claim := _time(document, role, "end")) is not None]
    if not ends and start_role is not None and (until := _until(document, start_role)) is not None:
        ends = [until]
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
        durations=_once(
            _durations(document, outage.of("duration")) or _spans(document, outage.of("start")),
            lambda claim: (claim.min_s, claim.max_s),
            by_confidence=True,
        ),
        cause=_surest(causes),
        affected=_once(
            _affected(document, outage.of("affected")), lambda claim: (claim.count, claim.count_max, claim.unit)
        ),
        losses=_once(
            [_loss(document, role, merchants) for role in outage.of("loss")],
            lambda claim: (claim.min, claim.max, claim.currency, claim.per, claim.percent),
        ),
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
        "said_by": _speaker(document, candidate),
    }


def _speaker(document: Document, claim: Candidate) -> str | None:
    """The name or service beside a verb of saying in the claim's sentence that stands nearest to the claim."""
    speakers = [
        candidate
        for candidate in document.in_sentence(claim.sentence)
        if candidate.kind in ("name", "platform")
        and candidate != claim
        and document.closeness("merchants.says", candidate) >= _ADJACENT
    ]
    nearest = min(speakers, key=lambda speaker: abs(speaker.start - claim.start), default=None)
    return None if nearest is None else nearest.text


def _platforms(document: Document, roles: Iterable[Role]) -> tuple[PlatformClaim, ...]:
    """The services reported down; a common noun (``internet``) stands for one only where none is named."""
    claims = [
        PlatformClaim(slug=role.candidate.value.slug, **_evidence(document, role))
        for role in roles
        if isinstance(role.candidate.value, PlatformMention)
    ]
    named = [claim for claim in claims if claim.slug not in generic_services()]
    return _once(named or claims, lambda claim: claim.slug, by_confidence=True)


def _time(document: Document, role: Role, edge: Literal["start", "end"]) -> TimeClaim | None:
    value = role.candidate.value
    if not isinstance(value, Date) or value.value is None:
        return None
    return TimeClaim(edge=edge, time=value.value, **_evidence(document, role))


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
            unit=_unit(document, role.candidate, value),
            bound=value.bound,
            **_evidence(document, role),
        )
        for role in roles
        if isinstance(value := role.candidate.value, Count)
    ]


def _unit(document: Document, candidate: Candidate, value: Count) -> AffectedUnit:
    """The unit counted; users who are said to have reported are reports."""
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
        per=value.per,
        currency_inferred=value.inferred,
        alt=value.alt,
        **_evidence(document, role),
    )


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
    claims: list[MerchantClaim] = []
    left = _by_name(roles)
    while left:
        role = left.pop(0)
        partner = next((other for other in left if _are_paired(document, role, other)), None)
        if partner is not None:
            left.remove(partner)
        claims.append(_merchant(document, role, partner))
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


def _are_paired(document: Document, first: Role, second: Role) -> bool:
    """Whether one of two names is a person who speaks for the other, a business.

    The engine says so of the person, or a word like "owner of" or "its manager" joins both in one sentence.
    """
    a, b = first.candidate, second.candidate
    if first.speaks_for_business or second.speaks_for_business:
        business = {_kind(first), _kind(second)} == {"business", "person"}
        return business and b.sentence - a.sentence <= _SENTENCES_APART and b.start - a.end <= _APART
    near = a.sentence == b.sentence and 0 <= b.start - a.end <= _PAIRED
    return near and document.has_cue("merchants.owner", a.sentence, a.end, b.start)


def _kind(role: Role) -> MerchantKind:
    return role.merchant_kind or "person"


def _merchant(document: Document, role: Role, partner: Role | None) -> MerchantClaim:
    if partner is None:
        return MerchantClaim(name=role.candidate.text, merchant_kind=_kind(role), **_evidence(document, role))
    # "The café La Paz; its owner, Ana" names the business first, "Ana, owner of La Paz" the person.
    business = role if _kind(role) == "business" else partner
    person = partner if business is role else role
    start, end = business.candidate.start, business.candidate.end
    if partner.candidate.sentence == role.candidate.sentence:
        start, end = min(start, person.candidate.start), max(end, person.candidate.end)
    return MerchantClaim(
        name=business.candidate.text,
        merchant_kind="business",
        contact=person.candidate.text,
        text=document.text[start:end],
        start=start,
        end=end,
        confidence=max(role.confidence, partner.confidence),
        rule=business.rule,
        said_by=_speaker(document, person.candidate),
    )


def _is_part(name: str, of: str) -> bool:
    """Whether ``name`` is ``of`` or a whole-word part of it."""
    folded, whole = name.casefold(), of.casefold()
    if not folded.isascii() and " " not in whole:
        return folded in whole
    return f" {folded} " in f" {whole} "


def _surest(claims: Sequence[C]) -> C | None:
    """The claim of greatest confidence, of equals the first."""
    return max(claims, key=lambda claim: claim.confidence, default=None)


def _once(claims: Sequence[C], key: Callable[[C], Hashable], *, by_confidence: bool = False) -> tuple[C, ...]:
    """Of claims that agree in ``key`` the surest, in text order, or the surest first."""
    best: dict[Hashable, C] = {}
    for claim in claims:
        known = best.get(key(claim))
        if known is None or claim.confidence > known.confidence:
            best[key(claim)] = claim
    order = (
        (lambda claim: (-claim.confidence, claim.start)) if by_confidence else (lambda claim: (claim.start, claim.end))
    )
    return tuple(sorted(best.values(), key=order))
