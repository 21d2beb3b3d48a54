"""The sample articles as the pages, feeds and sitemaps of invented outlets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from string import Template

from babel.dates import format_datetime as format_for_readers
from protego import Protego
from pydantic import BaseModel, ConfigDict

from extractors.base import Language
from extractors.loader import data_dir, load
from pipeline.samples import Sample, load_samples
from pipeline.sources import Kind

_FEEDS: Mapping[Kind, tuple[str, str]] = {
    "rss": ("rss.xml", "application/rss+xml; charset=utf-8"),
    "atom": ("atom.xml", "application/atom+xml; charset=utf-8"),
    "sitemap": ("sitemap.xml", "application/xml; charset=utf-8"),
    "list": ("list.txt", "text/plain; charset=utf-8"),
}
"""Template below ``data/samples/feeds/`` and media type; an entry's template ends in ``.entry``."""


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
class Resource:
    """What stands at an address, and when it was last changed."""

    body: bytes
    content_type: str
    changed: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


class SamplePages:
    """Every address of the sample site below ``url`` with what stands there, as of one edition."""

    def __init__(self, url: str, edition: int) -> None:
        self.url = url
        self.outlets = _load_outlets()
        self.samples = _of_edition(load_samples(), edition)
        self.robots = sample_file("robots.txt")
        self.resources = dict(self._render())

    def path_of(self, sample: Sample) -> str:
        """Where the page of an article stands."""
        path = Template(self.outlets[sample.outlet].path).substitute(
            section=sample.section, slug=sample.article, day=f"{sample.published:%Y/%m/%d}"
        )
        return f"/{sample.outlet}/{path}"

    def forbidden(self, path: str) -> bool:
        """Whether robots.txt asks every crawler to stay away from ``path``."""
        return not Protego.parse(self.robots).can_fetch(self.url + path, "*")

    def feed_path(self, outlet: str) -> str:
        """Where what names the outlet's articles stands."""
        return f"/{outlet}/{_FEEDS[self.outlets[outlet].kind][0]}"

    def _render(self) -> Iterable[tuple[str, Resource]]:
        """Every address with what stands there."""
        latest = max(_changed(sample) for sample in self.samples)
        yield "/robots.txt", Resource(body=self.robots.encode(), content_type="text/plain", changed=latest)
        for sample in self.samples:
            yield self.path_of(sample), self._page(sample)
        for key, outlet in self.outlets.items():
            samples = [sample for sample in self.samples if sample.outlet == key]
            feed = self._feed(key, outlet, sorted(samples, key=lambda sample: sample.published, reverse=True))
            yield self.feed_path(key), feed
        front = _template("front.html").substitute(links="\n".join(self._front_links()))
        yield "/", Resource(body=front.encode(), content_type="text/html; charset=utf-8", changed=latest)

    def _page(self, sample: Sample) -> Resource:
        page = _template(f"outlets/{sample.outlet}/page.html").substitute(self._page_fields(sample))
        if not sample.declared:
            page = page.replace(f'<meta charset="{sample.encoding}">\n', "")
        # A page in another encoding says so in itself or not at all: the header would be believed first.
        charset = "; charset=utf-8" if sample.encoding == "utf-8" else ""
        return Resource(body=page.encode(sample.encoding), content_type=f"text/html{charset}", changed=_changed(sample))

    def _page_fields(self, sample: Sample) -> dict[str, str]:
        """What a page template may name; ready for HTML."""
        outlet = self.outlets[sample.outlet]
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
        paragraphs.insert(outlet.inset_after, sample_file(f"outlets/{sample.outlet}/inset.html").strip())
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

    def _feed(self, key: str, outlet: Outlet, samples: Sequence[Sample]) -> Resource:
        name, content_type = _FEEDS[outlet.kind]
        entry = _template(f"feeds/{name}.entry")
        fields = [{k: escape(v) for k, v in self._entry_fields(sample).items()} for sample in samples]
        entries = "".join(entry.substitute(field, outlet=escape(outlet.name)) for field in fields)
        home = f"{self.url}/{key}/"
        changed = max(_changed(sample) for sample in samples)
        feed = _template(f"feeds/{name}").substitute(
            outlet=escape(outlet.name),
            home=home,
            self=self.url + self.feed_path(key),
            language=outlet.language,
            changed=changed.isoformat(),
            entries=entries + Template(outlet.more_entries).substitute(home=home),
        )
        return Resource(body=feed.encode(), content_type=content_type, changed=changed)

    def _front_links(self) -> Iterable[str]:
        """Every article that robots.txt leaves open, for someone who looks around."""
        for sample in self.samples:
            path, outlet = self.path_of(sample), self.outlets[sample.outlet]
            if not self.forbidden(path):
                direction = "rtl" if sample.language == "ar" else "ltr"
                link = f'<a href="{path}">{escape(sample.title)}</a> <small>{escape(outlet.name)}</small>'
                yield f'<li lang="{sample.language}" dir="{direction}">{link}</li>'


def _root() -> Path:
    return data_dir() / "samples"


def sample_file(name: str) -> str:
    """A text file below ``data/samples/``."""
    return (_root() / name).read_text(encoding="utf-8")


def _template(name: str) -> Template:
    return Template(sample_file(name))


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
