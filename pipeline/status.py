"""How the sources fare, what failed, and how much there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from pipeline.issues import EXPECTED
from pipeline.settings import Settings
from pipeline.sources import load_sources
from pipeline.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """One source: what it gave so far, beside what its file expects of one discovery."""

    id: str
    last_success: datetime | None
    pages: int
    articles: int
    relevant: int
    expected: str | None
    """``least-most`` articles, where the source's file says."""
    failures: int
    """What failed for it in the last run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of a store and its archive."""

    sources: tuple[SourceStatus, ...]
    failures: tuple[tuple[str, str, str, int], ...]
    """What failed in the last run: stage, reason, source, count; most frequent first."""
    rows: Mapping[str, int]
    """Rows by table."""
    archive_bytes: int
    store_bytes: int | None
    """Size of the SQLite file; null for PostgreSQL."""

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def read_status(settings: Settings) -> Status:
    """Raises StoreError where there is no store, SourceError where the sources cannot be read."""
    sources = load_sources(settings.sources)
    with Store(settings.database_url, create=False) as store:
        last, volumes, rows = store.last_fetched(), store.volumes(), store.counts()
        runs = store.runs(1)
        issues = store.issue_counts(runs[0].id) if runs else []
    failures = [issue for issue in issues if issue[1] not in EXPECTED]
    expected = {source.id: source.expect for source in sources}
    known = sorted({source.id for source in sources} | set(volumes))
    return Status(
        sources=tuple(
            SourceStatus(
                id=name,
                last_success=last.get(name),
                pages=volumes[name].pages if name in volumes else 0,
                articles=volumes[name].articles if name in volumes else 0,
                relevant=volumes[name].relevant if name in volumes else 0,
                expected=f"{expect.least}-{expect.most or ''}" if (expect := expected.get(name)) else None,
                failures=sum(count for _, _, source, count in failures if source == name),
            )
            for name in known
        ),
        failures=tuple(failures),
        rows=rows,
        archive_bytes=sum(path.stat().st_size for path in settings.archive.glob("*.warc.gz")),
        store_bytes=_file_size(settings.database_url),
    )


def _file_size(database_url: str) -> int | None:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database).stat().st_size
