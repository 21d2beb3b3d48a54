"""Light triage: how likely a text is to report an outage of a digital service, by cue words alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache

from extractors.base import LANGUAGES, Language
from extractors.cues import CueFinder, fold_for_cues, load_cues
from extractors.outage_cues.schema import OutageCues

_HEAD = 900
"""Code points of the text that are read: news says at its top what it is about."""

_BIAS = -1.3
_WEIGHTS = {"outage": 1.2, "failure": 0.6, "service": 0.5, "planned": -1.4, "denied": -2.2, "other_event": -1.1}
"""Log-odds for each cue, up to `_MOST` of a class: few words of a class say much, more of them little more."""
_MOST = 4
_TITLE = 2
"""A word of the title counts as so many."""


@cache
def cue_finders() -> Mapping[str, CueFinder]:
    """The outage cues of every language, compiled once."""
    return load_cues("outage_cues", OutageCues)


def relevance(text: str, title: str | None, language: str) -> float:
    """How likely ``text`` is to report an unplanned interruption of a digital service, in [0, 1].

    Made to lose almost nothing: what it lets through is read in full. A language that the project does not read
    gives 0.
    """
    if language not in LANGUAGES:
        return 0.0
    seen = _seen(text, title, language)
    if not seen["outage"] and not seen["failure"]:
        return 0.0
    log_odds = _BIAS + sum(weight * min(seen[label], _MOST) for label, weight in _WEIGHTS.items())
    return 1 / (1 + math.exp(-log_odds))


def speaks_of_service(text: str, title: str | None, language: str) -> bool:
    """Whether ``text`` begins by speaking of an app, a platform or another digital service, in any connection."""
    return language in LANGUAGES and bool(_seen(text, title, language)["service"])


def _seen(text: str, title: str | None, language: Language) -> Counter[str]:
    """How often cues of each class stand in the title and the beginning of the text."""
    finder = cue_finders()[language]
    seen = Counter(cue.label for cue in finder.find(fold_for_cues(text[:_HEAD], language)))
    if title:
        for cue in finder.find(fold_for_cues(title, language)):
            seen[cue.label] += _TITLE
    return seen
