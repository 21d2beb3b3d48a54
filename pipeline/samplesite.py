"""The sample news site: the articles written for this project as pages of invented outlets, served on loopback."""

from __future__ import annotations

import threading
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import yaml

from pipeline.samplepages import Resource, SamplePages, sample_file
from pipeline.sources import Expectation, Feed, Source


class Request(NamedTuple):
    """One request as it was answered."""

    path: str
    status: int


class SampleSite:
    """Serves the sample articles over HTTP on 127.0.0.1 while the context is open.

    ``edition`` 1 shows every article as first published, a higher one what was updated since. Conditional requests
    are answered (RFC 9110, section 13); nothing depends on the clock. ``port`` 0 takes a free one. Raises OSError
    where the port is taken.
    """

    def __init__(self, *, port: int = 0, edition: int = 1) -> None:
        self.edition = edition
        self.requests: list[Request] = []
        self._server = _Server(("127.0.0.1", port), self)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.pages = SamplePages(self.url, edition)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> SampleSite:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def forbidden(self, path: str) -> bool:
        """Whether robots.txt asks every crawler to stay away from ``path``."""
        return self.pages.forbidden(path)

    def write_sources(self, folder: Path) -> None:
        """Write one source file an outlet, ``<language>/<outlet>.yaml``, that points at this site."""
        for key, outlet in self.pages.outlets.items():
            count = sum(sample.outlet == key for sample in self.pages.samples)
            source = Source(
                id=f"{outlet.language}/{key.partition('-')[2]}",
                language=outlet.language,
                outlet=outlet.name,
                country=outlet.country,
                kind=outlet.kind,
                urls=(Feed(url=self.url + self.pages.feed_path(key), kind=outlet.kind, topic="general"),),
                licence="Apache-2.0",
                expect=Expectation(least=count),
                delay_s=0,
                allow_private=True,
            )
            path = folder / f"{source.id}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            content = source.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
            path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], site: SampleSite) -> None:
        self.site = site
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        resource = self.server.site.pages.resources.get(path)
        if resource is None:
            status, body = HTTPStatus.NOT_FOUND, sample_file("404.html").encode()
        elif self._is_known(resource):
            status, body = HTTPStatus.NOT_MODIFIED, b""
        else:
            status, body = HTTPStatus.OK, resource.body
        self.server.site.requests.append(Request(path, int(status)))
        self.send_response(status)
        if resource is not None:
            self.send_header("ETag", resource.etag)
            self.send_header("Last-Modified", format_datetime(resource.changed.astimezone(UTC), usegmt=True))
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", resource.content_type if resource else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _is_known(self, resource: Resource) -> bool:
        """Whether the client holds this very content; entity tags go before dates (RFC 9110, 13.2.2)."""
        if (tags := self.headers.get("If-None-Match")) is not None:
            return resource.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")} or tags.strip() == "*"
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return resource.changed <= (since if since.tzinfo else since.replace(tzinfo=UTC))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """The site keeps its own record of requests."""
