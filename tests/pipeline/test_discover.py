from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.discover import MOST_CHILDREN, discover
from pipeline.feeds import FeedError, feed_kind, read_feed, read_sitemap
from pipeline.records import Candidate, Issue, Page
from pipeline.sources import Source

SITE = "https://news.example"
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>News</title>
<item><title>WhatsApp &amp; Instagram down</title><link>{SITE}/2024/a?utm_source=rss</link>
  <pubDate>Fri, 08 Mar 2024 10:00:00 +0700</pubDate></item>
<item><title>Again</title><link>{SITE}/2024/a</link></item>
<item><title>Relative</title><link>/2024/b</link></item>
<item><title>Mail</title><link>mailto:desk@news.example</link></item>
</channel></rss>""".encode()
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>انقطاع</title><link rel="alternate" href="{SITE}/ar/1"/><updated>2024-03-08T10:00:00Z</updated></entry>
</feed>""".encode()
SITEMAP = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> {SITE}/s1 </loc><news:news><news:publication_date>2024-03-08T03:00:00+00:00</news:publication_date>
<news:title>Caída de Bizum</news:title></news:news></url>
<url><loc>{SITE}/s2</loc><lastmod>2024-03-01</lastmod></url>
</urlset>""".encode()


class Pages:
    """A fetcher that has its pages already."""

    def __init__(self, pages: dict[str, bytes | str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def fetch(self, url: str, source: Source) -> Page | Issue:
        self.asked.append(url)
        body = self.pages.get(url, "http-404")
        if isinstance(body, str):
            return Issue(stage="fetch", reason=body, source=source.id, subject=url)
        return Page(
            url=url,
            requested_url=url,
            source=source.id,
            fetched_at=datetime(2024, 3, 8, tzinfo=UTC),
            status=200,
            headers=(),
            body=body,
        )


def source(*urls: str, **changes: Any) -> Source:
    return Source.model_validate(
        {"id": "en/news", "language": "en", "outlet": "News", "kind": "rss", "urls": urls, **changes}
    )


async def found(
    pages: dict[str, bytes | str], *urls: str, **changes: Any
) -> tuple[list[Candidate], list[Page], list[str]]:
    candidates, fetched, issues = await discover(source(*(urls or tuple(pages)), **changes), Pages(pages))
    return candidates, fetched, [issue.reason for issue in issues]


async def test_rss() -> None:
    candidates, pages, issues = await found({f"{SITE}/rss": RSS})
    assert [candidate.url for candidate in candidates] == [f"{SITE}/2024/a", f"{SITE}/2024/b"]
    assert candidates[0].title == "WhatsApp & Instagram down"
    assert candidates[0].published == datetime(2024, 3, 8, 3, tzinfo=UTC)
    assert candidates[0].found_in == f"{SITE}/rss"
    assert candidates[0].source == "en/news"
    assert [page.body for page in pages] == [RSS]
    assert issues == ["bad-url"]


async def test_atom() -> None:
    candidates, _, issues = await found({f"{SITE}/atom": ATOM})
    assert [(candidate.url, candidate.title) for candidate in candidates] == [(f"{SITE}/ar/1", "انقطاع")]
    assert issues == []


async def test_news_sitemap() -> None:
    candidates, _, issues = await found({f"{SITE}/map.xml": SITEMAP})
    assert [(candidate.url, candidate.title) for candidate in candidates] == [
        (f"{SITE}/s1", "Caída de Bizum"),
        (f"{SITE}/s2", None),
    ]
    assert candidates[0].published == datetime(2024, 3, 8, 3, tzinfo=UTC)
    assert candidates[1].published is None
    assert issues == []


async def test_packed_sitemap() -> None:
    candidates, _, _ = await found({f"{SITE}/map.xml.gz": gzip.compress(SITEMAP)})
    assert len(candidates) == 2


async def test_an_index_is_read_newest_first_and_no_further_than_allowed() -> None:
    days = range(1, MOST_CHILDREN + 6)
    children = "".join(
        f"<sitemap><loc>{SITE}/{day}.xml</loc><lastmod>2024-03-{day:02}T00:00:00Z</lastmod></sitemap>" for day in days
    )
    pages: dict[str, bytes | str] = {f"{SITE}/{day}.xml": SITEMAP for day in days}
    pages[f"{SITE}/index.xml"] = f"<sitemapindex>{children}</sitemapindex>".encode()
    fetcher = Pages(pages)
    candidates, archived, issues = await discover(source(f"{SITE}/index.xml"), fetcher)
    assert [page.url for page in archived] == fetcher.asked[1:], "an index must never be asked for conditionally"
    assert fetcher.asked[1:] == [f"{SITE}/{day}.xml" for day in reversed(days)][:MOST_CHILDREN]
    assert len(candidates) == 2
    assert [issue.reason for issue in issues] == ["sitemaps-left-out"]
    assert issues[0].detail == f"{MOST_CHILDREN} of {len(days)} read"


async def test_an_index_in_an_index_is_not_remembered_either() -> None:
    index = f"<sitemapindex><sitemap><loc>{SITE}/inner.xml</loc></sitemap></sitemapindex>".encode()
    _, pages, issues = await found({f"{SITE}/index.xml": index, f"{SITE}/inner.xml": index}, f"{SITE}/index.xml")
    assert pages == []
    assert issues == ["not-a-feed"]


@pytest.mark.parametrize(
    "stamp",
    [
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59+08:00",
        "9999-12-31T23:59:59-08:00",
        "Fri, 31 Dec 9999 23:59:59 -0800",
    ],
)
def test_an_impossible_date_is_none(stamp: str) -> None:
    rss = f"<rss version='2.0'><channel><item><link>{SITE}/1</link><pubDate>{stamp}</pubDate></item></channel></rss>"
    entry = f"<entry><link href='{SITE}/1'/><updated>{stamp}</updated></entry>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"
    sitemap = f"<urlset><url><loc>{SITE}/1</loc><lastmod>{stamp}</lastmod></url></urlset>"
    for entries in (read_feed(rss.encode()), read_feed(atom.encode()), read_sitemap(sitemap.encode())):
        assert [(entry.url, entry.published) for entry in entries] == [(f"{SITE}/1", None)]


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body>Not here</body></html>",
        b"<html><body>Not here</body></html>",
        b"just text",
        b"",
        b"\x00\x01\x02",
        b"<opml/>",
        b"\x1f\x8bbroken",
    ],
)
async def test_what_is_no_feed_is_an_issue(body: bytes) -> None:
    candidates, pages, issues = await found({f"{SITE}/rss": body})
    assert candidates == []
    assert len(pages) == 1
    assert issues == ["not-a-feed"]


async def test_a_broken_feed_gives_what_comes_before_the_break() -> None:
    candidates, _, issues = await found({f"{SITE}/rss": RSS[: RSS.index(b"<item><title>Relative")]})
    assert [candidate.url for candidate in candidates] == [f"{SITE}/2024/a"]
    assert issues == []


async def test_failures_of_fetching_are_handed_on() -> None:
    candidates, pages, issues = await found({}, f"{SITE}/rss")
    assert (candidates, pages, issues) == ([], [], ["http-404"])


async def test_one_dead_feed_leaves_the_others_alone() -> None:
    candidates, _, issues = await found({f"{SITE}/atom": ATOM}, f"{SITE}/dead", f"{SITE}/atom")
    assert len(candidates) == 1
    assert issues == ["http-404"]


async def test_an_unforeseen_error_ends_one_source_only() -> None:
    class Broken(Pages):
        async def fetch(self, url: str, source: Source) -> Page | Issue:
            if url.endswith("/broken"):
                raise RuntimeError("lost")
            return await super().fetch(url, source)

    fetcher = Broken({f"{SITE}/atom": ATOM})
    candidates, pages, issues = await discover(source(f"{SITE}/atom", f"{SITE}/broken", expect={"least": 5}), fetcher)
    assert [candidate.url for candidate in candidates] == [f"{SITE}/ar/1"]
    assert pages == [], "a page that is remembered would answer not-modified in the next run"
    assert [(issue.stage, issue.reason, issue.detail) for issue in issues] == [
        ("discover", "source-error", "RuntimeError: lost")
    ]


async def test_a_list_of_addresses() -> None:
    text = f"\ufeff# outages\n{SITE}/1\n\n/2\nnonsense://x\n".encode()
    candidates, _, issues = await found({f"{SITE}/list.txt": text}, kind="list")
    assert [candidate.url for candidate in candidates] == [f"{SITE}/1", f"{SITE}/2"]
    assert issues == ["bad-url"]


async def test_local_lists_and_folders(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"{SITE}/1\n", encoding="utf-8")
    (tmp_path / "pages").mkdir()
    for name in ("b.html", "a.md", "c.png", ".hidden.html"):
        (tmp_path / "pages" / name).write_text("x", encoding="utf-8")
    candidates, _, _ = await found({}, str(tmp_path / "list.txt"), kind="list")
    assert [candidate.url for candidate in candidates] == [f"{SITE}/1"]
    candidates, _, _ = await found({}, str(tmp_path / "pages"), kind="folder")
    assert [candidate.url.rpartition("/")[2] for candidate in candidates] == ["a.md", "b.html"]
    _, _, issues = await found({}, str(tmp_path / "none"), kind="folder")
    assert issues == ["unreadable"]


@pytest.mark.parametrize(
    ("expect", "reasons"),
    [
        ({"least": 3}, ["bad-url", "below-expectation"]),
        ({"least": 2, "most": 2}, ["bad-url"]),
        ({"least": 0, "most": 1}, ["bad-url", "above-expectation"]),
    ],
)
async def test_expectations(expect: dict[str, int], reasons: list[str]) -> None:
    _, _, issues = await found({f"{SITE}/rss": RSS}, expect=expect)
    assert issues == reasons


async def test_an_unchanged_feed_breaks_no_expectation() -> None:
    _, _, issues = await found({f"{SITE}/rss": "not-modified"}, expect={"least": 3})
    assert issues == ["not-modified"]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    bomb = b"""<!DOCTYPE urlset [<!ENTITY a "https://news.example/"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "%s">]>
<urlset><url><loc>&b;</loc></url><url><loc>&c;</loc></url></urlset>""" % secret.as_uri().encode()
    assert all("secret" not in entry.url and entry.url.count("news.example") <= 1 for entry in read_sitemap(bomb))


@given(st.binary(max_size=200))
def test_rubbish_never_raises_anything_else(body: bytes) -> None:
    for prefix in (b"", b"<rss><channel><item>", b"<urlset><url>"):
        read_sitemap(prefix + body)
        for read in (feed_kind, read_feed):
            with suppress(FeedError):
                read(prefix + body)
