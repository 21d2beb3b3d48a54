"""One frozen object of settings, read from the environment once and passed in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from extractors.base import Engine
from extractors.errors import UsageError


class SettingsError(UsageError):
    """A setting cannot be used; the message names it and says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things are kept and how politely they are fetched."""

    home: Path
    """Folder of the embedded store and the archive (``OUTAGES_HOME``)."""
    database_url: str
    """SQLAlchemy URL (``OUTAGES_DATABASE_URL``); SQLite in ``home`` unless set."""
    sources: Path | None = None
    """Folder of source files (``OUTAGES_SOURCES``); the project's own unless set."""
    user_agent: str = "outage-atlas/0.1 (+https://github.com/outage-atlas/outage-atlas)"
    host_delay_s: float = 5.0
    """Least time between two requests to one host."""
    timeout_s: float = 30.0
    max_body_bytes: int = 20_000_000
    """Largest body kept, after decompression."""
    max_redirects: int = 5
    fetch_attempts: int = 3
    engine: Engine = "full"
    """Who reads the articles: the trained reader, or cue words alone."""
    batch_size: int = 100
    """Pages that one task takes: Prefect costs about 30 ms a task."""

    @property
    def archive(self) -> Path:
        """Folder of the WARC files."""
        return self.home / "archive"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Settings from ``OUTAGES_*`` variables. Raises SettingsError for a database URL that is none."""
        home = Path(environment.get("OUTAGES_HOME", "~/.outage-atlas")).expanduser()
        url = environment.get("OUTAGES_DATABASE_URL") or f"sqlite:///{home / 'atlas.db'}"
        try:
            make_url(url)
        except ArgumentError:
            raise SettingsError(f"OUTAGES_DATABASE_URL is not a database URL: {url!r}") from None
        sources = environment.get("OUTAGES_SOURCES")
        return cls(home=home, database_url=url, sources=Path(sources) if sources else None)
