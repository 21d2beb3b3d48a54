"""Parts the roles of an article by the outage that they belong to."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from extractors.base import Date, Duration
from extractors.candidates import Document
from extractors.platforms.gazetteer import generic_services
from extractors.platforms.rules import PlatformMention
from extractors.roles import Role, RoleName

_FURTHER = 0.5
"""How sure the reader must be that a role is a further outage's."""
_QUITE_SURE = 0.9
_TIMES: tuple[RoleName, ...] = ("start", "duration")


@dataclass(slots=True)
class Outage:
    """The roles that belong to one outage, in text order."""

    roles: list[Role] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    """The operators of its services."""
    times: set[Hashable] = field(default_factory=set)
    """Its starts and durations by value."""

    def add(self, roles: Iterable[Role]) -> None:
        """Counts ``roles`` in."""
        for role in roles:
            self.roles.append(role)
            self.families |= _families([role])
            if role.role in _TIMES:
                self.times.add(_time(role))

    def of(self, role: RoleName) -> list[Role]:
        """Its roles of one sort."""
        return [item for item in self.roles if item.role == role]


def part_outages(document: Document, roles: Sequence[Role]) -> list[Outage]:
    """The outages that ``roles``, in text order, tell of, the main one first.

    Where the reader says of each role whether it is a further outage's, it is believed; else the sentences show it.
    Merchants are the main outage's. A further outage that names no service is of the main one's operator, of several
    the one named first, and the other way round.
    """
    read = any(role.further is not None for role in roles)
    parted = _by_reader(document, roles) if read else _by_sentence(document, roles)
    outages = [outage for outage in parted if outage.roles]
    for outage in outages:
        other = outages[0] if outage is not outages[0] else outages[-1]
        if not outage.of("platform"):
            outage.add(_of_first_operator(other.of("platform")))
    return outages


def _of_first_operator(services: Sequence[Role]) -> list[Role]:
    """Those of ``services`` that belong to the operator of the first."""
    operators = [role.candidate.value.family for role in services if isinstance(role.candidate.value, PlatformMention)]
    return [role for role, operator in zip(services, operators, strict=True) if operator == operators[0]]


def _by_reader(document: Document, roles: Sequence[Role]) -> list[Outage]:
    """The main outage, and those that the reader tells from it, that are more than mentioned in passing and of which
    the text itself shows that they are others.

    Two further ones are told apart by their operators or their dates. What is left for the main one without any time
    of its own is told of the first of them.
    """
    others: list[Outage] = []
    repeated = _sentences_of_repetition(document, roles)
    told = [
        role
        for role in roles
        if role.role != "merchant" and ((role.further or 0.0) >= _FURTHER or role.candidate.sentence in repeated)
    ]
    for _, group in groupby(told, key=lambda role: role.candidate.sentence):
        sentence = list(group)
        if not others or _is_another(sentence, others[-1]):
            others.append(Outage())
        others[-1].add(sentence)
    others = [outage for outage in others if _says_something(outage)]
    rest = _without(roles, others)
    others = [outage for outage in others if _is_shown_apart(document, outage, rest)]
    main = _without(roles, others)
    if others and not main.times and not _of_others(main.families, others[0].families):
        whole = Outage()
        whole.add(sorted([*main.roles, *others.pop(0).roles], key=lambda role: role.candidate.start))
        main = whole
    return [main, *others]


def _sentences_of_repetition(document: Document, roles: Sequence[Role]) -> set[int]:
    """The sentences that say of an outage that it came again, on what day and for how long, both told nowhere before.

    What the reader doubts there, the words settle.
    """
    found: set[int] = set()
    known: set[Hashable] = set()
    for number, group in groupby(roles, key=lambda role: role.candidate.sentence):
        times = {role.role: _time(role) for role in group if role.role in _TIMES}
        is_another = len(times) == len(_TIMES) and bool(known) and not known & set(times.values())
        if is_another and document.has_cue("outage_cues.again", number):
            found.add(number)
        known |= set(times.values())
    return found


def _without(roles: Sequence[Role], others: Iterable[Outage]) -> Outage:
    """The outage of those ``roles`` that are in none of ``others``."""
    taken = {id(role) for outage in others for role in outage.roles}
    outage = Outage()
    outage.add(role for role in roles if id(role) not in taken)
    return outage


def _is_shown_apart(document: Document, outage: Outage, main: Outage) -> bool:
    """Whether ``outage`` is of another operator or day than ``main``, or a sentence of it speaks of another time; what
    shows nothing of the kind is another only where the reader is quite sure of every part."""
    sentences = {role.candidate.sentence for role in outage.roles}
    return (
        _is_another(outage.roles, main)
        or any(document.has_cue("outage_cues.again", at) for at in sentences)
        or all((role.further or 0.0) >= _QUITE_SURE for role in outage.roles)
    )


def _is_another(roles: Sequence[Role], outage: Outage) -> bool:
    if _of_others(_families(roles), outage.families):
        return True
    days = {_time(role) for role in roles if role.role == "start"}
    known = {_time(role) for role in outage.of("start")}
    return bool(days) and bool(known) and not days & known


def _says_something(outage: Outage) -> bool:
    """Whether more is said of it than which service failed when."""
    said = {role.role for role in outage.roles}
    return bool(said & {"duration", "loss"}) or ("start" in said and bool(said & {"end", "cause", "affected"}))


def _by_sentence(document: Document, roles: Sequence[Role]) -> list[Outage]:
    """The main outage, and one for each sentence that tells of another.

    Such a sentence names only services of other operators than the outages told so far, or marks a repetition ("again",
    "last year"), and gives a time or a length of its own.
    """
    main, others = Outage(), list[Outage]()
    for number, group in groupby(roles, key=lambda role: role.candidate.sentence):
        sentence = list(group)
        outage = main
        if _is_further(document, number, sentence, main):
            outage = Outage()
            others.append(outage)
        main.add(role for role in sentence if role.role == "merchant")
        outage.add(role for role in sentence if role.role != "merchant")
    return [main, *others]


def _is_further(document: Document, number: int, group: Sequence[Role], main: Outage) -> bool:
    times = {_time(role) for role in group if role.role in _TIMES}
    if not times - main.times or not main.roles:
        return False
    if _of_others(_families(group), main.families):
        return True
    repeated = document.has_cue("outage_cues.again", number)
    return repeated and bool(main.times) and document.has_cue("outage_cues.outage", number)


def _families(roles: Iterable[Role]) -> set[str]:
    """The operators of services; "the internet" has none."""
    services = (role.candidate.value for role in roles)
    return {
        service.family
        for service in services
        if isinstance(service, PlatformMention) and service.slug not in generic_services()
    }


def _of_others(some: set[str], known: set[str]) -> bool:
    """Whether both name operators, and none in common."""
    return bool(some) and bool(known) and not some & known


def _time(role: Role) -> Hashable:
    value = role.candidate.value
    if isinstance(value, Duration):
        return value.min_s, value.max_s
    return (value.value or "")[:10] if isinstance(value, Date) else role.candidate.text
