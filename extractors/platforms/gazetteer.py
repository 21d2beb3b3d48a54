"""The services that the project knows: ``gazetteers/platforms/<category>.yaml``, each with all its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractors.loader import DataFileError, data_dir, load
from extractors.platforms.schema import OperatorEntry, PlatformEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A service, with every name that it goes by; see `PlatformEntry` for what the fields mean."""

    slug: str
    family: str
    """Slug of the company at the head of it all (YouTube: google), of the service itself where it has none of note."""
    category: str
    country: str
    wikidata: str | None
    names: tuple[str, ...]
    ambiguous: tuple[str, ...]
    never: tuple[str, ...]
    generic: bool
    operator_names: tuple[str, ...]
    """Names of the company behind it, which are no names of the service."""


@cache
def platforms() -> Mapping[str, Platform]:
    """Every service by slug, sorted.

    Raises DataFileError where a slug is given twice or an operator is neither in ``operators.yaml`` nor a service.
    """
    folder = data_dir() / "gazetteers"
    operators = {entry.slug: entry.names for entry in load(folder / "operators.yaml", list[OperatorEntry])}
    entries: dict[str, tuple[str, PlatformEntry]] = {}
    for path in sorted((folder / "platforms").glob("*.yaml")):
        for entry in load(path, list[PlatformEntry]):
            if entry.slug in entries:
                raise DataFileError(f"{path}: {entry.slug} is in {entries[entry.slug][0]}.yaml already")
            entries[entry.slug] = path.stem, entry
    if missing := {e.operator for _, e in entries.values() if e.operator} - operators.keys() - entries.keys():
        raise DataFileError(f"{folder / 'operators.yaml'}: no such operator: {', '.join(sorted(missing))}")
    operator_of = {slug: entry.operator for slug, (_, entry) in entries.items()}
    return {slug: _platform(*entries[slug], _family(slug, operator_of), operators) for slug in sorted(entries)}


def _family(slug: str, operator_of: Mapping[str, str | None]) -> str:
    """The last of the operators above ``slug``, as an operator may itself be a service of another."""
    chain = [slug]
    while (operator := operator_of.get(chain[-1])) and operator not in chain:
        chain.append(operator)
    return chain[-1]


def _platform(category: str, entry: PlatformEntry, family: str, operators: Mapping[str, tuple[str, ...]]) -> Platform:
    return Platform(
        slug=entry.slug,
        family=family,
        category=category,
        country=entry.country,
        wikidata=entry.wikidata,
        names=entry.names,
        ambiguous=entry.ambiguous,
        never=entry.never,
        generic=entry.generic,
        operator_names=operators.get(family, ()),
    )


def platform(slug: str) -> Platform:
    """The service ``slug``. Raises KeyError where the gazetteer has none."""
    return platforms()[slug]


@cache
def generic_services() -> frozenset[str]:
    """Slugs of what a common noun names, such as the internet."""
    return frozenset(slug for slug, known in platforms().items() if known.generic)


def family_of(slug: str) -> str:
    """Slug of the operator behind the service ``slug``; a slug that the gazetteer does not have is its own family."""
    known = platforms().get(slug)
    return known.family if known else slug


def kind_of_name(name: str) -> Literal["service", "operator"] | None:
    """Whether ``name``, as a whole and in any letter case, is a service's or its operator's; ``None`` for neither."""
    return _kinds().get(name.casefold())


@cache
def _kinds() -> Mapping[str, Literal["service", "operator"]]:
    def folded(names: Iterable[str]) -> Iterable[str]:
        return (name.casefold() for name in names)

    kinds: dict[str, Literal["service", "operator"]] = {}
    for entry in platforms().values():
        kinds.update(dict.fromkeys(folded(entry.operator_names), "operator"))
    for entry in platforms().values():
        kinds.update(dict.fromkeys(folded((*entry.names, *entry.ambiguous)), "service"))
    return kinds
