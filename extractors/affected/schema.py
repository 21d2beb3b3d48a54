"""What a language file of cues about those affected may say."""

from __future__ import annotations

from extractors.cues import CueFile


class AffectedCues(CueFile):
    """Words by which a count is of those hit by an outage, or of something else."""

    affected: list[str]
    """Hit, cut off, unable to use, left without."""
    reported: list[str]
    """Reports, complaints, tickets lodged about it."""
    not_affected: list[str]
    """Counts of another kind: customers in all, followers, staff, members, newcomers."""
