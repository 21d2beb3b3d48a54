"""Which articles a source names at the moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from pipeline.decode import decode
from pipeline.decompress import gunzip
from pipeline.feeds import Entry, FeedError, feed_kind, read_feed, read_list, read_sitemap
from pipeline.local import SUFFIXES
from pipeline.records import Candidate, Issue, Page
from pipeline.sources import Feed, Source
from pipeline.urls import canonical_url

MOST_CHILDREN = 10
"""Sitemaps of one index that are read, newest first: an index of all years may name thousands."""
_MAX_SITEMAP_BYTES = 60_000_000
"""sitemaps.org allows 50 MB."""


class PageFetcher(Protocol):
    """What discovery needs of a Fetcher."""

    async def fetch(self, url: str, source: Source) -> Page | Issue: ...


async def discover(source: Source, fetcher: PageFetcher) -> tuple[list[Candidate], list[Page], list[Issue]]:
    """The articles that a source's feeds, sitemaps, lists and folders name, each once, sorted by address; the pages
    of feeds that were fetched, sitemap indexes aside, to be archived and then asked for conditionally; what went wrong.

    Addresses are canonical. What a feed is, its root element says. Reasons besides those of fetching: ``not-a-feed``,
    ``bad-url``, ``unreadable``, ``sitemaps-left-out`` (an index names more than are read), ``below-expectation`` and
    ``above-expectation`` (judged only where every feed was read anew), and ``source-error``: an unforeseen exception,
    which ends this source alone. What was found before it stays, but no page, lest the next run be told "not modified".
    """
    discovery = _Discovery(source, fetcher)
    try:
        await discovery.read()
    except Exception as error:
        discovery.fail(error)
    return [discovery.candidates[url] for url in sorted(discovery.candidates)], discovery.pages, discovery.issues


class _Discovery:
    """What one discovery has found so far."""

    def __init__(self, source: Source, fetcher: PageFetcher) -> None:
        self.source = source
        self.fetcher = fetcher
        self.candidates: dict[str, Candidate] = {}
        self.pages: list[Page] = []
        self.issues: list[Issue] = []

    async def read(self) -> None:
        for feed in self.source.urls:
            if feed.kind == "folder":
                self._read_folder(Path(feed.url))
            elif feed.kind == "list" and "://" not in feed.url:
                self._read_local_list(Path(feed.url))
            else:
                await self._read_feed(feed)
        self._compare_with_expectation()

    def fail(self, error: Exception) -> None:
        self.pages.clear()
        self._issue("source-error", self.source.id, f"{type(error).__name__}: {error}")

    def _read_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self._issue("unreadable", str(folder), "no such folder")
            return
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
                url = path.resolve().as_uri()
                self.candidates.setdefault(url, Candidate(url=url, source=self.source.id, found_in=str(folder)))

    def _read_local_list(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            self._issue("unreadable", str(path), str(error.strerror))
            return
        self._add(read_list(text), found_in=str(path), base=None)

    async def _read_feed(self, feed: Feed) -> None:
        page = await self._fetch(feed.url)
        if page is None:
            return
        if feed.kind == "list":
            decoded = decode(page.body)
            self._add(read_list(decoded.text if decoded else ""), found_in=feed.url, base=page.url)
        elif (children := self._read_xml(page)) is not None:
            await self._read_children(feed, page, children)

    async def _read_children(self, feed: Feed, index: Page, children: list[Entry]) -> None:
        newest_first = sorted(
            children, key=lambda entry: entry.published.timestamp() if entry.published else 0, reverse=True
        )
        if len(children) > MOST_CHILDREN:
            self._issue("sitemaps-left-out", feed.url, f"{MOST_CHILDREN} of {len(children)} read")
        for child in newest_first[:MOST_CHILDREN]:
            url = canonical_url(child.url, index.url)
            page = await self._fetch(url) if url else None
            if page is not None and self._read_xml(page) is not None:
                self._issue("not-a-feed", page.url, "an index in an index")

    async def _fetch(self, url: str) -> Page | None:
        page = await self.fetcher.fetch(url, self.source)
        if isinstance(page, Issue):
            self.issues.append(replace(page, stage="discover"))
            return None
        self.pages.append(page)
        return page

    def _read_xml(self, page: Page) -> list[Entry] | None:
        """Takes what a feed or sitemap names; the children of an index are returned instead."""
        try:
            body = page.body
            if body.startswith(b"\x1f\x8b"):
                body = gunzip(body, _MAX_SITEMAP_BYTES)
            kind = feed_kind(body)
            if kind == "index":
                # Pages handed back are asked for conditionally next time. An index can answer "not modified" while its
                # children change, and would hide them.
                self.pages.remove(page)
                return read_sitemap(body)
            self._add(
                read_feed(body) if kind == "feed" else read_sitemap(body), found_in=page.requested_url, base=page.url
            )
        except FeedError as error:
            self._issue("not-a-feed", page.url, str(error))
        except ValueError as error:
            self._issue("not-a-feed", page.url, f"cannot be unpacked: {error}")
        return None

    def _add(self, entries: Iterable[Entry], *, found_in: str, base: str | None) -> None:
        for entry in entries:
            url = canonical_url(entry.url, base)
            if url is None:
                self._issue("bad-url", entry.url, f"named by {found_in}")
                continue
            known = self.candidates.get(url)
            self.candidates[url] = Candidate(
                url=url,
                source=self.source.id,
                title=(known.title if known else None) or entry.title,
                published=(known.published if known else None) or entry.published,
                found_in=known.found_in if known else found_in,
            )

    def _compare_with_expectation(self) -> None:
        expect = self.source.expect
        if expect is None or any(issue.reason == "not-modified" for issue in self.issues):
            return
        count = len(self.candidates)
        if count < expect.least:
            self._issue(
                "below-expectation", self.source.id, f"{count} articles named, at least {expect.least} expected"
            )
        elif expect.most is not None and count > expect.most:
            self._issue("above-expectation", self.source.id, f"{count} articles named, at most {expect.most} expected")

    def _issue(self, reason: str, subject: str, detail: str) -> None:
        self.issues.append(
            Issue(stage="discover", reason=reason, source=self.source.id, subject=subject, detail=detail)
        )
