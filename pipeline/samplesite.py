"""The sample news site: the articles written for this project as pages of invented outlets, served on loopback."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Any, NamedTuple

import yaml
from babel.dates import format_datetime as format_for_readers
from protego import Protego
from pydantic import BaseModel, ConfigDict

from extractors.base import Language
from extractors.loader import data_dir, load
from pipeline.samples import Sample, load_samples
from pipeline.sources import Expectation, Kind, Source

_FEEDS: Mapping[Kind, tuple[str, str]] = {
    "rss": ("rss.xml", "application/rss+xml; charset=utf-8"),
    "atom": ("atom.xml", "application/atom+xml; charset=utf-8"),
    "sitemap": ("sitemap.xml", "application/xml; charset=utf-8"),
    "list": ("list.txt", "text/plain; charset=utf-8"),
}
"""Template below ``data/samples/feeds/`` and media type; an entry's template ends in ``.entry``."""


class Request(NamedTuple):
    """One request as it was answered."""

    path: str
    status: int


class Outlet(BaseModel):
    """An invented outlet, ``data/samples/outlets/<outlet>/outlet.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    language: Language
    country: str | None = None
    kind: Kind
    """What names its articles."""
    path: str
    """Address of an article below the outlet, a template over ``section``, ``slug`` and ``day``."""
    date_pattern: str
    """How its pages print a date (Unicode Technical Standard 35), in the words of ``locale``."""
    locale: str
    sections: Mapping[str, str]
    """What the pages call a section."""
    inset_after: int
    """After which paragraph ``inset.html`` stands in the text."""
    more_entries: str = ""
    """Entries of the feed that name no article of this site: broken, or gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resource:
    body: bytes
    content_type: str
    changed: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


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
        self._outlets = _load_outlets()
        self._samples = _of_edition(load_samples(), edition)
        self._robots = (_root() / "robots.txt").read_text(encoding="utf-8")
        self.resources = dict(self._render())
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

    def path_of(self, sample: Sample) -> str:
        """Where the page of an article stands."""
        path = Template(self._outlets[sample.outlet].path).substitute(
            section=sample.section, slug=sample.article, day=f"{sample.published:%Y/%m/%d}"
        )
        return f"/{sample.outlet}/{path}"

    def forbidden(self, path: str) -> bool:
        """Whether robots.txt asks every crawler to stay away from ``path``."""
        return not Protego.parse(self._robots).can_fetch(self.url + path, "*")

    def write_sources(self, folder: Path) -> None:
        """Write one source file an outlet, ``<language>/<outlet>.yaml``, that points at this site."""
        for key, outlet in self._outlets.items():
            count = sum(sample.outlet == key for sample in self._samples)
            source = Source(
                id=f"{outlet.language}/{key.partition('-')[2]}",
                language=outlet.language,
                outlet=outlet.name,
                country=outlet.country,
                kind=outlet.kind,
                urls=(self.url + self._feed_path(key),),  # type: ignore[arg-type]  # the validator makes a Feed of it
                licence="Apache-2.0",
                expect=Expectation(least=count),
                delay_s=0,
                allow_private=True,
            )
            path = folder / f"{source.id}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            content = source.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
            path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def _feed_path(self, outlet: str) -> str:
        return f"/{outlet}/{_FEEDS[self._outlets[outlet].kind][0]}"

    def _render(self) -> Iterable[tuple[str, _Resource]]:
        """Every address with what stands there."""
        latest = max(_changed(sample) for sample in self._samples)
        yield "/robots.txt", _Resource(body=self._robots.encode(), content_type="text/plain", changed=latest)
        for sample in self._samples:
            yield self.path_of(sample), self._page(sample)
        for key, outlet in self._outlets.items():
            samples = [sample for sample in self._samples if sample.outlet == key]
            feed = self._feed(key, outlet, sorted(samples, key=lambda sample: sample.published, reverse=True))
            yield self._feed_path(key), feed
        front = _template("front.html").substitute(links="\n".join(self._front_links()))
        yield "/", _Resource(body=front.encode(), content_type="text/html; charset=utf-8", changed=latest)

    def _page(self, sample: Sample) -> _Resource:
        page = _template(f"outlets/{sample.outlet}/page.html").substitute(self._page_fields(sample))
        if not sample.declared:
            page = page.replace(f'<meta charset="{sample.encoding}">\n', "")
        # A page in another encoding says so in itself or not at all: the header would be believed first.
        charset = "; charset=utf-8" if sample.encoding == "utf-8" else ""
        return _Resource(
            body=page.encode(sample.encoding), content_type=f"text/html{charset}", changed=_changed(sample)
        )

    def _page_fields(self, sample: Sample) -> dict[str, str]:
        """What a page template may name; ready for HTML."""
        outlet = self._outlets[sample.outlet]
        texts = {
            **self._entry_fields(sample),
            "outlet": outlet.name,
            "section": outlet.sections[sample.section],
            "date": _for_readers(sample.published, outlet),
            "modified_date": _for_readers(_changed(sample), outlet),
            "caption": sample.caption,
            "charset": sample.encoding,
        }
        return {
            **{name: escape(text) for name, text in texts.items()},
            "body": self._body(sample, outlet),
            "json_ld": self._json_ld(sample, outlet),
        }

    def _body(self, sample: Sample, outlet: Outlet) -> str:
        paragraphs = [f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in sample.body.split("\n\n")]
        paragraphs.insert(outlet.inset_after, _template(f"outlets/{sample.outlet}/inset.html").template.strip())
        return "\n".join(paragraphs)

    def _json_ld(self, sample: Sample, outlet: Outlet) -> str:
        """The article as schema.org describes one."""
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": sample.title,
            "inLanguage": sample.language,
            "datePublished": sample.published.isoformat(),
            "dateModified": _changed(sample).isoformat(),
            "author": {"@type": "Person", "name": sample.author},
            "publisher": {"@type": "Organization", "name": outlet.name},
            "mainEntityOfPage": self.url + self.path_of(sample),
        }
        return json.dumps(article, ensure_ascii=False).replace("</", "<\\/")

    def _entry_fields(self, sample: Sample) -> dict[str, str]:
        """What an entry of a feed says of an article."""
        return {
            "url": self.url + self.path_of(sample),
            "title": sample.title,
            "author": sample.author,
            "summary": sample.summary,
            "language": sample.language,
            "published": sample.published.isoformat(),
            "modified": _changed(sample).isoformat(),
            "published_rfc5322": format_datetime(sample.published),
        }

    def _feed(self, key: str, outlet: Outlet, samples: Sequence[Sample]) -> _Resource:
        name, content_type = _FEEDS[outlet.kind]
        entry = _template(f"feeds/{name}.entry")
        fields = [{k: escape(v) for k, v in self._entry_fields(sample).items()} for sample in samples]
        entries = "".join(entry.substitute(field, outlet=escape(outlet.name)) for field in fields)
        home = f"{self.url}/{key}/"
        changed = max(map(_changed, samples))
        feed = _template(f"feeds/{name}").substitute(
            outlet=escape(outlet.name),
            home=home,
            self=self.url + self._feed_path(key),
            language=outlet.language,
            changed=changed.isoformat(),
            entries=entries + Template(outlet.more_entries).substitute(home=home),
        )
        return _Resource(body=feed.encode(), content_type=content_type, changed=changed)

    def _front_links(self) -> Iterable[str]:
        """Every article for someone who looks around; what is for subscribers is not linked here."""
        for sample in self._samples:
            path, outlet = self.path_of(sample), self._outlets[sample.outlet]
            if not self.forbidden(path):
                direction = "rtl" if sample.language == "ar" else "ltr"
                link = f'<a href="{path}">{escape(sample.title)}</a> <small>{escape(outlet.name)}</small>'
                yield f'<li lang="{sample.language}" dir="{direction}">{link}</li>'


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
        resource = self.server.site.resources.get(path)
        if resource is None:
            status, body = HTTPStatus.NOT_FOUND, _template("404.html").template.encode()
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

    def _is_known(self, resource: _Resource) -> bool:
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


def _root() -> Path:
    return data_dir() / "samples"


def _template(name: str) -> Template:
    return Template((_root() / name).read_text(encoding="utf-8"))


def _load_outlets() -> dict[str, Outlet]:
    return {path.parent.name: load(path, Outlet) for path in sorted((_root() / "outlets").glob("*/outlet.yaml"))}


def _of_edition(samples: Iterable[Sample], edition: int) -> list[Sample]:
    """The newest version of each article that the edition holds."""
    versions = sorted((sample for sample in samples if sample.edition <= edition), key=lambda sample: sample.edition)
    newest = {(sample.outlet, sample.article): sample for sample in versions}
    return [newest[key] for key in sorted(newest)]


def _changed(sample: Sample) -> datetime:
    return sample.modified or sample.published


def _for_readers(moment: datetime, outlet: Outlet) -> str:
    return format_for_readers(moment, outlet.date_pattern, tzinfo=moment.tzinfo, locale=outlet.locale)
