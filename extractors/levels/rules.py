"""Whether a sum is the level that shares or a fortune came to: "fell to $326", "leaving him worth $121 billion"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from extractors.base import Language
from extractors.cues import CueFinder, fold_for_cues, load_cues
from extractors.levels.schema import LevelCues

_NEAR = 60
"""Code points before a sum that are looked at."""


def is_level(text: str, language: Language, start: int) -> bool:
    """Whether the words right before the sum at ``start`` make it what was left or reached."""
    before = text[max(0, start - _NEAR) : start].rstrip()
    folded, finder = fold_for_cues(before, language), _words()[language]
    # Each place anew: "the fall in value amounted to" holds a total that begins within what a level may span.
    cues = (cue for place in range(len(folded.text)) for cue in finder.find_at(folded, [place]))
    labels = {cue.label for cue in cues if cue.end == len(before)}
    return "level" in labels and "total" not in labels


@cache
def _words() -> Mapping[str, CueFinder]:
    return load_cues("levels", LevelCues)
