"""Which part each candidate plays in the story, as the reader tells it."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast, get_args

from extractors.base import CauseCode, Count, Date, Duration, LossKind, MerchantKind, Money, Percent
from extractors.candidates import Candidate, Document, Kind
from extractors.cues import Cue
from extractors.merchants.rules import Name, Shape, bare_name
from extractors.platforms.rules import PlatformMention
from extractors.reader.counts import bare_counts
from extractors.reader.labels import OUTAGES, QUESTIONS, Tag
from extractors.reader.sums import bare_sums
from extractors.reader.tokens import Tokens
from extractors.roles import (
    KEPT,
    Role,
    RoleName,
    assign_roles,
    cue_odds,
    is_value_apart,
    loss_kind_scores,
    service_mentions,
)
from extractors.stretches import Stretches

RELEVANCE = "relevance"
Calibration = Mapping[str, tuple[float, float, float]]
"""By role (`Answer.calibrated_as`), and for `RELEVANCE`, what the log-odds of the network and those by cue words count,
and what is added to them, to give the log-odds of being right."""

TAGS: Mapping[RoleName, Tag] = {
    "platform": "P",
    "duration": "D",
    "loss": "L",
    "affected": "A",
    "start": "T",
    "end": "E",
    "cause": "C",
    "merchant": "M",
}
_LEAST = 0.42
"""Least confidence with which a role is given: half the F1 that is reached gives the best F1 (Lipton et al., 2014)."""
_LEAST_OF: Mapping[RoleName, float] = {"start": 0.17, "platform": 0.5, "affected": 0.5, "merchant": 0.45}
"""Where another is best on the tuning articles: of several dates the surest is the start, so that more help; a service,
a name or a count comes up often without being hit, so that fewer do."""
_UNLISTED = "unlisted"
"""Category of a service that is in no gazetteer."""
_FURTHER = OUTAGES.index("further")
_KINDS: Mapping[type, Kind] = {
    Name: "name",
    Cue: "cause",
    Money: "money",
    Count: "count",
    PlatformMention: "platform",
}
_PROPER = re.compile(r"(?=.*[A-ZÀ-Ý])[\w&'’.+ -]{2,40}")
_WORD = re.compile(r"[a-z0-9]+")
_CAUSE_WORD = 1.0
"""What a word for a cause adds to the network's share for that cause."""
_BY_CUES_ALONE = 0.6
"""What a cause told by cue words alone counts beside one that the network marks."""
_SHORTEST = {"zh": 2}
_SHORTEST_SPACED = 3
"""Code points of the shortest name of a merchant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How strongly the network and the cue words hold that ``candidate`` plays ``role``, in log-odds.

    ``decides`` is false for all mentions of a service but the surest, which alone is calibrated for it.
    """

    candidate: Candidate
    role: RoleName
    odds: tuple[float, float]
    decides: bool = True

    @property
    def calibrated_as(self) -> str:
        """The name of its weights: a service that only the network knows is less sure than one of the gazetteer."""
        value = self.candidate.value
        return _UNLISTED if isinstance(value, PlatformMention) and value.category == _UNLISTED else self.role


def reader_roles(document: Document, tokens: Tokens, calibration: Calibration) -> list[Role]:
    """The roles of the document's candidates in text order, unsure ones marked; one that plays none is left out."""
    roles = []
    for answer in answers(document, tokens):
        confidence = calibrated(answer.odds, calibration[answer.calibrated_as])
        least = _LEAST_OF.get(answer.role, _LEAST)
        if confidence >= min(KEPT, least):
            role = _role(document, answer, confidence, tokens)
            if not is_value_apart(document, role):
                roles.append(replace(role, insufficient=confidence < least))
    roles += [
        replace(role, confidence=round(_BY_CUES_ALONE * role.confidence, 3))
        for role in assign_roles(document)
        if role.role == "cause" and not role.insufficient
    ]
    return sorted(roles, key=lambda role: (role.candidate.start, role.candidate.end, role.role))


def log_odds(probability: float) -> float:
    """The log-odds of a probability, none beyond 1 in 100,000."""
    bounded = min(max(probability, 1e-5), 1 - 1e-5)
    return math.log(bounded / (1 - bounded))


def calibrated(odds: tuple[float, float], weights: tuple[float, float, float]) -> float:
    """The probability of being right."""
    total = odds[0] * weights[0] + odds[1] * weights[1] + weights[2]
    return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))


def answers(document: Document, tokens: Tokens) -> list[Answer]:
    """What the network says of every candidate, and of the names and causes that only it marks off.

    A figure plays a role whole or not at all; a merchant is a name that the network
    marks, and rather so than as a service that is down.
    """
    mentions = service_mentions(document)
    asked = [(candidate, role) for candidate in document.candidates for role in _roles_for(candidate)]
    asked += [(candidate, "platform") for candidate in _unlisted_services(document, tokens)]
    asked += [(candidate, "merchant") for candidate in _merchants(document, tokens)]
    asked += [(_marked(document, money), "loss") for money in bare_sums(document, tokens)]
    asked += [(_marked(document, count), "affected") for count in bare_counts(document, tokens)]
    asked += [(candidate, "cause") for candidate in _causes(document, tokens)]
    given = []
    for candidate, role in asked:
        odds = (log_odds(_share(tokens, candidate, role)), cue_odds(document, candidate, role, mentions))
        given.append(Answer(candidate=candidate, role=role, odds=odds))
    return _service_by_service(given)


def _service_by_service(given: list[Answer]) -> list[Answer]:
    """``given``, the surest mention of each service with the strongest cue words of all."""
    mentions: defaultdict[str, list[int]] = defaultdict(list)
    for at, answer in enumerate(given):
        if isinstance(answer.candidate.value, PlatformMention):
            mentions[answer.candidate.value.slug].append(at)
    for places in mentions.values():
        surest = max(places, key=lambda at: given[at].odds)
        by_cues = max(given[at].odds[1] for at in places)
        for at in places:
            given[at] = replace(given[at], decides=at == surest)
        given[surest] = replace(given[surest], odds=(given[surest].odds[0], by_cues))
    return given


def _roles_for(candidate: Candidate) -> tuple[RoleName, ...]:
    match candidate.value:
        case PlatformMention():
            return ("platform",)
        case Duration():
            return ("duration",)
        case Money() | Percent():
            return ("loss",)
        case Count():
            return ("affected",)
        case Date(until=None):
            return ("start", "end")
        case Date():
            return ("start",)
    return ()


def _share(tokens: Tokens, candidate: Candidate, role: RoleName) -> float:
    """How likely ``candidate`` plays ``role`` by the network; of a span of time both ends make the start."""
    share = tokens.share(TAGS[role], candidate.start, candidate.end)
    if isinstance(candidate.value, Date) and candidate.value.until is not None:
        share += tokens.share(TAGS["end"], candidate.start, candidate.end)
    return share


def _cause_code(document: Document, start: int, end: int, tokens: Tokens) -> CauseCode:
    """The likeliest code of a cause; a word for one within it counts as much as the network may be sure."""
    shares = dict(zip(QUESTIONS["C"], tokens.mean("C", start, end).tolist(), strict=True))
    low = bisect_left(document.candidates, start, key=lambda candidate: candidate.start)
    high = bisect_left(document.candidates, end, key=lambda candidate: candidate.start)
    for candidate in document.candidates[low:high]:
        if isinstance(candidate.value, Cue) and candidate.end <= end:
            shares[candidate.value.label] += _CAUSE_WORD
    return cast(CauseCode, max(shares, key=lambda code: shares[code]))


def _unlisted_services(document: Document, tokens: Tokens) -> Iterator[Candidate]:
    """Services that the network marks and the gazetteer does not have, where their name gives a slug by itself."""
    listed = _listed_services(document)
    for begin, stop in tokens.spans("P"):
        start, end = _whole_words(document.text, begin, stop)
        name = document.text[start:end]
        if not _PROPER.fullmatch(name) or not _without_marks(name).isascii() or listed.touch(start, end):
            continue
        slug = "-".join(_WORD.findall(_without_marks(name)))
        yield _marked(
            document,
            PlatformMention(
                slug=slug, family=slug, category=_UNLISTED, start=start, end=end, text=name, ambiguous=False
            ),
        )


def _listed_services(document: Document) -> Stretches:
    return Stretches((item.start, item.end) for item in document.candidates if item.kind == "platform")


def _merchants(document: Document, tokens: Tokens) -> Iterator[Candidate]:
    listed = _listed_services(document)
    for begin, stop in _whole_names(document.text, tokens):
        start, end = bare_name(document.text, *_whole_words(document.text, begin, stop), document.language)
        if end - start < _SHORTEST.get(document.language, _SHORTEST_SPACED):
            continue
        if listed.touch(start, end) and tokens.share("P", start, end) >= tokens.share("M", start, end):
            continue
        shape: Shape = "group" if tokens.answer("M", start, end) == "group" else "name"
        name = Name(text=document.text[start:end], start=start, end=end, shape=shape)
        yield _marked(document, name)


def _whole_names(text: str, tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The stretches marked as merchants; one that goes on without a sign between, as the same sort, is one name."""
    begin = stop = -1
    for start, end in tokens.spans("M"):
        goes_on = stop >= 0 and text[stop:start] in ("", " ") and text[stop - 1].isalnum() and text[start].isalnum()
        if goes_on and tokens.answer("M", begin, stop) == tokens.answer("M", start, end):
            stop = end
            continue
        if stop >= 0:
            yield begin, stop
        begin, stop = start, end
    if stop >= 0:
        yield begin, stop


def _causes(document: Document, tokens: Tokens) -> Iterator[Candidate]:
    for begin, stop in tokens.spans("C"):
        start, end = _whole_words(document.text, begin, stop)
        yield _marked(document, Cue(_cause_code(document, start, end, tokens), start, end))


def _without_marks(name: str) -> str:
    spelled = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    return "".join(character for character in spelled if not unicodedata.combining(character))


def _marked(document: Document, value: Name | Cue | Money | Count | PlatformMention) -> Candidate:
    """A candidate that no parser found."""
    return Candidate(
        kind=_KINDS[type(value)],
        start=value.start,
        end=value.end,
        text=document.text[value.start : value.end],
        sentence=document.sentence_at(value.start),
        value=value,
    )


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` widened to whole words where words are parted by blanks."""

    def is_within_word(at: int) -> bool:
        return 0 < at < len(text) and all(text[i].isalnum() and ord(text[i]) < 0x2E80 for i in (at - 1, at))

    while is_within_word(start):
        start -= 1
    while is_within_word(end):
        end += 1
    return start, end


def _role(document: Document, answer: Answer, confidence: float, tokens: Tokens) -> Role:
    candidate = answer.candidate
    role = Role(
        candidate=candidate,
        role=answer.role,
        confidence=round(confidence, 3),
        rule=f"{answer.role}.reader",
        further=float(tokens.mean("outage", candidate.start, candidate.end)[_FURTHER]),
    )
    if answer.role == "loss":
        return replace(role, loss_kind=_loss_kind(document, candidate, tokens))
    if answer.role == "merchant":
        kind = tokens.answer("M", candidate.start, candidate.end)
        return replace(
            role,
            merchant_kind=cast(MerchantKind, "person" if kind == "contact" else kind),
            speaks_for_business=kind == "contact",
        )
    return role


def _loss_kind(document: Document, candidate: Candidate, tokens: Tokens) -> LossKind:
    """The likeliest kind by the network and by cue words together, as if they were independent."""
    by_cues = loss_kind_scores(document, candidate)
    shares = tokens.mean("L", candidate.start, candidate.end)
    odds = {
        kind: math.log(share + 1e-6) + by_cues[kind] for kind, share in zip(get_args(LossKind), shares, strict=True)
    }
    return max(odds, key=lambda kind: odds[kind])
