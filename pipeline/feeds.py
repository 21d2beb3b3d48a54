"""What feeds and sitemaps name: RSS, Atom, RDF, news sitemaps, sitemap indexes, lists of addresses."""

from __future__ import annotations

import io
from calendar import timegm
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime
from typing import Any, Literal

import feedparser
from lxml import etree

from pipeline.stamps import EARLIEST_YEAR, iso_stamp

FeedKind = Literal["feed", "sitemap", "index"]
_ROOTS: dict[str, FeedKind] = {
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
    "urlset": "sitemap",
    "sitemapindex": "index",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address as a feed names it; not yet made absolute."""

    url: str
    title: str | None = None
    published: datetime | None = None
    """In UTC; ``None`` also where the feed names a time that cannot be."""


class FeedError(ValueError):
    """The bytes are no feed or sitemap; the message says what they are."""


def feed_kind(body: bytes) -> FeedKind:
    """What the root element says this is. Raises FeedError where there is none that is known."""
    root = "nothing"
    try:
        for _, element in _elements(body, ("start",)):
            root = _name(element)
            break
    except etree.XMLSyntaxError as error:
        raise FeedError(f"not XML: {error.msg}") from None
    if root not in _ROOTS:
        raise FeedError(f"not a feed or sitemap: its root is {root!r}")
    return _ROOTS[root]


def read_feed(body: bytes) -> list[Entry]:
    """The entries of RSS, RDF or Atom. Raises FeedError for one that is broken before its first entry."""
    feed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries and feed.bozo:
        raise FeedError(f"not XML: {feed.bozo_exception}")
    return [entry for item in feed.entries if (entry := _feed_entry(item)) is not None]


def read_sitemap(body: bytes) -> list[Entry]:
    """The addresses of a sitemap or sitemap index, as far as it is well-formed; read as a stream."""
    entries = []
    try:
        for _, element in _elements(body, ("end",)):
            if _name(element) not in ("url", "sitemap"):
                continue
            texts = {_name(child): (child.text or "").strip() for child in element.iter() if child.text}
            if texts.get("loc"):
                stamp = texts.get("publication_date") or texts.get("lastmod") or ""
                entries.append(Entry(url=texts["loc"], title=texts.get("title"), published=_moment(stamp)))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        pass
    return entries


def read_list(text: str) -> list[Entry]:
    """One address a line; blank lines and lines that begin with ``#`` are passed over."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return [Entry(url=line) for line in lines if line and not line.startswith("#")]


def _elements(body: bytes, events: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Parses without entities, DTDs or network (XML bombs, external entities)."""
    yield from etree.iterparse(
        io.BytesIO(body.lstrip()),
        events=events,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _feed_entry(item: Any) -> Entry | None:
    url = item.get("feedburner_origlink") or item.get("link") or (item.get("id") if item.get("guidislink") else None)
    if not url:
        return None
    # dict.get: feedparser's own warns where an entry has an unreadable time of publication and none of update.
    parsed = item.get("published_parsed") or dict.get(item, "updated_parsed")
    published = _utc(lambda: datetime.fromtimestamp(timegm(parsed), UTC)) if parsed else None
    return Entry(url=url, title=" ".join(item.get("title", "").split()) or None, published=published)


def _moment(stamp: str) -> datetime | None:
    """A point in time; a bare day is none."""
    iso = iso_stamp(stamp) if stamp else None
    if iso is None or len(iso) == 10:
        return None
    moment = datetime.fromisoformat(iso)
    return _utc(lambda: moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC))


def _utc(convert: Callable[[], datetime]) -> datetime | None:
    """A converted time; ``None`` for the zeros and the ends of the calendar that programs write for no date."""
    try:
        moment = convert()
    except (ValueError, OverflowError, OSError):  # datetime.fromtimestamp raises all three, by platform
        return None
    return moment if EARLIEST_YEAR <= moment.year < MAXYEAR else None
