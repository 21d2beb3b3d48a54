"""Extract: what an article says about outages."""

from __future__ import annotations

from datetime import date

from extractors.base import LANGUAGES, Engine, Reading
from extractors.dateline import Publication, publication
from extractors.read import read
from pipeline.language import detect
from pipeline.records import Article
from pipeline.urls import country_of

_VERSION = 9
"""Raised whenever the same text may be read differently."""

UNREAD = Reading(relevant=False, relevance=0.0, reports=())


def extract(
    document: Article | str,
    *,
    title: str | None = None,
    language: str | None = None,
    published: Publication | date | None = None,
    country: str | None = None,
    engine: Engine = "full",
) -> Reading:
    """Read an article, or a bare text, into reports of outages.

    Offsets of the claims are code points into ``document.text`` (or the text itself). ``language`` is found from the
    text unless given; a text in none of the five languages gives an empty reading. ``country`` (ISO 3166) settles
    currency words that several countries share. ``engine`` is as in `extractors.read.read`.
    """
    if isinstance(document, Article):
        text, title, language = document.text, document.title, document.language
        published, country = publication(document.published), document.country or country_of(document.url)
    else:
        text, language = document, language or detect(document)[0]
    if language not in LANGUAGES:
        return UNREAD
    return read(text, language, title=title, published=published, country=country, engine=engine)


def extractor_version(engine: Engine) -> str:
    """What is stored with every reading, so that stale ones can be found: the engine, its rules and its model."""
    if engine == "light":
        return f"light-{_VERSION}"
    from extractors.reader.model import load_model

    return f"full-{_VERSION}-{load_model().version}"
