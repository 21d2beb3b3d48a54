"""Local files as pages."""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.records import Issue, Page
from pipeline.sources import Source

SUFFIXES = {".html": "text/html", ".htm": "text/html", ".md": "text/markdown", ".txt": "text/plain"}
"""What a folder of pages may hold, and how it is read."""


def read_local(
    url: str, source: Source, fetched_at: datetime, validators: tuple[str | None, str | None], limit: int
) -> Page | Issue:
    """The file at a ``file:`` address inside one of the source's folders.

    Its time of change stands in for ``Last-Modified``, so an unchanged file is ``not-modified``.
    """
    path = Path(unquote(urlsplit(url).path)).resolve()
    folders = [Path(feed.url) for feed in source.urls if feed.kind == "folder"]

    def issue(reason: str, detail: str = "") -> Issue:
        return Issue(stage="fetch", reason=reason, source=source.id, subject=url, detail=detail)

    if not any(path.is_relative_to(folder.resolve()) for folder in folders):
        return issue("bad-url", "outside the source's folders")
    try:
        status = path.stat()
        modified = format_datetime(datetime.fromtimestamp(int(status.st_mtime), UTC), usegmt=True)
        if validators[1] == modified:
            return issue("not-modified")
        if status.st_size > limit:
            return issue("too-large", f"more than {limit} bytes")
        body = path.read_bytes()
    except OSError as error:
        return issue("unreadable", str(error.strerror))
    return Page(
        url=url,
        requested_url=url,
        source=source.id,
        fetched_at=fetched_at,
        status=200,
        headers=(("content-type", media_type(path)), ("last-modified", modified)),
        body=body,
    )


def media_type(path: Path) -> str:
    """The media type that a file's name promises."""
    known = SUFFIXES.get(path.suffix.lower())
    return known or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
