"""Reads one article: is it about an outage, and what does it say of it."""

from __future__ import annotations

import math
from datetime import date
from typing import Literal

from extractors.assemble import assemble
from extractors.base import LANGUAGES, Reading
from extractors.candidates import read_candidates
from extractors.outage_cues.rules import relevance
from extractors.roles import Role, assign_roles

_TRIAGE_FLOOR = 0.1
"""Relevance by cue words below which a text is not read any further; it loses 3 of 100 articles about outages."""
_RELEVANT = 0.5
_NO_SERVICE = -1.5
"""Log-odds that a text without any service reported down costs; `_SURE_SERVICE` is what a sure one adds."""
_SURE_SERVICE = 2.5


def read(
    text: str,
    language: str,
    *,
    title: str | None = None,
    published: date | None = None,
    country: str | None = None,
    engine: Literal["light"] = "light",
) -> Reading:
    """What ``text`` reports of outages, with evidence in code points of ``text``.

    ``title`` helps to tell what the text is about, ``published`` settles relative dates, ``country`` (ISO 3166, where
    it was published) shared currency words. A language that the project does not read gives a reading that is not
    relevant. ``engine`` chooses who decides the roles: ``light`` goes by cue words alone.
    """
    by_cues = relevance(text, title, language)
    if language not in LANGUAGES or by_cues < _TRIAGE_FLOOR:
        return Reading(relevant=False, relevance=round(by_cues, 3), reports=())
    document = read_candidates(text, language, title=title, published=published, country=country)
    roles = assign_roles(document)
    confidence = _relevance(by_cues, roles)
    if confidence < _RELEVANT:
        return Reading(relevant=False, relevance=confidence, reports=())
    return Reading(relevant=True, relevance=confidence, reports=assemble(document, roles))


def _relevance(by_cues: float, roles: list[Role]) -> float:
    """Relevance by cue words, corrected by how surely a service is reported down."""
    service = max((role.confidence for role in roles if role.role == "platform"), default=None)
    log_odds = math.log(by_cues / (1 - by_cues)) if by_cues < 1 else 20.0
    log_odds += _NO_SERVICE if service is None else _SURE_SERVICE * (service - 0.5)
    return round(1 / (1 + math.exp(-log_odds)), 3)
