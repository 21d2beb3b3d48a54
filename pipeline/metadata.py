"""What an HTML page says about its article: title, authors, site, address, dates, and where each date stands."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.metadata import extract_author

from pipeline.stamps import EARLIEST_YEAR, is_default, iso_stamp, plausible, url_date
from pipeline.urls import canonical_url, same_site

_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "date",
)
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod")
_AUTHOR_META = ("author", "article:author", "parsely-author", "dc.creator", "byl")
_SEPARATOR = re.compile(r"\s*(?:[|_–—»«·•*]|::)\s*|\s+-\s+|-(?=[^-]*$)")
_JSON_DATE = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"]{8,40})"')
_SHORTEST_TITLE, _LONGEST_TITLE = 6, 300
_LONGEST_DATELINE = 80
_UNSEEN = ("script", "style", "noscript", "template", "title")
_MOST_TEXTS = 20_000
_MOST_HEADLINES = 5
_LINES_AFTER, _LINES_BEFORE = 15, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What was found; ``None`` or empty is what the page does not say. Origins: ``json-ld``, ``meta``, ``time``
    (an element that carries it), ``url``, ``html`` (visible next to the headline)."""

    title: str | None
    authors: tuple[str, ...]
    site: str | None
    canonical: str | None
    published: str | None
    published_origin: str | None
    modified: str | None
    modified_origin: str | None


def read_metadata(tree: HtmlElement, url: str, fetched_at: datetime | None, language: str | None) -> Metadata:
    """Reads structured data first, then meta elements, then the page; dates after ``fetched_at`` do not count."""
    meta = _meta(tree)
    article, broken_dates = _json_ld(tree)
    site = meta.get("og:site_name") or _name(article.get("publisher"))
    lines = _visible_lines(tree)
    title = _title(tree, meta, article, lines, site, url)
    published, published_origin = _published(tree, meta, article, broken_dates, lines, title, url, fetched_at, language)
    modified, modified_origin = _modified(meta, article, broken_dates, fetched_at)
    if modified is not None and (published is None or modified[:10] < published[:10]):
        modified = modified_origin = None
    return Metadata(
        title=title,
        authors=_authors(tree, meta, article),
        site=site,
        canonical=_canonical(tree, meta, url),
        published=published,
        published_origin=published_origin,
        modified=modified,
        modified_origin=modified_origin,
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Content by name, property or itemprop in small letters; the first one counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _one_line(element.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _json_ld(tree: HtmlElement) -> tuple[dict[str, Any], dict[str, str]]:
    """The first article among the page's JSON-LD objects, and dates out of scripts that are no valid JSON."""
    broken: dict[str, set[str]] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        content = script.text or ""
        try:
            data = json.loads(content, strict=False)
        except (ValueError, RecursionError):
            for name, value in _JSON_DATE.findall(content):
                broken.setdefault(name, set()).add(value)
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.endswith(("Article", "Posting", "Report")) for kind in kinds):
                return node, {}
    return {}, {name: values.pop() for name, values in sorted(broken.items()) if len(values) == 1}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Top-level objects, those of a graph included; objects deeper down belong to teasers and lists."""
    for node in data if isinstance(data, list) else [data]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _published(
    tree: HtmlElement,
    meta: dict[str, str],
    article: dict[str, Any],
    broken: dict[str, str],
    lines: list[str],
    title: str | None,
    url: str,
    fetched_at: datetime | None,
    language: str | None,
) -> tuple[str | None, str | None]:
    in_url = url_date(url)
    for origin, text in _stated_dates(tree, meta, article, broken):
        stamp = iso_stamp(text, language)
        if stamp and plausible(stamp, fetched_at) and (not is_default(stamp) or stamp[:10] == in_url):
            return stamp, origin
    if in_url and plausible(in_url, fetched_at):
        return in_url, "url"
    for text in _lines_at_headline(lines, title):
        stamp = iso_stamp(text, language)
        if stamp and plausible(stamp, fetched_at) and not is_default(stamp):
            return stamp, "html"
    found = find_date(
        tree,
        extensive_search=False,
        original_date=True,
        min_date=f"{EARLIEST_YEAR}-01-01",
        max_date=fetched_at.date().isoformat() if fetched_at else None,
    )
    shown = (iso_stamp(line, language) or "" for line in lines if len(line) <= _LONGEST_DATELINE)
    return (found, "html") if found and any(stamp.startswith(found) for stamp in shown) else (None, None)


def _lines_at_headline(lines: list[str], title: str | None) -> list[str]:
    """The short visible texts next to the headline, those after it first. Dates further off are the day's date in the
    masthead, or those of other articles, comments and calendars."""
    near: list[str] = []
    for place in itertools.islice((index for index, line in enumerate(lines) if line == title), _MOST_HEADLINES):
        near += lines[place + 1 : place + 1 + _LINES_AFTER] + lines[max(0, place - _LINES_BEFORE) : place]
    return [line for line in near if len(line) <= _LONGEST_DATELINE]


def _visible_lines(tree: HtmlElement) -> list[str]:
    """The texts between any two tags of the page's body, in order."""
    body = next(tree.iter("body"), tree)
    texts = (
        text
        for element in body.iter()
        for text in ("" if element.tag in _UNSEEN or not isinstance(element.tag, str) else element.text, element.tail)
    )
    return [line for text in itertools.islice(texts, _MOST_TEXTS) if text and (line := _one_line(text))]


def _stated_dates(
    tree: HtmlElement, meta: dict[str, str], article: dict[str, Any], broken: dict[str, str]
) -> Iterator[tuple[str, str]]:
    for text in (article.get("datePublished"), broken.get("datePublished")):
        if isinstance(text, str):
            yield "json-ld", text
    yield from (("meta", meta[name]) for name in _PUBLISHED_META if name in meta)
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        yield "time", element.get("datetime") or element.get("content") or element.get("title") or ""
    times = [element for element in tree.iter("time") if element.get("datetime")]
    marked = [element for element in times if "pubdate" in element.attrib]
    # A page's only time is its article's; among several, teasers have theirs.
    yield from (("time", element.get("datetime")) for element in marked or (times if len(times) == 1 else []))


def _modified(
    meta: dict[str, str], article: dict[str, Any], broken: dict[str, str], fetched_at: datetime | None
) -> tuple[str | None, str | None]:
    stated = [("json-ld", article.get("dateModified")), ("json-ld", broken.get("dateModified"))]
    stated += [("meta", meta.get(name)) for name in _MODIFIED_META]
    for origin, text in stated:
        stamp = iso_stamp(text) if isinstance(text, str) else None
        if stamp and plausible(stamp, fetched_at) and not is_default(stamp):
            return stamp, origin
    return None, None


def _title(
    tree: HtmlElement, meta: dict[str, str], article: dict[str, Any], lines: list[str], site: str | None, url: str
) -> str | None:
    """The headline without the site's name: the part of it that the page itself shows, as a heading or else on a line
    of its own."""
    headline = article.get("headline")
    named = [
        headline if isinstance(headline, str) else None,
        meta.get("og:title"),
        meta.get("twitter:title"),
        *(element.text_content() for element in tree.iter("title")),
    ]
    titles = [line for text in named if text and (line := _one_line(text)[:_LONGEST_TITLE])]
    headings = [
        line for tag in ("h1", "h2") for element in tree.iter(tag) if (line := _one_line(element.text_content()))
    ]
    for title in titles:
        for shown in (*headings, *lines):
            if len(shown) * 2 >= len(title) and len(shown) >= _SHORTEST_TITLE and shown in title:
                return shown
    if titles:
        return _without_site(titles[0], site, url)
    return headings[0] if headings else None


def _without_site(title: str, site: str | None, url: str) -> str:
    """Drops a first or last part that is the site's name or its host's."""
    names = {_letters(site or ""), _letters(_host_name(url))} - {""}
    pieces = list(_SEPARATOR.finditer(title))
    if pieces and _letters(title[pieces[-1].end() :]) in names:
        return title[: pieces[-1].start()]
    if pieces and _letters(title[: pieces[0].start()]) in names:
        return title[pieces[0].end() :]
    return title


def _host_name(url: str) -> str:
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    return labels[0]


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _authors(tree: HtmlElement, meta: dict[str, str], article: dict[str, Any]) -> tuple[str, ...]:
    stated = article.get("author")
    names: list[str | None] = [_name(author) for author in (stated if isinstance(stated, list) else [stated])]
    if not any(names):
        names = list(itertools.islice((meta[key] for key in _AUTHOR_META if "://" not in meta.get(key, "://")), 1))
    if not any(names):
        names = list((extract_author(tree) or "").split("; "))
    return tuple(dict.fromkeys(line for name in names if name and (line := _one_line(name))))


def _name(value: Any) -> str | None:
    """The name of a JSON-LD person or organisation, however it is written."""
    if isinstance(value, list):
        value = value[0] if value else None
    name = value.get("name") if isinstance(value, dict) else value
    return _one_line(name) or None if isinstance(name, str) and "://" not in name else None


def _canonical(tree: HtmlElement, meta: dict[str, str], url: str) -> str | None:
    """The address that the page calls its own, on the same site and not the site's front page."""
    links = [link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").split()]
    web = urlsplit(url).scheme in ("http", "https")
    for stated in (*links, meta.get("og:url", "")):
        address = canonical_url(stated, url if web else None) if stated else None
        if (
            address
            and (not web or same_site(address, url))
            and (urlsplit(address).path.strip("/") or urlsplit(address).query)
        ):
            return address
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())
