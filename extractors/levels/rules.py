"""What a change in value is told by beside the loss itself: the level that shares or a fortune came to ("fell to $326",
"leaving him worth $121 billion"), the day from which the change is counted ("since mid-September")."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from extractors.base import Language
from extractors.cues import CueFinder, fold_for_cues, load_cues
from extractors.levels.schema import LevelCues

_NEAR = 60
"""Code points before a sum or a date that are looked at."""


def is_level(text: str, language: Language, start: int) -> bool:
    """Whether the words right before the sum at ``start`` make it what was left or reached."""
    labels = _labels_before(text, language, start)
    return "level" in labels and "total" not in labels


def is_counted_from(text: str, language: Language, start: int) -> bool:
    """Whether the words right before the date at ``start`` make it the day from which a change is counted."""
    return "since" in _labels_before(text, language, start)


def _labels_before(text: str, language: Language, start: int) -> set[str]:
    before = text[max(0, start - _NEAR) : start].rstrip()
    folded, finder = fold_for_cues(before, language), _words()[language]
    # Each place anew: "the fall in value amounted to" holds a total that begins within what a level may span.
    cues = (cue for place in range(len(folded.text)) for cue in finder.find_at(folded, [place]))
    return {cue.label for cue in cues if cue.end == len(before)}


@cache
def _words() -> Mapping[str, CueFinder]:
    return load_cues("levels", LevelCues)
