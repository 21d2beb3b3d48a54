"""Which part each candidate plays in the story, read from the cue words around it.

One small linear model a role: the log-odds are a bias plus, for each class of cue words, its weight times how near
such a word stands (`Document.closeness`). The weights hold for all languages; what differs between languages is in the
cue files.
They were fitted by logistic regression to articles written for this project in five languages, and rounded; the bias of
sums and the weight of groups were then set by hand, because those articles hold fewer sums that are no loss and fewer
named groups of merchants than real ones do.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from extractors.base import Count, Date, Duration, LossKind, MerchantKind, Money, Percent
from extractors.candidates import Candidate, Document, Side
from extractors.cues import Cue
from extractors.levels.rules import is_counted_from, is_level
from extractors.merchants.rules import Name
from extractors.percents.rules import SHARE
from extractors.platforms.rules import PlatformMention
from extractors.stretches import Stretches

RoleName = Literal["platform", "duration", "loss", "affected", "start", "end", "cause", "merchant"]
"""``platform`` is a service reported down; one that people moved to, a monitor or a medium plays no role."""

_LEAST: Mapping[RoleName, float] = {
    "platform": 0.4,
    "duration": 0.5,
    "loss": 0.48,
    "affected": 0.5,
    "start": 0.2,
    "end": 0.5,
    "cause": 0.35,
    "merchant": 0.5,
}
"""Least confidence with which a role is given. Of a start only the surest is kept, and nearly every report has one."""
KEPT = 0.25
"""Least confidence with which a role is kept that is less sure than that, marked insufficient."""
_ENUMERATED = 8
"""Code points between two names of one enumeration, at most."""
_STAMP = re.compile(r"(?=.*\d{4})[\d\s:./\-]+")
"""A full date in figures alone: when the page was published or printed."""
_MONTHS_S = 60 * 86_400
_FEW = 10
"""A count below this is more often of a person's own orders or shops than of those hit."""
_DAY = len("10-04")
_ELLIPSIS = 30
"""Code points between two figures of which the second leaves out the verb, at most."""
_BESIDE = 24
"""Code points between a service and the title and name of one of its people, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """The part that ``candidate`` plays, how surely, and by which rule; ``loss_kind`` only of a loss,
    ``merchant_kind`` only of a merchant."""

    candidate: Candidate
    role: RoleName
    confidence: float
    rule: str
    loss_kind: LossKind | None = None
    merchant_kind: MerchantKind | None = None
    speaks_for_business: bool = False
    """The merchant is a person who speaks for a business that is named too."""
    insufficient: bool = False
    """It is too unsure to take part in putting a report together."""
    further: float | None = None
    """How likely it belongs to an outage after the first; ``None`` where the engine does not say."""


_Facts = Mapping[str, float]
"""What is known of a candidate beside the cue words around it, by name."""


_SIDES: Mapping[str, Side] = {"<": "before", ">": "after"}
_NO_FACTS: _Facts = {"in_title": 0.0, "mentions": 0.0}


class _Model:
    """Weights by cue class or fact; ``<`` or ``>`` in front of a class counts only cue words before or after."""

    __slots__ = ("bias", "terms", "weights")

    def __init__(self, bias: float, weights: Mapping[str, float]) -> None:
        self.bias = bias
        self.weights = weights
        self.terms = [(label.lstrip("<>"), _SIDES.get(label[0], "any"), weight) for label, weight in weights.items()]

    def confidence(self, document: Document, candidate: Candidate, facts: _Facts) -> float:
        return 1 / (1 + math.exp(-self.log_odds(document, candidate, facts)))

    def log_odds(self, document: Document, candidate: Candidate, facts: _Facts) -> float:
        log_odds = self.bias
        present = document.labels(candidate.sentence)
        for label, side, weight in self.terms:
            if label in facts:
                log_odds += weight * facts[label]
            elif label in present:
                log_odds += weight * document.closeness(label, candidate, side)
        return log_odds


_PLATFORM = _Model(
    -0.6,
    {
        "in_title": 2.1,
        "mentions": 1.1,
        "<outage_cues.outage": 1.0,
        ">outage_cues.outage": 1.5,
        "<outage_cues.failure": 0.5,
        ">outage_cues.failure": 1.2,
        "<affected.affected": 1.7,
        "<outage_cues.elsewhere": -1.8,
        ">outage_cues.elsewhere": -1.5,
        "<outage_cues.reported_on": -0.2,
        ">outage_cues.reported_on": -0.2,
        "<merchants.says": -0.4,
        "<merchants.title": -0.7,
    },
)
_DURATION = _Model(
    0.1,
    {
        "vague": -1.5,
        "months": -2.0,
        "depth": -0.4,
        "bounded": 1.9,
        "<outage_cues.lasting": 1.3,
        ">outage_cues.lasting": 0.8,
        "outage_cues.outage": 1.5,
        "outage_cues.failure": 1.0,
        "outage_cues.recovery": 0.2,
        "<outage_cues.not_lasting": -0.7,
        ">outage_cues.not_lasting": -0.6,
        "merchants.trader": -0.5,
    },
)
_LOSS = _Model(
    -0.2,
    {
        "<merchants.says": 0.8,
        "<losses.loss": 2.2,
        ">losses.loss": 1.0,
        "<losses.compensation": 1.6,
        ">losses.compensation": 0.8,
        "losses.penalty": 0.9,
        "<losses.not_loss": -1.8,
        ">losses.not_loss": -0.6,
        "losses.rise": -0.2,
        "affected.not_affected": -1.2,
        "outage_cues.not_lasting": -0.2,
        "<outage_cues.service": -0.4,
    },
)
_PERCENT = _Model(
    -1.3,
    {
        "<losses.loss": 2.2,
        ">losses.loss": 0.6,
        "losses.market_value": 1.0,
        "<losses.rise": -1.2,
        ">losses.rise": -0.2,
        "losses.compensation": 0.9,
        "outage_cues.service": -0.9,
        "<outage_cues.elsewhere": -0.1,
        "share": -2.5,
    },
)
_AFFECTED = _Model(
    -0.4,
    {
        "few": -1.7,
        "deals": 0.7,
        "<affected.affected": 1.3,
        ">affected.affected": 2.0,
        "affected.reported": 2.8,
        "outage_cues.outage": 0.8,
        "<affected.not_affected": -1.7,
        ">affected.not_affected": -0.9,
        "outage_cues.elsewhere": -0.3,
    },
)
_START = _Model(
    -0.2,
    {
        "stamp": -2.5,
        "unresolved": -1.8,
        "no_day": -1.5,
        "with_time": 1.8,
        "depth": -0.4,
        "<outage_cues.outage": 1.5,
        ">outage_cues.outage": 0.8,
        "<outage_cues.failure": 1.1,
        "<outage_cues.began": 1.0,
        ">outage_cues.began": 0.4,
        "<outage_cues.recovery": -1.8,
        ">outage_cues.recovery": -0.7,
        "losses.market_value": -0.7,
        "outage_cues.not_lasting": 0.2,
        "merchants.says": -0.5,
    },
)
_END = _Model(
    -3.0, {"<outage_cues.recovery": 2.4, ">outage_cues.recovery": 3.0, "outage_cues.began": -0.8, "with_time": 0.8}
)
_CAUSE = _Model(
    -0.1,
    {
        "<causes.because": 2.0,
        ">causes.because": 0.5,
        "causes.ruled_out": -1.2,
        "outage_cues.failure": 0.7,
        "outage_cues.outage": 0.3,
        "losses.loss": -0.6,
        "outage_cues.elsewhere": -0.4,
    },
)
_MERCHANT = _Model(
    -0.3,
    {
        "single": -2.3,
        "business_shape": -1.4,
        "group_shape": 2.0,
        "beside_platform": -1.1,
        "named_for_trade": 1.1,
        "<merchants.owner": 1.4,
        ">merchants.owner": 1.6,
        "<merchants.trader": 1.1,
        ">merchants.trader": 1.3,
        "<merchants.business": 1.7,
        ">merchants.business": 0.8,
        "<merchants.title": 1.6,
        "merchants.says": 0.4,
        "<merchants.other_role": -1.9,
        ">merchants.other_role": -0.9,
        "losses.platform": -2.2,
        "losses.market_value": -1.3,
        "losses.economy": -1.8,
        "outage_cues.outage": -0.9,
        "outage_cues.failure": -0.9,
        "outage_cues.reported_on": -0.6,
        "outage_cues.service": -0.9,
    },
)

_MODELS: Mapping[RoleName, _Model] = {
    "platform": _PLATFORM,
    "duration": _DURATION,
    "loss": _LOSS,
    "affected": _AFFECTED,
    "start": _START,
    "end": _END,
    "cause": _CAUSE,
    "merchant": _MERCHANT,
}

_LOSS_KINDS: Mapping[LossKind, tuple[float, float]] = {
    "sales": (1.1, 0.5),
    "platform": (0.0, 1.2),
    "market_value": (-1.1, 4.3),
    "compensation": (0.0, 3.8),
    "penalty": (-0.7, 4.9),
    "economy": (-0.4, 4.6),
    "other": (0.2, 2.0),
}
"""For each kind of loss its bias and the weight of its own cue words (softmax regression on the same articles)."""
_AFTER = 0.7
"""What a cue word of kind after the sum counts against one before it."""
_PERCENT_OF_SHARES = 2.6
_HOURLY_ECONOMY = 1.5
"""What a fall in per cent adds for market value, and a sum by the hour for the economy."""


_WHOLE_DAY = len("2021-10-04")
_NEAR_MARKET = {"zh": 12}
_NEAR_MARKET_SPACED = 40
"""Code points from a measure of a market to its change, at most."""
_NEAR_DATE = 24
"""Code points between a change in value and the day from which it is counted, at most."""
_PAUSE = re.compile(r"[,;:，、；：،؛]")


def assign_roles(document: Document) -> list[Role]:
    """The roles of the document's candidates in text order, unsure ones marked; one that plays none is left out."""
    mentions = service_mentions(document)
    roles = [_role(document, candidate, mentions) for candidate in document.candidates]
    return [
        role if role.confidence >= _LEAST[role.role] else replace(role, insufficient=True)
        for role in _enumerated_alike(document, roles)
        if role.confidence >= min(KEPT, _LEAST[role.role]) and not is_value_apart(document, role)
    ]


def is_value_apart(document: Document, role: Role) -> bool:
    """Whether a loss in market value is rather what the shares or the fortune came to ("fell to $326"), or a change
    counted from another month or year ("15% since mid-September"); or a percentage is a whole market's."""
    candidate = role.candidate
    if isinstance(candidate.value, Percent) and _is_of_a_market(document, candidate):
        return True
    if role.loss_kind != "market_value":
        return False
    level = isinstance(candidate.value, Money) and is_level(document.text, document.language, candidate.start)
    return level or _is_counted_from_a_month(document, candidate)


def _is_counted_from_a_month(document: Document, candidate: Candidate) -> bool:
    """Whether a month or year right beside ``candidate`` is told as that since which it changed.

    Words between them make it another change: "4.9%, the most since March".
    """
    for date in document.in_sentence(candidate.sentence):
        value = date.value
        if not isinstance(value, Date) or len(value.value or value.stated or "") >= _WHOLE_DAY:
            continue
        first, second = sorted((candidate, date), key=lambda item: item.start)
        between = document.text[first.end : second.start]
        if len(between) <= _NEAR_DATE and not _PAUSE.search(between):
            return is_counted_from(document.text, document.language, date.start)
    return False


def _is_of_a_market(document: Document, candidate: Candidate) -> bool:
    """Whether the last subject before ``candidate`` in its sentence is a measure of a whole market."""
    markets = [
        market for market in document.cue_spans("losses.index", candidate.sentence) if market[1] <= candidate.start
    ]
    if not markets:
        return False
    start, end = markets[-1]
    exchanges = Stretches(document.cue_spans("losses.exchange", candidate.sentence))
    firm = document.has_cue("losses.market_value", candidate.sentence, end, candidate.start) or any(
        item.kind in ("platform", "name") and end <= item.start < candidate.start
        for item in document.in_sentence(candidate.sentence)
    )
    near = candidate.start - end <= _NEAR_MARKET.get(document.language, _NEAR_MARKET_SPACED)
    return near and not firm and not exchanges.touch(start, end)


def cue_odds(document: Document, candidate: Candidate, role: RoleName, mentions: Mapping[str, int]) -> float:
    """The log-odds by cue words alone that ``candidate`` plays ``role``; ``mentions`` counts services by slug."""
    model = _PERCENT if isinstance(candidate.value, Percent) else _MODELS[role]
    return model.log_odds(document, candidate, _facts(document, candidate, mentions))


def service_mentions(document: Document) -> Mapping[str, int]:
    """How often each service is named, by slug."""
    return Counter(item.value.slug for item in document.candidates if isinstance(item.value, PlatformMention))


def _role(document: Document, candidate: Candidate, mentions: Mapping[str, int]) -> Role:
    def given(
        model: _Model,
        role: RoleName,
        rule: str,
        *,
        loss_kind: LossKind | None = None,
        merchant_kind: MerchantKind | None = None,
    ) -> Role:
        return Role(
            candidate=candidate,
            role=role,
            confidence=round(model.confidence(document, candidate, facts), 3),
            rule=rule,
            loss_kind=loss_kind,
            merchant_kind=merchant_kind,
        )

    facts = _facts(document, candidate, mentions)
    match candidate.value:
        case PlatformMention():
            return given(_PLATFORM, "platform", "platform.outage-cue")
        case Duration():
            return given(_DURATION, "duration", "duration.lasting-cue")
        case Money():
            return given(_LOSS, "loss", "loss.money-cue", loss_kind=_loss_kind(document, candidate))
        case Percent():
            return given(_PERCENT, "loss", "loss.percent-fall", loss_kind=_loss_kind(document, candidate))
        case Count():
            return given(_AFFECTED, "affected", "affected.hit-cue")
        case Date():
            start = given(_START, "start", "start.outage-cue")
            end = given(_END, "end", "end.recovery-cue")
            return end if end.confidence > start.confidence else start
        case Name(shape=shape):
            kind = _merchant_kind(document, candidate) if shape == "name" else shape
            return given(_MERCHANT, "merchant", "merchant.trade-cue", merchant_kind=kind)
        case Cue(label=label):
            return given(_CAUSE, "cause", f"cause.{label.replace('_', '-')}")
    raise TypeError(f"no role for {candidate.kind}")


def _facts(document: Document, candidate: Candidate, mentions: Mapping[str, int]) -> _Facts:
    value = candidate.value
    match value:
        case PlatformMention():
            return {
                "in_title": float(value.slug in document.title_platforms),
                "mentions": math.log2(max(1, mentions[value.slug])),
            }
        case Name():
            spaced = document.language != "zh"
            return {
                "single": float(spaced and " " not in value.text),
                "business_shape": float(value.shape == "business"),
                "group_shape": float(value.shape == "group"),
                "beside_platform": float(_is_beside_platform(document, candidate)),
                "named_for_trade": float(_holds(document, candidate, "merchants.business", "merchants.trader")),
            }
        case Date():
            return {
                "unresolved": float(value.value is None),
                "stamp": float(_STAMP.fullmatch(value.text) is not None),
                "with_time": float("T" in (value.value or value.stated or "")),
                "no_day": float(len((value.value or value.stated or "").lstrip("X-")) < _DAY),
                "depth": math.log2(1 + candidate.sentence),
            }
        case Duration():
            return {
                "bounded": float(value.bound != "exact"),
                "vague": float(value.bound == "vague" or (value.max_s is None and value.bound != "over")),
                "months": float((value.min_s or 0) > _MONTHS_S),
                "depth": math.log2(1 + candidate.sentence),
            }
        case Percent():
            return {"share": float(value.rule == SHARE)}
        case Count():
            return {"few": float((value.min or 0) < _FEW), "deals": float(value.unit == "transactions")}
    return {}


def _is_beside_platform(document: Document, name: Candidate) -> bool:
    """Whether a service is named just before: its staff rather than its customers are introduced like this."""
    return any(
        other.kind == "platform" and 0 <= name.start - other.end <= _BESIDE
        for other in document.in_sentence(name.sentence)
    )


def _holds(document: Document, candidate: Candidate, *labels: str) -> bool:
    return any(document.has_cue(label, candidate.sentence, candidate.start, candidate.end) for label in labels)


def _loss_kind(document: Document, candidate: Candidate) -> LossKind:
    scores = loss_kind_scores(document, candidate)
    return max(scores, key=lambda kind: scores[kind])


def loss_kind_scores(document: Document, candidate: Candidate) -> Mapping[LossKind, float]:
    """For each kind of loss how strongly the words around ``candidate`` speak for it, on a scale of log-odds."""

    present = document.labels(candidate.sentence)

    def score(kind: LossKind) -> float:
        bias, weight = _LOSS_KINDS[kind]
        label, value = f"losses.{kind}", candidate.value
        if label in present:
            before, after = (document.closeness(label, candidate, side) for side in ("before", "after"))
        else:
            before = after = 0.0
        # The root: what kind of money a sentence speaks of is told further away than whether it is lost.
        score = bias + weight * math.sqrt(max(before, _AFTER * after))
        if kind == "market_value" and isinstance(value, Percent):
            score += _PERCENT_OF_SHARES
        if kind == "economy" and isinstance(value, Money) and value.per == "hour":
            score += _HOURLY_ECONOMY
        return score

    return {kind: score(kind) for kind in _LOSS_KINDS}


def _merchant_kind(document: Document, candidate: Candidate) -> MerchantKind:
    """A trade noun just before a name leads up to a business, a role, a title or a verb of saying to a person."""
    business = document.closeness("merchants.business", candidate, "before")
    person = max(document.closeness(f"merchants.{label}", candidate) for label in ("owner", "title", "says"))
    return "business" if business > person else "person"


def _enumerated_alike(document: Document, roles: Sequence[Role]) -> list[Role]:
    """The roles with what is enumerated made as sure as the surest of its enumeration.

    Services share only what the words around them say, not that one is the article's subject; a per cent figure follows
    a fall that was told just before it ("X fell 5 %, Y 6 %").
    """
    alike = list(roles)
    context = {
        at: _PLATFORM.confidence(document, role.candidate, _NO_FACTS)
        for at, role in enumerate(roles)
        if role.role == "platform"
    }
    for order in (list(context), list(context)[::-1]):
        for first, second in pairwise(order):
            a, b = alike[first].candidate, alike[second].candidate
            gap = max(a.start, b.start) - min(a.end, b.end)
            if a.sentence == b.sentence and gap <= _ENUMERATED and context[first] > context[second]:
                context[second] = context[first]
    for at, confidence in context.items():
        if round(confidence, 3) > alike[at].confidence:
            alike[at] = replace(alike[at], confidence=round(confidence, 3))
    falls = [at for at, role in enumerate(roles) if isinstance(role.candidate.value, Percent)]
    for first, second in pairwise(falls):
        told, elliptic = alike[first], alike[second]
        gap = elliptic.candidate.start - told.candidate.end
        same_sentence = told.candidate.sentence == elliptic.candidate.sentence
        if same_sentence and gap <= _ELLIPSIS and told.confidence > elliptic.confidence:
            alike[second] = replace(elliptic, confidence=told.confidence, loss_kind=told.loss_kind)
    return alike
