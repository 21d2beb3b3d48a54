"""Reads one article: is it about an outage, and what does it say of it."""

from __future__ import annotations

import math
from datetime import date

from extractors.assemble import assemble
from extractors.base import LANGUAGES, Engine, Language, Reading
from extractors.candidates import read_candidates
from extractors.dateline import Publication
from extractors.outage_cues.rules import relevance, speaks_of_service
from extractors.platforms.names import names_in
from extractors.roles import Role, assign_roles

_TRIAGE_FLOOR = 0.1
"""Relevance by cue words below which the light engine reads no further; it loses 7 of 100 articles about outages so.
The full engine reads on where a service is spoken of, and loses 2 of 1,000."""
_HEAD = 1500
"""Code points in which a text names the service that it is about."""
_RELEVANT = 0.5
_NO_SERVICE = -1.5
"""Log-odds that a text without any service reported down costs; `_SURE_SERVICE` is what a sure one adds."""
_SURE_SERVICE = 2.5


def read(
    text: str,
    language: str,
    *,
    title: str | None = None,
    published: Publication | date | None = None,
    country: str | None = None,
    engine: Engine = "full",
) -> Reading:
    """What ``text`` reports of outages, with evidence in code points of ``text``.

    ``title`` helps to tell what the text is about, ``published`` settles relative dates (where it is not given the
    text's own dateline does), ``country`` (ISO 3166, where it was published) shared currency words. A language that the
    project does not read gives a reading that is not relevant. ``engine`` chooses who decides the roles: the trained
    reader, or cue words alone (``light``).

    Raises ModelError where the reader is asked for and its file is missing or altered.
    """
    by_cues = relevance(text, title, language)
    told = by_cues >= _TRIAGE_FLOOR or (engine == "full" and _may_tell(text, title, language))
    if language not in LANGUAGES or not told:
        return Reading(relevant=False, relevance=round(by_cues, 3), reports=())
    if engine == "full":
        return _read_full(text, language, by_cues, title, published, country)
    document = read_candidates(text, language, title=title, published=published, country=country)
    roles = assign_roles(document)
    confidence = _relevance(by_cues, roles)
    if confidence < _RELEVANT:
        return Reading(relevant=False, relevance=confidence, reports=())
    return Reading(relevant=True, relevance=confidence, reports=assemble(document, roles))


def _may_tell(text: str, title: str | None, language: str) -> bool:
    """Whether the title or the beginning is about a service: it may be down without any of the usual words."""
    return speaks_of_service(text, title, language) or bool(names_in(f"{title or ''}\n{text[:_HEAD]}"))


def _read_full(
    text: str,
    language: Language,
    by_cues: float,
    title: str | None,
    published: Publication | date | None,
    country: str | None,
) -> Reading:
    # onnxruntime takes a third of a second to import, which the light engine need not wait for.
    from extractors.reader.model import load_model
    from extractors.reader.roles import log_odds, reader_roles
    from extractors.reader.tokens import read_tokens

    model = load_model()
    tokens = read_tokens(model.network, model.tokenizer, text, title)
    confidence = round(model.relevance(tokens.relevance, log_odds(by_cues)), 3)
    if confidence < _RELEVANT:
        return Reading(relevant=False, relevance=confidence, reports=())
    document = read_candidates(text, language, title=title, published=published, country=country)
    roles = reader_roles(document, tokens, model.calibration)
    return Reading(relevant=True, relevance=confidence, reports=assemble(document, roles))


def _relevance(by_cues: float, roles: list[Role]) -> float:
    """Relevance by cue words, corrected by how surely a service is reported down."""
    service = max(
        (role.confidence for role in roles if role.role == "platform" and not role.insufficient), default=None
    )
    log_odds = math.log(by_cues / (1 - by_cues)) if by_cues < 1 else 20.0
    log_odds += _NO_SERVICE if service is None else _SURE_SERVICE * (service - 0.5)
    return round(1 / (1 + math.exp(-log_odds)), 3)
