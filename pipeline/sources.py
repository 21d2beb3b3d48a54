"""Where news comes from: one YAML file an outlet, ``data/sources/<language>/<outlet>.yaml``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator

from extractors.base import LANGUAGES, Language
from extractors.errors import UsageError
from extractors.loader import DataFileError, data_dir, load

Kind = Literal["rss", "atom", "sitemap", "list", "folder"]
Topic = Literal["general", "business", "technology", "status"]
"""``status``: outage monitors, network operators' blogs, services' own status pages."""


class SourceError(UsageError):
    """A source file is missing or does not fit; the message is one sentence that names it."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Feed(_Model):
    """One address that names articles: a feed, a sitemap or sitemap index, a list of URLs, or a folder of pages."""

    url: str
    kind: Kind
    topic: Topic
    section: str | None = None

    @model_validator(mode="after")
    def _address_fits_kind(self) -> Feed:
        parts = urlsplit(self.url)
        if self.kind not in ("folder", "list") and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError(f"{self.url!r} is not an http or https address")
        return self


class Expectation(_Model):
    """How many articles one discovery should name; fewer than ``least`` means that something is broken."""

    least: Annotated[int, Field(ge=0)]
    most: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Expectation:
        if self.most is not None and self.most < self.least:
            raise ValueError(f"least ({self.least}) is more than most ({self.most})")
        return self


class Source(_Model):
    """An outlet, or a service's status page, and how it is read. ``None`` is unknown, never a default."""

    id: str
    """``<language>/<file stem>``."""
    language: Language | None = None
    """Language of the articles; the folder's name. ``None`` for single addresses that no file names."""
    outlet: str
    """The outlet's name in its own language."""
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    """ISO 3166-1 code of the outlet's seat."""
    kind: Kind
    topic: Topic = "general"
    urls: Annotated[tuple[Feed, ...], Field(min_length=1)]
    """A plain string in the file takes the source's ``kind`` and ``topic``; relative paths start at the file."""
    licence: str | None = None
    """What the publisher allows, by name or address."""
    expect: Expectation | None = None
    delay_s: Annotated[float, Field(ge=0)] | None = None
    """Least time between two requests to one host, instead of the setting."""
    allow_private: bool = False
    """Whether loopback and private addresses may be asked: for a site of one's own."""
    tried: date | None = None
    """Day on which its addresses were last read with success; ``None``: untried."""
    seen_in: tuple[str, ...] = ()
    """Public lists that name its addresses."""
    note: str | None = None

    @field_validator("urls", mode="before")
    @classmethod
    def _plain_strings(cls, urls: Any, info: ValidationInfo) -> Any:
        if not isinstance(urls, list | tuple):
            return urls
        defaults = {key: info.data[key] for key in ("kind", "topic") if key in info.data}
        return [
            {**defaults, **({"url": url} if isinstance(url, str) else url)} if isinstance(url, str | dict) else url
            for url in urls
        ]


def load_sources(folder: Path | None) -> list[Source]:
    """The source files below ``folder`` (``<language>/<outlet>.yaml``; the project's own for ``None``), sorted by id.

    ``folder`` may be one such file. Raises SourceError for a missing folder, one without source files, and a
    file that does not fit.
    """
    root = data_dir() / "sources" if folder is None else folder
    if root.is_file():
        return [_load(root)]
    if not root.is_dir():
        raise SourceError(f"No source folder or file at {root}.")
    paths = sorted(root.glob("*/*.yaml"))
    if not paths:
        raise SourceError(f"No source files (<language>/<outlet>.yaml) in {root}.")
    return [_load(path) for path in paths]


def _load(path: Path) -> Source:
    language = path.resolve().parent.name
    if language not in LANGUAGES:
        raise SourceError(f"{path}: unknown language {language!r}; the folder is one of {', '.join(LANGUAGES)}.")
    try:
        raw = load(path, dict[str, Any])
    except DataFileError as error:
        raise SourceError(" ".join(str(error).split())) from None
    if raw.setdefault("language", language) != language:
        raise SourceError(f"{path}: language {raw['language']!r} does not match the folder {language!r}.")
    try:
        source = Source.model_validate({**raw, "id": f"{language}/{path.stem}"})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "top level"
        raise SourceError(f"{path}: {where}: {first['msg']}.") from None
    local = tuple(_anchored(feed, path.parent) for feed in source.urls)
    return source.model_copy(update={"urls": local})


def _anchored(feed: Feed, base: Path) -> Feed:
    """Local folders and lists are named relative to the source file."""
    if feed.kind in ("folder", "list") and not urlsplit(feed.url).hostname:
        return feed.model_copy(update={"url": str((base / feed.url).resolve())})
    return feed
