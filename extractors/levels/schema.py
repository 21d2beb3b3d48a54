"""What a language file of levels may say."""

from __future__ import annotations

from extractors.cues import CueFile


class LevelCues(CueFile):
    """Words that end right before a sum and tell whether it is what a value came to rather than what it lost, or right
    before a date."""

    level: list[str]
    """Fell to, closed at, leaving him worth."""
    total: list[str]
    """Amounted to, up to: what follows is the loss after all."""
    since: list[str]
    """Since: what a change from that day on comes to."""
