"""Finds the mentions of digital services in a text; which part a service plays in the story is read elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.platforms.evidence import shown_as_services
from extractors.platforms.gazetteer import family_of, kind_of_name, platform
from extractors.platforms.names import Found, names_in

__all__ = ["PlatformMention", "family_of", "find_platforms", "kind_of_name", "platform"]


@dataclass(frozen=True, slots=True)
class PlatformMention:
    """A service named in a text, ``text`` verbatim at ``[start, end)``, Arabic particles before it left out."""

    slug: str
    family: str
    """Slug of the operator: the services that fail together."""
    category: str
    start: int
    end: int
    text: str
    ambiguous: bool
    """The name is an ordinary word too; the text around it shows that the service is meant."""


def find_platforms(text: str, language: str) -> list[PlatformMention]:
    """The services that ``text`` names, from left to right, without overlap.

    An ambiguous name counts where its clause holds a word for a service or for a failure, where it is written as a
    name amid words that are not, where it is enumerated with a service that counts, or where the text names the same
    service for certain elsewhere (one sense per discourse: Gale, Church and Yarowsky, 1992). ``language`` chooses the
    words; one that has no file has none.
    """
    found = names_in(text)
    if any(item.name.sort == "ambiguous" for item in found):
        counts = shown_as_services(text, found, language)
        found = [item for item, does in zip(found, counts, strict=True) if does]
    return [_mention(text, item) for item in found]


def _mention(text: str, item: Found) -> PlatformMention:
    entry = item.name.platform
    return PlatformMention(
        slug=entry.slug,
        family=entry.family,
        category=entry.category,
        start=item.start,
        end=item.end,
        text=text[item.start : item.end],
        ambiguous=item.name.sort == "ambiguous",
    )
