"""What the gazetteer's files and ``platforms/<language>.yaml`` may say."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|001)$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


class PlatformEntry(BaseModel):
    """One service of ``gazetteers/platforms/<category>.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Slug
    """The service's usual Latin-script name in lower case, with hyphens."""
    country: Country
    """ISO 3166-1 code of the home country; 001 (CLDR: the world) for what belongs to none."""
    operator: Slug | None = None
    """Slug of an operator or of another service; left out where the service stands for itself."""
    wikidata: Annotated[str, StringConstraints(pattern=r"^Q[1-9]\d*$")] | None = None
    names: tuple[Name, ...] = ()
    """Names in any language that mean the service wherever they stand."""
    ambiguous: tuple[Name, ...] = ()
    """Names that are ordinary words, people or places too: the text has to show that the service is meant."""
    never: tuple[Name, ...] = ()
    """Longer expressions that hold one of the names and mean something else."""
    generic: bool = False
    """A common noun or an umbrella brand, for want of a service's own name (``internet``)."""


class OperatorEntry(BaseModel):
    """One company of ``gazetteers/operators.yaml``, with the names that mean the company and not a service of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Slug
    country: Country
    names: tuple[Name, ...] = ()


class PlatformWords(BaseModel):
    """The words of one language by which a text shows that an ambiguous name means a service."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: list[str]
    """What a service is called: app, platform, its users. Patterns as in `extractors.cues`."""
    failure: list[str]
    """What befalls a service: down, outage."""
    joiners: list[str]
    """Conjunctions between two names of one enumeration."""
    prefixes: list[str] = Field(default_factory=list)
    """Particles written on to the front of a name (Arabic و, ب, ال …)."""
    articles: list[str] = Field(default_factory=list)
    """Those of the prefixes that make an ambiguous name the ordinary word (Arabic ال in الطلبات, the orders)."""
    spelling: dict[str, str] = Field(default_factory=dict)
    """Single letters of the language's own script, and the variant that stands for all of them."""
