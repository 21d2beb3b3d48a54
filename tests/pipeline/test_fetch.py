from __future__ import annotations

import asyncio
import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import HTML, Answer, serve

from pipeline.fetch import PAUSE_AFTER_429_S, Fetcher
from pipeline.guard import is_public
from pipeline.records import Issue, Page
from pipeline.settings import Settings
from pipeline.sources import Feed, Source

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
PAGE = Answer(b"<html><body><p>It is down.</p></body></html>")


@dataclass
class Clock:
    """Time that passes only when somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def monotonic(self) -> float:
        return self.now

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.now)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url="sqlite://", timeout_s=5.0, max_body_bytes=100_000, max_redirects=3)


@pytest.fixture
def source() -> Source:
    feed = Feed(url="http://127.0.0.1/rss", kind="rss", topic="general")
    return Source(id="en/site", language="en", outlet="Site", kind="rss", urls=(feed,), delay_s=0, allow_private=True)


async def fetch(
    settings: Settings,
    source: Source,
    *urls: str,
    clock: Clock | None = None,
    validators: Callable[[str], tuple[str | None, str | None]] | None = None,
) -> list[Page | Issue]:
    time = clock or Clock()
    async with Fetcher(settings, validators, clock=time.clock, monotonic=time.monotonic, sleep=time.sleep) as fetcher:
        return [await fetcher.fetch(url, source) for url in urls]


def reason(result: Page | Issue) -> str:
    return result.reason if isinstance(result, Issue) else f"page of {len(result.body)} bytes"


async def test_a_page_as_it_came(settings: Settings, source: Source) -> None:
    with serve({"/a": PAGE}) as site:
        (page,) = await fetch(settings, source, f"{site.url}/a#top")
    assert isinstance(page, Page)
    assert page.body == PAGE.body
    assert page.status == 200
    assert page.fetched_at == NOW
    assert page.source == "en/site"
    assert page.url == f"{site.url}/a"
    assert dict(page.headers)["content-type"] == HTML
    assert site.paths() == ["/robots.txt", "/a"]
    assert site.requests[1][1]["user-agent"] == settings.user_agent


async def test_disallowed_paths_are_never_asked(settings: Settings, source: Source) -> None:
    rules = Answer(b"User-agent: *\nDisallow: /private/\n", content_type="text/plain")
    with serve(
        {"/robots.txt": rules, "/private/a": PAGE, "/to": Answer(status=302, headers={"Location": "/private/a"})}
    ) as site:
        results = await fetch(settings, source, f"{site.url}/private/a", f"{site.url}/to")
    assert [reason(result) for result in results] == ["robots-disallowed", "robots-disallowed"]
    assert "/private/a" not in site.paths()
    assert site.paths().count("/robots.txt") == 1


async def test_broken_robots_means_wait(settings: Settings, source: Source) -> None:
    with serve({"/robots.txt": Answer(status=503), "/a": PAGE}) as site:
        (result,) = await fetch(settings, source, f"{site.url}/a")
    assert reason(result) == "robots-unreachable"
    assert "/a" not in site.paths()


async def test_the_pause_is_the_longest_that_is_asked_for(settings: Settings, source: Source) -> None:
    rules = Answer(b"User-agent: *\nCrawl-delay: 9\n", content_type="text/plain")
    clock = Clock()
    with serve({"/robots.txt": rules, "/a": PAGE}) as site:
        await fetch(settings, source.model_copy(update={"delay_s": 4.0}), f"{site.url}/a", f"{site.url}/a", clock=clock)
    assert clock.slept == [4, 9]


async def test_one_connection_at_a_time_a_host(settings: Settings, source: Source) -> None:
    slow = replace(PAGE, pause_s=0.02)
    with serve({f"/{number}": slow for number in range(6)}) as site:
        async with Fetcher(settings) as fetcher:
            results = await asyncio.gather(*(fetcher.fetch(f"{site.url}/{number}", source) for number in range(6)))
    assert all(isinstance(result, Page) for result in results)
    assert site.most_waiting == 1
    assert site.paths().count("/robots.txt") == 1


async def test_not_modified_is_no_page(settings: Settings, source: Source) -> None:
    with serve({"/a": Answer(status=304)}) as site:
        (result,) = await fetch(
            settings, source, f"{site.url}/a", validators=lambda url: ('"tag"', "Fri, 08 Mar 2024 10:00:00 GMT")
        )
    assert reason(result) == "not-modified"
    assert site.requests[-1][1]["if-none-match"] == '"tag"'
    assert site.requests[-1][1]["if-modified-since"] == "Fri, 08 Mar 2024 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "45"}, 45.0),
        ({"Retry-After": "Fri, 08 Mar 2024 12:00:50 GMT"}, 50.0),
        ({"Retry-After": "soon"}, PAUSE_AFTER_429_S),
        ({}, PAUSE_AFTER_429_S),
    ],
)
async def test_too_many_requests_pauses_the_host(
    settings: Settings, source: Source, headers: dict[str, str], pause: float
) -> None:
    clock = Clock()
    with serve({"/a": Answer(status=429, headers=headers), "/b": PAGE}) as site:
        first, second = await fetch(settings, source, f"{site.url}/a", f"{site.url}/b", clock=clock)
    assert reason(first) == "http-429"
    assert isinstance(second, Page)
    assert clock.slept == [pause]
    assert site.paths().count("/a") == 1


async def test_a_host_that_wants_an_hour_gets_it(settings: Settings, source: Source) -> None:
    clock = Clock()
    with serve({"/a": Answer(status=503, headers={"Retry-After": "3600"}), "/b": PAGE}) as site:
        results = await fetch(settings, source, f"{site.url}/a", f"{site.url}/b", clock=clock)
    assert [reason(result) for result in results] == ["retry-later", "retry-later"]
    assert site.paths() == ["/robots.txt", "/a"]
    assert sum(clock.slept) == 0


async def test_server_errors_are_tried_again_and_client_errors_are_not(settings: Settings, source: Source) -> None:
    with serve(
        {"/a": [Answer(status=500), Answer(status=502), PAGE], "/b": Answer(status=410), "/c": Answer(status=500)}
    ) as site:
        results = await fetch(settings, source, *(f"{site.url}/{name}" for name in "abc"))
    assert [reason(result) for result in results] == ["page of 44 bytes", "http-410", "http-500"]
    assert [site.paths().count(path) for path in ("/a", "/b", "/c")] == [3, 1, settings.fetch_attempts]


async def test_nobody_there(settings: Settings, source: Source) -> None:
    with serve({}) as site:
        url = site.url
    (result,) = await fetch(settings, source, f"{url}/a")
    assert reason(result) == "robots-unreachable"


async def test_a_slow_host_is_given_up(settings: Settings, source: Source) -> None:
    def drops() -> Iterator[bytes]:
        while True:
            yield b" "

    dripping = Answer(chunks=drops, pause_s=0.05)
    with serve({"/a": dripping, "/b": PAGE}) as site:
        results = await fetch(replace(settings, timeout_s=0.4), source, f"{site.url}/a", f"{site.url}/b")
    assert [reason(result) for result in results] == ["timeout", "page of 44 bytes"]
    assert site.paths().count("/a") == 1


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 10_000


def bomb() -> bytes:
    return gzip.compress(b"\0" * 50_000_000)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(b"x" * 100_001), "too-large"),
        (Answer(chunks=endless), "too-large"),
        (Answer(bomb(), headers={"Content-Encoding": "gzip"}), "too-large"),
        (Answer(gzip.compress(bomb()), headers={"Content-Encoding": "gzip, gzip"}), "content-encoding"),
        (Answer(b"no gzip at all", headers={"Content-Encoding": "gzip"}), "content-encoding"),
        (Answer(b"GIF89a", content_type="image/gif"), "content-type"),
        (Answer(b"%PDF-1.4", content_type="application/pdf"), "content-type"),
        (Answer(b"<rss/>", content_type="application/rss+xml"), "page of 6 bytes"),
        (Answer(gzip.compress(PAGE.body), headers={"Content-Encoding": "gzip"}), "page of 44 bytes"),
        (Answer(zlib.compress(PAGE.body), headers={"Content-Encoding": "deflate"}), "page of 44 bytes"),
        (Answer(zlib.compress(PAGE.body, wbits=-15), headers={"Content-Encoding": "deflate"}), "page of 44 bytes"),
        (Answer(), "page of 0 bytes"),
    ],
)
async def test_bodies(settings: Settings, source: Source, answer: Answer, expected: str) -> None:
    with serve({"/a": answer}) as site:
        (result,) = await fetch(settings, source, f"{site.url}/a")
    assert reason(result) == expected


async def test_redirects_end(settings: Settings, source: Source) -> None:
    with serve(
        {
            "/a": Answer(status=301, headers={"Location": "/a"}),
            "/b": Answer(status=302, headers={"Location": "c"}),
            "/c": PAGE,
        }
    ) as site:
        round_and_round, there = await fetch(settings, source, f"{site.url}/a", f"{site.url}/b")
    assert reason(round_and_round) == "too-many-redirects"
    assert isinstance(there, Page)
    assert there.requested_url == f"{site.url}/b"
    assert there.url == f"{site.url}/c"


async def test_a_private_address_is_asked_only_where_a_source_allows_it(settings: Settings, source: Source) -> None:
    careful = source.model_copy(update={"allow_private": False})
    with serve({"/a": PAGE}) as site:
        by_number, by_name = await fetch(
            settings, careful, f"{site.url}/a", f"{site.url}/a".replace("127.0.0.1", "localhost")
        )
    assert [reason(by_number), reason(by_name)] == ["private-address", "private-address"]
    assert site.requests == []


@pytest.mark.parametrize(
    "url", ["ftp://example.com/a", "http://user@example.com/", "http://[::1", "gopher:a", "http:///a", ""]
)
async def test_what_is_no_web_address(settings: Settings, source: Source, url: str) -> None:
    (result,) = await fetch(settings, source, url)
    assert reason(result) == "bad-url"


async def test_a_redirect_to_another_scheme_is_not_followed(settings: Settings, source: Source) -> None:
    with serve({"/a": Answer(status=302, headers={"Location": "file:///etc/passwd"})}) as site:
        (result,) = await fetch(settings, source, f"{site.url}/a")
    assert reason(result) == "bad-url"


async def test_cookies_are_not_kept(settings: Settings, source: Source) -> None:
    with serve({"/a": replace(PAGE, headers={"Set-Cookie": "id=1; Path=/"}), "/b": PAGE}) as site:
        await fetch(settings, source, f"{site.url}/a", f"{site.url}/b")
    assert "cookie" not in site.requests[-1][1]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_a_folder_is_read_like_a_site(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    path = folder / "a.html"
    path.write_bytes(PAGE.body)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    outside = tmp_path / "secret.html"
    outside.write_text("secret", encoding="utf-8")
    feed = Feed(url=str(folder), kind="folder", topic="general")
    source = Source(id="en/files", language="en", outlet="Files", kind="folder", urls=(feed,))
    urls = [path.as_uri(), outside.as_uri(), f"{folder.as_uri()}/../secret.html", (folder / "none.html").as_uri()]
    page, *others = await fetch(settings, source, *urls)
    assert isinstance(page, Page)
    assert page.body == PAGE.body
    assert [reason(other) for other in others] == ["bad-url", "bad-url", "unreadable"]
    modified = dict(page.headers)["last-modified"]
    (again,) = await fetch(settings, source, urls[0], validators=lambda url: (None, modified))
    assert reason(again) == "not-modified"
