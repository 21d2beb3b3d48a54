"""Asks for pages: politely, safely, within limits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, wait_exponential

from pipeline.decompress import Decompressor, TooLargeError
from pipeline.guard import PrivateAddressError, PublicTransport
from pipeline.local import read_local
from pipeline.records import Issue, Page
from pipeline.robots import MAX_BYTES as MAX_ROBOTS_BYTES
from pipeline.robots import Rules, read_rules
from pipeline.settings import Settings
from pipeline.sources import Source

Validators = Callable[[str], tuple[str | None, str | None]]
"""URL → (ETag, Last-Modified) of the copy at hand."""

LONGEST_WAIT_S = 120.0
"""A host that asks for a longer pause is left for the next run."""
PAUSE_AFTER_429_S = 30.0
"""Where a 429 names no time; Media Cloud's rss-fetcher uses the same."""

_READABLE = {"text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/plain"}
_COMPRESSED_FILES = {"application/gzip", "application/x-gzip"}
_OF_THE_TRANSFER = {"content-encoding", "transfer-encoding", "content-length"}


class _RefusedError(Exception):
    """The request ends here; becomes an Issue."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class _TransientError(_RefusedError):
    """Worth another attempt."""

    def __init__(self, reason: str, detail: str = "", pause_s: float = 0.0) -> None:
        super().__init__(reason, detail)
        self.pause_s = pause_s


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    received_at: datetime

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0


@dataclass(slots=True)
class _Origin:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Rules | None = None


class Fetcher:
    """Fetches pages by robots.txt, one at a time a host, with a pause between two requests.

    Use it as an async context manager. ``validators`` makes requests conditional; ``clock``, ``monotonic`` and
    ``sleep`` stand in for time in tests. Proxies of the environment are not used: the address that is checked must
    be the address that is asked.
    """

    def __init__(
        self,
        settings: Settings,
        validators: Validators | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._validators = validators or (lambda url: (None, None))
        self._clock = clock
        self._monotonic = monotonic
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._origins: dict[tuple[str, str], _Origin] = {}
        self._public = self._client(PublicTransport())
        self._private = self._client(httpx.AsyncHTTPTransport(http2=True, trust_env=False))

    def _client(self, transport: httpx.AsyncHTTPTransport) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            timeout=self._settings.timeout_s,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={
                "user-agent": self._settings.user_agent,
                "accept": "text/html, application/xhtml+xml, application/xml, application/rss+xml, text/plain;q=0.8",
                "accept-encoding": "gzip, deflate",
            },
        )

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._public.aclose()
        await self._private.aclose()

    async def fetch(self, url: str, source: Source) -> Page | Issue:
        """The page at ``url``, or why there is none; never raises for what a server does.

        Reasons: ``bad-url``, ``private-address``, ``robots-disallowed``, ``robots-unreachable``, ``not-modified`` (the
        copy at hand is good: no failure), ``retry-later``, ``http-<status>``, ``timeout``, ``unreachable``,
        ``content-type``, ``content-encoding``, ``too-large``, ``too-many-redirects``.
        """
        if url.startswith("file:"):
            return read_local(url, source, self._clock(), self._validators(url), self._settings.max_body_bytes)
        try:
            return await self._follow(url, source)
        except _RefusedError as refused:
            reason, detail = refused.reason, refused.detail
        return Issue(stage="fetch", reason=reason, source=source.id, subject=url, detail=detail)

    async def _follow(self, requested_url: str, source: Source) -> Page:
        url = _web_address(requested_url)
        for _ in range(self._settings.max_redirects + 1):
            rules = await self._rules(url, source)
            if not rules.reachable:
                raise _RefusedError("robots-unreachable", url)
            if not rules.allows(url):
                raise _RefusedError("robots-disallowed", url)
            etag, modified = self._validators(url)
            conditions = {"if-none-match": etag, "if-modified-since": modified}
            response = await self._get(
                url, source, rules.delay_s, self._settings.max_body_bytes, {k: v for k, v in conditions.items() if v}
            )
            if response.status == 304:
                raise _RefusedError("not-modified")
            location = _location(response)
            if location is not None:
                url = _web_address(urljoin(url, location))
                continue
            if not 200 <= response.status < 300:
                raise _RefusedError(f"http-{response.status}", url)
            return Page(
                url=url,
                requested_url=requested_url,
                source=source.id,
                fetched_at=response.received_at,
                status=response.status,
                headers=response.headers,
                body=response.body,
            )
        raise _RefusedError("too-many-redirects", f"more than {self._settings.max_redirects}")

    async def _rules(self, url: str, source: Source) -> Rules:
        """The host's rules, read once; redirects of robots.txt are followed without rules (RFC 9309, 2.3.1.2)."""
        parts = urlsplit(url)
        origin = self._origins.setdefault((parts.scheme, parts.netloc), _Origin())
        async with origin.lock:
            if origin.rules is None:
                origin.rules = await self._read_rules(f"{parts.scheme}://{parts.netloc}/robots.txt", source)
            return origin.rules

    async def _read_rules(self, url: str, source: Source) -> Rules:
        agent = self._settings.user_agent
        try:
            for _ in range(self._settings.max_redirects + 1):
                response = await self._get(url, source, 0.0, MAX_ROBOTS_BYTES, {}, robots=True)
                location = _location(response)
                if location is None:
                    return read_rules(response.status, response.body, agent)
                url = _web_address(urljoin(url, location))
        except _RefusedError as refused:
            if refused.reason == "private-address":
                raise
            return read_rules(None, b"", agent)
        return read_rules(404, b"", agent)

    async def _get(
        self,
        url: str,
        source: Source,
        robots_delay_s: float,
        limit: int,
        conditions: Mapping[str, str],
        *,
        robots: bool = False,
    ) -> _Response:
        own = self._settings.host_delay_s if source.delay_s is None else source.delay_s
        delay_s = max(own, robots_delay_s)
        attempts = AsyncRetrying(
            stop=stop_after_attempt(self._settings.fetch_attempts),
            retry=retry_if_exception_type(_TransientError),
            wait=_pause,
            sleep=self._sleep,
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                return await self._get_once(url, source, delay_s, limit, conditions, robots)
        raise AssertionError("tenacity re-raises the last failure")

    async def _get_once(
        self, url: str, source: Source, delay_s: float, limit: int, conditions: Mapping[str, str], robots: bool
    ) -> _Response:
        host = self._hosts.setdefault(urlsplit(url).hostname or "", _Host())
        client = self._private if source.allow_private else self._public
        async with host.lock:
            wait = host.next_at - self._monotonic()
            if wait > LONGEST_WAIT_S:
                raise _RefusedError("retry-later", f"the host asks for {wait:.0f} s")
            if wait > 0:
                await self._sleep(wait)
            pause_s = delay_s
            try:
                async with asyncio.timeout(self._settings.timeout_s):
                    response = await self._read(client, url, limit, conditions, robots)
                if response.status == 429 or response.status >= 500:
                    pause_s = max(delay_s, self._retry_after(response) or 0.0)
            except PrivateAddressError as error:
                raise _RefusedError("private-address", str(error)) from None
            except httpx.ConnectTimeout as error:
                raise _TransientError("timeout", str(error)) from None
            except (TimeoutError, httpx.TimeoutException):
                raise _RefusedError("timeout", f"no whole answer in {self._settings.timeout_s:g} s") from None
            except httpx.TransportError as error:
                raise _TransientError("unreachable", f"{type(error).__name__}: {error}") from None
            except (httpx.InvalidURL, UnicodeError) as error:
                raise _RefusedError("bad-url", str(error)) from None
            finally:
                host.next_at = self._monotonic() + pause_s
        if response.status >= 500:
            raise _TransientError(f"http-{response.status}", url, pause_s)
        if response.status == 429:
            raise _RefusedError("http-429", f"the host is left alone for {pause_s:.0f} s")
        return response

    async def _read(
        self, client: httpx.AsyncClient, url: str, limit: int, conditions: Mapping[str, str], robots: bool
    ) -> _Response:
        async with client.stream("GET", url, headers=dict(conditions)) as response:
            received_at = self._clock()
            headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
            if not 200 <= response.status_code < 300:
                return _Response(response.status_code, headers, b"", received_at)
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            compressed_file = kind in _COMPRESSED_FILES and urlsplit(url).path.endswith(".gz")
            if not robots and not (_readable(kind) or compressed_file):
                raise _RefusedError("content-type", kind)
            try:
                decompressor = Decompressor(response.headers.get("content-encoding", "").strip().lower(), limit)
            except ValueError as error:
                raise _RefusedError("content-encoding", str(error)) from None
            received = 0
            try:
                async for chunk in response.aiter_raw():
                    received += len(chunk)
                    if received > limit:
                        raise TooLargeError(f"more than {limit} bytes")
                    decompressor.feed(chunk)
            except TooLargeError as error:
                if not robots:
                    raise _RefusedError("too-large", str(error)) from None
            except ValueError as error:
                raise _RefusedError("content-encoding", str(error)) from None
            # The body is kept decoded, so the headers of its transfer get another name, as in Common Crawl.
            kept = tuple((f"x-crawl-{name}" if name in _OF_THE_TRANSFER else name, value) for name, value in headers)
            return _Response(response.status_code, kept, decompressor.result(), received_at)

    def _retry_after(self, response: _Response) -> float | None:
        value = response.header("retry-after")
        if value is None:
            return PAUSE_AFTER_429_S if response.status == 429 else None
        if value.strip().isdigit():
            return float(value)
        try:
            return (parsedate_to_datetime(value) - self._clock()).total_seconds()
        except (ValueError, TypeError):
            return PAUSE_AFTER_429_S


def _pause(state: RetryCallState) -> float:
    """Seconds before the next attempt: growing, and no less than the host asked for."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.pause_s if isinstance(error, _TransientError) else 0.0
    if asked > LONGEST_WAIT_S:
        return 0.0  # the next attempt ends as retry-later without asking the host
    return max(float(wait_exponential(multiplier=1, max=30)(state)), asked)


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError where it is no number
    except ValueError as error:
        raise _RefusedError("bad-url", str(error)) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise _RefusedError("bad-url", url)
    return urldefrag(url).url


def _location(response: _Response) -> str | None:
    return response.header("location") if response.status in (301, 302, 303, 307, 308) else None


def _readable(kind: str) -> bool:
    return not kind or kind in _READABLE or kind.endswith("+xml")
