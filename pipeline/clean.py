"""A page into an article: clean text, with who wrote it, when, and where each date was found."""

from __future__ import annotations

import hashlib
import itertools
import logging
import re
from dataclasses import replace

from trafilatura.meta import reset_caches

from pipeline.characters import storable
from pipeline.decode import Decoded, decode
from pipeline.frontmatter import split_front_matter
from pipeline.html import article_text, fragment_text, parse_html
from pipeline.language import detect
from pipeline.metadata import read_metadata
from pipeline.plaintext import read_heading
from pipeline.records import Article, Issue, Page, article_id
from pipeline.stamps import iso_stamp, plausible
from pipeline.tail import article_end
from pipeline.urls import canonical_url

_MAX_BYTES = 5_000_000
"""News pages have up to 2 MB; what is much larger is no article, and would hold up all others."""
_LEAST_LETTERS_OF_A_PAGE = 60
"""Below that, what was extracted is a notice or a caption, and extraction failed."""
_LEAST_LETTERS = 5
_HAN_WEIGHT = 3
_PAGES_BETWEEN_RESETS = 200
_LETTER = re.compile(r"[^\W\d_]")
_HAN = re.compile(r"[㐀-鿿]")
_PROLOGUE = r"\s*+(?:<\?xml[^>]*>\s*+)?(?:<!--(?>.*?-->)\s*+)*+"
_HTML_START = re.compile(_PROLOGUE + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HTML_TAG = re.compile(r"</?(?:p|div|h[1-6]|br|img|span|ul|li|strong|a)\b[^<>]*>", re.IGNORECASE)
_FEED_START = re.compile(_PROLOGUE + r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE | re.DOTALL)
_pages = itertools.count(1)

# htmldate 1.11 reports as an error that charset-normalizer 3.4.7 has no such cache any more.
logging.getLogger("htmldate.meta").setLevel(logging.CRITICAL)


def clean(page: Page, *, source_language: str | None = None) -> Article | Issue:
    """The article of a page: HTML, plain text, or Markdown with front matter and HTML in it.

    ``source_language`` helps to decode and to read dates; the article's language is found from its text. Text of HTML
    is normalised (NFC, no invisible characters, one paragraph a line); plain text is kept as it stands, so that
    offsets into the article are offsets into the input. In both, a tail of other stories is cut off.

    Reasons of an Issue: ``empty``, ``too-large``, ``binary``, ``not-an-article`` (a feed or sitemap), ``no-text``
    (nothing that looks like an article), ``too-short``, ``broken-html``.
    """

    def issue(reason: str, detail: str = "") -> Issue:
        return Issue(stage="clean", reason=reason, source=page.source, subject=page.url, detail=detail)

    if not page.body.strip():
        return issue("empty", "no bytes but white space")
    if len(page.body) > _MAX_BYTES:
        return issue("too-large", f"{len(page.body)} bytes, more than {_MAX_BYTES}")
    content_type = next((value for name, value in page.headers if name == "content-type"), "")
    decoded = decode(page.body, content_type, source_language)
    if decoded is None:
        return issue("binary", "no encoding makes text of it")
    if _FEED_START.match(decoded.text):
        return issue("not-an-article", "a feed or sitemap")
    try:
        article = _article(page, decoded, content_type, source_language)
    except Exception as error:  # lxml and trafilatura let errors of many kinds out for broken markup
        return issue("broken-html", f"{type(error).__name__}: {error}")
    finally:
        if next(_pages) % _PAGES_BETWEEN_RESETS == 0:
            reset_caches()  # they grow with every page (adbar/trafilatura#216)
    letters = len(_LETTER.findall(article.text)) + (_HAN_WEIGHT - 1) * len(_HAN.findall(article.text))
    if letters == 0:
        return issue("no-text")
    if letters < (_LEAST_LETTERS_OF_A_PAGE if _is_html(decoded.text, content_type) else _LEAST_LETTERS):
        return issue("too-short", f"{letters} letters")
    return article


def _article(page: Page, decoded: Decoded, content_type: str, source_language: str | None) -> Article:
    if _is_html(decoded.text, content_type):
        return _from_html(page, decoded.text, source_language)
    front_matter = split_front_matter(decoded.text)
    if front_matter is not None:
        return _from_markdown(page, *front_matter)
    return _from_plain_text(page, decoded.text)


def _is_html(text: str, content_type: str) -> bool:
    """Content decides; what has no document's beginning is HTML only if it says so."""
    return bool(_HTML_START.match(text)) or ("html" in content_type and bool(_HTML_TAG.search(text)))


def _from_html(page: Page, text: str, source_language: str | None) -> Article:
    tree = parse_html(text)
    if tree is None:
        return _finish(page, "")
    metadata = read_metadata(tree, page.url, page.fetched_at, source_language or (tree.get("lang") or "")[:2].lower())
    body = article_text(tree, page.url)
    first, _, rest = body.partition("\n")
    if first == metadata.title:
        body = rest
    return replace(
        _finish(page, body, url=metadata.canonical),
        title=metadata.title,
        authors=metadata.authors,
        site=metadata.site,
        published=metadata.published,
        published_origin=metadata.published_origin,
        modified=metadata.modified,
        modified_origin=metadata.modified_origin,
    )


def _from_markdown(page: Page, head: dict[str, str], body: str) -> Article:
    text = fragment_text(body) if _HTML_TAG.search(body) else body
    stated = head.get("date") or head.get("published") or ""
    published = iso_stamp(stated)
    if published is not None and not plausible(published, page.fetched_at):
        published = None
    authors = head.get("authors") or head.get("author") or ""
    return replace(
        _finish(page, text, url=canonical_url(head.get("url") or head.get("canonical") or head.get("link") or "")),
        title=head.get("title"),
        authors=tuple(name.strip() for name in authors.split(";") if name.strip()),
        published=published,
        published_origin="front-matter" if published else None,
    )


def _from_plain_text(page: Page, text: str) -> Article:
    article = _finish(page, text)
    heading = read_heading(article.text, article.language, page.fetched_at)
    return replace(
        article,
        title=heading.title,
        published=heading.published,
        published_origin="text" if heading.published else None,
    )


def _finish(page: Page, text: str, *, url: str | None = None) -> Article:
    """The article without its tail, under its canonical address; one without any address is named by its bytes."""
    text = storable(text)
    language, confidence = detect(text)
    text = text[: article_end(text, language)]
    own = url or canonical_url(page.url) or f"urn:sha256:{hashlib.sha256(page.body).hexdigest()}"
    return Article(
        id=article_id(own),
        url=own,
        source=page.source,
        title=None,
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest(),
        language=language,
        language_confidence=round(confidence, 4),
        page_url=page.url,
        fetched_at=page.fetched_at,
        warc_file=page.warc_file,
        warc_offset=page.warc_offset,
    )
